"""What people do in the tests of the exchange: a bureau reports to another as its superior."""

from __future__ import annotations

from datetime import datetime

from huiying.work.incidents.core.models import Incident
from huiying.work.reports.core.models import Report
from huiying.work.reports.exchange.actions.edit_subordinate import add_subordinate
from huiying.work.reports.exchange.actions.take_in import Taken, take_in_file
from huiying.work.reports.exchange.actions.token import make_token
from huiying.work.reports.exchange.incoming import read_report_file
from huiying.work.reports.exchange.models import Subordinate
from huiying.work.reports.exchange.outgoing import report_text_file
from tests.factories import T0, Cast
from tests.scenarios.reports import draft_of, sign


def subordinate_of(superior: Cast, name: str) -> Subordinate:
    """Let the office of the superior register a bureau that reports to it."""
    return add_subordinate(bureau=superior.bureau, name=name, officer=superior.shen, now=T0)


def signed_report(cast: Cast, incident: Incident, *, now: datetime = T0) -> Report:
    """Let a report be drafted and signed, and not sent."""
    return sign(cast, draft_of(cast, incident, now=now), now=now)


def file_of(report: Report) -> bytes:
    """Return the file of a report."""
    return report_text_file(report).encode()


def take(superior: Cast, data: bytes, *, now: datetime = T0) -> Taken:
    """Let the duty officer of the superior take in a file."""
    found = read_report_file(data)
    return take_in_file(bureau=superior.bureau, found=found, officer=superior.lu, now=now)


def token_of(superior: Cast, row: Subordinate) -> str:
    """Let the office of the superior make a token."""
    return make_token(row=row, officer=superior.shen, now=T0)
