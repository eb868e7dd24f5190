"""A consultation is called once, with people of the bureau; what they say stands."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.stages import Stage
from huiying.work.casework.procedure.actions.consult import (
    MeetingInput,
    call_consultation,
    cancel_consultation,
    change_consultation,
    invite_more,
    record_attendance,
    record_opinion,
    skip_consultation,
)
from huiying.work.casework.procedure.actions.sign_minutes import (
    missing_for_signature,
    submit_minutes,
)
from huiying.work.casework.procedure.models import (
    Consultation,
    ConsultationState,
    Opinion,
)
from huiying.work.casework.procedure.state import procedure_state
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import (
    make_minutes,
    make_proposal,
    make_signed_minutes,
    meeting_of,
)
from tests.scenarios.incidents import QUEUE, WATER, incident_of
from tests.work.casework.procedure.steps import LATER

pytestmark = pytest.mark.django_db


standing_rows, rows, yunchuan, major = module_rows(
    lambda cast: incident_of(cast, WATER, grade=Grade.MAJOR)
)


@pytest.fixture
def significant(yunchuan):
    return incident_of(yunchuan, QUEUE, grade=Grade.SIGNIFICANT)


def test_a_second_opinion_stands_beside_the_first(yunchuan, major):
    row = make_minutes(yunchuan, major)
    agency = row.invitations.get(unit=yunchuan.waterworks)

    record_opinion(
        invitation=agency,
        text="查清了，同意。",
        dissent=False,
        officer=yunchuan.water,
        now=LATER,
    )

    assert [said.dissent for said in Opinion.objects.filter(invitation=agency)] == [True, False]


def test_an_ordinary_matter_has_no_consultation(yunchuan):
    ordinary = incident_of(yunchuan, QUEUE)

    with pytest.raises(Refused, match="一般舆情"):
        meeting_of(yunchuan, ordinary)
    with pytest.raises(Refused, match="一般舆情"):
        make_proposal(yunchuan, ordinary)


def test_skipping_needs_a_reason_and_a_matter_that_is_not_major(yunchuan, major, significant):
    with pytest.raises(Refused, match="理由"):
        skip_consultation(incident=significant, reason=" ", officer=yunchuan.shen, now=T0)
    with pytest.raises(Refused, match="必须会商"):
        skip_consultation(incident=major, reason="来不及", officer=yunchuan.shen, now=T0)
    skip_consultation(incident=significant, reason="原因清楚", officer=yunchuan.shen, now=T0)

    assert procedure_state(significant).skipped


def test_there_is_one_open_consultation_at_a_time(yunchuan, major):
    row = meeting_of(yunchuan, major)
    with pytest.raises(Refused, match="正在会商"):
        meeting_of(yunchuan, major)
    cancel_consultation(consultation=row, reason="改期", officer=yunchuan.shen, now=LATER)

    assert meeting_of(yunchuan, major).number != row.number


def test_a_quorum_that_is_lost_in_the_middle_stops_the_minutes(yunchuan, major):
    row = make_minutes(yunchuan, major)
    assert missing_for_signature(row) == []
    for name in ("cheng", "speaker"):
        guest = row.invitations.get(officer=getattr(yunchuan, name))
        record_attendance(invitation=guest, present=False, officer=yunchuan.shen, now=LATER)
    row.refresh_from_db()

    with pytest.raises(Refused, match="出席单位 2 个，不足 3 个"):
        submit_minutes(consultation=row, officer=yunchuan.shen, now=LATER)

    assert Opinion.objects.count() == 1, "what was said stays"


def test_further_guests_may_come_and_raise_the_quorum(yunchuan, major):
    row = make_minutes(yunchuan, major)

    new = invite_more(
        consultation=row,
        officers=[yunchuan.leader, yunchuan.lu],
        units=[yunchuan.online],
        officer=yunchuan.shen,
        now=LATER,
    )

    assert (new, row.invitations.count()) == (2, 6)


def test_people_of_another_bureau_are_not_invited(yunchuan, linxi, major):
    row = meeting_of(yunchuan, major)

    with pytest.raises(Refused, match="本局"):
        invite_more(
            consultation=row,
            officers=[linxi.leader],
            units=[],
            officer=yunchuan.shen,
            now=LATER,
        )


def test_a_consultation_is_called_with_its_guests_and_recorded(yunchuan, major):
    meeting = MeetingInput(LATER, " 三楼会议室 ", [yunchuan.leader], [yunchuan.waterworks])

    row = call_consultation(incident=major, meeting=meeting, officer=yunchuan.shen, now=T0)

    guests = {guest.officer or guest.unit for guest in row.invitations.all()}
    record = AuditRecord.objects.get(verb="consultation.called")
    assert (row.state, row.place) == (ConsultationState.CALLED, "三楼会议室")
    assert guests == {yunchuan.leader, yunchuan.waterworks}
    assert (record.ref, record.data) == (row.number, {"invited": 2})


def test_a_consultation_without_guests_or_on_what_is_settled_is_refused(yunchuan, major):
    nobody = MeetingInput(LATER, "三楼会议室", [], [])
    with pytest.raises(Refused, match="至少邀请一方"):
        call_consultation(incident=major, meeting=nobody, officer=yunchuan.shen, now=T0)
    major.stage = Stage.CLOSED

    with pytest.raises(Refused):
        meeting_of(yunchuan, major)

    assert not Consultation.objects.exists()


def test_of_two_who_change_a_consultation_the_second_is_refused(yunchuan, major):
    row = make_minutes(yunchuan, major)
    seen = row.revision

    voided = change_consultation(row, now=LATER, revision=seen, risks="送不到高层")
    with pytest.raises(Stale, match="请核对最新内容后重新保存"):
        change_consultation(row, now=LATER, revision=seen, risks="无")

    row.refresh_from_db()
    assert (voided, row.risks) == (False, "送不到高层")


def test_a_change_after_the_minutes_went_out_takes_the_signatures(yunchuan, major):
    row = make_signed_minutes(yunchuan, major)

    assert change_consultation(row, now=LATER, trend="已平息")

    assert (row.state, row.signoff.decision) == (ConsultationState.CALLED, Decision.VOID)


def test_a_consultation_that_is_over_is_not_changed(yunchuan, major):
    row = meeting_of(yunchuan, major)
    cancel_consultation(consultation=row, reason="改期", officer=yunchuan.shen, now=T0)

    with pytest.raises(Refused):
        change_consultation(row, now=LATER, trend="已平息")
