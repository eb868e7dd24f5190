"""The legal periods of a petition: receipt, decision, one extension, review."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock, ClockState
from huiying.base.errors import Refused, Stale
from huiying.base.files.incoming import check_incoming, write_file
from huiying.policy.petitions.kinds import PetitionStage, ReplyKind
from huiying.policy.procedure.offline import ReferenceKind
from huiying.policy.time.petitions import ForwardManner
from huiying.reasons.reason import Reason
from huiying.work.casework.references.actions.bind_reference import (
    bind_reference,
    unbind_reference,
)
from huiying.work.casework.references.actions.petition_period import (
    accept_reference,
    ask_review_of_reference,
    forward_reference,
    object_to_reference,
    settle_petition_of,
    start_registration_period,
)
from huiying.work.petitions.periods.actions.forward import Forwarding
from huiying.work.petitions.replies.actions.draft import ReplyDraft, draft_reply, reply_hash
from huiying.work.petitions.replies.actions.sign import REPLY_KIND, sign_reply
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import QUEUE, incident_of
from tests.scenarios.tasks import PICTURE, deliver_opinion, make_reference

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = date(2026, 11, 24)
EARLIER = date(2026, 11, 20)
LATE = "收发登记本在案"


def letter_of(cast):
    return bind_reference(
        incident=incident_of(cast, QUEUE),
        origin=ReferenceKind.PETITION,
        outside_number="信访 42",
        label="排队太久",
        officer=cast.lu,
        now=T0,
    )


standing_rows, rows, yunchuan, letter = module_rows(letter_of)


def receive(cast, letter, day=EARLIER):
    return start_registration_period(reference=letter, received=day, officer=cast.lu, now=T0)


def forward(cast, letter, day=EARLIER, manner=ForwardManner.TRANSFERRED, due=None, **more):
    paper = more.pop("paper", paper_of(cast))
    sent = Forwarding(cast.waterworks, manner, day, due, more.pop("late_reason", LATE), paper)
    return forward_reference(reference=letter, forwarding=sent, officer=cast.lu, now=T0, **more)


def object_to(cast, letter, day=TODAY, reason="属房管局职权", now=T0, **more):
    return object_to_reference(
        reference=letter, objected=day, reason=reason, officer=cast.lu, now=now, **more
    )


def accept(cast, letter, day=TODAY, **more):
    more = {"late_reason": LATE, "paper": paper_of(cast), "officer": cast.shen} | more
    return accept_reference(reference=letter, accepted=day, now=T0, **more)


def paper_of(cast):
    return write_file(cast.bureau.pk, check_incoming(PICTURE))


def extend(cast, letter, *, days=30, now=T0 + DAY):
    draft = ReplyDraft(
        ReplyKind.EXTENSION, text="须鉴定", facts="涉及三个单位，须委托鉴定。", days=days
    )
    petition = letter.petition
    reply = draft_reply(petition=petition, draft=draft, officer=cast.lu, now=now)
    shown = reply_hash(reply)
    sign_reply(reply=reply, shown_hash=shown, officer=cast.shen, now=now)
    REPLY_KIND.approve(reply, shown_hash=shown, officer=cast.cheng, now=now)
    petition.refresh_from_db()
    return petition.clock


def review(cast, letter, day=TODAY, superior="云川区人民政府", **more):
    return ask_review_of_reference(
        reference=letter, asked=day, superior=superior, officer=cast.lu, now=T0, **more
    )


def test_the_bureau_forwards_within_fifteen_days_of_the_day_it_came_in(yunchuan, letter):
    clock = receive(yunchuan, letter)

    assert (clock.rule_code, clock.holder_unit) == ("PETITION_REGISTRATION", yunchuan.office)
    assert clock.basis == "《信访工作条例》第二十二条"
    assert clock.starts_at == datetime(2026, 11, 19, 16, 0, tzinfo=UTC), "midnight in 云川"
    assert f"{clock.due_at:%Y-%m-%d}" == "2026-12-07", "5 December is a Saturday"
    assert AuditRecord.objects.get(verb="reference.registered").ref == letter.number
    with pytest.raises(Refused, match="已经在计"):
        receive(yunchuan, letter)


@pytest.mark.parametrize("day", [date(2026, 11, 25), date(2025, 11, 20)])
def test_no_period_begins_ahead_or_more_than_a_year_ago(yunchuan, letter, day):
    with pytest.raises(Refused, match="日期不得晚于今日"):
        receive(yunchuan, letter, day)

    assert letter.legal_clock is None


def test_a_ticket_of_the_hotline_has_no_period_and_no_review(yunchuan, letter):
    ticket = make_reference(yunchuan, letter.incident)

    with pytest.raises(Refused, match="只有信访件和来访"):
        receive(yunchuan, ticket)
    with pytest.raises(Refused, match="已答复的信访件和来访方可登记复查、复核申请"):
        review(yunchuan, ticket)


def test_acceptance_meets_the_receipt_and_begins_the_decision(yunchuan, letter):
    with pytest.raises(Refused, match="该来件不在待受理告知状态"):
        accept(yunchuan, letter)
    receive(yunchuan, letter)
    with pytest.raises(Refused, match="该信访事项不在待受理告知状态"):
        accept(yunchuan, letter)
    receipt = forward(yunchuan, letter)
    with pytest.raises(Refused, match="受理日期不得早于收到日期"):
        accept(yunchuan, letter, date(2026, 11, 19))

    decision = accept(yunchuan, letter)

    receipt.refresh_from_db()
    assert (receipt.state, receipt.stopped_at) == (ClockState.MET, decision.starts_at)
    assert (decision.rule_code, letter.legal_clock) == ("PETITION_DECISION", decision)
    assert decision.holder_unit == yunchuan.waterworks, "who acts holds the time"
    assert f"{decision.due_at:%Y-%m-%d}" == "2027-01-25", "23 January is a Saturday"
    assert AuditRecord.objects.filter(verb="reference.accepted").count() == 1
    with pytest.raises(Refused, match="该信访事项不在待受理告知状态"):
        accept(yunchuan, letter)


def test_a_letter_that_a_leader_signs_extends_the_decision_once(yunchuan, letter):
    receive(yunchuan, letter)
    forward(yunchuan, letter)
    decision = accept(yunchuan, letter)
    extension = extend(yunchuan, letter)

    decision.refresh_from_db()
    assert decision.state == ClockState.CANCELLED
    assert f"{decision.due_at:%Y-%m-%d}" == "2027-01-25", "23 January is a Saturday"
    assert f"{extension.starts_at:%Y-%m-%d}" == "2027-01-23", "the 60th day, off or not"
    assert f"{extension.due_at:%Y-%m-%d}" == "2027-02-22", "90 days in all"
    assert extension.holder_unit == yunchuan.waterworks
    told = {"reason": "须鉴定", "days": 30, "informed": "2026-11-25"}
    assert AuditRecord.objects.get(verb="petition.extended").data == told
    reply = letter.petition.replies.get()
    assert f"{reply.until:%Y-%m-%d}" == "2027-02-22", "the letter says until when"
    assert reply.deliveries.exists()
    with pytest.raises(Refused, match="不能出具"):
        extend(yunchuan, letter)


def test_an_extension_may_be_shorter_than_thirty_days(yunchuan, letter):
    receive(yunchuan, letter)
    forward(yunchuan, letter)
    accept(yunchuan, letter)

    extension = extend(yunchuan, letter, days=10)

    assert f"{extension.due_at:%Y-%m-%d}" == "2027-02-02"
    assert extension.amount == "10 日"


def test_forwarding_hands_fifteen_days_to_the_competent_body(yunchuan, letter):
    registration = receive(yunchuan, letter)
    with pytest.raises(Refused, match="转送、交办日期不得早于收到日期"):
        forward(yunchuan, letter, EARLIER - DAY)
    with pytest.raises(Refused, match="反馈结果的日期"):
        forward(yunchuan, letter, manner=ForwardManner.ASSIGNED)

    receipt = forward(
        yunchuan, letter, TODAY, manner=ForwardManner.ASSIGNED, due=TODAY + 20 * DAY
    )

    registration.refresh_from_db()
    letter.refresh_from_db()
    assert (registration.state, registration.stopped_at) == (ClockState.MET, receipt.starts_at)
    assert (receipt.rule_code, receipt.holder_unit) == ("PETITION_RECEIPT", yunchuan.waterworks)
    assert f"{receipt.due_at:%Y-%m-%d}" == "2026-12-09"
    assert letter.petition.result_due == TODAY + 20 * DAY
    data = AuditRecord.objects.get(verb="reference.forwarded").data
    unit = yunchuan.waterworks.name
    assert data == {"manner": "ASSIGNED", "unit": unit, "day": "2026-11-24"}
    with pytest.raises(Refused, match="该信访事项不在待转送、交办状态"):
        forward(yunchuan, letter)


def test_an_objection_gives_the_petition_back_to_the_bureau_with_its_own_start(
    yunchuan, letter
):
    registration = receive(yunchuan, letter)
    receipt = forward(yunchuan, letter)
    with pytest.raises(Refused, match="理由"):
        object_to(yunchuan, letter, reason=" ")

    again = object_to(yunchuan, letter)

    receipt.refresh_from_db()
    assert receipt.state == ClockState.CANCELLED
    assert receipt.stop_reason["code"] == "clocks.petition_objected"
    assert (again.starts_at, again.due_at) == (registration.starts_at, registration.due_at)
    assert (again.holder_unit, letter.petition.competent) == (yunchuan.office, None)
    assert AuditRecord.objects.get(verb="reference.objected").data == {"reason": "属房管局职权"}
    assert forward(yunchuan, letter, TODAY).rule_code == "PETITION_RECEIPT"


def test_a_body_objects_within_five_working_days_or_not_at_all(yunchuan, letter):
    receive(yunchuan, letter)
    forward(yunchuan, letter)  # on Friday 20 November
    last, now = date(2026, 11, 27), T0 + 10 * DAY

    with pytest.raises(Refused, match="五个工作日"):
        object_to(yunchuan, letter, last + DAY, now=now)
    with pytest.raises(Refused, match="五个工作日"):
        object_to(yunchuan, letter, EARLIER - DAY, now=now)

    assert object_to(yunchuan, letter, last, now=now).rule_code == "PETITION_REGISTRATION"


def test_a_petition_that_was_not_forwarded_has_no_body_to_object(yunchuan, letter):
    with pytest.raises(Refused, match="该来件未转送、交办其他单位"):
        object_to(yunchuan, letter)
    receive(yunchuan, letter)
    with pytest.raises(Refused, match="该信访事项未转送、交办其他单位"):
        object_to(yunchuan, letter)


def test_the_superior_body_reviews_and_reviews_again_and_then_it_is_final(yunchuan, letter):
    receive(yunchuan, letter)
    forward(yunchuan, letter)
    deliver_opinion(yunchuan, letter)
    with pytest.raises(Refused, match="请填写复查、复核的上一级机关"):
        review(yunchuan, letter, superior=" ")
    first = review(yunchuan, letter)
    deliver_opinion(yunchuan, letter)
    second = review(yunchuan, letter, superior="市人民政府")
    deliver_opinion(yunchuan, letter)

    assert (first.holder_name, second.holder_name) == ("云川区人民政府", "市人民政府")
    assert first.holder_unit is None
    with pytest.raises(Refused, match="终结意见"):
        review(yunchuan, letter, superior="省人民政府")
    steps = AuditRecord.objects.filter(verb="reference.review_asked").order_by("seq")
    assert [row.data["step"] for row in steps] == ["REVIEW", "RE_REVIEW"]


def test_a_review_is_owed_an_answer_anew(yunchuan, letter):
    with pytest.raises(Refused, match="已答复的信访件和来访方可登记复查、复核申请"):
        review(yunchuan, letter)
    deliver_opinion(yunchuan, letter)
    letter.refresh_from_db()
    with pytest.raises(Refused, match="申请日期不得早于答复日期"):
        review(yunchuan, letter, date(2026, 11, 23))
    letter.refresh_from_db()

    clock = review(yunchuan, letter)

    letter.refresh_from_db()
    assert (clock.rule_code, letter.settled_at) == ("PETITION_REVIEW", None)
    assert letter.legal_clock == clock
    assert AuditRecord.objects.filter(verb="reference.review_asked").count() == 1


def test_of_two_who_act_on_a_letter_the_second_is_refused(yunchuan, letter):
    receive(yunchuan, letter)
    forward(yunchuan, letter)
    seen = letter.revision
    object_to(yunchuan, letter, revision=seen)

    with pytest.raises(Stale):
        forward(yunchuan, letter, revision=seen)

    letter.refresh_from_db()
    assert letter.legal_clock.rule_code == "PETITION_REGISTRATION"


def test_the_legal_clock_ends_with_the_answer_and_a_plain_reference_has_none(yunchuan, letter):
    ticket = make_reference(yunchuan, letter.incident)
    clock = receive(yunchuan, letter)
    before = Clock.objects.filter(state=ClockState.RUNNING).count()

    for reference in (letter, ticket):
        settle_petition_of(
            reference,
            stage=PetitionStage.ANSWERED,
            at=T0 + DAY,
            reason=Reason("clocks.answered"),
            officer=yunchuan.lu,
            now=T0 + DAY,
        )

    clock.refresh_from_db()
    assert (clock.state, clock.stopped_at) == (ClockState.MET, T0 + DAY)
    assert Clock.objects.filter(state=ClockState.RUNNING).count() == before - 1


def test_nobody_ends_a_legal_period_by_taking_the_binding_back(yunchuan, letter):
    clock = receive(yunchuan, letter)

    for who, when in ((yunchuan.shen, T0), (yunchuan.lu, T0 + DAY)):
        with pytest.raises(Refused, match="该来件期限计时中"):
            unbind_reference(reference=letter, reason="绑错了", officer=who, now=when)

    clock.refresh_from_db()
    assert clock.state == ClockState.RUNNING
    unbind_reference(reference=letter, reason="绑错了", officer=yunchuan.lu, now=T0)
    clock.refresh_from_db()
    assert clock.state == ClockState.RUNNING, "the petition goes on without the incident"
    assert (clock.subject_kind, clock.subject_ref) == ("petition", letter.petition.number)


@pytest.mark.parametrize("step", [forward, accept])
def test_a_step_recorded_more_than_three_days_late_says_why(yunchuan, letter, step):
    clock = receive(yunchuan, letter, date(2026, 11, 10))
    if step is accept:
        forward(yunchuan, letter, date(2026, 11, 10))

    with pytest.raises(Refused, match="日期早于 3 天前的"):
        step(yunchuan, letter, EARLIER, late_reason=" ")
    letter.refresh_from_db()
    assert letter.legal_clock.state == ClockState.RUNNING

    step(yunchuan, letter, EARLIER, late_reason="收发登记本在案，电话 13800138000")
    row = AuditRecord.objects.filter(ref=letter.number).latest("pk")
    assert row.verb.endswith("_late")
    assert row.data["day"] == "2026-11-20"
    assert "收发登记本" in row.data["reason"]
    assert "13800138000" not in row.data["reason"]
    assert clock.rule_code == "PETITION_REGISTRATION"


@pytest.mark.parametrize("step", [forward, accept])
def test_a_step_recorded_within_three_days_needs_no_reason(yunchuan, letter, step):
    receive(yunchuan, letter, date(2026, 11, 20))
    if step is accept:
        forward(yunchuan, letter)

    step(yunchuan, letter, date(2026, 11, 21), late_reason="")

    row = AuditRecord.objects.filter(ref=letter.number).latest("pk")
    assert not row.verb.endswith("_late")
    assert "reason" not in row.data


@pytest.mark.parametrize("step", [forward, accept])
def test_a_day_before_today_is_taken_only_with_the_paper_that_shows_it(yunchuan, letter, step):
    receive(yunchuan, letter, date(2026, 11, 20))
    if step is accept:
        forward(yunchuan, letter)
    yesterday = date(2026, 11, 23)

    with pytest.raises(Refused, match="须附能证明该日期的材料"):
        step(yunchuan, letter, yesterday, paper=None)
    step(yunchuan, letter, yesterday)

    verb = "petition.forwarded" if step is forward else "petition.accepted"
    shown = AuditRecord.objects.filter(verb=verb).latest("pk").data["paper"]
    assert letter.petition.files.filter(file__sha256=shown).exists()


def test_who_forwarded_a_claim_does_not_accept_it(yunchuan, letter):
    receive(yunchuan, letter)
    forward(yunchuan, letter)

    with pytest.raises(Refused, match="转送、交办的人不得登记受理"):
        accept(yunchuan, letter, officer=yunchuan.lu)

    letter.refresh_from_db()
    assert letter.legal_clock.rule_code == "PETITION_RECEIPT"


def test_nobody_forwards_a_claim_to_his_own_office(yunchuan, letter):
    receive(yunchuan, letter)
    own = Forwarding(yunchuan.lu.unit, ForwardManner.TRANSFERRED, TODAY)

    with pytest.raises(Refused, match="不得转给经办人本人所在的单位"):
        forward_reference(reference=letter, forwarding=own, officer=yunchuan.lu, now=T0)

    letter.refresh_from_db()
    assert letter.petition.competent is None


def test_nothing_is_forwarded_before_it_came_in_or_ahead(yunchuan, letter):
    receive(yunchuan, letter)

    for day, why in (
        (date(2026, 11, 19), "转送、交办日期不得早于收到日期"),
        (TODAY + DAY, "日期不得晚于今日"),
    ):
        with pytest.raises(Refused, match=why):
            forward(yunchuan, letter, day)
