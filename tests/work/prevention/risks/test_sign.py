"""签署: another person lets a risk be lowered, put off or taken off, or returns it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from huiying.base.errors import Refused, Stale
from huiying.policy.prevention.levels import RiskLevel
from huiying.work.prevention.risks.actions.change import (
    ask_settlement,
    change_risk,
    list_again,
)
from huiying.work.prevention.risks.actions.sign import RISK_KIND, sign_change
from huiying.work.prevention.risks.changes import change_hash
from huiying.work.prevention.risks.models import RiskState, VersionKind
from tests.factories import T0
from tests.work.prevention.steps import as_it_stands, heating, later

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4(4)a")]
NOW = later(days=1)


@pytest.fixture
def risk(yunchuan):
    return heating(yunchuan)


def lower(risk, by):
    return change_risk(
        risk=risk,
        wanted=as_it_stands(risk, probability=3),
        reason="检修已完成大半。",
        revision=risk.revision,
        officer=by,
        now=NOW,
    )


def sign(change, by, *, approve=True, reason="", shown=None):
    sign_change(
        change,
        approve=approve,
        reason=reason,
        shown_hash=change_hash(change) if shown is None else shown,
        officer=by,
        now=NOW,
    )


@pytest.mark.parametrize("signer", ["leader", "cheng", "shen"])
def test_a_leader_or_the_office_lowers_what_another_asked_for(yunchuan, risk, signer):
    sign(lower(risk, yunchuan.window), getattr(yunchuan, signer))

    risk.refresh_from_db()
    assert risk.level == RiskLevel.MEDIUM
    version = risk.versions.last()
    assert version.kind == VersionKind.LOWERED
    assert (version.by, version.signed_by) == (yunchuan.window, getattr(yunchuan, signer))


def test_nobody_signs_what_he_asked_for(yunchuan, risk):
    asked = lower(risk, yunchuan.shen)

    with pytest.raises(Refused):
        sign(asked, yunchuan.shen)
    with pytest.raises(PermissionDenied):
        sign(asked, yunchuan.window)

    risk.refresh_from_db()
    assert risk.level == RiskLevel.HIGH


def test_returned_it_stays_as_it_was(yunchuan, risk):
    asked = lower(risk, yunchuan.window)
    with pytest.raises(Refused, match="理由"):
        sign(asked, yunchuan.leader, approve=False)

    sign(asked, yunchuan.leader, approve=False, reason="检修尚未完成。")

    risk.refresh_from_db()
    assert risk.level == RiskLevel.HIGH
    with pytest.raises(Stale):
        sign(asked, yunchuan.cheng)


def test_what_was_not_shown_is_not_signed(yunchuan, risk):
    with pytest.raises(Stale):
        sign(lower(risk, yunchuan.window), yunchuan.leader, shown="f" * 64)


def test_a_change_that_came_between_voids_it(yunchuan, risk):
    asked = lower(risk, yunchuan.window)
    change_risk(
        risk=risk,
        wanted=as_it_stands(risk, measures="每日公布检修进度。"),
        reason="补充措施。",
        revision=risk.revision,
        officer=yunchuan.shen,
        now=NOW,
    )

    asked.signoff.refresh_from_db()
    with pytest.raises(Stale):
        sign(asked, yunchuan.leader)
    risk.refresh_from_db()
    assert risk.level == RiskLevel.HIGH


def test_taken_off_by_two_it_can_be_listed_again(yunchuan, risk):
    sign(
        ask_settlement(
            risk=risk, reason="管网已改造。", revision=0, officer=yunchuan.window, now=NOW
        ),
        yunchuan.leader,
    )
    risk.refresh_from_db()
    assert risk.state == RiskState.SETTLED

    list_again(
        risk=risk,
        next_review=risk.next_review,
        reason="又集中反映。",
        revision=risk.revision,
        officer=yunchuan.window,
        now=NOW,
    )

    risk.refresh_from_db()
    assert risk.state == RiskState.LISTED
    assert risk.versions.last().kind == VersionKind.LISTED_AGAIN


def test_a_section_officer_decides_nothing(yunchuan, risk):
    asked = lower(risk, yunchuan.window)

    assert RISK_KIND.may_decide(asked.signoff, yunchuan.leader)
    assert not RISK_KIND.may_decide(asked.signoff, yunchuan.water)
    assert asked.requested_at == NOW > T0
