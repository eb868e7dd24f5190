"""Every operation of the description bears what schemathesis makes of it: no fault of ours.

``make fuzz-api SECONDS=60 SEED=1`` asks longer and elsewhere. What the reading interfaces
answer must also be as the description says.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import timedelta
from time import monotonic

import hypothesis
import pytest
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase

from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from huiying.work.reports.exchange.actions.token import make_token
from tests.factories import T0
from tests.scenarios.closing import make_release, make_solved_notice
from tests.scenarios.exchange import subordinate_of, token_of
from tests.scenarios.incidents import QUEUE, docket_of, incident_of, source_of
from tests.scenarios.integration import make_read_token
from tests.scenarios.liaison import make_agency_token, make_share
from tests.work.reports.downward.steps import superior_of

schemathesis = pytest.importorskip("schemathesis")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
EXAMPLES = 20
SECONDS = float(os.environ.get("HUIYING_FUZZ_SECONDS", "0"))
SEED = int(os.environ.get("HUIYING_FUZZ_SEED", "1"))
DESCRIPTION = "/api/v1/openapi.json"
SCOPES = ["incidents:read", "registers:read", "releases:read", "petitions:counts"]
READING = ("/incidents", "/registers", "/releases", "/petitions")


class _TimeIsOver(Exception):
    """Enough was asked."""


@pytest.fixture
def bearer(yunchuan, linxi, time):
    """Return the token that an operation asks for, and a row that it can be about."""
    time.set(T0 + timedelta(hours=3))
    incident = incident_of(yunchuan, QUEUE)
    make_solved_notice(yunchuan, incident)
    make_release(yunchuan, incident)
    share = make_share(yunchuan, incident)[0]
    docket = docket_of(yunchuan, incident)
    rows = {
        "/agency/shares": share.number,
        "/agency/claims": docket.number,
        "/incidents": incident.number,
        "/registers": "incidents",
    }
    tokens = {
        "/posts": rotate_token(source=source_of(yunchuan), actor=MACHINE, now=T0),
        "/agency": make_agency_token(yunchuan),
        "/reports": token_of(linxi, subordinate_of(linxi, yunchuan.bureau.name)),
        "/supervisions": make_token(
            row=superior_of(yunchuan, linxi.bureau.name), officer=yunchuan.shen, now=T0
        ),
        **dict.fromkeys(READING, make_read_token(yunchuan, SCOPES, T0)[1]),
    }

    def of(path: str) -> tuple[str, str]:
        number = next((row for start, row in rows.items() if f"/api/v1{start}/" in path), "")
        return next(one for start, one in tokens.items() if f"/api/v1{start}" in path), number

    return of


@pytest.fixture
def one_connection():
    """Leave the connection open between requests: what a test began is on it.

    Django's own test client does the same; this one speaks WSGI.
    """
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def _operations():
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())
    return [found.ok() for found in schema.get_all_operations()]


def _bear(operation, token: str, row: str, seconds: float) -> int:
    """Ask an operation with what it takes and what it does not; return how often."""
    return sum(
        _ask_often(operation, mode, token, row, monotonic() + seconds / 2 if seconds else None)
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
        if mode.is_positive or operation.body or operation.query
    )


def _ask_often(operation, mode, token: str, row: str, until: float | None) -> int:
    asked = []
    reads = any(f"/api/v1{start}" in operation.path for start in READING)
    judged = [checks.response_schema_conformance, checks.status_code_conformance]

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        max_examples=EXAMPLES if until is None else 100_000,
        database=None,
        deadline=None,
        derandomize=False,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        if asked and until is not None and monotonic() > until:
            raise _TimeIsOver
        if row and len(asked) % 2:  # every second time about something that is there
            case.path_parameters = dict.fromkeys(case.path_parameters, row)
        cache.clear()  # so many calls a minute are no fault of ours
        with transaction.atomic():
            answer = case.call(headers={"Authorization": f"Bearer {token}"})
            transaction.set_rollback(True)
        asked.append(answer.status_code)
        assert answer.status_code < 500, answer.content
        if reads:
            case.validate_response(answer, checks=judged)

    with suppress(_TimeIsOver):
        ask()
    return len(asked)


@pytest.mark.usefixtures("one_connection")
def test_no_operation_fails_and_reading_answers_as_it_is_described(bearer):
    operations = _operations()
    each = SECONDS / len(operations)
    asked = {one.label: _bear(one, *bearer(one.full_path), each) for one in operations}

    sys.stdout.writelines(f"{times:6d} {label}\n" for label, times in asked.items())
    assert len(operations) >= 13
    assert min(asked.values()) >= 1
