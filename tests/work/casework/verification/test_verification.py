"""Verification: one claim, one docket, a second pair of eyes, one finding for all who asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.outbox.models import Message, SignedLink
from huiying.policy.procedure.findings import ClaimKind, Finding
from huiying.work.casework.verification.actions.answer_verification import (
    EvidenceInput,
    FindingInput,
    add_evidence,
    answer_verification,
)
from huiying.work.casework.verification.actions.apply_finding import (
    apply_finding,
    apply_finding_to_posts,
    unapply_finding,
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
    contradicting_requests,
    finding_in_force,
    findings_by_group,
    verification_requests_of,
)
from huiying.work.casework.verification.suggestions import suggested_incidents
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from huiying.work.incidents.placements.models import Placement
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.dockets import make_finding, make_verified_docket
from tests.scenarios.incidents import CLAIM, PROOF, QUEUE, WATER, docket_of, incident_of

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=30)


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture
def queue(yunchuan):
    return incident_of(yunchuan, QUEUE)


# Asking ---------------------------------------------------------------------------------------


def test_a_claim_is_asked_with_a_clock_that_the_bureau_has_yet_to_confirm(yunchuan, water):
    docket = docket_of(yunchuan, water)

    clock = docket.clock
    assert (clock.holder_unit, clock.due_at) == (yunchuan.waterworks, T0 + timedelta(hours=24))
    assert clock.standing == "to_confirm"
    assert clock.subject_ref == water.number


def test_the_message_to_an_agency_holds_the_claim_and_nothing_of_the_incident(yunchuan, water):
    add_channel(
        bureau=yunchuan.bureau,
        unit=yunchuan.waterworks,
        kind="SMTP",
        name="水务局邮箱",
        target="duty@shuiwu.example",
        actor=yunchuan.admin.audit_actor(),
        now=T0,
    )

    docket = docket_of(yunchuan, water)

    message = Message.objects.get(about_kind="docket")
    assert docket.claim in message.body
    assert water.title not in message.subject + message.body
    assert not water.concerned.filter(unit=yunchuan.waterworks).exists()


def test_personal_data_in_a_claim_are_masked_before_it_goes_anywhere(yunchuan, water):
    docket = docket_of(yunchuan, water, claim="打13800138000的人说水里有毒")

    assert docket.claim == "打〔电话〕的人说水里有毒"


def test_the_same_words_are_not_asked_twice_of_one_unit_but_may_be_of_another(yunchuan, water):
    docket_of(yunchuan, water)

    with pytest.raises(Refused, match="不必重复"):
        docket_of(yunchuan, water, claim=f" {CLAIM}。")
    second = docket_of(yunchuan, water, unit=yunchuan.online)

    assert second.claim_key == verification_requests_of(water).first().claim_key


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"claim": "  "}, "写明"),
        ({"claim": "水" * 401}, "400"),
        ({"unit": "linxi"}, "没有这个单位"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(yunchuan, linxi, water, change, words):
    if change.get("unit"):
        change = {"unit": linxi.waterworks}

    with pytest.raises(Refused, match=words):
        docket_of(yunchuan, water, **change)


# Answering ------------------------------------------------------------------------------------


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

    with pytest.raises(Refused, match="没有证据"):
        make_finding(docket, yunchuan.water, Finding.FALSE, evidence=())
    make_finding(docket, yunchuan.water, Finding.UNVERIFIABLE, evidence=())

    assert docket.state == DocketState.FOUND


@pytest.mark.parametrize(
    ("proof", "words"),
    [
        (EvidenceInput("公告", "https://shuiwu.example/1"), "快照"),
        (EvidenceInput("公告", "javascript:alert(1)", "文字"), "http"),
        (EvidenceInput("", "https://shuiwu.example/1", "文字"), "是什么"),
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


# The second pair of eyes ----------------------------------------------------------------------


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

    return_finding(docket=docket, reason="没有写时间", officer=yunchuan.shen, now=LATER)

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


# What ends a finding --------------------------------------------------------------------------


def test_an_expired_finding_is_out_of_force_by_time_alone(yunchuan, water):
    docket = make_verified_docket(yunchuan, water, days=1)

    assert finding_in_force(docket, T0 + timedelta(hours=30)) is not None
    assert finding_in_force(docket, T0 + timedelta(days=2)) is None


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


def test_evidence_that_was_changed_behind_our_back_is_seen(yunchuan, water):
    docket = make_verified_docket(yunchuan, water)
    Evidence.objects.update(snapshot="凌晨有人投毒。")

    assert finding_in_force(docket, LATER) is None


def test_two_findings_about_one_claim_contradict_until_one_is_checked_again(yunchuan, water):
    first = make_verified_docket(yunchuan, water, Finding.FALSE)
    make_verified_docket(
        yunchuan, water, Finding.TRUE, unit=yunchuan.online, by=_online(yunchuan)
    )

    (group,) = contradicting_requests(verification_requests_of(water), LATER)
    ask_again(docket=first, reason="两家说法不一", officer=yunchuan.lu, now=LATER)

    assert len(group) == 2
    assert contradicting_requests(verification_requests_of(water), LATER) == []


def test_could_not_verify_contradicts_nobody(yunchuan, water):
    make_verified_docket(yunchuan, water, Finding.FALSE)
    make_verified_docket(
        yunchuan, water, Finding.UNVERIFIABLE, unit=yunchuan.online, by=_online(yunchuan)
    )

    assert contradicting_requests(verification_requests_of(water), LATER) == []


def _online(cast):
    """Somebody of 网上信访科: the second unit that is asked."""
    cast.window.unit = cast.online
    cast.window.save(update_fields=["unit"])
    return cast.window


# Whom it serves -------------------------------------------------------------------------------


def test_one_finding_answers_another_incident_when_an_officer_says_so(yunchuan, water, queue):
    docket = make_verified_docket(yunchuan, water)

    apply_finding(docket=docket, incident=queue, officer=yunchuan.lu, now=LATER)

    assert list(verification_requests_of(queue)) == [docket]
    topics = AuditRecord.objects.filter(verb="docket.served").values_list("topic", flat=True)
    assert set(topics) == {water.audit_topic, f"incident:{queue.number}"}
    unapply_finding(docket=docket, incident=queue, officer=yunchuan.lu, now=LATER)
    assert list(verification_requests_of(queue)) == []


def test_the_incident_that_a_claim_was_asked_for_stays(yunchuan, water):
    docket = make_verified_docket(yunchuan, water)

    with pytest.raises(Refused, match="最初"):
        unapply_finding(docket=docket, incident=water, officer=yunchuan.lu, now=LATER)


def test_an_incident_of_another_bureau_is_never_served(yunchuan, linxi, water):
    foreign = incident_of(linxi, QUEUE)

    with pytest.raises(Refused, match="本局"):
        apply_finding(
            docket=docket_of(yunchuan, water), incident=foreign, officer=yunchuan.lu, now=LATER
        )


def test_suggestions_compare_the_claim_itself_and_never_chain(yunchuan, water, queue):
    """An incident that is like a linked one, not like the claim, is not suggested."""
    docket = docket_of(yunchuan, water, claim="三号窗口来访登记排队太久")
    assert suggested_incidents(docket) == [queue]

    other = docket_of(yunchuan, water, claim="净水器厂家说水里有重金属")
    apply_finding(docket=other, incident=queue, officer=yunchuan.lu, now=LATER)
    docket_of(yunchuan, queue, claim="窗口只有一个人值班", unit=yunchuan.reception)

    assert suggested_incidents(other) == []


def test_a_merge_takes_the_dockets_of_both_along(yunchuan, water, queue):
    docket = make_verified_docket(yunchuan, water)
    merge_incidents(
        source=water, target=queue, reason="同一件事", officer=yunchuan.lu, now=LATER
    )

    assert list(verification_requests_of(queue)) == [docket]
    ask_again(docket=docket, reason="并案后重核", officer=yunchuan.lu, now=LATER)
    assert docket.clock.subject_ref == queue.number
    assert AuditRecord.objects.latest("seq").topic == queue.audit_topic


def test_a_finding_marks_the_copy_groups_of_the_posts_it_serves(yunchuan, water):
    docket = make_verified_docket(yunchuan, water)
    first = Placement.objects.filter(event_id__in=water.events.values("event_id")).earliest(
        "seq"
    )

    new = apply_finding_to_posts(docket=docket, incident=water, post_ids=[first.post_id, 1])
    again = apply_finding_to_posts(docket=docket, incident=water, post_ids=[first.post_id])

    assert (new, again) == (1, 0)
    marked = findings_by_group(yunchuan.bureau.pk, [first.group_id], LATER)
    assert marked == {first.group_id: "FALSE"}


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


@pytest.mark.parametrize("kind", ClaimKind)
def test_every_kind_of_claim_has_its_word(kind):
    assert kind.label
