"""The list of incidents: the least time left first, heads that sort, columns, saved filters."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.clocks.models import Clock
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.ordering import COLUMNS, in_order
from tests.web.clients import signed_in
from tests.web.console.bulk_rows import grow, incident, queries
from tests.web.page import Page, page_of

pytestmark = pytest.mark.django_db
LIST = reverse("console:incidents")


@pytest.fixture
def lu(yunchuan):
    return signed_in(yunchuan.lu)


@pytest.fixture
def three(yunchuan, now, time) -> list[Incident]:
    """Three incidents whose first deadlines end in 3, 1 and 2 hours."""
    rows = [incident(yunchuan, number, now + timedelta(seconds=number)) for number in (1, 2, 3)]
    for row, hours in zip(rows, (3, 1, 2), strict=True):
        clocks = Clock.objects.filter(subject_ref=row.number)
        clocks.update(due_at=now + timedelta(hours=hours))
    time.set(now + timedelta(minutes=5))
    return rows


def numbers(page: Page) -> list[str]:
    """Return the numbers of the rows in their order."""
    return [re.search(r"\d{4}-\d{4}", row.text)[0] for row in page.rows()]


def shown(client, **query) -> list[str]:
    return numbers(page_of(client.get(LIST, query)))


@pytest.mark.any_database
def test_the_least_time_left_stands_first(lu, three):
    first, second, third = (row.number for row in three)

    assert shown(lu) == [second, third, first]
    assert shown(lu, sort="-left") == [first, third, second]


@pytest.mark.any_database
def test_what_has_no_running_deadline_stands_last_in_both_directions(lu, three, now):
    Clock.objects.filter(subject_ref=three[1].number).update(state="MET", stopped_at=now)

    assert shown(lu)[-1] == three[1].number
    assert shown(lu, sort="-left")[-1] == three[1].number


@pytest.mark.any_database
def test_a_paused_deadline_does_not_make_its_incident_the_most_urgent(lu, three, now):
    Clock.objects.filter(subject_ref=three[1].number).update(paused_at=now)

    assert shown(lu)[-1] == three[1].number


@pytest.mark.any_database
@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_sorts_both_ways_page_by_page(three, yunchuan, column):
    rows = Incident.objects.filter(bureau=yunchuan.bureau)

    up = list(in_order(rows, column))
    down = list(in_order(rows, column, descending=True))

    assert {row.pk for row in up} == {row.pk for row in down} == {row.pk for row in three}
    assert [in_order(rows, column)[place] for place in range(3)] == up


@pytest.mark.any_database
def test_a_section_officer_sorts_only_what_concerns_the_unit(yunchuan, now, time):
    time.set(now + timedelta(hours=1))
    grow(yunchuan, range(2), now)

    mine = shown(signed_in(yunchuan.water))

    assert len(mine) == 2
    assert sorted(shown(signed_in(yunchuan.water), sort="updated")) == sorted(mine)


def test_a_head_turns_the_order_round_and_says_which_way_it_is(lu, three):
    page = page_of(lu.get(LIST))
    [head] = [each for each in page.tags("th") if "时限" in each.text]
    [grade] = [each for each in page.tags("th") if "等级" in each.text]

    assert head.attribute("aria-sort") == "ascending"
    assert head.links() == ["?sort=-left"]
    assert grade.attribute("aria-sort") == ""
    assert grade.links() == ["?sort=grade"]


def test_a_row_names_deadline_step_holder_posts_and_last_change(lu, three):
    row = page_of(lu.get(LIST)).row(three[0].number).text

    for words in ("通报", "定级", "待通报", "值班员", "10:00"):
        assert words in row, words


def test_columns_are_chosen_and_the_incident_is_never_left_out(lu, three):
    page = page_of(lu.get(LIST, {"columns": ["grade", "unit"]}))
    heads = [each.text.strip() for each in page.tags("th")]

    assert heads == ["时限", "事件", "等级", "责任单位"]
    assert len(page.rows()) == 3
    assert page.rows()[0].count("<td") == 4


def test_columns_written_in_one_word_are_the_same(lu, three):
    assert len(page_of(lu.get(LIST, {"columns": "grade,unit"})).tags("th")) == 4
    assert len(page_of(lu.get(LIST, {"columns": "nonsense"})).tags("th")) == 7


def test_a_saved_filter_keeps_order_and_columns(lu, three):
    query = "sort=-left&columns=grade&columns=unit"
    lu.post(
        reverse("console:filter-keep", args=["incidents"]), {"name": "周报", "query": query}
    )

    [link] = page_of(lu.get(LIST)).links("周报")

    assert "columns=grade%2Cunit" in link
    assert page_of(lu.get(link)).having('aria-current="true"')
    assert numbers(page_of(lu.get(link)))[0] == three[0].number


def test_an_order_of_before_is_still_understood(lu, three):
    assert shown(lu, sort="old") == [row.number for row in three]
    assert shown(lu, sort="new") == [row.number for row in reversed(three)]


def test_the_lead_unit_narrows_the_list(lu, three, yunchuan):
    Incident.objects.filter(pk=three[0].pk).update(lead_unit=yunchuan.online)

    assert shown(lu, unit=yunchuan.online.pk) == [three[0].number]


def test_the_list_costs_the_same_however_much_there_is(yunchuan, now, time):
    time.set(now + timedelta(hours=1))
    client = signed_in(yunchuan.shen)
    grow(yunchuan, range(1), now)
    few = [queries(client, f"{LIST}?sort={column}") for column in COLUMNS]
    grow(yunchuan, range(1, 4), now)

    assert [queries(client, f"{LIST}?sort={column}") for column in COLUMNS] == few
