"""Which agencies a release needs, and which of them have not confirmed yet.

In:   a draft.    Out:  agencies with their confirmations.
Cost: four small queries; for a text without other agencies only the two for their names.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.work.responses.confirmations.agencies import agencies_named
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.core.models import Draft

SETTLED = (ConfirmationState.CONFIRMED, ConfirmationState.WAIVED)


@dataclass(frozen=True, slots=True)
class RequiredConfirmation:
    """One agency that a release concerns, and its standing confirmation if it was asked."""

    unit: Unit
    confirmation: Confirmation | None

    def settles(self, content_hash: str) -> bool:
        """Tell whether exactly this text may go out as far as this agency is concerned."""
        row = self.confirmation
        return row is not None and row.state in SETTLED and row.content_hash == content_hash


def required_confirmations(draft: Draft) -> list[RequiredConfirmation]:
    """Return every other agency that the words name or the matter concerns, by name.

    An agency that speaks itself, in words that one of its own officers wrote, needs none.
    """
    standing = {
        row.unit_id: row
        for row in draft.confirmations.exclude(state=ConfirmationState.VOID).select_related(
            "unit", "clock", "recorded_by", "countersigned_by", "file"
        )
    }
    units = {unit.pk: unit for unit in _concerned(draft)}
    units.update({row.unit_id: row.unit for row in standing.values()})
    ordered = sorted(units.values(), key=lambda unit: unit.name)
    return [RequiredConfirmation(unit, standing.get(unit.pk)) for unit in ordered]


def missing_confirmations(draft: Draft, content_hash: str) -> list[RequiredConfirmation]:
    """Return the agencies that have not confirmed exactly this text, nor were waived."""
    return [row for row in required_confirmations(draft) if not row.settles(content_hash)]


def _concerned(draft: Draft) -> list[Unit]:
    answer = draft.answer
    concerned = Unit.objects.filter(
        kind=UnitKind.AGENCY, pk__in=answer.incident.concerned.values("unit_id")
    )
    found = [*concerned, answer.speaker, *agencies_named(draft)]
    writers = set(
        Officer.objects.filter(pk__in=draft.writers).values_list("unit_id", flat=True)
    )
    return [
        unit
        for unit in found
        if unit.kind == UnitKind.AGENCY
        and not (unit.pk == answer.speaker_id and unit.pk in writers)
    ]
