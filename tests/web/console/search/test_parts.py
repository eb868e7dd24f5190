"""The one search: its parts, their numbers and lists, exact numbers, and who finds what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.scenarios.incidents import WATER, docket_of, incident_of, restart_workers
from tests.web.clients import signed_in
from tests.web.console.bulk_rows import grow, queries
from tests.web.page import Page, page_of

pytestmark = pytest.mark.django_db
SEARCH = reverse("console:search")


@pytest.fixture(autouse=True)
def _today(time):
    restart_workers()
    time.forward(minutes=10)


def found(who, words: str, **query) -> Page:
    return page_of(signed_in(who).get(SEARCH, {"q": words, **query}))


def test_an_incident_is_found_with_its_number_and_a_link_to_the_narrowed_list(yunchuan):
    incident = incident_of(yunchuan, WATER)

    part = found(yunchuan.lu, "自来水").panel("incidents")

    assert "找到 1 项" in part.text
    assert incident.number in part.text
    assert part.links("查看全部") == [
        f"{reverse('console:incidents')}?q=%E8%87%AA%E6%9D%A5%E6%B0%B4"
    ]


def test_a_unit_is_found_by_its_duties_and_leads_to_its_incidents(yunchuan):
    part = found(yunchuan.lu, "水务局").panel("units")

    [link] = part.links("水务局")
    assert link == f"{reverse('console:incidents')}?unit={yunchuan.waterworks.pk}"


def test_a_rule_is_found_by_its_words_with_its_basis(yunchuan):
    part = found(yunchuan.shen, "签收").panel("rules")

    assert part.links()[1].startswith(f"{reverse('console:rules')}#h-")
    assert "规则" in part.text


def test_what_was_searched_without_result_is_said_in_one_line(yunchuan):
    page = found(yunchuan.lu, "火星基地")

    parts = (
        "事件、帖文、回应、交办任务、领导批示、督办、风险点、报告、下级报送、上级督办、下发督办"
    )
    assert f"未找到：{parts}" in page.text
    assert not page.has_panel("incidents")


def test_a_part_that_was_chosen_is_searched_alone(yunchuan):
    incident_of(yunchuan, WATER)

    page = found(yunchuan.lu, "自来水", kind="incidents")

    assert page.has_panel("incidents")
    assert not page.has_panel("posts")


def test_a_section_officer_is_shown_no_posts_and_no_rules(yunchuan):
    page = found(yunchuan.window, "自来水").text

    assert "帖文、" not in page.split("未找到")[1]
    assert "规则" not in page.split("未找到")[1]


def test_the_exact_number_of_a_docket_opens_its_page_for_who_may_see_it(yunchuan):
    docket = docket_of(yunchuan, incident_of(yunchuan, WATER))

    answer = signed_in(yunchuan.lu).get(SEARCH, {"q": docket.number.lower()})
    refused = signed_in(yunchuan.window).get(SEARCH, {"q": docket.number})

    assert answer.url == reverse("console:docket", args=[docket.number])
    assert refused.status_code == 200


def test_the_search_costs_the_same_however_much_there_is(yunchuan, now, time):
    time.set(now + timedelta(hours=1))
    client = signed_in(yunchuan.shen)
    grow(yunchuan, range(1), now)
    few = queries(client, f"{SEARCH}?q=路灯")
    grow(yunchuan, range(1, 4), now)

    assert queries(client, f"{SEARCH}?q=路灯") <= few


def test_the_box_says_what_it_searches_and_its_keys(yunchuan):
    [box] = page_of(signed_in(yunchuan.lu).get(SEARCH)).having('id="find"')

    assert box.attribute("placeholder") == "事件、帖文、回应、单位、规则"
    assert "Control+K" in box.attribute("aria-keyshortcuts")
