"""A bureau's own working calendar: entered, guarded, never felt by a running clock."""

from __future__ import annotations

from datetime import date

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.actions.set_calendar import (
    DayKind,
    confirm_days,
    drop_proposed_days,
    enter_year,
    reopen_year,
    set_days,
)
from huiying.base.rulebook.queries import calendar_of, entered_calendar
from tests.factories import T0
from tests.scenarios.incidents import notice_clock

FIRST = date(2026, 11, 25)


@pytest.fixture
def put(yunchuan):
    def put(revision=0, first=FIRST, last=None, kind=DayKind.OFF, note="局务会", officer=None):
        return set_days(
            first=first,
            last=last or first,
            kind=kind,
            note=note,
            shown_revision=revision,
            officer=officer or yunchuan.shen,
            now=T0,
        )

    return put


@pytest.fixture
def confirm(yunchuan):
    def confirm(revision, officer=None):
        who = officer or yunchuan.admin
        return confirm_days(shown_revision=revision, officer=who, now=T0)

    return confirm


def test_days_off_wait_for_a_second_person(put, confirm, yunchuan):
    before = calendar_of(yunchuan.bureau.pk)

    assert put(first=FIRST, last=date(2026, 12, 24)) is False
    assert calendar_of(yunchuan.bureau.pk) == before
    with pytest.raises(Refused, match="待确认的修改均由您提出"):
        confirm(1, officer=yunchuan.shen)
    assert calendar_of(yunchuan.bureau.pk) == before

    assert len(confirm(1)) == 30
    assert calendar_of(yunchuan.bureau.pk).add_working_days(date(2026, 11, 24), 1) == date(
        2026, 12, 25
    )
    assert AuditRecord.objects.filter(verb="calendar.days_confirmed").count() == 1


def test_one_hand_with_two_accounts_confirms_no_day_off(put, confirm, yunchuan):
    put()
    Officer.objects.filter(pk=yunchuan.shen.pk).update(
        password_reset_at=T0, password_reset_by=yunchuan.admin
    )

    with pytest.raises(Refused, match="待确认的修改均由您提出"):
        confirm(1)
    assert calendar_of(yunchuan.bureau.pk).is_workday(FIRST)


def test_who_confirms_leaves_his_own_days_to_somebody_else(put, confirm, yunchuan):
    later = date(2026, 11, 26)
    put()
    put(1, first=later, officer=yunchuan.admin)

    assert confirm(2) == ["2026-11-25"]
    assert calendar_of(yunchuan.bureau.pk).is_workday(later)
    assert confirm(3, officer=yunchuan.shen) == ["2026-11-26"]
    with pytest.raises(Refused, match="无待确认的修改"):
        confirm(4)


def test_a_workday_that_is_taken_back_waits_and_what_shortens_a_period_does_not(
    put, confirm, yunchuan
):
    saturday = date(2026, 11, 28)
    assert put(first=saturday, kind=DayKind.WORKED) is True

    assert put(1, first=saturday, kind=DayKind.PUBLISHED) is False
    assert calendar_of(yunchuan.bureau.pk).is_workday(saturday)
    confirm(2)
    assert not calendar_of(yunchuan.bureau.pk).is_workday(saturday)


def test_a_day_off_of_a_year_that_nobody_knows_waits_too(put, yunchuan):
    assert put(first=date(2060, 3, 1)) is False


def test_days_that_wait_are_given_up_and_a_newer_word_on_a_day_replaces_them(put, yunchuan):
    put(first=FIRST, last=date(2026, 11, 26))
    assert put(1, kind=DayKind.WORKED) is True, "a workday stays one"
    assert list(entered_calendar(yunchuan.bureau.pk).proposed) == ["2026-11-26"]

    with pytest.raises(Stale):
        drop_proposed_days(shown_revision=1, officer=yunchuan.admin, now=T0)
    drop_proposed_days(shown_revision=2, officer=yunchuan.admin, now=T0)

    assert entered_calendar(yunchuan.bureau.pk).proposed == {}
    with pytest.raises(Refused, match="无待确认的修改"):
        drop_proposed_days(shown_revision=3, officer=yunchuan.admin, now=T0)


def test_entered_days_hold_for_their_bureau_alone_and_can_be_taken_back(
    put, confirm, yunchuan, linxi
):
    put(first=FIRST, last=date(2026, 11, 27))
    confirm(1)
    put(2, first=date(2026, 11, 28), kind=DayKind.WORKED)

    assert calendar_of(yunchuan.bureau.pk).add_working_days(date(2026, 11, 24), 1) == date(
        2026, 11, 28
    )
    assert calendar_of(linxi.bureau.pk).is_workday(FIRST)
    put(3, first=FIRST, last=date(2026, 11, 28), kind=DayKind.PUBLISHED)
    confirm(4)
    assert calendar_of(yunchuan.bureau.pk) == calendar_of(linxi.bureau.pk)
    assert AuditRecord.objects.filter(verb="calendar.days_set").count() == 1


def test_a_running_clock_keeps_its_due_time_and_names_the_days_it_used(put, confirm, yunchuan):
    before = notice_clock(yunchuan, "VERIFICATION")
    put(first=FIRST, last=date(2026, 11, 27))
    confirm(1)
    after = notice_clock(yunchuan, "VERIFICATION", ref="2026-0002")

    before.refresh_from_db()

    assert before.due_at.date() == FIRST
    assert before.calendar == {}
    assert after.due_at.date() == date(2026, 11, 30)
    assert after.calendar == {
        "off": ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29"]
    }


def test_a_clock_that_leads_into_an_unpublished_year_says_which(yunchuan, put, confirm):
    for day in range(25, 32):
        put(day - 25, first=date(2026, 12, day), note="试")
    put(7, first=FIRST, last=date(2026, 12, 25))
    confirm(8)
    clock = notice_clock(yunchuan, "VERIFICATION")

    assert clock.calendar["provisional"] == [2027]


def test_an_entered_year_is_known_until_it_is_reopened(put, yunchuan):
    officer = yunchuan.shen
    enter_year(year=2027, notice="国办发明电", shown_revision=0, officer=officer, now=T0)
    assert 2027 in calendar_of(yunchuan.bureau.pk).known_years

    reopen_year(year=2027, shown_revision=1, officer=officer, now=T0)

    assert 2027 in calendar_of(yunchuan.bureau.pk).provisional_years
    with pytest.raises(Refused, match="该年度日历非本局录入"):
        reopen_year(year=2026, shown_revision=2, officer=officer, now=T0)


def test_of_two_editors_the_second_is_told_who_was_first(put, yunchuan):
    put()

    with pytest.raises(Stale, match="日历已被沈青禾更新"):
        put(0, first=date(2026, 12, 1), officer=yunchuan.admin)
    assert calendar_of(yunchuan.bureau.pk).is_workday(date(2026, 12, 1))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"last": date(2026, 11, 24)}, "结束日期不得早于开始日期"),
        ({"last": date(2026, 12, 26)}, "最多 31 天"),
        ({"first": date(2019, 1, 1)}, "超出日历的范围"),
        ({"first": date.max}, "超出日历的范围"),
        ({"note": " "}, "依据"),
    ],
)
def test_days_that_cannot_be_set_are_refused_with_a_sentence(put, yunchuan, asked, words):
    with pytest.raises(Refused, match=words):
        put(**asked)
    assert calendar_of(yunchuan.bureau.pk).is_workday(FIRST)
