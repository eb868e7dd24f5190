"""写入回应稿: a prepared answer goes to the end of the draft that is being written, once."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.accounts.core.models import Unit, UnitKind
from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.prevention.decisions.actions.announce_decision import link_incident
from huiying.work.prevention.decisions.actions.insert_answer import insert_answer
from huiying.work.prevention.decisions.prepared_answers import prepared_answer
from huiying.work.prevention.plans.actions.activate_plan import activate_plan
from huiying.work.responses.confirmations.models import ConfirmationState
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.drafts.models import Lease
from huiying.work.responses.reviews.actions.ask_confirmation import ask_confirmation
from tests.factories import T0
from tests.scenarios.incidents import incident_of, restart_workers
from tests.work.prevention.decision_steps import announced, fresh, plan_approved, point_text
from tests.work.responses import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _workers():
    restart_workers()


@pytest.fixture
def decision(yunchuan):
    return announced(yunchuan)


@pytest.fixture(params=["notified"])
def incident(request, yunchuan, decision):
    """An incident of a decision on which a draft can be begun."""
    row = incident_of(yunchuan)
    if request.param == "notified":
        notify_unit(
            incident=row,
            unit=yunchuan.reception,
            guidance="请核实。",
            officer=yunchuan.shen,
            now=T0,
        )
    said = {"decision": decision, "place": 1, "reason": "停车费。"}
    link_incident(incident=row, officer=yunchuan.shen, now=T0, **said)
    return fresh(row)


def insert(cast, incident, key, officer=None):
    return insert_answer(incident=incident, key=key, officer=officer or cast.shen, now=T0)


def test_it_begins_the_draft_and_is_on_record(yunchuan, incident, decision):
    draft = insert(yunchuan, incident, f"{decision.number}.1")

    said = point_text(yunchuan)
    assert fresh(draft).body == f"{said.question}\n\n{said.answer}"
    assert AuditRecord.objects.get(verb="draft.answer_inserted").data["prepared"].endswith(".1")


@pytest.mark.parametrize("incident", ["new"], indirect=True)
def test_it_goes_after_what_was_written_and_the_rest_stays(yunchuan, incident, decision):
    plan = plan_approved(
        yunchuan, lead_unit=yunchuan.reception, speaking_unit=yunchuan.reception
    )
    activate_plan(plan=plan, incident=incident, officer=yunchuan.shen, now=T0)
    before = Draft.objects.get()

    insert(yunchuan, incident, f"{decision.number}.1")
    insert(yunchuan, incident, f"{plan.number}.1")

    after = fresh(before)
    assert after.body.startswith(before.body)
    assert point_text(yunchuan).answer in after.body
    assert prepared_answer(incident, f"{plan.number}.1").answer in after.body
    assert after.title == before.title


def test_the_same_answer_is_written_once(yunchuan, incident, decision):
    insert(yunchuan, incident, f"{decision.number}.1")

    with pytest.raises(Refused, match="已在回应稿中"):
        insert(yunchuan, incident, f"{decision.number}.1")


def test_what_was_not_prepared_for_this_incident_is_refused(yunchuan, incident):
    with pytest.raises(Refused, match="未找到"):
        insert(yunchuan, incident, "JC2026-0099.1")
    assert not Draft.objects.exists()


def test_a_draft_that_was_submitted_is_not_touched(yunchuan, incident, decision):
    draft = insert(yunchuan, incident, f"{decision.number}.1")
    Draft.objects.filter(pk=draft.pk).update(state=DraftState.SUBMITTED, body="已送审的正文。")

    with pytest.raises(Refused, match="已送审"):
        insert(yunchuan, incident, f"{decision.number}.1")
    assert fresh(draft).body == "已送审的正文。"


def test_while_another_officer_edits_the_draft_it_waits(yunchuan, incident, decision):
    draft = insert(yunchuan, incident, f"{decision.number}.1")
    Draft.objects.filter(pk=draft.pk).update(body="正在改写。")
    Lease.objects.filter(draft=draft).update(officer=yunchuan.speaker)

    with pytest.raises(Refused, match="正在编辑"):
        insert(yunchuan, incident, f"{decision.number}.1")


def test_who_does_not_draft_writes_nothing(yunchuan, incident, decision):
    with pytest.raises(PermissionDenied):
        insert(yunchuan, incident, f"{decision.number}.1", officer=yunchuan.lu)


def test_what_an_agency_was_asked_about_is_not_voided_by_a_button(yunchuan, decision):
    draft = desk.ready(yunchuan, T0)
    said = {"decision": decision, "place": 1, "reason": "停车费。"}
    link_incident(incident=draft.answer.incident, officer=yunchuan.shen, now=T0, **said)
    agency = Unit.objects.create(bureau=yunchuan.bureau, name="区城管局", kind=UnitKind.AGENCY)
    row = ask_confirmation(
        draft=draft, unit=agency, revision=draft.revision, officer=yunchuan.window, now=T0
    )

    with pytest.raises(Refused, match="其他机关确认"):
        insert(yunchuan, draft.answer.incident, f"{decision.number}.1")

    row.refresh_from_db()
    assert row.state == ConfirmationState.ASKED
