"""The look keeps its promises: no inline script or style, known icons, honest marks."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

import huiying.web
from huiying.web.shared.drawing import LedgerPart

WEB = Path(huiying.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
NAMES = [str(path.relative_to(WEB / "templates")) for path in TEMPLATES]
ICONS = json.loads((WEB / "static/huiying/icons.json").read_text("utf-8"))
NOW = datetime(2026, 11, 24, 6, 18, tzinfo=UTC)


@pytest.fixture(autouse=True)
def chinese():
    with translation.override("zh-hans"):
        yield


def render(source, **context):
    return Template("{% load huiying_ui %}" + source).render(Context(context))


def texts() -> Iterator[tuple[str, str]]:
    """Yield each template by its name with what is written in it."""
    for name, path in zip(NAMES, TEMPLATES, strict=True):
        yield name, path.read_text("utf-8")


def test_every_template_compiles():
    broken = {}
    for name in NAMES:
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            broken[name] = str(error)

    assert len(NAMES) > 300
    assert broken == {}


@pytest.mark.parametrize(
    "inline",
    [
        r"\sstyle\s*=",
        "<style",
        r"\son[a-z]+\s*=\s*[\"']",
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)",
    ],
)
def test_no_template_has_inline_style_script_or_handler(inline):
    assert [name for name, text in texts() if re.search(inline, text)] == []


def test_every_icon_is_in_the_sprite():
    unknown = {
        name: used - set(ICONS)
        for name, text in texts()
        if not (used := set(re.findall(r'{% icon "([^"]+)"', text))) <= set(ICONS)
    }

    assert unknown == {}


def test_a_form_that_posts_carries_the_token():
    without = [
        (name, form)
        for name, text in texts()
        if Path(name).parent.name != "portal"
        # public pages are cached: they only post the theme, which changes nothing here
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL)
        if 'method="post"' in form and "{% csrf_token %}" not in form
    ]

    assert without == []


def test_no_cell_is_a_lone_dash_where_a_row_becomes_a_card():
    dashes = [
        (name, inside)
        for name, text in texts()
        if "hy-cards" in text
        for head, inside in re.findall(r"<td\b([^>]*)>(.*?)</td>", text, re.DOTALL)
        if "—" in inside and "data-label" not in head
    ]

    assert dashes == []


def test_an_unknown_icon_is_a_mistake_not_a_gap():
    with pytest.raises(TemplateSyntaxError):
        render('{% icon "unicorn" %}')


def test_a_machine_grade_is_dashed_and_said_to_be_a_proposal():
    signed = render("{% grade 3 %}")
    proposed = render("{% grade 3 proposed=True %}")

    assert "重大" in signed
    assert "hy-prop" not in signed
    assert "hy-prop" in proposed
    assert "系统建议" in proposed


def test_the_ledger_is_as_long_as_its_parts_and_is_said_in_words():
    parts = [
        LedgerPart("系统", 240, "past"),
        LedgerPart("值班员", 960, "me"),
        LedgerPart("余", 600, "left"),
    ]

    drawn = render("{% ledger parts state='soon' %}", parts=parts)

    assert 'aria-label="系统 4 分、值班员 16 分、余 10 分"' in drawn
    assert [float(x) for x in re.findall(r' x="([\d.]+)"', drawn)] == [0.0, 32.0]


def test_a_moment_that_is_not_known_is_said_to_be_unknown():
    assert "未知" in render("{% moment at %}", at=None, shell={"now": NOW})  # noqa: S604 - a template variable


def test_the_query_string_keeps_what_was_searched():
    request = RequestFactory().get("/", {"q": "预约", "page": "1"})

    changed = render("{% query page=2 %}", request=request)

    assert "page=2" in changed
    assert "%E9%A2%84%E7%BA%A6" in changed


def test_only_known_themes_come_from_the_cookie():
    request = RequestFactory().get("/")
    request.COOKIES["theme"] = '"><script>'

    assert render("{% theme %}", request=request) == "light"


def test_left_out_pages_are_marked():
    page = Paginator(range(500), 20).page(10)

    drawn = render(
        '{% for n in page|page_numbers %}{{ n|default_if_none:"…" }} {% endfor %}', page=page
    )

    assert drawn.split() == ["1", "…", "8", "9", "10", "11", "12", "…", "25"]
