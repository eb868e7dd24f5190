"""A second person confirms an answer or returns it; a question is withdrawn or asked again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import SignedLink
from huiying.work.casework.verification.actions.answer_verification import (
    EvidenceInput,
    add_evidence,
)
from huiying.work.casework.verification.actions.confirm_finding import (
    ask_again,
    confirm_finding,
    record_lost_evidence,
    return_finding,
    withdraw_verification,
)
from huiying.work.casework.verification.models import DocketState, Evidence, FindingState
from huiying.work.casework.verification.queries import (
    finding_in_force,
)
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.dockets import make_finding, make_verified_docket
from tests.scenarios.incidents import WATER, docket_of, incident_of

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=30)


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


def test_a_second_person_confirms_and_the_finding_is_in_force(yunchuan, water):
    docket = docket_of(yunchuan, water)
    make_finding(docket, yunchuan.water)

    done = confirm_finding(docket=docket, officer=yunchuan.shen, now=LATER)

    assert finding_in_force(docket, LATER) == done
    record = AuditRecord.objects.get(verb="docket.confirmed")
    assert record.data["hash"] == done.content_hash
    assert record.topic == water.audit_topic


def test_who_found_it_never_confirms_it_whatever_his_roles(yunchuan, water):
    docket = docket_of(yunchuan, water, unit=yunchuan.office)
    answer = make_finding(docket, yunchuan.shen)

    with pytest.raises(Refused, match="另一人"):
        confirm_finding(docket=docket, officer=yunchuan.shen, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(answer).objects.filter(pk=answer.pk).update(decided_by=yunchuan.shen)


def test_a_returned_answer_lets_the_old_time_run_on(yunchuan, water):
    docket = docket_of(yunchuan, water)
    make_finding(docket, yunchuan.water)

    return_finding(docket=docket, reason="尚未填写时间", officer=yunchuan.shen, now=LATER)

    docket.clock.refresh_from_db()
    assert (docket.state, docket.clock.state) == (DocketState.ASKED, ClockState.RUNNING)
    assert docket.clock.due_at == T0 + timedelta(hours=24)
    assert docket.findings.get().state == FindingState.RETURNED


def test_evidence_added_meanwhile_makes_the_open_page_stale(yunchuan, water):
    docket = docket_of(yunchuan, water)
    make_finding(docket, yunchuan.water)
    seen = docket.revision
    add_evidence(
        docket=docket, proof=EvidenceInput("取样单"), officer=yunchuan.water, now=LATER
    )

    with pytest.raises(Stale):
        confirm_finding(docket=docket, officer=yunchuan.shen, now=LATER, revision=seen)


def test_two_confirmations_at_once_are_one(yunchuan, water):
    docket = docket_of(yunchuan, water)
    make_finding(docket, yunchuan.water)
    other = type(docket).objects.get(pk=docket.pk)
    confirm_finding(docket=docket, officer=yunchuan.shen, now=LATER)

    with pytest.raises(Refused):
        confirm_finding(docket=other, officer=yunchuan.lu, now=LATER)

    assert AuditRecord.objects.filter(verb="docket.confirmed").count() == 1


def test_a_withdrawn_question_takes_its_clock_and_links_along(yunchuan, water):
    docket = docket_of(yunchuan, water)
    withdraw_verification(docket=docket, reason="问错了单位", officer=yunchuan.lu, now=LATER)

    docket.clock.refresh_from_db()
    assert docket.clock.state == ClockState.CANCELLED
    assert not SignedLink.objects.filter(about_ref=docket.number, revoked_at=None).exists()
    with pytest.raises(Refused):
        make_finding(docket, yunchuan.water)


def test_a_dead_link_with_a_snapshot_still_proves_what_it_said(yunchuan, water):
    docket = make_verified_docket(yunchuan, water)
    piece = Evidence.objects.get()

    anew = record_lost_evidence(piece=piece, note="网页 404", officer=yunchuan.lu, now=LATER)

    piece.refresh_from_db()
    assert (anew, piece.stands) == (False, True)
    assert finding_in_force(docket, LATER) is not None


def test_when_the_last_evidence_is_gone_the_claim_is_asked_again(yunchuan, water):
    docket = docket_of(yunchuan, water)
    make_finding(docket, yunchuan.water, evidence=(EvidenceInput("纸质工单"),))
    confirm_finding(docket=docket, officer=yunchuan.shen, now=T0)

    anew = record_lost_evidence(
        piece=Evidence.objects.get(), note="档案室进水", officer=yunchuan.lu, now=LATER
    )

    docket.refresh_from_db()
    assert (anew, docket.state) == (True, DocketState.ASKED)
    assert docket.clock.starts_at == LATER
    assert finding_in_force(docket, LATER) is None


def test_a_confirmed_claim_is_asked_again_with_a_reason_and_a_new_clock(yunchuan, water):
    docket = make_verified_docket(yunchuan, water)
    before, seen = docket.clock, docket.revision
    with pytest.raises(Refused, match="理由"):
        ask_again(docket=docket, reason=" ", officer=yunchuan.lu, now=LATER)

    ask_again(docket=docket, reason="有新情况", officer=yunchuan.lu, now=LATER)
    with pytest.raises((Refused, Stale)):
        ask_again(docket=docket, reason="又一次", officer=yunchuan.lu, now=LATER, revision=seen)

    assert (docket.state, docket.findings.get().state) == (
        DocketState.ASKED,
        FindingState.REPLACED,
    )
    assert docket.clock != before
    assert (docket.clock.starts_at, docket.clock.state) == (LATER, ClockState.RUNNING)
    assert finding_in_force(docket, LATER) is None
    assert AuditRecord.objects.get(verb="docket.asked_again").data["reason"] == "有新情况"
