"""A shift hands over by a note, and the next one takes over."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.roster.actions.hand_over import (
    DeskSituation,
    take_over_note,
    write_hand_over_note,
)
from huiying.base.accounts.roster.models import HandOverNote
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from tests.base.accounts.roster.shifts import put
from tests.factories import T0

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


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
    with pytest.raises(Refused, match="该交接已接收"):
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
    with pytest.raises(Refused, match="该班次尚未开始"):
        write(ahead, yunchuan.lu)
    with pytest.raises(Refused, match="无"):
        write(running, yunchuan.lu, "  ")
    with pytest.raises(Refused, match="最多"):
        write(running, yunchuan.lu, "字" * 4001)
    assert not HandOverNote.objects.exists()
