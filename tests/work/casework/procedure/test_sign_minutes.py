"""The minutes are written, put before those who were there, and signed or returned."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused, Stale
from huiying.base.rulebook.actions.adopt import adopt_book
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.heavy_path import BlockReason, assignment_blocked_by
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import to_data
from huiying.work.casework.procedure.actions.consult import (
    MeetingInput,
    call_consultation,
    cancel_consultation,
    record_attendance,
    record_opinion,
)
from huiying.work.casework.procedure.actions.sign_minutes import (
    return_minutes,
    sign_minutes,
    submit_minutes,
    write_minutes,
)
from huiying.work.casework.procedure.content import (
    minutes_content,
    minutes_in_force,
    procedure_rules_of,
)
from huiying.work.casework.procedure.models import (
    ConsultationState,
)
from huiying.work.casework.procedure.state import procedure_state
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import (
    CONCLUSIONS,
    make_minutes,
    make_signed_minutes,
    sign_as,
)
from tests.scenarios.incidents import WATER, incident_of
from tests.work.casework.procedure.steps import LATER

pytestmark = pytest.mark.django_db


standing_rows, rows, yunchuan, major = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


def test_every_view_and_every_dissent_is_in_the_minutes(yunchuan, major):
    row = make_signed_minutes(yunchuan, major)

    agency = next(
        guest for guest in minutes_content(row)["invited"] if guest["who"] == "区水务局"
    )
    assert agency["opinions"] == [{"text": "原因没有查清前不宜公布。", "dissent": True}]
    assert AuditRecord.objects.filter(verb="consultation.dissent").count() == 1


def test_more_signatures_by_the_rules_hold_for_what_is_called_afterwards(yunchuan, major, now):
    early = make_minutes(yunchuan, major)
    data = to_data(default_book())
    data["procedure"]["signatures"]["value"] = 3
    adopt_book(
        bureau=yunchuan.bureau, data=data, now=now + timedelta(seconds=30), actor=MACHINE
    )
    cancel_consultation(consultation=early, reason="改期", officer=yunchuan.shen, now=now)
    late = make_minutes(yunchuan, major, now=now + timedelta(minutes=1))

    asked = submit_minutes(consultation=late, officer=yunchuan.shen, now=LATER)

    assert procedure_rules_of(early).signatures.value == 2
    assert asked.needed == 3


def test_two_who_were_there_sign_and_the_minutes_stand(yunchuan, major):
    row = make_minutes(yunchuan, major)
    submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)
    sign_as(row, yunchuan.leader)
    half = minutes_in_force(row)
    sign_as(row, yunchuan.cheng)

    assert (half, minutes_in_force(row)) == (False, True)
    assert row.state == ConsultationState.SIGNED


@pytest.mark.parametrize("who", ["shen", "lu"])
def test_who_wrote_them_or_was_not_there_does_not_sign(yunchuan, major, who):
    row = make_minutes(yunchuan, major)
    submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)

    with pytest.raises(Refused, match="仅出席且未执笔的人员可签署"):
        sign_as(row, getattr(yunchuan, who))


@pytest.mark.parametrize("change", ["words", "opinion", "attendance"])
def test_any_change_after_signing_voids_the_signatures(yunchuan, major, change):
    row = make_signed_minutes(yunchuan, major)
    agency = row.invitations.get(unit=yunchuan.waterworks)
    shen = {"officer": yunchuan.shen, "now": LATER}
    if change == "words":
        write_minutes(consultation=row, minutes=CONCLUSIONS, **shen)
    elif change == "opinion":
        record_opinion(invitation=agency, text="补充", dissent=False, **shen)
    else:
        record_attendance(invitation=agency, present=False, **shen)

    row.refresh_from_db()
    assert not minutes_in_force(row)
    assert row.signoff.decision == Decision.VOID
    assert assignment_blocked_by(procedure_state(major)) == BlockReason.NOT_SIGNED


def test_minutes_that_changed_under_the_page_are_not_signed(yunchuan, major):
    row = make_minutes(yunchuan, major)
    submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)

    with pytest.raises(Stale, match="本次未签署"):
        sign_minutes(consultation=row, shown_hash="0" * 64, officer=yunchuan.leader, now=LATER)


def test_returned_minutes_are_written_again(yunchuan, major):
    row = make_minutes(yunchuan, major)
    submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)
    return_minutes(
        consultation=row,
        reason="漏了走势",
        shown_hash=hash_of_content(minutes_content(row)),
        officer=yunchuan.leader,
        now=LATER,
    )

    assert row.state == ConsultationState.CALLED
    submit_minutes(consultation=row, officer=yunchuan.shen, now=LATER)
    sign_as(row, yunchuan.leader, yunchuan.cheng)
    assert minutes_in_force(row)


def test_an_old_form_of_the_minutes_changes_nothing(yunchuan, major):
    row = make_minutes(yunchuan, major)

    with pytest.raises(Stale, match="请核对最新内容后重新保存"):
        write_minutes(
            consultation=row, minutes=CONCLUSIONS, officer=yunchuan.shen, now=LATER, revision=0
        )


@pytest.mark.clause("6d")
def test_office_staff_among_themselves_hold_no_consultation(yunchuan, major):
    meeting = MeetingInput(T0, "办公室", [yunchuan.lu, yunchuan.speaker, yunchuan.shen], [])
    row = call_consultation(incident=major, meeting=meeting, officer=yunchuan.shen, now=T0)
    for guest in row.invitations.all():
        record_attendance(invitation=guest, present=True, officer=yunchuan.shen, now=T0)
    row.refresh_from_db()
    write_minutes(consultation=row, minutes=CONCLUSIONS, officer=yunchuan.shen, now=T0)

    with pytest.raises(Refused, match="出席的领导小组成员和相关部门 0 个，不足 2 个"):
        submit_minutes(consultation=row, officer=yunchuan.shen, now=T0)


def test_a_new_title_of_who_was_there_leaves_signed_minutes_in_force(yunchuan, major):
    minutes = make_signed_minutes(yunchuan, major)
    yunchuan.cheng.title = "原副局长"
    yunchuan.cheng.save(update_fields=["title"])
    minutes.refresh_from_db()

    assert minutes_in_force(minutes)
    assert "程望舒" in str(minutes_content(minutes)["invited"])
