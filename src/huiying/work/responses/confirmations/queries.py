"""Read the confirmations of a draft, and those that wait for a second person."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from huiying.base.accounts.core.hands import in_one_hand
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability, roles_with
from huiying.base.accounts.roles.delegations import principals_of
from huiying.base.accounts.roles.queries import may, with_delegated_roles
from huiying.base.clocks.queries import status_columns
from huiying.work.incidents.recusals.queries import active_recusals, recused_incident_ids
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.core.models import OPEN_STATES, Draft


def confirmations_of(draft: Draft) -> QuerySet[Confirmation]:
    """Return everything that agencies were asked about a draft, voided ones too."""
    return draft.confirmations.select_related("unit", "clock", "voided_by").order_by("-pk")


def confirmation_by_number(bureau_id: int, number: str) -> Confirmation | None:
    """Return one confirmation with what its page needs."""
    rows = Confirmation.objects.filter(bureau_id=bureau_id, number=number)
    return rows.select_related(
        "unit", "bureau", "clock", "draft__answer__incident__merged_into"
    ).first()


def visible_confirmations(officer: Officer) -> QuerySet[Confirmation]:
    """Return the confirmations of which an officer sees the page: all, or of the own unit."""
    rows = Confirmation.objects.filter(bureau_id=officer.bureau_id)
    if may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD):
        return rows
    return rows.filter(unit_id=officer.unit_id) if officer.unit_id else rows.none()


def confirmations_to_answer(officer: Officer) -> QuerySet[Confirmation]:
    """Return the confirmations that the officer's own unit was asked for, the oldest first."""
    rows = Confirmation.objects.filter(bureau_id=officer.bureau_id)
    if officer.unit_id is None or not may(officer, Capability.REPORT_BACK):
        return rows.none()
    out = recused_incident_ids(officer)
    waiting = rows.filter(unit_id=officer.unit_id, state=ConfirmationState.ASKED)
    return waiting.exclude(draft__answer__incident__in=out).select_related("clock", "draft")


def may_countersign(row: Confirmation, officer: Officer) -> bool:
    """Tell whether a recorded answer waits for this officer: he neither recorded nor wrote."""
    if row.state != ConfirmationState.RECORDED or not may(officer, Capability.REVIEW):
        return False
    now = officer.as_of or row.requested_at
    own = {officer.pk, *principals_of(officer, since=row.requested_at, now=now)}
    return own.isdisjoint({row.recorded_by_id, *row.draft.writers})


def may_agree(row: Confirmation, officer: Officer) -> bool:
    """Tell whether he may stand for it too: no one person could act with both accounts."""
    if not may_countersign(row, officer):
        return False
    now = officer.as_of or row.requested_at
    return row.recorded_by is None or not in_one_hand(officer, row.recorded_by, now)


def countersigners(row: Confirmation, now: datetime) -> list[Officer]:
    """Return the officers of the bureau who may stand for a recorded answer, by name."""
    rows = Officer.objects.filter(
        bureau_id=row.bureau_id,
        is_active=True,
        grants__role__in=roles_with(Capability.REVIEW),
    )
    found = (with_delegated_roles(officer, now) for officer in rows.distinct().order_by("name"))
    recused = active_recusals(row.draft.answer.incident)
    out = set(recused.values_list("officer_id", flat=True))
    return [each for each in found if each.pk not in out and may_agree(row, each)]


def confirmations_to_countersign(officer: Officer) -> list[Confirmation]:
    """Return the recorded answers that this officer may stand for, the oldest first.

    Who else recorded or wrote is told from the rows: JSON is searched by no index.
    """
    if not may(officer, Capability.REVIEW):
        return []
    rows = Confirmation.objects.filter(
        bureau_id=officer.bureau_id,
        state=ConfirmationState.RECORDED,
        draft__state__in=OPEN_STATES,
    )
    found = rows.select_related("unit", "clock", "draft__answer", "recorded_by")
    found = found.only(*_COLUMNS).order_by("answered_at", "pk")
    waiting = [row for row in found if may_agree(row, officer)]
    out = recused_incident_ids(officer) if waiting else set()
    return [row for row in waiting if row.draft.answer.incident_id not in out]


_COLUMNS = (
    "number",
    "state",
    "requested_at",
    "recorded_by__bureau",
    "unit__name",
    "draft__title",
    "draft__writers",
    "draft__answer__incident",
    *status_columns("clock"),
)
"""What a line of the desk says and the decision whose turn it is; a draft's text is long."""
