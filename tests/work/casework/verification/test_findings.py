"""Which findings are in force, and which contradict one another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.policy.procedure.findings import Finding
from huiying.work.casework.verification.actions.confirm_finding import (
    ask_again,
)
from huiying.work.casework.verification.models import Evidence
from huiying.work.casework.verification.queries import (
    contradicting_requests,
    finding_in_force,
    verification_requests_of,
)
from tests.factories import T0
from tests.module_rows import module_rows
from tests.scenarios.dockets import make_verified_docket
from tests.scenarios.incidents import WATER, incident_of

pytestmark = pytest.mark.django_db
LATER = T0 + timedelta(minutes=30)


standing_rows, rows, yunchuan, water = module_rows(lambda cast: incident_of(cast, WATER))


def _online(cast):
    """Somebody of 网上信访科: the second unit that is asked."""
    cast.window.unit = cast.online
    cast.window.save(update_fields=["unit"])
    return cast.window


def test_an_expired_finding_is_out_of_force_by_time_alone(yunchuan, water):
    docket = make_verified_docket(yunchuan, water, days=1)

    assert finding_in_force(docket, T0 + timedelta(hours=30)) is not None
    assert finding_in_force(docket, T0 + timedelta(days=2)) is None


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
