"""What an agency hands in through a share: leads, and answers to the claims it was asked."""

from __future__ import annotations

from datetime import date

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.links import LinkProblem, make_link, read_link
from huiying.policy.procedure.findings import Finding
from huiying.work.casework.liaison.actions import hand_in
from huiying.work.casework.liaison.actions.hand_in import answer_by_share, hand_in_lead
from huiying.work.casework.liaison.actions.share_facts import LINK_LIFETIME, revoke_share
from huiying.work.casework.liaison.models import Lead, LeadState
from huiying.work.casework.verification.actions.answer_verification import FindingInput
from huiying.work.casework.verification.models import DocketState
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import PROOF, WATER, docket_of, incident_of
from tests.scenarios.liaison import LEAD, make_share

FOUND = FindingInput(Finding.FALSE, "没有此事。", (PROOF,), date(2026, 12, 24))


def shared(cast):
    incident = incident_of(cast, WATER)
    share, _lead, _link = make_share(cast, incident)
    return share, docket_of(cast, incident)


standing_rows, rows, yunchuan, both = module_rows(shared)


@pytest.fixture
def share(both):
    return both[0]


@pytest.fixture
def docket(both):
    return both[1]


def hand(share, text=LEAD, link="", post="水质科值班", **more):
    return hand_in_lead(share=share, text=text, link=link, post=post, now=T0, **more)


@pytest.mark.clause("9b")
def test_a_lead_waits_for_an_officer_without_personal_data(share, linxi):
    lead = hand(share, f"{LEAD}打 13812345678 问", "https://a.example/1")

    record = AuditRecord.objects.filter(verb="lead.received").latest("seq")
    assert (lead.state, lead.post_id, lead.handed_by) == (
        LeadState.RECEIVED,
        None,
        "水质科值班",
    )
    assert LEAD in lead.text
    assert "13812345678" not in lead.text
    assert (record.ref, record.actor) == (lead.number, f"link:{share.number}")
    assert record.topic == share.incident.audit_topic


def test_the_record_names_the_system_that_handed_it_in(share):
    hand(share, actor=Actor("agency:7", "区水务局"))

    assert AuditRecord.objects.filter(verb="lead.received").latest("seq").actor == "agency:7"


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"text": " "}, "请写明线索内容"),
        ({"text": "水" * 4001}, "最多 4000 字"),
        ({"text": "机密★10年\n泵房停过电"}, "密级标志"),
        ({"post": "联系人张伟"}, "不得写人名"),
        ({"link": "ftp://a.example"}, "网址须以"),
    ],
)
def test_a_lead_that_cannot_be_kept_is_refused(share, wrong, why):
    before = Lead.objects.count()

    with pytest.raises(Refused, match=why):
        hand(share, **wrong)

    assert Lead.objects.count() == before


def test_a_link_that_went_astray_does_not_fill_the_desk(share, monkeypatch):
    monkeypatch.setattr(hand_in, "MAX_LEADS", share.leads.count() + 1)
    hand(share)

    with pytest.raises(Refused, match="已满"):
        hand(share)


def answer(share, docket, post="水质科值班", revision=None):
    return answer_by_share(
        share=share, number=docket.number, found=FOUND, post=post, now=T0, revision=revision
    )


@pytest.mark.clause("5e")
def test_an_agency_answers_what_it_was_asked_and_its_link_to_the_claim_ends(
    yunchuan, share, docket
):
    token = make_link(
        bureau_id=yunchuan.bureau.pk,
        purpose="docket",
        about_ref=docket.number,
        unit=yunchuan.waterworks,
        now=T0,
        lifetime=LINK_LIFETIME,
    )

    found = answer(share, docket)

    docket.refresh_from_db()
    assert (found.finding, found.by_label) == (Finding.FALSE, "区水务局 · 水质科值班")
    assert docket.state == DocketState.FOUND
    assert read_link(token, "docket", T0) == LinkProblem.REVOKED
    with pytest.raises(Refused, match="无待贵单位答复的核实单"):
        answer(share, docket)


def test_what_another_unit_was_asked_or_was_changed_meanwhile_is_not_answered(
    yunchuan, share, docket
):
    theirs = docket_of(yunchuan, share.incident, claim="三号窗口停电", unit=yunchuan.online)

    with pytest.raises(Refused, match="无待贵单位答复的核实单"):
        answer(share, theirs)
    with pytest.raises(Stale):
        answer(share, docket, revision=99)

    docket.refresh_from_db()
    assert docket.state == DocketState.ASKED


def test_a_share_that_was_taken_back_takes_nothing_in(yunchuan, share, docket):
    revoke_share(share=share, reason="发错了", officer=yunchuan.lu, now=T0)

    with pytest.raises(Refused, match="该共享已收回"):
        hand(share)
    with pytest.raises(Refused, match="该共享已收回"):
        answer(share, docket)
