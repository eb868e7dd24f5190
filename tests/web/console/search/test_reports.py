"""Reports, instructions and 督办 in the one search: by words, by number, for who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.policy.grading.grades import Grade
from tests.module_rows import module_rows
from tests.scenarios.exchange import file_of, signed_report, subordinate_of, take
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.reports import edit, linked_recipient, sign
from tests.web.clients import signed_in
from tests.web.page import page_of
from tests.work.casework.instructions.steps import enter, instruct
from tests.work.casework.supervision.steps import supervise

pytestmark = pytest.mark.django_db
SEARCH = reverse("console:search")


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now + timedelta(minutes=40))


def everything(cast):
    linked_recipient(cast)
    water = incident_of(cast, WATER, grade=Grade.MAJOR)
    instruction = instruct(cast, water)
    return water, signed_report(cast, water), instruction, supervise(cast, instruction)


standing_rows, rows, yunchuan, made = module_rows(everything)


def search(officer, words, **query):
    return signed_in(officer).get(SEARCH, {"q": words, **query})


def to(name, row):
    return reverse(f"console:{name}", args=[row.number])


def test_each_is_found_by_words_of_its_title(yunchuan, made):
    _water, report, instruction, supervision = made

    page = page_of(search(yunchuan.lu, "初报"))
    assert to("report", report) in page.panel("reports")
    page = page_of(search(yunchuan.lu, "逐户告知"))
    assert to("instruction", instruction) in page.panel("instructions")
    page = page_of(search(yunchuan.lu, "发黄原因"))
    assert to("supervision", supervision) in page.panel("supervisions")


@pytest.mark.parametrize(
    ("at", "name"), [(1, "report"), (2, "instruction"), (3, "supervision")]
)
def test_a_number_that_is_typed_in_full_opens_the_page(yunchuan, made, at, name):
    assert search(yunchuan.lu, made[at].number.lower()).url == to(name, made[at])


def test_a_report_of_a_subordinate_is_found_by_its_title_and_both_numbers(
    yunchuan, linxi, made
):
    report = made[1]
    subordinate_of(linxi, yunchuan.bureau.name)
    received = take(linxi, file_of(report)).row

    assert search(linxi.lu, received.number).url == to("received-report", received)
    page = page_of(search(linxi.lu, report.number))
    assert to("received-report", received) in page.panel("received")


def test_a_unit_finds_what_is_its_own_and_no_report(yunchuan, made):
    _water, report, instruction, supervision = made

    assert search(yunchuan.water, supervision.number).url == to("supervision", supervision)
    assert search(yunchuan.water, instruction.number).url == to("instruction", instruction)
    page = page_of(search(yunchuan.water, "初报"))
    assert not page.has_panel("reports")
    assert search(yunchuan.water, report.number).status_code == 200, "no page is opened"
    for number in (instruction.number, supervision.number):
        assert search(yunchuan.window, number).status_code == 200, "another unit's is not found"
    assert not page_of(search(yunchuan.window, "逐户告知")).has_panel("instructions")


def test_what_waits_for_its_leader_is_not_found_by_the_unit(yunchuan, made):
    waiting = enter(yunchuan, made[0], text="请水务局先行垫付。")
    assert search(yunchuan.water, waiting.number).status_code == 200
    assert search(yunchuan.shen, waiting.number).url == to("instruction", waiting)


def test_another_bureau_finds_none_of_them(linxi, made):
    for row in made[1:]:
        assert search(linxi.lu, row.number).status_code == 200
    page = page_of(search(linxi.lu, "发黄原因"))
    assert not page.has_panel("supervisions")


def test_the_newest_title_of_a_report_counts(yunchuan, made):
    report = made[1]
    edit(yunchuan, report, place="青石片区")
    sign(yunchuan, report)
    page = page_of(search(yunchuan.lu, "初报", kind="reports"))
    assert page.panel("reports").text.count(report.number) == 1
