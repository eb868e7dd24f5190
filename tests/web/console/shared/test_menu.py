"""The menu: eight lines, the pages behind them, what waits, and who sees which."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from django.urls import NoReverseMatch, reverse

from huiying.base.accounts.roles.capabilities import capabilities_of
from huiying.base.accounts.roles.queries import roles_of
from huiying.web.console.shared.menu import MENU, group_at, menu_lines, menu_tabs, page_url
from tests.scenarios.incidents import incident_of
from tests.web.address_table import CONSOLE
from tests.web.clients import signed_in
from tests.web.console.bulk_rows import grow, queries
from tests.web.menu import MenuOf
from tests.web.test_addresses import LETTERS

NO_GROUP = {
    "search",
    "keys",
    "help",
    "filter-keep",
    "filter-forget",
    "coverage-kind",
    "session",
} | {name for name in CONSOLE if name.startswith("document-")}
"""Addresses that are no pages of a group: documents are files of the page that links them, a
kind of channel is a part of the page of coverage."""
PAGES = [page for group in MENU for page in group.pages]


def test_the_menu_has_eight_lines_in_the_order_of_the_work():
    assert [str(group.label) for group in MENU] == [
        "值班台", "事件", "帖文", "回应", "来件与交办", "风险与预案", "台账", "设置",
    ]  # fmt: skip


def test_every_page_without_a_row_stands_in_exactly_one_group():
    """Whatever could be opened from the old menu can be opened from the new one."""
    names = [name for page in PAGES for name in (page.name, *page.behind)]
    lists = {
        name
        for name, row in CONSOLE.items()
        if row.methods == "GET" and not row.about_a_row and row.get == {200}
    }
    fragments = {
        "board", "desk-matters", "candidates", "shares-export", "report-template",
        "figure-rows", "status-mark",
    }  # fmt: skip

    assert len(names) == len(set(names))
    assert lists - set(names) - fragments - NO_GROUP == set()


def _path_of(name: str) -> str | None:
    """Return an address with as many arguments as it takes; None if more than three."""
    for count in range(4):
        with suppress(NoReverseMatch):
            return reverse(f"console:{name}", args=["1"] * count)
    return None


def test_every_address_of_the_console_belongs_to_a_group():
    paths = {name: _path_of(name) for name in sorted(set(CONSOLE) - NO_GROUP)}
    lost = {name: path for name, path in paths.items() if path and group_at(path) is None}
    longer = [
        name
        for name, path in paths.items()
        if path is None and not (CONSOLE[name].choice or CONSOLE[name].about_a_row)
    ]

    assert len(paths) > 400
    assert lost == {}
    assert longer == []


@pytest.mark.django_db
def test_a_page_of_the_menu_is_shown_to_those_who_may_open_it_and_to_nobody_else(yunchuan):
    for letter, person in LETTERS.items():
        held = {str(one) for one in capabilities_of(roles_of(getattr(yunchuan, person)))}
        shown = {page.name for page in PAGES if page.open_to(held)}
        allowed = {
            page.name
            for page in PAGES
            if letter in CONSOLE[page.name].who or CONSOLE[page.name].who == "-"
        }
        if letter != "J":
            allowed.discard("accusations")  # the desk leads others there, when there is a need
        assert shown == allowed, person


@pytest.mark.django_db
def test_a_group_without_a_page_for_the_reader_is_not_shown(yunchuan):
    admin = MenuOf(signed_in(yunchuan.admin).get("/desk/"))

    assert admin.lines == ["值班台", "风险与预案", "设置"]
    assert MenuOf(signed_in(yunchuan.lu).get("/desk/")).lines == [
        str(group.label) for group in MENU
    ]


@pytest.mark.django_db
def test_the_group_of_a_page_is_marked_and_so_is_the_group_of_one_of_its_rows(yunchuan):
    incident = incident_of(yunchuan)
    client = signed_in(yunchuan.lu)

    on_the_list = MenuOf(client.get(reverse("console:incidents")))
    on_the_page = MenuOf(client.get(reverse("console:incident", args=[incident.number])))

    assert (on_the_list.current, on_the_list.mark) == ("事件", "page")
    assert (on_the_page.current, on_the_page.mark) == ("事件", "true")


@pytest.mark.django_db
def test_a_list_shows_the_other_pages_of_its_group_as_tabs_and_a_row_does_not(yunchuan):
    client = signed_in(yunchuan.shen)

    tasks = MenuOf(client.get(reverse("console:tasks")))
    enquiries = MenuOf(client.get(reverse("console:enquiries")))
    incidents = MenuOf(client.get(reverse("console:incidents")))

    assert tasks.tabs == [
        "通报", "交办任务", "督办", "上级督办", "核实单", "信访事项", "来件", "媒体", "联络",
    ]  # fmt: skip
    assert tasks.current_tab == "交办任务"
    assert enquiries.current_tab == "媒体"
    assert incidents.tabs == []


@pytest.mark.django_db
def test_the_menu_counts_what_waits_for_the_reader(yunchuan, now, time):
    time.set(now + timedelta(hours=1))
    grow(yunchuan, range(2), now)

    unit = MenuOf(signed_in(yunchuan.window).get(reverse("console:tasks")))
    duty = MenuOf(signed_in(yunchuan.lu).get(reverse("console:tasks")))

    assert duty.counts["事件"] == 6
    assert unit.counts["来件与交办"] == unit.tab_counts["通报"] > 0
    assert "来件与交办" not in duty.counts


@pytest.mark.django_db
def test_the_numbers_of_the_menu_cost_the_same_however_much_waits(yunchuan, now, time):
    time.set(now + timedelta(hours=1))
    client = signed_in(yunchuan.window)
    grow(yunchuan, range(1), now)
    few = queries(client, reverse("console:promises"))
    grow(yunchuan, range(1, 4), now)

    assert queries(client, reverse("console:promises")) == few


def test_tabs_are_for_lists_and_not_for_the_pages_of_their_rows():
    held = {"SEE_INCIDENTS"}

    assert menu_tabs(page_url("tasks"), held, {})
    assert menu_tabs(f"{page_url('tasks')}JB-1/", held, {}) == []
    assert [line.current for line in menu_lines("/desk/tasks/x/", held, {})].count("true") == 1


def test_a_number_of_the_menu_says_what_it_counts_for_its_reader():
    duty = menu_lines("/desk/", {"SEE_INCIDENTS", "SEE_POSTS"}, {"incidents": 6})
    unit = menu_lines("/desk/", {"SEE_INCIDENTS", "SIGN"}, {"incidents": 2, "notices": 1})

    assert [line.counted for line in duty if line.count] == ["全局未办结的事件 6 件"]
    assert [line.counted for line in unit if line.count] == [
        "涉及本单位、未办结的事件 2 件",
        "待本单位签收的通报、口径 1 份",
    ]


@pytest.mark.django_db
def test_the_counters_of_the_desk_say_whose_matters_they_count(yunchuan, time):
    duty = signed_in(yunchuan.lu).get(reverse("console:desk")).content.decode()

    assert 'title="全局：超时的事项和待研判"' in duty
    assert 'title="当前经办为您或您所在岗位的事项"' in duty
