"""The wall board: read from across the room, touched by nobody, naming no person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roster.models import Shift
from huiying.base.clocks.models import Clock
from huiying.policy.grading.grades import Grade
from huiying.web.console.board import rows as board_rows
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.collection.sources.models import Health
from tests.scenarios.incidents import restart_workers, source_of
from tests.web.clients import signed_in
from tests.web.console import bulk_rows
from tests.web.page import page_of

pytestmark = pytest.mark.django_db
WALL = "/desk/board/"


@pytest.fixture(autouse=True)
def _today(time, now):
    restart_workers()
    time.set(now)


def wall(officer):
    return page_of(signed_in(officer).get(WALL))


def test_the_matter_that_ends_first_stands_first_with_unit_and_grade(yunchuan, now):
    calm = bulk_rows.incident(yunchuan, 1, now)
    soon = bulk_rows.incident(yunchuan, 2, now, grade=Grade.MAJOR)
    notify_unit(
        incident=soon, unit=yunchuan.waterworks, guidance="", officer=yunchuan.lu, now=now
    )

    first, second = wall(yunchuan.lu).rows()

    assert soon.number in first.text
    assert "重大" in first.text
    assert "区水务局" in first.text
    assert "另 1 个时限" in first.text
    assert calm.number in second.text


def test_no_person_is_named(yunchuan, now):
    matter = bulk_rows.incident(yunchuan, 1, now)
    Clock.objects.filter(subject_ref=matter.number).update(
        holder_code="", holder_name=yunchuan.water.name, holder_officer=yunchuan.water
    )
    Shift.objects.create(
        bureau=yunchuan.bureau,
        officer=yunchuan.lu,
        leader=yunchuan.cheng,
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(hours=7),
    )

    page = wall(yunchuan.lu)

    for officer in Officer.objects.filter(bureau=yunchuan.bureau):
        assert officer.name not in page
    assert "值班 综合办公室 · 带班 领导小组" in page.text
    assert "区水务局" in page.row(matter.number).text


def test_the_counters_say_what_is_late_what_ends_and_what_waits(yunchuan, now):
    bulk_rows.incident(yunchuan, 1, now - timedelta(hours=30))
    bulk_rows.incident(yunchuan, 2, now, grade=Grade.MAJOR)
    bulk_rows.candidate(yunchuan, 3, now)

    words = wall(yunchuan.lu).text

    for counter in ("超时 1", "30 分钟内到期 1", "计时中 2", "待研判 1"):
        assert counter in words


def test_what_does_not_fit_is_counted(yunchuan, now, monkeypatch):
    monkeypatch.setattr(board_rows, "LINES", 1)
    for number in (1, 2, 3):
        bulk_rows.incident(yunchuan, number, now)

    page = wall(yunchuan.lu)

    assert len(page.rows()) == 1
    assert "另 2 件" in page


def test_a_source_that_failed_is_named(yunchuan, now):
    source = source_of(yunchuan, "云川论坛")
    assert "来源：无采集失败" in wall(yunchuan.lu)
    type(source).objects.filter(pk=source.pk).update(health=Health.FAILED)

    assert "来源采集失败：云川论坛" in wall(yunchuan.lu).text


def test_it_is_dark_and_comes_anew_by_itself_with_script_and_without(yunchuan):
    page = wall(yunchuan.lu)

    assert 'data-bs-theme="dark"' in page
    assert 'hx-get="/desk/board/"' in page
    assert 'http-equiv="refresh"' in page
    assert "暂无计时中的时限。" in page


def test_who_may_not_see_a_matter_reads_its_number_alone(yunchuan, now):
    matter = bulk_rows.incident(yunchuan, 1, now)

    for who in (yunchuan.water, yunchuan.admin):
        page = wall(who)
        assert matter.number in page
        assert matter.title not in page


def test_it_takes_no_more_queries_for_many_matters_than_for_few(yunchuan, now):
    bulk_rows.grow(yunchuan, range(1), now)
    lu = signed_in(yunchuan.lu)
    few = bulk_rows.queries(lu, WALL)

    bulk_rows.grow(yunchuan, range(1, 4), now)

    assert bulk_rows.queries(lu, WALL) <= few
