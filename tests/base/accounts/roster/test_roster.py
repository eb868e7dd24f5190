"""The duty roster and the hand-over from shift to shift."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.roster.actions.hand_over import (
    DeskSituation,
    take_over_note,
    write_hand_over_note,
)
from huiying.base.accounts.roster.actions.plan_shifts import (
    CannotPlan,
    PlannedShift,
    add_shifts,
    remove_shift,
    replace_on_shift,
)
from huiying.base.accounts.roster.models import HandOverNote, Shift
from huiying.base.accounts.roster.queries import desk_cover, on_duty
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.policy.time.spans import Span
from tests.factories import T0

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def span(first: float, last: float) -> Span:
    return Span(T0 + first * HOUR, T0 + last * HOUR)


def plan(cast, *wanted, now=T0):
    return add_shifts(bureau=cast.bureau, wanted=wanted, actor=MACHINE, now=now)


def put(cast, officer, first, last, leader=None) -> Shift:
    return plan(cast, PlannedShift(span(first, last), officer, leader))[0]


def on_duty_names(cast, hours):
    return [row.officer.name for row in on_duty(cast.bureau.pk, T0 + hours * HOUR)]


# Who is on duty ------------------------------------------------------------------------------


def test_a_shift_holds_its_start_and_not_its_end(yunchuan):
    put(yunchuan, yunchuan.lu, 1, 8)

    assert on_duty_names(yunchuan, 0.99) == []
    assert on_duty_names(yunchuan, 1) == ["陆知远"]
    assert on_duty_names(yunchuan, 8) == []


def test_a_shift_over_midnight_is_one_shift(yunchuan):
    put(yunchuan, yunchuan.lu, 8, 23)  # 18:00 to 09:00 in 云川

    assert on_duty_names(yunchuan, 13.9) == on_duty_names(yunchuan, 14.1) == ["陆知远"]


def test_two_officers_may_share_a_time(yunchuan):
    put(yunchuan, yunchuan.lu, 0, 8)
    put(yunchuan, yunchuan.shen, 4, 12)

    assert on_duty_names(yunchuan, 5) == ["陆知远", "沈青禾"]


def test_an_officer_who_cannot_sign_in_keeps_nobodys_desk(yunchuan):
    put(yunchuan, yunchuan.lu, 0, 8)
    yunchuan.lu.is_active = False
    yunchuan.lu.save(update_fields=["is_active"])

    found = desk_cover(yunchuan.bureau.pk, T0)

    assert on_duty_names(yunchuan, 1) == []
    assert found.holes == (span(0, 24),)
    assert not found.planned


def test_an_empty_roster_is_one_hole(yunchuan):
    found = desk_cover(yunchuan.bureau.pk, T0)

    assert (found.now, found.following, found.planned) == ((), None, False)
    assert found.holes == (span(0, 24),)


def test_the_next_day_is_looked_at_for_holes(yunchuan):
    put(yunchuan, yunchuan.lu, -2, 8)
    later = put(yunchuan, yunchuan.shen, 10, 30)

    found = desk_cover(yunchuan.bureau.pk, T0)

    assert found.holes == (span(8, 10),)
    assert found.following == later


def test_a_shift_beyond_the_next_day_is_still_the_following_one(yunchuan):
    later = put(yunchuan, yunchuan.lu, 40, 48)

    found = desk_cover(yunchuan.bureau.pk, T0)

    assert found.following == later
    assert found.holes == (span(0, 24),)
    assert found.planned


def test_another_bureaus_shift_keeps_nothing_here(yunchuan, linxi):
    put(linxi, linxi.lu, 0, 8)

    assert on_duty_names(yunchuan, 1) == []


# Planning ------------------------------------------------------------------------------------


def test_a_plan_is_recorded_without_names(yunchuan):
    put(yunchuan, yunchuan.lu, 0, 8, yunchuan.cheng)

    record = AuditRecord.objects.latest("seq")
    assert (record.verb, record.data) == ("roster.planned", {"shifts": 1})
    assert "陆知远" not in record.label


def test_one_officer_is_never_on_two_shifts_and_nothing_is_added(yunchuan):
    put(yunchuan, yunchuan.lu, 0, 8)

    with pytest.raises(CannotPlan, match="重叠") as caught:
        plan(
            yunchuan,
            PlannedShift(span(8, 9), yunchuan.lu),
            PlannedShift(span(7, 10), yunchuan.lu),
        )

    assert [row.number for row in caught.value.refused] == [1]
    assert Shift.objects.count() == 1


def test_the_wanted_shifts_are_held_against_each_other(yunchuan):
    with pytest.raises(CannotPlan, match="重叠"):
        plan(
            yunchuan,
            PlannedShift(span(0, 8), yunchuan.lu),
            PlannedShift(span(7, 9), yunchuan.lu),
        )


@pytest.mark.parametrize(
    ("officer", "leader", "reason"),
    [
        ("window", None, "不能值班"),
        ("admin", None, "不能值班"),
        ("lu", "window", "不能带班"),
        ("shen", "shen", "同一人"),
    ],
)
def test_who_cannot_keep_or_lead_is_refused(yunchuan, officer, leader, reason):
    leader = getattr(yunchuan, leader) if leader else None

    with pytest.raises(CannotPlan, match=reason):
        put(yunchuan, getattr(yunchuan, officer), 0, 8, leader)


def test_an_officer_of_another_bureau_is_refused(yunchuan, linxi):
    with pytest.raises(CannotPlan, match="不能值班"):
        put(yunchuan, linxi.lu, 0, 8)


def test_what_is_over_is_not_planned(yunchuan):
    with pytest.raises(CannotPlan, match="过去"):
        put(yunchuan, yunchuan.lu, -8, 0)


# Changes -------------------------------------------------------------------------------------


def replace(shift, officer, now=T0):
    return replace_on_shift(shift=shift, officer=officer, reason="生病", actor=MACHINE, now=now)


def test_a_shift_to_come_changes_hands(yunchuan):
    shift = put(yunchuan, yunchuan.lu, 2, 8)

    changed = replace(shift, yunchuan.shen)

    assert changed.pk == shift.pk
    assert on_duty_names(yunchuan, 3) == ["沈青禾"]


def test_of_a_running_shift_the_rest_changes_hands_and_the_past_stays(yunchuan):
    shift = put(yunchuan, yunchuan.lu, -2, 8, yunchuan.shen)

    changed = replace(shift, yunchuan.shen)

    shift.refresh_from_db()
    assert (shift.officer, shift.ends_at) == (yunchuan.lu, T0)
    assert (changed.officer, changed.starts_at, changed.leader) == (yunchuan.shen, T0, None)
    assert on_duty_names(yunchuan, 0) == ["沈青禾"]


def test_nobody_takes_a_shift_that_is_over_or_while_on_another(yunchuan):
    over = put(yunchuan, yunchuan.lu, -9, 1)
    put(yunchuan, yunchuan.shen, 3, 5)
    ahead = put(yunchuan, yunchuan.lu, 4, 8)

    with pytest.raises(CannotPlan, match="已经结束"):
        replace(over, yunchuan.shen, T0 + 2 * HOUR)
    with pytest.raises(CannotPlan, match="重叠"):
        replace(ahead, yunchuan.shen)
    with pytest.raises(CannotPlan, match="本来就是"):
        replace(ahead, yunchuan.lu)


def test_only_a_shift_to_come_is_taken_off(yunchuan):
    ahead, running = put(yunchuan, yunchuan.lu, 1, 2), put(yunchuan, yunchuan.lu, -1, 1)

    remove_shift(shift=ahead, actor=MACHINE, now=T0)

    assert list(Shift.objects.all()) == [running]
    for gone in (ahead, running):
        with pytest.raises(CannotPlan, match="已经开始或已被删去"):
            remove_shift(shift=gone, actor=MACHINE, now=T0)


# Hand-over -----------------------------------------------------------------------------------


def write(shift, officer, text="等区水务局反馈。", now=T0) -> HandOverNote:
    return write_hand_over_note(
        shift=shift, text=text, situation=DeskSituation(1, 4, 2), officer=officer, now=now
    )


def test_the_next_on_duty_takes_over_once(yunchuan):
    shift = put(yunchuan, yunchuan.lu, -8, 0.5)
    put(yunchuan, yunchuan.shen, 0, 8)
    note = write(shift, yunchuan.lu)

    take_over_note(note=note, officer=yunchuan.shen, now=T0)

    assert (note.read_by, note.read_at) == (yunchuan.shen, T0)
    assert (note.clocks_late, note.clocks_running, note.candidates_waiting) == (1, 4, 2)
    with pytest.raises(Refused, match="已有人接"):
        take_over_note(note=note, officer=yunchuan.shen, now=T0)


def test_the_record_says_that_it_was_handed_over_and_not_what(yunchuan):
    write(put(yunchuan, yunchuan.lu, -8, 0.5), yunchuan.lu)

    record = AuditRecord.objects.latest("seq")
    assert record.verb == "shift.handed_over"
    assert "水务" not in f"{record.label}{record.data}"


def test_the_writer_never_takes_over_what_he_wrote(yunchuan):
    note = write(put(yunchuan, yunchuan.lu, -8, 8), yunchuan.lu)

    with pytest.raises(Refused, match="另一人"):
        take_over_note(note=note, officer=yunchuan.lu, now=T0)


def test_who_is_not_on_duty_waits_for_who_is(yunchuan):
    shift = put(yunchuan, yunchuan.lu, -8, 0.5)
    note = write(shift, yunchuan.lu)
    yunchuan.window.grants.update(role="duty_officer")
    put(yunchuan, yunchuan.window, 0, 8)

    with pytest.raises(Refused, match="正在值班"):
        take_over_note(note=note, officer=yunchuan.shen, now=T0)


def test_with_nobody_on_duty_whoever_may_keep_the_desk_takes_over(yunchuan):
    note = write(put(yunchuan, yunchuan.lu, -8, 0.5), yunchuan.lu)

    with pytest.raises(Refused):
        take_over_note(note=note, officer=yunchuan.window, now=T0 + HOUR)
    take_over_note(note=note, officer=yunchuan.shen, now=T0 + HOUR)

    assert note.read_by == yunchuan.shen


def test_a_note_is_written_by_the_shift_itself_once_it_began_and_says_something(yunchuan):
    running, ahead = put(yunchuan, yunchuan.lu, -1, 1), put(yunchuan, yunchuan.lu, 2, 3)

    with pytest.raises(Refused, match="值班人写"):
        write(running, yunchuan.shen)
    with pytest.raises(Refused, match="还没有开始"):
        write(ahead, yunchuan.lu)
    with pytest.raises(Refused, match="无"):
        write(running, yunchuan.lu, "  ")
    with pytest.raises(Refused, match="最多"):
        write(running, yunchuan.lu, "字" * 4001)
    assert not HandOverNote.objects.exists()
