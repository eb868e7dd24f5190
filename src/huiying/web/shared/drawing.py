"""Small pieces of HTML that occur often on a page, built without a template.

In:   a name of the sprite; an act, a clock, parts of a clock's time.
Out:  safe HTML. Cost: an icon is made once a process, the others take some microseconds.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.contrib.staticfiles import finders
from django.template import TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiying.web.shared.time_words import clock_words, length_words


@dataclass(frozen=True, slots=True)
class ActButton:
    """One act that a page offers.

    Attributes:
        label: Ends in "…" when a reason is asked.
        method: "get" (a page), "ask" (a form in a dialog), "post" (acts at once).
        main: The one that is next on the page.
        key: One letter that presses it.
        version: Sent with a post.
        locked: Why not yet; the button then leads nowhere.
        phone: Opens as wide as a phone.
    """

    label: str
    url: str = ""
    method: str = "get"
    main: bool = False
    key: str = ""
    version: int = 0
    locked: str = ""
    phone: bool = False


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """One clock as ``components/_clock.html`` draws it.

    Attributes:
        state: running, soon, late, paused, done, done_late, cancelled or unknown.
        seconds: Left (negative when late); used when done; too late when done late.
        reason: Why it is paused, cancelled or cannot be counted.
    """

    state: str = "unknown"
    seconds: float | None = None
    due_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LedgerPart:
    """A stretch of a clock's time and who had it; kind: past, me, left or paused."""

    holder: str
    seconds: float
    kind: str


LEDGER_WIDTH = 240  # units of the drawing, not pixels: the bar is stretched by the style sheet


@cache
def _icon_names() -> frozenset[str]:
    """Read the names the sprite holds."""
    path = finders.find("huiying/icons.json")
    if not isinstance(path, str):
        return frozenset()
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - the finder returns a str
        return frozenset(json.load(file))


@cache
def icon_html(name: str, size: str = "") -> SafeString:
    """Draw a decorative icon of the sprite.

    Raises:
        TemplateSyntaxError: If the sprite has no such icon.
    """
    if name not in _icon_names():
        message = f"No icon {name!r} in huiying/icons.json."
        raise TemplateSyntaxError(message)
    return format_html(
        '<svg class="hy-i{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" hy-i-{size}" if size else "",
        static("vendor/icons.svg"),
        name,
    )


def link_html(words: str, url: str) -> SafeString:
    """Draw words as a link; url "" = the words alone."""
    return format_html('<a href="{}">{}</a>', url, words) if url else conditional_escape(words)


def act_html(act: ActButton, token: str) -> SafeString:
    """Draw one act as a button: a link, a form that posts, or locked with the reason.

    Args:
        token: Against forged posts.
    """
    if act.locked:
        return format_html(_LOCKED, icon_html("lock", "s"), act.label, act.locked)
    look = " hy-btn-main" if act.main else ""
    pressed = format_html(' data-key="{}"', act.key.lower()) if act.key else ""
    shown = format_html(' <kbd aria-hidden="true">{}</kbd>', act.key) if act.key else ""
    if act.method == "post":
        return format_html(
            _POSTED, act.url, token, act.version, look, pressed, act.label, shown
        )
    dialog = SafeString(" data-dialog-get" if act.method == "ask" else "")
    phone = SafeString(" data-phone-window" if act.phone else "")
    return format_html(_LINKED, look, act.url, dialog, phone, pressed, act.label, shown)


_LOCKED = (
    '<span class="hy-line"><button type="button" class="hy-btn hy-btn-s" aria-disabled="true">'
    '{}{}</button><span class="hy-meta">{}</span></span>'
)
_POSTED = (
    '<form class="hy-act-form" method="post" action="{}">'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
    '<input type="hidden" name="version" value="{}">'
    '<button class="hy-btn hy-btn-s{}"{}>{}{}</button></form>'
)
_LINKED = '<a class="hy-btn hy-btn-s{}" href="{}"{}{}{}>{}{}</a>'


def ticking_html(clock: ClockFacts, size: str = "") -> SafeString:
    """Draw the time left on a clock that ticks, as ``components/_clock.html`` does.

    Args:
        clock: Its state is one of ``TICKING``.
        size: "s", "m", "l" or "".
    """
    return format_html(
        _TICKING,
        clock.state,
        f" hy-clk-{size}" if size else "",
        SafeString(f"{icon_html('alert')}\n    ") if clock.state == "late" else "",
        "" if clock.due_at is None else int(clock.due_at.timestamp()),
        clock_words(clock.seconds),
    )


TICKING = ("running", "soon", "late")
_TICKING = '<span class="hy-clk hy-clk-{}{}">{}<span data-due="{}">{}</span></span>'


def ledger_html(
    parts: Iterable[LedgerPart], state: str = "running", label: str = ""
) -> SafeString:
    """Draw who used each minute of a clock.

    Args:
        parts: In order; a holder may be empty.
        state: ``running``, ``soon``, ``late`` or ``paused``: decides the colour.
        label: A sentence for people who do not see the bar; made from the parts if empty.
    """
    rows = list(parts)
    total = sum(row.seconds for row in rows) or 1
    at, drawn, labels, mine = 0.0, [], [], []
    for row in rows:
        length = LEDGER_WIDTH * row.seconds / total
        x, width = round(at, 1), round(max(length - 1, 0.6), 1)
        if row.holder:
            labels.append(f"{row.holder} {length_words(row.seconds)}")
        if row.kind == "me":
            mine.append((x, x + width))
        if row.kind != "left" and row.seconds > 0:
            drawn.append(_bar(row.kind, x, width))
        at += length
    sentence = label or _("、").join(labels)
    return format_html(
        '<svg class="hy-led hy-led-{}" viewBox="0 0 {} 6" preserveAspectRatio="none"'
        ' role="img"{}>{}{}</svg>',
        state,
        LEDGER_WIDTH,
        format_html(' aria-label="{}"', sentence) if sentence else _HIDDEN,
        SafeString("".join(drawn)),
        _hatch(mine) if state == "late" else "",
    )


_HIDDEN = SafeString(' aria-hidden="true"')


def _bar(kind: str, x: float, width: float) -> str:
    if kind == "paused":
        return f'<path class="hy-led-paused" d="M{x:.1f} 3h{width:.1f}"/>'
    look = conditional_escape(kind)
    return f'<rect class="hy-led-{look}" x="{x:.1f}" y="0" width="{width:.1f}" height="6"/>'


def _hatch(mine: list[tuple[float, float]]) -> SafeString:
    """Return the slanted strokes of the late part."""
    strokes = range(int(mine[0][0]), int(max(end for _x, end in mine)) - 3, 7) if mine else ()
    path = "".join(f"M{at} 7l6-8" for at in strokes)
    return format_html('<path class="hy-led-hatch" d="{}"/>', path)
