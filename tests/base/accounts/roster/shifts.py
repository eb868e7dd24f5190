"""Shifts, as the tests of the roster plan them."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.accounts.roster.actions.plan_shifts import (
    PlannedShift,
    add_shifts,
)
from huiying.base.accounts.roster.models import Shift
from huiying.base.accounts.roster.queries import on_duty
from huiying.base.audit.subjects import MACHINE
from huiying.policy.time.spans import Span
from tests.factories import T0

HOUR = timedelta(hours=1)


def span(first: float, last: float) -> Span:
    return Span(T0 + first * HOUR, T0 + last * HOUR)


def plan(cast, *wanted, now=T0):
    return add_shifts(bureau=cast.bureau, wanted=wanted, actor=MACHINE, now=now)


def put(cast, officer, first, last, leader=None) -> Shift:
    return plan(cast, PlannedShift(span(first, last), officer, leader))[0]


def on_duty_names(cast, hours):
    return [row.officer.name for row in on_duty(cast.bureau.pk, T0 + hours * HOUR)]
