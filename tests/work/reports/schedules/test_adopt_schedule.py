"""What drops a report to a superior body, or puts it off, takes another person."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.work.reports.schedules.actions.adopt_schedule import SCHEDULE_KIND, decide_schedule
from huiying.work.reports.schedules.actions.set_schedule import ensure_schedule, set_schedule
from huiying.work.reports.schedules.changes import pending_change
from huiying.work.reports.schedules.models import ReportSchedule
from huiying.work.reports.schedules.proof import schedule_differences
from huiying.work.reports.schedules.terms import ScheduleInput, input_of, loosened, terms_of
from tests.factories import T0
from tests.work.reports.schedules.steps import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.clause("10a")]
TODAY = date(2026, 11, 24)
FULL = ScheduleInput(
    daily_at=time(10),
    weekly_on=0,
    weekly_at=time(9),
    monthly_day=5,
    annual=True,
    sensitive_from=TODAY,
    sensitive_to=TODAY + timedelta(days=5),
    sensitive_at=time(16),
)


@pytest.fixture
def row(yunchuan):
    found = ensure_schedule(yunchuan.bureau, T0)
    set_schedule(schedule=found, values=FULL, officer=yunchuan.shen, now=T0)
    return found


def change(cast, row, **fields):
    given = {name: getattr(FULL, name) for name in terms_of(FULL)} | fields
    reason = "合并报送。"
    return set_schedule(
        schedule=row, values=ScheduleInput(**given), reason=reason, officer=cast.shen, now=T0
    )


WEAKER = [
    {"daily_at": None},
    {"daily_at": time(11)},
    {"weekly_on": None},
    {"weekly_on": 1},
    {"weekly_at": time(10)},
    {"monthly_day": None},
    {"monthly_day": 6},
    {"annual": False},
    {"sensitive_from": None, "sensitive_to": None, "sensitive_at": None},
    {"sensitive_from": TODAY + timedelta(days=1)},
    {"sensitive_to": TODAY + timedelta(days=4)},
    {"sensitive_at": time(17)},
]
STRONGER = [
    {"daily_at": time(9)},
    {"weekly_at": time(8)},
    {"monthly_day": 4},
    {"sensitive_from": TODAY - timedelta(days=1)},
    {"sensitive_to": TODAY + timedelta(days=9)},
    {"sensitive_at": time(15)},
]


@pytest.mark.parametrize("fields", WEAKER)
def test_what_drops_a_report_or_puts_it_off_waits_for_another_person(yunchuan, row, fields):
    made = change(yunchuan, row, **fields)
    assert terms_of(ReportSchedule.objects.get()) == terms_of(FULL)
    adopt(yunchuan, made)
    now = terms_of(ReportSchedule.objects.get())
    assert input_of(now) == input_of(made.after)
    assert pending_change(yunchuan.bureau.pk) is None


@pytest.mark.parametrize("fields", STRONGER)
def test_what_adds_a_report_or_makes_it_earlier_counts_at_once(yunchuan, row, fields):
    assert change(yunchuan, row, **fields) is None
    now = ReportSchedule.objects.get()
    assert {name: getattr(now, name) for name in fields} == fields


def test_a_sensitive_time_that_is_over_may_be_cleared(yunchuan, row):
    values = ScheduleInput(time(10), 0, time(9), 5, annual=True)
    later = T0 + timedelta(days=7)
    made = set_schedule(schedule=row, values=values, officer=yunchuan.shen, now=later)
    assert made is None
    assert ReportSchedule.objects.get().sensitive_to is None


def test_it_takes_a_reason_and_nobody_adopts_his_own(yunchuan, row):
    with pytest.raises(Refused, match="写明理由"):
        set_schedule(schedule=row, values=ScheduleInput(), officer=yunchuan.shen, now=T0)
    made = change(yunchuan, row, annual=False)
    with pytest.raises(Refused):
        adopt(yunchuan, made, officer=yunchuan.shen)
    with pytest.raises(PermissionDenied):
        adopt(yunchuan, made, officer=yunchuan.leader)
    assert ReportSchedule.objects.get().annual


def test_a_later_change_makes_the_one_that_waits_void(yunchuan, row):
    made = change(yunchuan, row, annual=False)
    change(yunchuan, row, monthly_day=4)
    made.signoff.refresh_from_db()
    assert made.signoff.decision == Decision.VOID
    with pytest.raises(Stale):
        adopt(yunchuan, made)
    assert ReportSchedule.objects.get().annual


def test_a_change_that_another_page_showed_is_not_adopted(yunchuan, row):
    made = change(yunchuan, row, annual=False)
    with pytest.raises(Stale):
        decide_schedule(
            made,
            approve=True,
            reason="",
            shown_hash="0" * 64,
            officer=yunchuan.admin,
            now=T0,
        )
    assert ReportSchedule.objects.get().annual


def test_a_returned_change_changes_nothing(yunchuan, row):
    made = change(yunchuan, row, annual=False)
    shown = SCHEDULE_KIND.content_hash(made)
    SCHEDULE_KIND.send_back(
        made, reason="仍须报送。", shown_hash=shown, officer=yunchuan.admin, now=T0
    )
    assert ReportSchedule.objects.get().annual
    assert pending_change(yunchuan.bureau.pk) is None


def test_what_is_as_it_was_is_not_saved_again(yunchuan, row):
    with pytest.raises(Refused, match="无变化"):
        change(yunchuan, row)


def test_times_that_somebody_changed_below_the_application_are_found(yunchuan, row):
    assert list(schedule_differences(yunchuan.bureau.pk)) == []
    adopt(yunchuan, change(yunchuan, row, annual=False))
    assert list(schedule_differences(yunchuan.bureau.pk)) == []
    ReportSchedule.objects.update(daily_at=None)
    assert [one.code for one in schedule_differences(yunchuan.bureau.pk)] == [
        "record.report_schedule_differs"
    ]


times = st.none() | st.times().map(lambda one: one.replace(microsecond=0))
schedules = st.builds(
    ScheduleInput,
    daily_at=times,
    weekly_on=st.none() | st.integers(0, 6),
    weekly_at=times,
    monthly_day=st.none() | st.integers(1, 28),
    annual=st.booleans(),
)


@given(schedules, schedules, schedules)
def test_of_three_schedules_none_is_weakened_by_a_detour(one, two, three):
    """What two changes that count at once lead to is no weaker than the beginning."""
    first, second, third = map(terms_of, (one, two, three))
    assert input_of(first) == one
    if not loosened(first, second, TODAY) and not loosened(second, third, TODAY):
        assert loosened(first, third, TODAY) == []
