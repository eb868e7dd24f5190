"""The unit that was asked answers, with evidence that will still be there tomorrow."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused
from huiying.policy.procedure.findings import Finding
from huiying.work.casework.verification.actions.answer_verification import (
    EvidenceInput,
    FindingInput,
    add_evidence,
    answer_by_link,
    answer_verification,
    store_evidence,
)
from huiying.work.casework.verification.actions.confirm_finding import (
    confirm_finding,
    withdraw_verification,
)
from huiying.work.casework.verification.models import (
    Docket,
    DocketState,
    Evidence,
)
from huiying.work.casework.verification.queries import (
    finding_in_force,
)
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.dockets import make_finding
from tests.scenarios.incidents import PROOF, WATER, docket_of, incident_of

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=30)


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


def test_an_answer_stops_the_clock_and_is_no_finding_until_somebody_else_confirms(
    yunchuan, water
):
    docket = docket_of(yunchuan, water)

    make_finding(docket, yunchuan.water, now=LATER)

    docket.refresh_from_db()
    docket.clock.refresh_from_db()
    assert (docket.state, docket.clock.state) == (DocketState.FOUND, ClockState.MET)
    assert finding_in_force(docket, LATER) is None


def test_only_the_unit_that_was_asked_answers(yunchuan, water):
    with pytest.raises(Refused, match="区水务局"):
        make_finding(docket_of(yunchuan, water), yunchuan.window)


def test_without_evidence_nothing_can_be_said_but_that_it_cannot_be_verified(yunchuan, water):
    docket = docket_of(yunchuan, water)

    with pytest.raises(Refused, match="无证据的"):
        make_finding(docket, yunchuan.water, Finding.FALSE, evidence=())
    make_finding(docket, yunchuan.water, Finding.UNVERIFIABLE, evidence=())

    assert docket.state == DocketState.FOUND


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (EvidenceInput("公告", "https://shuiwu.example/1"), "快照"),
        (EvidenceInput("公告", "javascript:alert(1)", "文字"), "http"),
        (EvidenceInput("", "https://shuiwu.example/1", "文字"), "请填写证据说明"),
    ],
)
def test_evidence_that_could_be_gone_tomorrow_is_not_taken(yunchuan, water, proof, words):
    docket = docket_of(yunchuan, water)

    with pytest.raises(Refused, match=words), transaction.atomic():
        make_finding(docket, yunchuan.water, evidence=(proof,))

    docket.refresh_from_db()
    assert docket.state == DocketState.ASKED


@pytest.mark.parametrize("days", [-1, 367])
def test_a_finding_holds_from_today_for_a_year_at_most(yunchuan, water, days):
    with pytest.raises(Refused, match="有效期"):
        make_finding(docket_of(yunchuan, water), yunchuan.water, days=days)


def test_a_stranger_of_the_unit_cannot_add_evidence(yunchuan, water):
    docket = docket_of(yunchuan, water)
    make_finding(docket, yunchuan.water)

    with pytest.raises(Refused):
        add_evidence(
            docket=docket, proof=EvidenceInput("取样单"), officer=yunchuan.lu, now=LATER
        )


def test_an_answer_given_from_an_old_page_changes_nothing(yunchuan, water):
    docket = docket_of(yunchuan, water)
    found = FindingInput(Finding.TRUE, "属实。", (PROOF,), T0.date())
    withdraw_verification(docket=docket, reason="问错", officer=yunchuan.lu, now=LATER)
    stale = replace(found, finding=Finding.FALSE)

    with pytest.raises(Refused):
        answer_verification(
            docket=docket, found=stale, officer=yunchuan.water, now=LATER, revision=0
        )

    assert docket.findings.count() == 0


@pytest.fixture
def docket(yunchuan, water):
    return docket_of(yunchuan, water)


def by_link(docket, post=" 水质科值班 ", **more):
    found = FindingInput(Finding.FALSE, "没有此事。", (PROOF,), T0.date())
    return answer_by_link(docket=docket, found=found, post=post, now=LATER, **more)


@pytest.mark.clause("5e")
def test_an_answer_behind_the_link_names_a_post_and_no_officer(docket):
    with pytest.raises(Refused, match="答复的岗位"):
        by_link(docket, post=" ")

    found = by_link(docket)

    docket.refresh_from_db()
    assert (found.by, found.by_label) == (None, "区水务局 · 水质科值班")
    assert docket.state == DocketState.FOUND
    assert AuditRecord.objects.get(verb="docket.answered").actor == f"link:{docket.number}"


def test_a_question_is_answered_behind_a_link_once(docket):
    seen = docket.revision
    by_link(Docket.objects.get(pk=docket.pk), revision=seen)

    with pytest.raises(Refused):
        by_link(docket, revision=seen)

    assert docket.findings.count() == 1


def test_a_piece_is_added_until_the_answer_is_confirmed(yunchuan, docket):
    make_finding(docket, yunchuan.water)
    more = {"docket": docket, "proof": EvidenceInput("取样单"), "officer": yunchuan.water}

    piece = add_evidence(now=LATER, **more)
    confirm_finding(docket=docket, officer=yunchuan.shen, now=LATER)
    with pytest.raises(Refused):
        add_evidence(now=LATER, **more)

    assert Evidence.objects.count() == 2
    record = AuditRecord.objects.get(verb="docket.evidence_added")
    assert record.data["hash"] == piece.digest


def test_a_piece_is_kept_word_for_word_under_its_hash(yunchuan, docket):
    answer = make_finding(docket, yunchuan.water)
    proof = EvidenceInput("  检修   工单 ", "https://shuiwu.example/1", " 凌晨更换。\r\n完 ")

    piece = store_evidence(answer=answer, proof=proof, now=LATER)

    assert (piece.words, piece.snapshot) == ("检修 工单", "凌晨更换。\n完")
    assert piece.intact
    piece.snapshot = "凌晨有人投毒。"
    assert not piece.intact
