"""新闻发布会: applied for, approved by who did not write it, changed only by asking anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.audit.queries import records_of
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.procedure.stages import Stage
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.press.actions.apply import (
    Application,
    apply_press,
    cancel_press,
    change_press,
    decide_press,
)
from huiying.work.responses.press.application import hash_of_press
from huiying.work.responses.press.models import PressConference, PressForm, PressState
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.incidents import incident_of
from tests.scenarios.press import make_held_conference

pytestmark = pytest.mark.django_db

APPLICATION = Application(
    form=PressForm.CONFERENCE,
    title="来访登记情况发布会",
    at=T0 + timedelta(hours=2),
    place="区政务中心二楼",
    host="新闻发言人",
    speakers=["来访接待科负责人", " "],
    media="云川日报、云川电视台",
    content="说明窗口误解规定的经过和纠正的办法。",
)

standing_rows, rows, yunchuan, incident = module_rows(incident_of)


def apply(incident, officer, now, **changes):
    application = replace(APPLICATION, **changes)
    return apply_press(incident=incident, application=application, officer=officer, now=now)


def change(row, officer, now, revision=None, **changes):
    application = replace(APPLICATION, **changes)
    change_press(row=row, application=application, officer=officer, now=now, revision=revision)


def decide(row, officer, now, *, approve=True, reason="", shown_hash=None):
    decide_press(
        row,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash or hash_of_press(row),
        officer=officer,
        now=now,
    )


def cancel(row, officer, now, reason="事情已经说清。", revision=None):
    cancel_press(row=row, reason=reason, officer=officer, now=now, revision=revision)


@pytest.fixture
def row(yunchuan, incident, now):
    return apply(incident, yunchuan.shen, now)


@pytest.mark.clause("8f")
def test_an_application_waits_for_a_leader_with_its_hash(yunchuan, incident, row):
    assert (row.state, row.speakers) == (PressState.APPLIED, ["来访接待科负责人"])
    assert row.writers == [yunchuan.shen.pk]
    assert row.signoff.content_hash == hash_of_press(row)
    assert row.signoff.clock.subject_ref == incident.number
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data["hash"]) == ("press.applied", hash_of_press(row))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"at": T0}, "须在现在之后"),
        ({"speakers": [" "]}, "发布人的岗位"),
        ({"speakers": ["岗位"] * 9}, "最多 8 个"),
        ({"host": " "}, "请写明科室或岗位"),
        ({"content": " "}, "拟发布的内容"),
    ],
)
def test_an_application_says_when_who_and_what(yunchuan, incident, now, changes, why):
    with pytest.raises(Refused, match=why):
        apply(incident, yunchuan.shen, now, **changes)

    assert not PressConference.objects.exists()


def test_who_does_not_speak_for_the_bureau_applies_for_nothing(yunchuan, incident, row, now):
    with pytest.raises(PermissionDenied):
        apply(incident, yunchuan.lu, now)
    with pytest.raises(PermissionDenied):
        change(row, yunchuan.lu, now)
    with pytest.raises(PermissionDenied):
        cancel(row, yunchuan.lu, now)


def test_there_is_no_conference_about_a_matter_that_was_set_aside(yunchuan, incident, now):
    Incident.objects.filter(pk=incident.pk).update(stage=Stage.MERGED)
    incident.refresh_from_db()

    with pytest.raises(Refused, match="不再开发布会"):
        apply(incident, yunchuan.shen, now)


@pytest.mark.clause("8f")
def test_a_leader_approves_exactly_what_he_saw_once(yunchuan, row, now):
    with pytest.raises(Stale, match="本次决定未生效"):
        decide(row, yunchuan.cheng, now, shown_hash="0" * 64)

    decide(row, yunchuan.cheng, now)

    row.refresh_from_db()
    assert row.state == PressState.APPROVED
    assert records_of(bureau_id=row.bureau_id).first().verb == "press.approved"
    with pytest.raises(Stale, match="该申请当前不在待审批状态"):
        decide(row, yunchuan.leader, now)


def test_who_wrote_it_or_does_not_lead_does_not_approve_it(yunchuan, row, now):
    with pytest.raises(PermissionDenied):
        decide(row, yunchuan.shen, now)
    row.writers = [*row.writers, yunchuan.cheng.pk]
    row.save(update_fields=["writers"])
    with pytest.raises(Refused):
        decide(row, yunchuan.cheng, now)

    assert PressConference.objects.get().state == PressState.APPLIED


def test_an_application_is_returned_with_a_reason(yunchuan, row, now):
    with pytest.raises(Refused):
        decide(row, yunchuan.cheng, now, approve=False)

    decide(row, yunchuan.cheng, now, approve=False, reason="等检测结果。")

    row.refresh_from_db()
    assert (row.state, row.reason) == (PressState.WRITING, "等检测结果。")
    record = records_of(bureau_id=row.bureau_id).first()
    assert (record.verb, record.data["reason"]) == ("press.returned", "等检测结果。")


def test_a_change_voids_the_approval_and_asks_anew(yunchuan, row, now):
    decide(row, yunchuan.cheng, now)
    first = row.signoff

    change(row, yunchuan.speaker, now, place="三楼会议室")

    first.refresh_from_db()
    assert first.decision == Decision.VOID
    assert (row.state, row.place) == (PressState.APPLIED, "三楼会议室")
    assert row.signoff != first
    assert row.signoff.decision == Decision.PENDING
    assert set(row.writers) == {yunchuan.shen.pk, yunchuan.speaker.pk}


def test_an_old_page_changes_and_cancels_nothing(yunchuan, row, now):
    seen = row.revision
    change(row, yunchuan.shen, now, place="三楼会议室")

    with pytest.raises(Stale):
        change(row, yunchuan.speaker, now, revision=seen, place="大厅")
    with pytest.raises(Stale):
        cancel(row, yunchuan.speaker, now, revision=seen)

    assert PressConference.objects.get().place == "三楼会议室"


def test_a_conference_is_cancelled_with_a_reason_and_its_request_is_void(yunchuan, row, now):
    with pytest.raises(Refused, match="须写明理由"):
        cancel(row, yunchuan.shen, now, reason=" ")

    cancel(row, yunchuan.shen, now)

    assert (row.state, row.reason) == (PressState.CANCELLED, "事情已经说清。")
    assert SignoffRequest.objects.get(kind="press").decision == Decision.VOID
    assert records_of(bureau_id=row.bureau_id).first().verb == "press.cancelled"
    with pytest.raises(Refused, match="已取消"):
        cancel(row, yunchuan.shen, now)


def test_what_was_held_is_neither_changed_nor_cancelled(yunchuan, incident, now):
    held = make_held_conference(yunchuan, incident)

    with pytest.raises(Refused, match="已召开"):
        change(held, yunchuan.shen, now)
    with pytest.raises(Refused, match="已召开"):
        cancel(held, yunchuan.shen, now)
