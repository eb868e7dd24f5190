"""An attempt to reach a petitioner, and when the next one is owed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.offline import ContactMethod, ContactOutcome
from huiying.work.casework.references.actions.record_contact import ContactInput, record_contact
from huiying.work.casework.references.queries import (
    references_to_contact,
    unanswered_references,
)
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.tasks import make_contact, make_reference

pytestmark = pytest.mark.django_db

LATER = T0 + timedelta(hours=2)
standing_rows, rows, yunchuan, incident = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def test_as_long_as_nothing_is_settled_the_next_attempt_is_owed(yunchuan, incident):
    row = make_reference(yunchuan, incident)

    with pytest.raises(Refused, match="下次什么时候"):
        record_contact(
            reference=row,
            tried=ContactInput(ContactMethod.PHONE, ContactOutcome.NOT_REACHED, T0),
            officer=yunchuan.lu,
            now=T0,
        )
    make_contact(yunchuan, row)

    assert row.clock.due_at == T0 + timedelta(days=1)
    assert list(references_to_contact(yunchuan.lu, T0 + timedelta(days=2))) == [row]
    assert not references_to_contact(yunchuan.lu, T0).exists()
    assert not references_to_contact(yunchuan.water, T0 + timedelta(days=2)).exists()


def test_an_attempt_stops_the_clock_of_the_one_that_was_owed(yunchuan, incident):
    row = make_reference(yunchuan, incident)
    make_contact(yunchuan, row)
    first = row.clock

    make_contact(yunchuan, row, ContactOutcome.ANSWERED, now=LATER)

    first.refresh_from_db()
    assert first.state == ClockState.MET
    assert row.clock is None
    assert row.settled_at == LATER
    assert not unanswered_references(incident).exists()
    assert [one.outcome for one in row.contacts.all()] == ["NOT_REACHED", "ANSWERED"]


def test_a_reception_says_where(yunchuan, incident):
    row = make_reference(yunchuan, incident)
    with pytest.raises(Refused, match="接待须写明地点"):
        record_contact(
            reference=row,
            tried=ContactInput(ContactMethod.RECEPTION, ContactOutcome.ANSWERED, T0),
            officer=yunchuan.lu,
            now=T0,
        )


def test_a_double_click_records_one_attempt(yunchuan, incident):
    row = make_reference(yunchuan, incident)
    attempt = ContactInput(ContactMethod.PHONE, ContactOutcome.ANSWERED, T0)
    seen = row.revision
    record_contact(reference=row, tried=attempt, officer=yunchuan.lu, now=T0, revision=seen)

    with pytest.raises(Stale):
        record_contact(reference=row, tried=attempt, officer=yunchuan.lu, now=T0, revision=seen)
    assert row.contacts.count() == 1
