"""Dockets and their findings, made by the acts that screens call."""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.base.accounts.core.models import Officer, Unit
from huiying.policy.procedure.findings import Finding
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.verification.actions.answer_verification import (
    EvidenceInput,
    FindingInput,
    answer_verification,
)
from huiying.work.casework.verification.actions.confirm_finding import confirm_finding
from huiying.work.casework.verification.models import Docket, FindingRecord
from huiying.work.incidents.core.models import Incident
from tests.factories import T0, Cast
from tests.scenarios.incidents import CLAIM, PROOF, docket_of


def make_finding(
    docket: Docket,
    officer: Officer,
    finding: Finding = Finding.FALSE,
    *,
    now: datetime = T0,
    days: int = 30,
    evidence: tuple[EvidenceInput, ...] = (PROOF,),
) -> FindingRecord:
    """Let the unit say what it found."""
    found = FindingInput(
        finding,
        "经查没有此事。",
        evidence,
        (now.astimezone(LOCAL) + timedelta(days=days)).date(),
    )
    return answer_verification(docket=docket, found=found, officer=officer, now=now)


def make_verified_docket(
    cast: Cast,
    incident: Incident,
    finding: Finding = Finding.FALSE,
    *,
    claim: str = CLAIM,
    unit: Unit | None = None,
    by: Officer | None = None,
    now: datetime = T0,
    days: int = 30,
) -> Docket:
    """Let a claim be asked, answered by the water agency, and confirmed by the office."""
    docket = docket_of(cast, incident, claim=claim, unit=unit, now=now)
    make_finding(docket, by or cast.water, finding, now=now, days=days)
    confirm_finding(docket=docket, officer=cast.shen, now=now)
    return docket
