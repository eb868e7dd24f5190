"""An attempt to reach a petitioner, and when the next one is owed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.petitions.kinds import PetitionChannel
from huiying.policy.procedure.offline import ContactMethod, ContactOutcome, ReferenceKind
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.references.actions.bind_reference import bind_reference
from huiying.work.casework.references.actions.join_petition import join_petition
from huiying.work.casework.references.actions.petition_period import start_registration_period
from huiying.work.casework.references.actions.record_contact import ContactInput, record_contact
from huiying.work.casework.references.queries import (
    references_to_contact,
    unanswered_references,
)
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import WATER, incident_of
from tests.scenarios.petitions import registered
from tests.scenarios.tasks import (
    confirm_ending,
    make_contact,
    make_reference,
    opinion_input,
    record_opinion,
)

pytestmark = pytest.mark.django_db

LATER = T0 + timedelta(hours=2)
standing_rows, rows, yunchuan, incident = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def test_as_long_as_nothing_is_settled_the_next_attempt_is_owed(yunchuan, incident):
    row = make_reference(yunchuan, incident)

    with pytest.raises(Refused, match="请填写下次联系时间"):
        record_contact(
            reference=row,
            attempt=ContactInput(ContactMethod.PHONE, ContactOutcome.NOT_REACHED, T0),
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
            attempt=ContactInput(ContactMethod.RECEPTION, ContactOutcome.ANSWERED, T0),
            officer=yunchuan.lu,
            now=T0,
        )


def test_a_double_click_records_one_attempt(yunchuan, incident):
    row = make_reference(yunchuan, incident)
    attempt = ContactInput(ContactMethod.PHONE, ContactOutcome.ANSWERED, T0)
    seen = row.revision
    record_contact(reference=row, attempt=attempt, officer=yunchuan.lu, now=T0, revision=seen)

    with pytest.raises(Stale):
        record_contact(
            reference=row, attempt=attempt, officer=yunchuan.lu, now=T0, revision=seen
        )
    assert row.contacts.count() == 1


def letter_under_period(cast, incident):
    letter = bind_reference(
        incident=incident,
        origin=ReferenceKind.PETITION,
        outside_number="信访 9",
        label="自来水发黄",
        officer=cast.lu,
        now=T0,
    )
    today = T0.astimezone(LOCAL).date()
    clock = start_registration_period(reference=letter, received=today, officer=cast.lu, now=T0)
    return letter, clock


@pytest.mark.parametrize("outcome", [ContactOutcome.ANSWERED, ContactOutcome.REFUSED])
def test_a_phone_note_ends_no_legal_period(yunchuan, incident, outcome):
    letter, clock = letter_under_period(yunchuan, incident)

    make_contact(yunchuan, letter, outcome, now=LATER)

    clock.refresh_from_db()
    assert (clock.state, letter.settled_at) == (ClockState.RUNNING, None)
    assert letter in unanswered_references(incident)


def test_a_written_opinion_ends_the_legal_period_once_a_second_person_confirms_it(
    yunchuan, incident
):
    letter, clock = letter_under_period(yunchuan, incident)

    row = record_opinion(yunchuan, letter, now=LATER)
    clock.refresh_from_db()
    assert (clock.state, letter.settled_at) == (ClockState.RUNNING, None)
    assert letter in unanswered_references(incident), "the closing gate waits for it"
    with pytest.raises(Refused, match="起草人"):
        confirm_ending(letter, yunchuan.lu, now=LATER)

    confirm_ending(letter, yunchuan.shen, now=T0 + timedelta(days=2))

    clock.refresh_from_db()
    assert (clock.state, clock.stopped_at) == (ClockState.MET, LATER), "as the paper proves"
    assert letter.settled_at == LATER
    assert clock.stop_reason == {"code": "clocks.opinion_delivered"}
    assert letter not in unanswered_references(incident)
    recorded = AuditRecord.objects.get(verb="reference.opinion_recorded").data
    assert recorded["document"] == "云信意〔2026〕7号"
    assert recorded["file"] == row.file.sha256
    confirmed = AuditRecord.objects.get(verb="reference.opinion_confirmed").data
    assert confirmed["document"] == "云信意〔2026〕7号"


@pytest.mark.parametrize(
    ("missing", "why"),
    [
        ({"file": None}, "须附意见书扫描件"),
        ({"organ": " "}, "出具意见书的机关"),
        ({"issued_on": None}, "意见书上的日期"),
        ({"note": ""}, "送达凭证"),
        ({"issued_on": (LATER + timedelta(days=1)).date()}, "不得晚于送达时间"),
        ({"issued_on": (T0 - timedelta(days=2)).date()}, "不得早于期限开始日期"),
    ],
)
def test_an_opinion_without_its_paper_is_not_recorded(yunchuan, incident, missing, why):
    letter, _clock = letter_under_period(yunchuan, incident)
    attempt = opinion_input(yunchuan, LATER, **missing)

    with pytest.raises(Refused, match=why):
        record_contact(reference=letter, attempt=attempt, officer=yunchuan.lu, now=LATER)

    assert not letter.contacts.exists()


@pytest.mark.parametrize("outcome", [ContactOutcome.ANSWERED, ContactOutcome.REFUSED])
def test_a_claim_that_came_by_the_hotline_is_not_settled_by_a_call(yunchuan, outcome):
    petition = registered(yunchuan, channel=PetitionChannel.HOTLINE, officer=yunchuan.lu)
    reference = join_petition(
        incident=incident_of(yunchuan, WATER), petition=petition, officer=yunchuan.lu, now=T0
    )

    make_contact(yunchuan, reference, outcome, now=LATER)

    petition.refresh_from_db()
    assert petition.settled_at is None
    assert petition.clock.state == ClockState.RUNNING
    assert reference in unanswered_references(reference.incident)


@pytest.mark.parametrize("origin", [ReferenceKind.HOTLINE, ReferenceKind.POST])
def test_what_is_no_petition_is_withdrawn_at_once(yunchuan, incident, origin):
    row = bind_reference(
        incident=incident,
        origin=origin,
        outside_number="12345-7",
        label="自来水发黄",
        officer=yunchuan.lu,
        now=T0,
    )

    make_contact(yunchuan, row, ContactOutcome.WITHDRAWN, now=LATER)

    assert row.settled_at == LATER
    assert row.contacts.get().signoff is None


@pytest.mark.parametrize(
    ("way", "outcome", "document", "why"),
    [
        (ContactMethod.PHONE, ContactOutcome.OPINION, "7号", "须书面送达"),
        (ContactMethod.LETTER, ContactOutcome.OPINION, " ", "文号"),
        (
            ContactMethod.LETTER,
            ContactOutcome.WITHDRAWN,
            "",
            "请填写信访人撤回的方式和依据材料",
        ),
        (ContactMethod.PHONE, ContactOutcome.ANSWERED, "7号", "只在处理意见书"),
    ],
)
def test_an_ending_is_held_to_what_proves_it(yunchuan, incident, way, outcome, document, why):
    letter, clock = letter_under_period(yunchuan, incident)
    attempt = ContactInput(way, outcome, LATER, document=document)

    with pytest.raises(Refused, match=why):
        record_contact(reference=letter, attempt=attempt, officer=yunchuan.lu, now=LATER)

    clock.refresh_from_db()
    assert clock.state == ClockState.RUNNING
    assert not letter.contacts.exists()


def test_no_opinion_is_older_than_the_period_it_ends(yunchuan, incident):
    letter, clock = letter_under_period(yunchuan, incident)
    before = clock.starts_at - timedelta(minutes=1)
    attempt = opinion_input(yunchuan, before)

    with pytest.raises(Refused, match="处理意见书日期不得早于期限开始日期"):
        record_contact(reference=letter, attempt=attempt, officer=yunchuan.lu, now=LATER)
