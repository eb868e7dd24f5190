"""Incidents above whose grade the system proposes a graver one, as several tests need them."""

from __future__ import annotations

from datetime import datetime

from huiying.base.accounts.core.models import Officer
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.decide_request import GRADING_KIND
from huiying.work.incidents.grading.actions.keep_grade import keep_grade
from huiying.work.incidents.grading.models import GradingRequest
from huiying.work.incidents.grading.requests import request_hash
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.grading.rises import waiting_rise
from tests.factories import Cast
from tests.scenarios.incidents import incident_of, run_stream, submit_posts

GRAVE = "来访登记三号窗口排队两个小时没人叫号,挤倒踩踏已有2人死亡"


def risen(cast: Cast, now: datetime, incident: Incident | None = None) -> GradeRise:
    """Let the system propose 重大 for an incident of 一般; returns what waits."""
    incident = incident or incident_of(cast)
    submit_posts(cast, GRAVE, now=now)
    run_stream(cast, now=now)
    incident.refresh_from_db()
    rise = waiting_rise(incident)
    assert rise is not None
    return rise


def ask_to_keep(rise: GradeRise, officer: Officer, now: datetime) -> GradingRequest:
    """Ask to keep the grade; without effect until another signs."""
    return keep_grade(
        rise=rise, shown_grade=rise.grade, reason="踩踏为误传。", officer=officer, now=now
    )


def sign(row: GradingRequest, officer: Officer, now: datetime) -> None:
    """Sign a request as it stands."""
    GRADING_KIND.approve(row, shown_hash=request_hash(row), officer=officer, now=now)
