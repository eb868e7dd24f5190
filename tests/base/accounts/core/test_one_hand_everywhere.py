"""What one administrator tried with accounts of his own making, wherever two are asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.errors import Refused
from huiying.base.personnel.actions.confirm_account import confirm_account
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.policy.procedure.candidates import CandidateMove
from huiying.policy.procedure.offline import ContactOutcome, ReferenceKind
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.references.actions.bind_reference import bind_reference
from huiying.work.casework.references.actions.confirm_withdrawal import (
    WITHDRAWAL_KIND,
    decide_withdrawal,
)
from huiying.work.casework.references.actions.petition_period import start_registration_period
from huiying.work.casework.references.withdrawals import withdrawal_of
from huiying.work.incidents.candidates.actions.set_aside import decide_set_aside, set_aside
from huiying.work.incidents.candidates.models import CandidateState
from huiying.work.incidents.candidates.set_aside_requests import set_aside_hash
from huiying.work.incidents.grading.actions.decide_request import decide_request
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.requests import request_hash
from huiying.work.responses.releases.actions.publish import publish
from tests.new_accounts import put_in, take_over
from tests.scenarios.incidents import WATER, candidate_of, incident_of, restart_workers
from tests.scenarios.tasks import make_contact
from tests.work.responses import desk


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


@pytest.fixture
def ghosts(yunchuan, now):
    """Two duty officers by one administrator, who chose both passwords himself."""
    return [
        take_over(put_in(yunchuan, f"ghost{n}", Role.DUTY_OFFICER, now=now), now=now)
        for n in (1, 2)
    ]


def test_they_dismiss_no_proposed_major_between_them(yunchuan, now, ghosts):
    candidate = candidate_of(yunchuan, WATER)
    row = set_aside(
        candidate=candidate,
        move=CandidateMove.DISMISS,
        reason="演练消息",
        officer=ghosts[0],
        now=now,
    )

    def decide(officer):
        decide_set_aside(
            row,
            approve=True,
            reason="",
            shown_hash=set_aside_hash(row),
            officer=officer,
            now=now,
        )

    with pytest.raises(Refused, match="尚未经第二人确认"):
        decide(ghosts[1])
    candidate.refresh_from_db()
    assert candidate.state == CandidateState.NEW

    for ghost in ghosts:  # once somebody says that they exist, they are two persons
        confirm_account(officer=ghost, by=yunchuan.leader, now=now)
    decide(ghosts[1])
    candidate.refresh_from_db()
    assert candidate.state == CandidateState.DISMISSED


def test_they_end_no_period_of_a_petition_by_a_withdrawal(yunchuan, now, ghosts):
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR, now=now)
    letter = bind_reference(
        incident=incident,
        origin=ReferenceKind.PETITION,
        outside_number="信访 9",
        label="自来水发黄",
        officer=ghosts[0],
        now=now,
    )
    start_registration_period(
        reference=letter,
        received=now.astimezone(LOCAL).date(),
        officer=ghosts[0],
        now=now,
    )
    later = now + timedelta(hours=2)
    make_contact(yunchuan, letter, ContactOutcome.WITHDRAWN, now=later, by=ghosts[0])
    row = withdrawal_of(letter)

    with pytest.raises(Refused, match="尚未经第二人确认"):
        decide_withdrawal(
            row,
            approve=True,
            reason="",
            shown_hash=WITHDRAWAL_KIND.content_hash(row),
            officer=ghosts[1],
            now=later,
        )


def test_nor_does_the_leader_whose_password_their_maker_reset_lower_a_major(
    yunchuan, now, ghosts
):
    incident = incident_of(yunchuan, WATER, grade=Grade.MAJOR, now=now)
    row = regrade(
        incident=incident,
        grade=Grade.ORDINARY,
        reason="已经平息",
        ground=GradeGround.CONSULTED,
        officer=ghosts[0],
        now=now,
    )
    Officer.objects.filter(pk=yunchuan.leader.pk).update(
        password_reset_by=yunchuan.admin, password_reset_at=now
    )

    with pytest.raises(Refused, match="重设过"):
        decide_request(
            row,
            approve=True,
            reason="",
            shown_hash=request_hash(row),
            officer=Officer.objects.get(pk=yunchuan.leader.pk),
            now=now,
        )
    incident.refresh_from_db()
    assert incident.grade == Grade.MAJOR


def test_a_ghost_publishes_nothing_that_an_account_of_the_same_hand_approved(yunchuan, now):
    draft = desk.approved(yunchuan, now)
    ghost = take_over(put_in(yunchuan, "ghost", Role.SPOKESPERSON, now=now), now=now)
    reset = {"password_reset_by": yunchuan.admin, "password_reset_at": now}
    Officer.objects.filter(pk=yunchuan.cheng.pk).update(**reset)

    with pytest.raises(Refused, match="未发布，请由另一位新闻发言人发布"):
        publish(draft=draft, officer=ghost, now=now)
    confirm_account(officer=ghost, by=yunchuan.leader, now=now)
    draft.refresh_from_db()
    assert publish(draft=draft, officer=Officer.objects.get(pk=ghost.pk), now=now)
