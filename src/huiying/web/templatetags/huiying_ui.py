"""Template helpers that need code: durations, moments, icons, bars, query strings.

In:   values of a page's context (seconds, aware datetimes, rows), ``shell.now``.
Out:  words in the language of the page, or small pieces of safe HTML without inline style.
Cost: pure and cheap; never a query. The icon list is read once per process.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context, Engine, Template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from huiying.web.shared import time_words
from huiying.web.shared.drawing import (
    TICKING,
    ActButton,
    ClockFacts,
    LedgerPart,
    act_html,
    icon_html,
    ledger_html,
    ticking_html,
)
from huiying.web.shared.numbers import numbered
from huiying.web.shared.theme import COOKIE, THEMES

register = template.Library()
register.filter(time_words.clock_words)
register.filter(time_words.length_words)
register.filter("public_day", time_words.day_text)
register.filter("public_moment", time_words.long_moment_text)
register.filter("top_moment", time_words.top_text)

GRADES = {
    4: gettext_noop("特别重大"),
    3: gettext_noop("重大"),
    2: gettext_noop("较大"),
    1: gettext_noop("一般"),
}
MAX_LEVEL = 3


@register.simple_tag
def clock_sentences() -> SafeString:
    """Give the clock sentences as data attributes, for clocks.js on ``<body>``."""
    pairs = ((name, _(sentence)) for name, sentence in time_words.CLOCK_WORDS.items())
    return format_html_join(" ", 'data-words-{}="{}"', pairs)


def _page_now(context: Context) -> datetime | None:
    """Return the moment the page was made, as the shell of the page says."""
    shell = context.get("shell")
    found = shell.get("now") if isinstance(shell, dict) else getattr(shell, "now", None)
    return found if isinstance(found, datetime) else None


@register.simple_tag(takes_context=True)
def moment(context: Context, value: datetime | None) -> SafeString:
    """Write a moment as ``<time>``; a missing one is the word ``未知``."""
    text = time_words.moment_text(value, _page_now(context))
    if value is None:
        return format_html('<span class="hy-unknown">{}</span>', text)
    local = timezone.localtime(value)
    full = local.strftime("%Y-%m-%d %H:%M:%S")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat("T", "seconds"), full, text
    )


@register.filter
def is_optional(field: BoundField) -> bool:
    """Tell whether a field may always be left empty.

    One that the form names as ``conditional`` is demanded sometimes; its help says when.
    """
    return not field.field.required and field.name not in getattr(field.form, "conditional", ())


@register.filter
def moment_words(value: datetime | None, now: datetime | None = None) -> str:
    """Say a moment inside a sentence: ``{{ row.at|moment_words:shell.now }}``."""
    return time_words.moment_text(value, now)


@register.filter(name="numbered")
def numbered_words(number: str, kind: str) -> str:
    """Show a public number with its kind: ``{{ incident.number|numbered:"incident" }}``."""
    return numbered(kind, number)


@register.filter
def epoch(value: datetime | None) -> str:
    """Give a moment as seconds since 1970 for a data attribute; nothing when missing."""
    return "" if value is None else str(int(value.timestamp()))


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """Draw a decorative icon of the sprite; the control beside it must have a name.

    Args:
        name: A name of ``huiying/icons.json``.
        size: ``""`` (16 px) or ``"s"`` (14 px).
    """
    return icon_html(name, size)


@register.simple_tag(takes_context=True)
def act(context: Context, one: ActButton) -> SafeString:
    """Draw one act as a button (see ``act_html``)."""
    return act_html(one, str(context.get("csrf_token", "")))


@register.simple_tag(takes_context=True)
def clock(context: Context, one: ClockFacts, size: str = "") -> SafeString:
    """Draw a clock of a long list: what ``components/_clock.html`` shows, sooner."""
    if one.state in TICKING:
        return ticking_html(one, size)
    with context.push(clock=one, size=size):
        return SafeString(_template("components/_clock.html").render(context))


@register.simple_tag(takes_context=True)
def drawn(context: Context, name: str) -> SafeString:
    """Draw a template once, for a page that shows it twice: ``{% drawn "x.html" as x %}``."""
    with context.push():
        return SafeString(_template(name).render(context))


def _template(name: str) -> Template:
    return Engine.get_default().get_template(name)


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """Return the page's query string with some values changed; ``None`` takes one away.

    ``{% query page=2 %}`` → ``?q=预约&page=2``.
    """
    request = context.get("request")
    params = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            params.pop(name, None)
        else:
            params[name] = str(value)
    return f"?{params.urlencode()}" if params else "?"


@register.simple_tag(takes_context=True)
def narrowed(context: Context, key: str, value: str) -> str:
    """Return the first page's query string with one value set; an empty one is said too.

    ``{% narrowed "state" "" %}`` → ``?q=预约&state=``: all, where no word means the open ones.
    """
    request = context.get("request")
    params = request.GET.copy() if request is not None else QueryDict(mutable=True)
    params.pop("page", None)
    params[key] = value
    return f"?{params.urlencode()}"


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """Return the theme the reader chose: ``light`` (also when none was chosen) or ``dark``."""
    request = context.get("request")
    chosen = request.COOKIES.get(COOKIE, "") if request is not None else ""
    return chosen if chosen in THEMES else "light"


@register.simple_tag(takes_context=True)
def theme_follows(context: Context) -> str:
    """Return the attribute by which a page follows the system; "" once the reader chose."""
    request = context.get("request")
    chosen = request.COOKIES.get(COOKIE, "") if request is not None else ""
    return "" if chosen in THEMES else SafeString(" data-theme-follows")


@register.simple_tag
def language_tag(code: str) -> str:
    """Turn Django's language code into the tag HTML expects: ``zh-hans`` → ``zh-Hans``."""
    return re.sub(r"-(\w)(\w{3})$", lambda m: f"-{m[1].upper()}{m[2]}", code)


