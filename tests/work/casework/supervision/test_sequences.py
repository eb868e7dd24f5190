"""Whatever is done in whatever order: what is 销号 was answered, and signed by a second person.

Nothing else stops the clock, and no act shortens what is owed.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import example, given
from hypothesis import strategies as st

from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused
from huiying.work.casework.supervision.actions.send_back import (
    reassign_supervision,
    remind_supervised,
    return_feedback,
)
from huiying.work.casework.supervision.models import (
    EntryKind,
    Supervision,
    SupervisionEntry,
    SupervisionState,
)
from tests.factories import T0
from tests.work.casework.supervision.steps import accept, answer, sign, supervise

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
PEOPLE = ("shen", "leader", "cheng", "water", "window", "lu")


def reported(cast, item, who, now):
    answer(cast, item, by=who, files=False, now=now)


def returned(cast, item, who, now):
    return_feedback(supervision=item, reason="不够", officer=who, now=now)


def accepted(cast, item, who, now):
    accept(cast, item, by=who, now=now)


def signed(cast, item, who, now):
    sign(item, who, now=now)


def not_signed(cast, item, who, now):
    sign(item, who, yes=False, reason="不够", now=now)


def handed_on(cast, item, who, now):
    other = cast.reception if item.unit_id == cast.waterworks.pk else cast.waterworks
    reassign_supervision(supervision=item, unit=other, reason="划转", officer=who, now=now)


def reminded(cast, item, who, now):
    remind_supervised(supervision=item, officer=who, now=now)


STEPS = (reported, returned, accepted, signed, not_signed, handed_on, reminded)
ONE = st.tuples(st.sampled_from(STEPS), st.sampled_from(PEOPLE))
WAY = st.lists(ONE, max_size=8)
SHORT_WAY = [(reported, "water"), (accepted, "shen"), (signed, "leader")]


@example(
    before=[(reported, "water"), (accepted, "leader")],
    between=[(signed, "shen")],
    straight=False,
)
@given(before=WAY, between=WAY, straight=st.booleans())
def test_what_is_closed_has_accepted_feedback_and_two_signers(
    yunchuan, instruction, before, between, straight
):
    with transaction.atomic():
        item = supervise(yunchuan, instruction, now=T0)
        way = [*before, *(SHORT_WAY if straight else ()), *between]
        for minute, (step, who) in enumerate(way, start=1):
            row = Supervision.objects.select_related("unit", "clock").get(pk=item.pk)
            try:
                with transaction.atomic():
                    step(yunchuan, row, getattr(yunchuan, who), T0 + minute * MINUTE)
            except (Refused, PermissionDenied):
                pass
            holds(item.pk)
        transaction.set_rollback(True)


def holds(pk: int) -> None:
    """Look at what is stored after an act."""
    row = Supervision.objects.select_related("closing", "accepted").get(pk=pk)
    clock = Clock.objects.get(pk=row.clock_id)
    closed = row.state == SupervisionState.CLOSED
    assert closed == (clock.state != ClockState.RUNNING)
    if not closed:
        return
    assert clock.state == ClockState.MET
    assert row.accepted.kind == EntryKind.FEEDBACK
    assert row.accepted.unit_id == row.unit_id
    persons = {row.closing_requested_by_id, row.closed_by_id}
    assert len(persons) == 2
    assert row.closed_by_id not in {row.opened_by_id, row.closing.requested_by_id}
    assert {row.closing.decided_by_id} == {row.closed_by_id}
    wrote = SupervisionEntry.objects.filter(supervision=row, kind=EntryKind.FEEDBACK)
    assert not persons & set(wrote.values_list("by_id", flat=True))
