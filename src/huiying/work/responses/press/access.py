"""Return what belongs to press and media to an officer who may see it.

In:   an officer, a key or number, a capability.    Out:  the row, or 404 / 403.
Cost: one query each.
"""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.work.incidents.recusals.access import refuse_recused
from huiying.work.responses.press.models import (
    Expert,
    MediaRequest,
    PressConference,
    PressQuestion,
)


def press_for(officer: Officer, number: str, *, to: Capability) -> PressConference:
    """Return a conference, for who sees all matters of the bureau."""
    rows = PressConference.objects.select_related("incident__merged_into", "signoff__clock")
    row = row_for(officer, rows, to=to, number=number)
    _require_overview(officer, to=to)
    refuse_recused(officer, row.incident, to=to)
    return row


def question_for(officer: Officer, number: str, pk: int, *, to: Capability) -> PressQuestion:
    """Return one question of a conference, as ``press_for``."""
    conference = press_for(officer, number, to=to)
    rows = PressQuestion.objects.select_related("conference__incident", "owner")
    return row_for(officer, rows, to=to, pk=pk, conference=conference)


def media_request_for(officer: Officer, number: str, *, to: Capability) -> MediaRequest:
    """Return what a medium asked, for who sees all matters of the bureau."""
    rows = MediaRequest.objects.select_related("incident__merged_into", "clock", "decided_by")
    row = row_for(officer, rows, to=to, number=number)
    _require_overview(officer, to=to)
    if row.incident is not None:
        refuse_recused(officer, row.incident, to=to)
    return row


def expert_for(officer: Officer, pk: int, *, to: Capability) -> Expert:
    """Return an expert on the bureau's roster."""
    return row_for(officer, Expert.objects.all(), to=to, pk=pk)


def _require_overview(officer: Officer, *, to: Capability) -> None:
    sees = (Capability.SEE_POSTS, Capability.READ_RECORD)
    if not any(may(officer, capability) for capability in sees):
        raise NotAllowed(to)
