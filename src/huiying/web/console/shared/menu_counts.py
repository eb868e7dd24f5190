"""What waits for an officer on the pages of the menu.

In:   an officer.    Out:  name of a page of ``MENU`` → how many; a page without is left out.
Cost: one query with a count for each page.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.db.together import count_together
from huiying.base.signoff.models import Decision
from huiying.jobs import clock
from huiying.policy.closing.breaches import BreachState
from huiying.policy.procedure.stages import SETTLED
from huiying.work.casework.notices.queries import guidance_to_sign, notices_to_sign
from huiying.work.casework.tasks.queries import tasks_awaiting_officer
from huiying.work.casework.verification.queries import requests_awaiting_officer
from huiying.work.closing.archive.queries import closings_to_file
from huiying.work.closing.breaches.models import Breach
from huiying.work.closing.breaches.queries import visible_breaches
from huiying.work.incidents.incidents.queries import incidents_in_sight
from huiying.work.petitions.accusations.queries import OPEN, visible_accusations
from huiying.work.petitions.petitions.queries import petitions_waiting_for
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.drafts.queries import drafts_in_sight


def waiting_counts(officer: Officer) -> dict[str, int]:
    """Return how many things wait for an officer on each page that has any."""
    found = count_together(_waiting_rows(officer))
    totals = {name: count for name, count in found.items() if count}
    more = totals.pop("guidance", 0)
    if more:  # a new version of the lines to take is signed on the page of its notice
        totals["notices"] = totals.get("notices", 0) + more
    return totals


def _waiting_rows(officer: Officer) -> dict[str, QuerySet[Any]]:
    rows: dict[str, QuerySet[Any]] = {}
    now = clock.now()
    if may(officer, Capability.SIGN) and officer.unit_id is not None:
        rows["notices"] = notices_to_sign(officer)
        rows["guidance"] = guidance_to_sign(officer)
    if may(officer, Capability.HANDLE_PETITIONS) or may(officer, Capability.REPORT_BACK):
        rows["petitions"] = petitions_waiting_for(officer, now)
    if may(officer, Capability.HANDLE_ACCUSATIONS) and officer.as_of is not None:
        rows["accusations"] = visible_accusations(officer, officer.as_of).filter(OPEN)
    if not may(officer, Capability.SEE_INCIDENTS):
        return rows
    rows["incidents"] = incidents_in_sight(officer).exclude(stage__in=SETTLED)
    rows["tasks"] = tasks_awaiting_officer(officer)
    rows["dockets"] = requests_awaiting_officer(officer)
    rows["responses"] = _drafts(officer)
    if may(officer, Capability.ARCHIVE):
        rows["archive"] = closings_to_file(officer.bureau_id)
    if may(officer, Capability.SEE_LEDGER):
        rows["ledger"] = _breaches(officer)
    return rows


def _drafts(officer: Officer) -> QuerySet[Draft]:
    """Return what is to be published by the officer, or was sent back to him."""
    mine = Q()
    if may(officer, Capability.PUBLISH):
        mine |= Q(state=DraftState.APPROVED)
    if may(officer, Capability.DRAFT):
        mine |= Q(state=DraftState.WRITING, signoff__decision=Decision.RETURNED, author=officer)
    rows = drafts_in_sight(officer)
    return rows.filter(mine) if mine else rows.none()


def _breaches(officer: Officer) -> QuerySet[Breach]:
    """Return the breaches that a unit is to explain, or a leader to decide."""
    mine = Q()
    if may(officer, Capability.REPORT_BACK) and officer.unit_id is not None:
        mine |= Q(state=BreachState.OPEN, unit_id=officer.unit_id)
    if may(officer, Capability.JUDGE):
        mine |= Q(state__in=(BreachState.EXCUSED, BreachState.APPEALED))
    rows = visible_breaches(officer)
    return rows.filter(mine) if mine else rows.none()
