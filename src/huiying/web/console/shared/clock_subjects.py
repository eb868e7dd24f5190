"""The page of what a clock is about: an incident, a candidate, or another numbered row."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.time.zone import DAY
from huiying.web.console.shared.cached_urls import cached_url
from huiying.web.shared.numbers import numbered

PAGES = {
    "incident": "console:incident",
    "liaison": "console:liaison-desk",
    "enquiry": "console:enquiry",
    "report": "console:report",
    "supervision": "console:supervision",
    "petition": "console:petition",
    "issued_supervision": "console:issued-supervision",
    "superior_supervision": "console:superior-supervision",
    "sweep": "console:sweep",
    "diversion": "console:accusation-diversion",
}
"""Kinds with a public number → the page of the matter."""


def subject_url(kind: str, ref: str, officer: Officer) -> str:
    """Return where a matter is looked at; "" when this officer cannot open it."""
    if kind == "petition" and not _sees_petitions(officer):
        return ""
    if kind == "diversion" and not may(officer, Capability.HANDLE_ACCUSATIONS):
        return ""
    if kind in PAGES:
        return cached_url(PAGES[kind], ref)
    if may(officer, Capability.TRIAGE) and ref.isdecimal():
        return cached_url("console:candidate", int(ref))
    return ""


def urgent_petitions(now: datetime) -> tuple[tuple[str, datetime], ...]:
    """Return by when a petition must end to stand on a board: it has a list of its own.

    Hundreds of them have days left, and would hide the incidents; one comes on its last day.
    What is diverted stands there once it is late: until then it is no business of the board.
    """
    return (("petition", now + DAY), ("diversion", now))


def _sees_petitions(officer: Officer) -> bool:
    """Tell whether petitions are open to him at all: those of the bureau, or of his unit."""
    return may(officer, Capability.SEE_PETITIONS) or may(officer, Capability.REPORT_BACK)


def subject_number(kind: str, ref: str) -> str:
    """Return the number that people know, with its kind; a candidate has none yet."""
    return numbered(kind, ref) if kind in PAGES else _("待研判")
