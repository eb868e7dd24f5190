"""The list of posts: the matter of each, and those of none folded under their number."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.scenarios.incidents import (
    WATER,
    incident_of,
    restart_workers,
    run_stream,
    submit_posts,
)
from tests.web.clients import signed_in
from tests.web.console.bulk_rows import grow, queries
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
LIST = reverse("console:posts")
ALONE = "城东公园的桂花开了"


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


@pytest.fixture
def water(yunchuan):
    incident = incident_of(yunchuan, WATER)
    submit_posts(yunchuan, ALONE)
    run_stream(yunchuan)
    return incident


def test_a_post_leads_to_the_incident_it_belongs_to(yunchuan, water):
    page = page_of(signed_in(yunchuan.lu).get(LIST))

    row = page.rows(water.number)[0]
    assert reverse("console:incident", args=[water.number]) in row.links()


def test_posts_of_no_matter_are_folded_and_counted_and_none_is_left_out(yunchuan, water):
    page = page_of(signed_in(yunchuan.lu).get(LIST))
    [folded] = page.having('class="hy-fold"')

    assert "本页另有 1 条未归入事件、未列入待研判" in folded.text
    assert ALONE in folded.text
    assert page.count('id="post-') == len(WATER) + 1


def test_all_posts_stand_in_one_list_when_asked_and_when_narrowed(yunchuan, water):
    client = signed_in(yunchuan.lu)

    assert not page_of(client.get(LIST, {"all": "1"})).having('class="hy-fold"')
    assert not page_of(client.get(LIST, {"q": "桂花"})).having('class="hy-fold"')
    assert "未归入事件" in page_of(client.get(LIST, {"q": "桂花"})).text


def test_a_leader_who_does_not_triage_sees_a_waiting_group_without_a_link(yunchuan, now):
    grow(yunchuan, range(1), now)
    page = page_of(signed_in(yunchuan.leader).get(LIST))

    rows = page.rows("待研判")
    assert rows
    assert not any("/candidates/" in link for row in rows for link in row.links())


def test_the_matters_cost_the_same_however_many_there_are(yunchuan, now):
    client = signed_in(yunchuan.lu)
    grow(yunchuan, range(1), now)
    few = queries(client, LIST)
    grow(yunchuan, range(1, 4), now)

    assert queries(client, LIST) <= few


def test_an_empty_bureau_is_told_how_to_enter_by_hand(yunchuan):
    client = signed_in(yunchuan.lu)

    for address in (LIST, reverse("console:desk"), reverse("console:incidents")):
        page = page_of(client.get(address))
        assert "来电、来访或人工发现的事项，可人工录入" in page.text
        assert reverse("console:post-enter") in page.links()


def test_who_may_not_enter_by_hand_is_not_sent_there(yunchuan):
    client = signed_in(yunchuan.leader)

    for address in (LIST, reverse("console:incidents")):
        page = page_of(client.get(address))
        assert "可人工录入" not in page.text
        assert reverse("console:post-enter") not in page.links()


def test_the_posts_lead_to_entering_by_hand_and_to_the_imports(yunchuan, water):
    page = page_of(signed_in(yunchuan.lu).get(LIST))

    assert {reverse("console:post-enter"), reverse("console:imports")} <= set(page.links())
