"""追认: a grave answer that went out without the procedure is ratified by a leader, or not."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.models import Draft, Release
from huiying.work.responses.releases.actions.ratify_procedure import (
    begin_ratification,
    ratify_procedure,
)
from tests.factories import T0
from tests.module_rows import module_rows
from tests.work.responses import desk
from tests.work.responses.mechanism.steps import agree

pytestmark = pytest.mark.django_db


def published_in_haste(cast):
    """An answer that is public, of a matter that is 较大; nobody had reviewed it."""
    desk.published(cast, T0)
    Incident.objects.update(grade=Grade.SIGNIFICANT)
    draft = Draft.objects.get()
    draft.procedure_absent = "等不及机制。"
    draft.save(update_fields=["procedure_absent"])
    return draft


standing_rows, rows, yunchuan, draft = module_rows(published_in_haste)


@pytest.fixture
def request_(yunchuan, draft, now):
    begin_ratification(draft, None, yunchuan.speaker, now)
    return SignoffRequest.objects.get(kind="procedure")


def ratify(request, officer, now, *, approve=True, reason=""):
    ratify_procedure(request, approve=approve, reason=reason, officer=officer, now=now)


@pytest.mark.clause("8g")
def test_what_went_out_without_the_procedure_waits_for_a_leader(draft, request_):
    assert request_.decision == Decision.PENDING
    assert request_.about_ref == draft.version_number
    assert request_.emergency == "等不及机制。"
    assert request_.clock.state == ClockState.RUNNING
    record = records_of(bureau_id=draft.bureau_id).first()
    assert (record.verb, record.data["reason"]) == ("procedure.to_ratify", "等不及机制。")


def test_an_ordinary_answer_misses_nothing_that_is_to_be_ratified(yunchuan, draft, now):
    Incident.objects.update(grade=Grade.ORDINARY)

    begin_ratification(Draft.objects.get(), None, yunchuan.speaker, now)

    assert not SignoffRequest.objects.filter(kind="procedure").exists()


def test_what_the_mechanism_agreed_to_in_time_is_not_ratified(yunchuan, now):
    incident = desk.incident_of(yunchuan, grade=2, number="2026-0002")
    row = desk.submitted(yunchuan, now, incident=incident)
    Draft.objects.filter(pk=row.pk).update(procedure_absent="等不及机制。")
    row.refresh_from_db()
    desk.approve(yunchuan, row, now)
    agree(yunchuan, row, now)

    desk.publish(draft=row, officer=yunchuan.speaker, now=now)

    assert not SignoffRequest.objects.filter(kind="procedure").exists()


@pytest.mark.clause("8g")
def test_a_leader_ratifies_once(yunchuan, draft, request_, now):
    ratify(request_, yunchuan.leader, now)

    request_.refresh_from_db()
    assert request_.decision == Decision.APPROVED
    request_.clock.refresh_from_db()
    assert request_.clock.state == ClockState.MET
    assert records_of(bureau_id=draft.bureau_id).first().verb == "procedure.ratified"
    with pytest.raises(Refused):
        ratify(request_, yunchuan.cheng, now, approve=False, reason="不同意。")


@pytest.mark.clause("8g")
def test_a_refusal_has_a_reason_and_takes_nothing_back(yunchuan, draft, request_, now):
    with pytest.raises(Refused):
        ratify(request_, yunchuan.leader, now, approve=False)

    ratify(request_, yunchuan.leader, now, approve=False, reason=" 应当等一天。 ")

    assert Release.objects.count() == 1
    record = records_of(bureau_id=draft.bureau_id).first()
    assert (record.verb, record.data["reason"]) == (
        "procedure.not_ratified",
        "应当等一天。",
    )


def test_who_wrote_or_published_it_or_does_not_lead_ratifies_nothing(
    yunchuan, draft, request_, now
):
    with pytest.raises(PermissionDenied):
        ratify(request_, yunchuan.speaker, now)
    Draft.objects.update(writers=[*draft.writers, yunchuan.cheng.pk])
    with pytest.raises(Refused):
        ratify(request_, yunchuan.cheng, now)

    request_.refresh_from_db()
    assert request_.decision == Decision.PENDING


@pytest.mark.clause("8g")
def test_publishing_without_the_procedure_asks_for_it_by_itself(yunchuan, now):
    incident = desk.incident_of(yunchuan, grade=2, number="2026-0002")
    row = desk.ready(yunchuan, now, incident=incident)
    Draft.objects.filter(pk=row.pk).update(procedure_absent="等不及机制。")
    row.refresh_from_db()
    desk.submit_draft(draft=row, revision=row.revision, officer=yunchuan.window, now=now)
    desk.approve(yunchuan, row, now)

    desk.publish(draft=row, officer=yunchuan.speaker, now=now)

    assert SignoffRequest.objects.get(kind="procedure").about_ref == row.version_number