@register.simple_tag
def grade(
    level: int | None, *, proposed: bool = False, former: int | None = None
) -> SafeString:
    """Draw an opinion grade: bars and a word, dashed while only a machine says so.

    Args:
        level: 4 特别重大, 3 重大, 2 较大, 1 一般; ``None`` has no grade yet.
        proposed: A machine's word, not signed by a person.
        former: The grade before, struck through beside it.
    """
    look = "prop" if proposed else ""
    return _grade_html(get_language(), level or None, look, former or None)


@lru_cache(maxsize=128)  # a list shows the same few again and again
def _grade_html(_language: str, level: int | None, look: str, former: int | None) -> SafeString:
    return render_to_string(
        "components/_grade.html",
        {
            "level": level,
            "word": grade_word(level),
            "bars": _bars(level or 0),
            "proposed": look == "prop",
            "former_word": grade_word(former) if former else "",
        },
    )


@register.filter
def grade_word(level: int | None) -> str:
    """Return the word of a grade, ``未定级`` when there is none."""
    return _(GRADES[level]) if level in GRADES else _("未定级")


def _bars(level: int) -> list[dict[str, Any]]:
    """Return the four bars of a grade in a drawing of 17 × 11 units."""
    heights = (5, 7, 9, 11)
    return [
        {"x": index * 4.5 + 0.5, "y": 11 - height + 0.5, "h": height - 1, "on": index < level}
        for index, height in enumerate(heights)
    ]


@register.filter
def levels(value: int | None) -> list[bool]:
    """Return the three segments of a grade card, filled up to ``value`` (0-3)."""
    return [index < (value or 0) for index in range(MAX_LEVEL)]


@register.simple_tag
def ledger(
    parts: Iterable[LedgerPart], *, state: str = "running", label: str = ""
) -> SafeString:
    """Draw who used each minute of a clock (see ``ledger_html``)."""
    return ledger_html(parts, state, label)


@register.filter
def page_numbers(page: Page[Any]) -> list[Any]:
    """Return the page numbers to offer, with ``None`` where some are left out."""
    ellipsis = str(page.paginator.ELLIPSIS)
    shown = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [None if number == ellipsis else number for number in shown]
