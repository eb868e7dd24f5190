"""What tests of objections to a grade begin with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huiying.base.accounts.core.models import Officer
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.object_to_grade import (
    ObjectionInput,
    object_to_grade,
)
from huiying.work.incidents.grading.models import GradeObjection
from huiying.work.incidents.incidents.actions.concern_unit import concern_unit


def concern(incident: Incident, officer: Officer) -> None:
    """Let an incident concern the unit of an officer, as a notice does."""
    assert officer.unit is not None
    concern_unit(incident=incident, unit=officer.unit, lead=False)


def lodge(
    incident: Incident,
    officer: Officer,
    now: datetime,
    *,
    wanted: Grade = Grade.SIGNIFICANT,
    **stated: Any,
) -> GradeObjection:
    """Lodge an objection of the officer's unit, which the incident concerns."""
    concern(incident, officer)
    stated = stated or {"content": "涉及三个小区，约 240 户停水。"}
    return object_to_grade(
        incident=incident,
        stated=ObjectionInput(wanted=wanted, **stated),
        shown_grade=incident.grade,
        officer=officer,
        now=now,
    )
