"""Access to a clock through its subject: who may see it, who may act on it.

In:   an officer's request, a clock's key, what is to be done.    Out:  the clock, or 404 / 403.
Cost: two queries; one more for an act.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.base.clocks.access import clock_for
from huiying.base.clocks.models import Clock
from huiying.base.clocks.queries import holds_now
from huiying.jobs.clock import now
from huiying.web.console.shared.clock_subjects import subject_number, subject_url
from huiying.web.shared.requests import OfficerRequest
from huiying.work.casework.liaison.access import liaison_desk_for
from huiying.work.casework.superior_supervision.access import superior_supervision_for
from huiying.work.casework.supervision.access import supervision_for
from huiying.work.incidents.candidates.access import candidate_for
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.recusals.access import refuse_recused
from huiying.work.petitions.accusations.queries import diversions_to_decide
from huiying.work.petitions.petitions.access import petition_for
from huiying.work.prevention.sweeps.access import sweep_for
from huiying.work.reports.core.access import report_for
from huiying.work.reports.downward.access import issued_supervision_for
from huiying.work.responses.press.access import media_request_for


def _petition(officer: Officer, number: str, *, to: Capability) -> object:
    """Return the petition of a clock: of the bureau, or of the officer's unit."""
    del to  # a unit sees its petitions whether it sees incidents or not
    held = require(officer, Capability.SEE_PETITIONS, Capability.REPORT_BACK)
    return petition_for(officer, number, to=held, now=now())


def _diversion(officer: Officer, number: str, *, to: Capability) -> object:
    """Return the diversion of a clock; to everybody but who decides it there is none."""
    del to
    found = [row for row in diversions_to_decide(officer, now()) if row.number == number]
    if not found:
        raise Http404
    return found[0]


OBTAIN: dict[str, Callable[..., object]] = {
    "liaison": liaison_desk_for,
    "enquiry": media_request_for,
    "report": report_for,
    "supervision": supervision_for,
    "petition": _petition,
    "issued_supervision": issued_supervision_for,
    "superior_supervision": superior_supervision_for,
    "sweep": sweep_for,
    "diversion": _diversion,
}
"""Kinds of subjects with a public number → how a screen gets one; an incident more strictly."""


def clock_in_sight(request: OfficerRequest, pk: int, *, to: Capability) -> Clock:
    """Return the clock if the officer may see its matter; who keeps out of it does not act.

    Who holds it may always read it, but for what is diverted: not each handler decides it.
    """
    clock = clock_for(request.user, pk, to=Capability.SEE_DESK)
    if clock.subject_kind != "diversion" and to in READS and holds_now(request.user, clock):
        return clock
    kind, ref = clock.subject_kind, clock.subject_ref
    if kind == "incident":
        incident = incident_for(request.user, ref, to=Capability.SEE_INCIDENTS)
        if to not in READS:
            refuse_recused(request.user, incident, to=to)
    elif kind in OBTAIN:
        OBTAIN[kind](request.user, ref, to=Capability.SEE_INCIDENTS)
    else:
        candidate_for(request.user, int(ref), to=Capability.SEE_POSTS)
    return clock


@dataclass(frozen=True, slots=True)
class ClockSubject:
    """The matter of a clock as its pages name it; url: "" = not for this officer."""

    number: str
    title: str
    url: str


def subject_of(officer: Officer, clock: Clock) -> ClockSubject:
    """Return the matter of a clock."""
    kind, ref = clock.subject_kind, clock.subject_ref
    return ClockSubject(
        subject_number(kind, ref), clock.subject_label, subject_url(kind, ref, officer)
    )
