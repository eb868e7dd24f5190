"""Small pieces that stand many times on a page are drawn as safely as a template draws them."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

from huiying.web.shared.drawing import (
    ActButton,
    ClockFacts,
    LedgerPart,
    act_html,
    ledger_html,
    link_html,
)
from tests.factories import T0

TOKEN = "t0ken"


def test_an_act_that_posts_carries_the_token_and_the_revision():
    drawn = act_html(ActButton("列入关注", "/x/", "post", version=7), TOKEN)

    assert f'name="csrfmiddlewaretoken" value="{TOKEN}"' in drawn
    assert 'name="version" value="7"' in drawn


def test_a_link_holds_no_markup_of_its_words_and_without_a_page_is_no_link():
    assert link_html("<b>3</b>", "/x/?a=1&b=2") == (
        '<a href="/x/?a=1&amp;b=2">&lt;b&gt;3&lt;/b&gt;</a>'
    )
    assert link_html("<b>3</b>", "") == "&lt;b&gt;3&lt;/b&gt;"


def test_an_act_that_asks_opens_in_a_dialog_and_carries_no_token():
    drawn = act_html(ActButton("排除…", "/x/", "ask", key="X"), TOKEN)

    assert "data-dialog-get" in drawn
    assert 'data-key="x"' in drawn
    assert TOKEN not in drawn


def test_a_locked_act_says_why_and_leads_nowhere():
    drawn = act_html(ActButton("发布", "/x/", "post", locked="先通过复审"), TOKEN)

    assert "先通过复审" in drawn
    assert "/x/" not in drawn


def test_what_an_act_says_is_escaped():
    drawn = act_html(ActButton("<b>", '/"x'), TOKEN)

    assert "<b>" not in drawn
    assert '"/"x' not in drawn


# Clocks --------------------------------------------------------------------------------------


def drawn(clock, size):
    page = Template("{% load huiying_ui %}{% clock clock size=size %}")
    return " ".join(page.render(Context({"clock": clock, "size": size})).split())


def included(clock, size):
    page = render_to_string("components/_clock.html", {"clock": clock, "size": size})
    return " ".join(page.split())


@pytest.mark.parametrize("size", ["", "s", "m"])
@pytest.mark.parametrize(
    ("state", "seconds"),
    [
        ("running", 7_300.4),
        ("soon", 61),
        ("late", -3_605.2),
        ("paused", 90),
        ("done", 61),
        ("done_late", 61),
        ("cancelled", None),
        ("unknown", None),
    ],
)
def test_a_clock_of_a_long_list_looks_like_every_other(state, seconds, size):
    due = None if state in ("paused", "unknown") else T0
    clock = ClockFacts(state, seconds, due, "<等材料>")

    assert drawn(clock, size) == included(clock, size)


def test_what_a_ledger_says_of_its_parts_is_escaped():
    drawn = ledger_html([LedgerPart('"><b>', 60, "<b>")])

    assert "<b>" not in drawn
    assert 'aria-label=""' not in drawn
