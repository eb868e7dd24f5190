"""等级异议的答复: upheld by another person than who signed, or answered by a new grade."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiying.base.audit.models import AuditRecord
from huiying.base.clocks.models import Clock
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.models import Channel, ChannelKind, Message
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_request import GRADING_KIND
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.actions.uphold_grade import uphold_grade
from huiying.work.incidents.grading.models import GradeObjection, ObjectionState
from huiying.work.incidents.grading.objections import may_uphold, objection_hash
from huiying.work.incidents.grading.proof import objection_differences
from huiying.work.incidents.grading.requests import request_hash, waiting_requests
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.module_rows import module_rows
from tests.scenarios.grading import regrade_with_second, sign_waiting
from tests.scenarios.incidents import QUEUE, WATER, incident_of
from tests.tampering import triggers_dropped
from tests.work.incidents.grading.steps import lodge

pytestmark = [pytest.mark.django_db, pytest.mark.clause("6a")]

standing_rows, rows, yunchuan, incident = module_rows(lambda cast: incident_of(cast, WATER))


@pytest.fixture
def objection(yunchuan, incident, now):
    return lodge(incident, yunchuan.window, now)


@pytest.fixture
def signer(incident):
    """Who signed the grade that stands."""
    return incident.decisions.last().by


@pytest.fixture
def other(yunchuan, signer):
    """A duty or office officer who signed nothing."""
    return next(one for one in (yunchuan.lu, yunchuan.shen) if one != signer)


def uphold(row, officer, now, reason="三个小区均已恢复供水，媒体未介入。"):
    shown = row.incident.current.grade
    uphold_grade(objection=row, reason=reason, shown_grade=shown, officer=officer, now=now)
    row.refresh_from_db()


@pytest.fixture
def message_to(yunchuan):
    """Give the reception a channel; return the one message that waits for it."""
    channel = Channel.objects.create(
        bureau=yunchuan.bureau,
        unit=yunchuan.reception,
        kind=ChannelKind.SMTP,
        name="窗口",
        target="window@yunchuan.gov.cn",
    )
    return lambda: Message.objects.get(channel=channel)


def test_the_unit_is_sent_that_its_objection_was_answered_and_reasons_stay_here(
    incident, objection, other, message_to, now
):
    uphold(objection, other, now, reason="三个小区均已恢复供水。")
    message = message_to()
    assert message.subject == f"【等级异议已答复】事件 {incident.number}"
    assert f"事件 {incident.number} 维持一般等级。" in message.body
    assert "恢复供水" not in message.body


def test_it_is_sent_that_a_new_grade_answered_it(
    yunchuan, incident, objection, message_to, now
):
    regrade(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="涉及三个小区",
        officer=yunchuan.lu,
        now=now,
    )
    assert f"事件 {incident.number} 现为较大。" in message_to().body


def test_another_person_upholds_with_reasons_and_no_clock_changes(
    yunchuan, incident, objection, other, now
):
    clocks = list(Clock.objects.order_by("pk").values())

    uphold(objection, other, now + timedelta(hours=1))

    assert (objection.state, objection.settled_by) == (ObjectionState.UPHELD, other)
    record = AuditRecord.objects.get(verb="objection.upheld")
    assert record.data["reason"] == objection.answer
    assert record.data["hash"] == objection_hash(objection)
    assert list(Clock.objects.order_by("pk").values()) == clocks


def test_who_signed_the_grade_does_not_uphold_it(objection, signer, now):
    assert not may_uphold(signer, objection, now)

    with pytest.raises(Refused, match="定级人、签署人以外"):
        uphold(objection, signer, now)


def test_who_lodged_it_does_not_uphold_the_grade(incident, other, now):
    objection = lodge(incident, other, now)

    with pytest.raises(Refused, match="提出异议的人员"):
        uphold(objection, other, now)


@pytest.mark.parametrize(("reason", "why"), [(" ", "请写明"), ("字" * 401, "最多 400 字")])
def test_reasons_are_given_and_not_too_long(objection, other, now, reason, why):
    with pytest.raises(Refused, match=why):
        uphold(objection, other, now, reason)


def test_a_major_grade_is_upheld_by_a_leader_who_did_not_sign_it(yunchuan, now):
    incident = incident_of(yunchuan, QUEUE)  # no card carries 重大: it takes two signatures
    now += timedelta(hours=1)
    regrade_with_second(
        incident=incident,
        grade=Grade.MAJOR,
        reason="跨平台扩散",
        officer=yunchuan.lu,
        now=now,
    )
    assert incident.decisions.last().second == yunchuan.cheng
    objection = lodge(incident, yunchuan.window, now, wanted=Grade.ORDINARY)

    with pytest.raises(Refused, match="组长或副组长"):
        uphold(objection, yunchuan.shen, now)
    with pytest.raises(Refused, match="定级人、签署人以外"):
        uphold(objection, yunchuan.cheng, now)
    uphold(objection, yunchuan.leader, now)

    assert objection.state == ObjectionState.UPHELD


def test_a_new_grade_answers_every_open_objection_with_its_reason(
    yunchuan, incident, objection, now
):
    second = lodge(incident, yunchuan.water, now)

    regrade(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="涉及三个小区",
        officer=yunchuan.lu,
        now=now,
    )

    for row in (objection, second):
        row.refresh_from_db()
        assert (row.state, row.settled_by) == (ObjectionState.REGRADED, yunchuan.lu)
        assert (row.decision.grade, row.decision.reason) == (Grade.SIGNIFICANT, "涉及三个小区")
    assert AuditRecord.objects.filter(verb="objection.regraded").count() == 2


def test_a_major_is_lowered_by_two_signatures_and_only_then_the_objection_is_answered(
    yunchuan, incident, now
):
    regrade_with_second(
        incident=incident,
        grade=Grade.MAJOR,
        reason="跨平台扩散",
        officer=yunchuan.lu,
        now=now,
    )
    objection = lodge(incident, yunchuan.window, now, wanted=Grade.ORDINARY)

    def ask():
        regrade(
            incident=incident,
            grade=Grade.ORDINARY,
            reason="媒体未介入",
            ground=GradeGround.VERIFIED,
            officer=yunchuan.lu,
            now=now,
        )
        objection.refresh_from_db()

    ask()
    assert objection.state == ObjectionState.OPEN
    (request,) = waiting_requests(incident)
    GRADING_KIND.send_back(
        request,
        reason="情况未查清",
        shown_hash=request_hash(request),
        officer=yunchuan.leader,
        now=now,
    )
    objection.refresh_from_db()
    assert objection.state == ObjectionState.OPEN
    incident.refresh_from_db()
    ask()
    sign_waiting(incident, now=now, by=yunchuan.leader)

    objection.refresh_from_db()
    assert (objection.state, objection.settled_by) == (
        ObjectionState.REGRADED,
        yunchuan.leader,
    )


def test_the_second_of_two_answers_does_nothing_and_says_so(yunchuan, objection, other, now):
    uphold(objection, other, now)

    with pytest.raises(Stale, match="已答复、撤回"):
        uphold(objection, yunchuan.leader, now)


def test_reasons_for_another_grade_than_the_one_that_stands_are_refused(
    incident, objection, other, now
):
    Incident.objects.filter(pk=incident.pk).update(grade=Grade.SIGNIFICANT)

    with pytest.raises(Stale):
        uphold_grade(
            objection=objection,
            reason="事实清楚",
            shown_grade=Grade.ORDINARY,
            officer=other,
            now=now,
        )


def test_an_objection_is_answered_although_the_incident_was_closed_meanwhile(
    incident, objection, other, now
):
    Incident.objects.filter(pk=incident.pk).update(stage=Stage.CLOSED)

    uphold(objection, other, now)

    assert objection.state == ObjectionState.UPHELD


def test_after_a_merge_the_objection_is_about_what_the_incident_became(
    yunchuan, incident, objection, now
):
    target = incident_of(yunchuan, QUEUE)
    merge_incidents(
        source=incident, target=target, reason="同一件事", officer=yunchuan.lu, now=now
    )
    target.refresh_from_db()

    regrade(
        incident=target,
        grade=Grade.SIGNIFICANT,
        reason="涉及三个小区",
        officer=yunchuan.lu,
        now=now,
    )

    objection.refresh_from_db()
    assert objection.state == ObjectionState.REGRADED
    assert AuditRecord.objects.get(verb="objection.regraded").topic == target.audit_topic


def differences(cast):
    return [
        (one.code, dict(one.params)["ref"]) for one in objection_differences(cast.bureau.pk)
    ]


def test_what_was_recorded_agrees(yunchuan, objection, other, now):
    assert differences(yunchuan) == []
    uphold(objection, other, now)
    assert differences(yunchuan) == []


@pytest.mark.parametrize("how", ["changed", "answered", "deleted", "added"])
def test_what_was_changed_past_the_record_is_named(
    yunchuan, incident, objection, other, now, how
):
    rows = GradeObjection.objects.filter(pk=objection.pk)
    with triggers_dropped():
        if how == "changed":
            rows.update(content="没有这回事。")
        elif how == "answered":
            rows.update(
                state=ObjectionState.UPHELD, answer="无", settled_at=now, settled_by=other
            )
        elif how == "deleted":
            rows.delete()
        else:
            objection.pk, objection.unit = None, yunchuan.waterworks
            objection.save(force_insert=True)

        assert differences(yunchuan) == [("record.objection_differs", incident.number)]


def test_the_database_holds_that_the_lodger_never_upholds(yunchuan, objection, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        GradeObjection.objects.filter(pk=objection.pk).update(
            state=ObjectionState.UPHELD,
            answer="维持",
            settled_at=now,
            settled_by=yunchuan.window,
        )
