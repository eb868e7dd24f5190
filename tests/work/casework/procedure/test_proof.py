"""Signed minutes and approved proposals are those that the record says were signed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.policy.grading.grades import Grade
from huiying.work.casework.procedure.actions.consult import invite_more
from huiying.work.casework.procedure.actions.sign_minutes import write_minutes
from huiying.work.casework.procedure.actions.write_proposal import edit_proposal
from huiying.work.casework.procedure.content import minutes_in_force
from huiying.work.casework.procedure.proof import minutes_differences, proposal_differences
from huiying.work.incidents.incidents.actions.merge import merge_incidents
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.consultation import (
    CONCLUSIONS,
    make_approved_proposal,
    make_signed_minutes,
)
from tests.scenarios.grading import regrade_with_second
from tests.scenarios.incidents import QUEUE, WATER, incident_of
from tests.tampering import tamper

pytestmark = pytest.mark.django_db


def signed_matter(cast):
    """Minutes signed and a proposal approved for a grave matter."""
    incident = incident_of(cast, WATER, grade=Grade.MAJOR)
    return make_signed_minutes(cast, incident), make_approved_proposal(cast, incident)


standing_rows, rows, yunchuan, signed = module_rows(signed_matter)


def differences(cast):
    bureau = cast.bureau.pk
    found = [*minutes_differences(bureau), *proposal_differences(bureau)]
    return [(one.code.removeprefix("record."), one.params["ref"]) for one in found]


def test_what_was_signed_agrees_with_its_record(yunchuan, signed):
    assert differences(yunchuan) == []


def test_minutes_outlive_another_name_and_title_of_who_was_there(yunchuan, signed):
    minutes, _proposal = signed
    yunchuan.cheng.title = "原副局长"
    yunchuan.cheng.save(update_fields=["title"])
    minutes.refresh_from_db()

    assert minutes_in_force(minutes)
    assert differences(yunchuan) == []


def test_what_is_opened_again_by_an_act_agrees(yunchuan, signed):
    minutes, proposal = signed
    minutes.refresh_from_db()
    proposal.refresh_from_db()
    write_minutes(consultation=minutes, minutes=CONCLUSIONS, officer=yunchuan.shen, now=T0)
    edit_proposal(
        proposal=proposal, measures="送水上楼。", risks="", officer=yunchuan.shen, now=T0
    )

    assert differences(yunchuan) == []


def test_another_invitation_opens_the_minutes_by_an_act(yunchuan, signed):
    minutes, _proposal = signed
    minutes.refresh_from_db()
    invite_more(
        consultation=minutes,
        officers=[yunchuan.lu],
        units=[],
        officer=yunchuan.shen,
        now=T0,
    )

    assert differences(yunchuan) == []


def test_an_approval_agrees_when_grade_or_incident_changed_since(yunchuan, signed):
    _minutes, proposal = signed
    later = T0 + timedelta(hours=1)
    incident = proposal.incident
    incident.refresh_from_db()
    other = incident_of(yunchuan, QUEUE, grade=Grade.MAJOR)
    regrade_with_second(
        incident=incident,
        grade=Grade.SIGNIFICANT,
        reason="已经平息",
        officer=yunchuan.lu,
        now=later,
    )
    incident.refresh_from_db()
    merge_incidents(
        source=incident, target=other, reason="同一件事", officer=yunchuan.lu, now=later
    )

    assert differences(yunchuan) == []


@pytest.mark.parametrize(
    ("sql", "code"),
    [
        ("UPDATE casework_consultation SET risks = '没有风险'", "minutes_differ"),
        ("UPDATE casework_opinion SET dissent = NOT dissent", "minutes_differ"),
        ("UPDATE casework_invitation SET invited_as = '别人'", "minutes_differ"),
        ("UPDATE casework_consultation SET state = 'CALLED'", "minutes_signed"),
        ("UPDATE casework_proposal SET measures = '什么也不做'", "proposal_differs"),
        ("UPDATE casework_proposal SET state = 'WRITING'", "proposal_approved"),
    ],
)
def test_what_was_changed_in_the_database_is_named(yunchuan, signed, sql, code):
    minutes, proposal = signed
    ref = minutes.number if code.startswith("minutes") else proposal.number

    tamper(sql)

    assert differences(yunchuan) == [(code, ref)]


def test_what_was_deleted_is_named(yunchuan, signed):
    minutes, proposal = signed
    for table in ("opinion", "invitation", "consultation", "proposal"):
        tamper(f"DELETE FROM casework_{table}")  # noqa: S608

    assert differences(yunchuan) == [
        ("minutes_missing", minutes.number),
        ("proposal_missing", proposal.number),
    ]


def test_a_signature_that_nobody_recorded_is_named(yunchuan, signed):
    minutes, proposal = signed
    for verb in ("minutes.signed", "proposal.approved"):
        tamper("DELETE FROM audit_auditrecord WHERE verb = %s", verb)

    assert differences(yunchuan) == [
        ("minutes_not_signed", minutes.number),
        ("proposal_not_approved", proposal.number),
    ]
