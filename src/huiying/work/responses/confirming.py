"""沟通确认: which agencies a release needs, how each stands, and what an edit does to it.

In:   a draft.    Out:  agencies with their confirmations; those still missing.
Cost: four small queries; nothing but two more for the names in a text without other agencies.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.base.accounts.models import Officer, Unit, UnitKind
from huiying.base.audit.actions.append import Actor, Subject, append
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.outbox.actions.deliver import drop_messages
from huiying.base.outbox.actions.links import revoke_links
from huiying.base.outbox.actions.queue import About, queue_message
from huiying.base.outbox.queries import channels_of
from huiying.work.incidents.models import Incident
from huiying.work.responses.agencies import agencies_named
from huiying.work.responses.models import Confirmation, ConfirmationState, Draft

SETTLED = (ConfirmationState.CONFIRMED, ConfirmationState.WAIVED)
ABOUT = "confirmation"


@dataclass(frozen=True, slots=True)
class Needed:
    """One agency that a release concerns, and its standing confirmation if it was asked."""

    unit: Unit
    confirmation: Confirmation | None

    def settles(self, content_hash: str) -> bool:
        """Tell whether exactly this text may go out as far as this agency is concerned."""
        row = self.confirmation
        return row is not None and row.state in SETTLED and row.content_hash == content_hash


def needed_of(draft: Draft) -> list[Needed]:
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
    return [Needed(unit, standing.get(unit.pk)) for unit in ordered]


def unconfirmed(draft: Draft, content_hash: str) -> list[Needed]:
    """Return the agencies that have not confirmed exactly this text, nor were waived."""
    return [row for row in needed_of(draft) if not row.settles(content_hash)]


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


def void_confirmations(draft: Draft, *, officer: Officer, now: datetime) -> int:
    """Void every confirmation of a draft whose words were just edited; return how many.

    The agencies are told, their links end, their clocks stop; the rows say who edited and when.
    """
    rows = draft.confirmations.exclude(state=ConfirmationState.VOID)
    for row in rows.select_related("unit", "clock"):
        told = row.state != ConfirmationState.WAIVED
        Confirmation.objects.filter(pk=row.pk).update(
            state=ConfirmationState.VOID, voided_by=officer, voided_at=now
        )
        if row.clock is not None:
            cancel_clock(clock=row.clock, reason=kept("文字有改动，确认作废"), now=now)
        revoke_links(bureau_id=row.bureau_id, about_ref=row.number, now=now)
        drop_messages(bureau_id=row.bureau_id, about=About(ABOUT, row.number), now=now)
        if told:
            _tell(row, now)
    return len(rows)


def _tell(row: Confirmation, now: datetime) -> None:
    for channel in channels_of(row.unit):
        queue_message(
            bureau_id=row.bureau_id,
            channel=channel,
            key=f"{ABOUT}:{row.number}:void:{channel.pk}",
            subject=kept("【确认作废 %(number)s】文字有改动") % {"number": row.number},
            body=kept(
                "送%(unit)s确认的文字（%(number)s）有改动，原来的确认作废，原来的链接不能再用。"
                "仍需确认的，会另发新链接。"
            )
            % {"unit": row.unit.name, "number": row.number},
            about=About(ABOUT, row.number),
            urgent=False,
            now=now,
        )


def record_confirmation(
    row: Confirmation, verb: str, actor: Actor, now: datetime, **data: str
) -> None:
    """Write one line of the record; an agency's words stay on the row alone."""
    incident: Incident = row.draft.answer.incident
    append(
        bureau_id=row.bureau_id,
        actor=actor,
        verb=verb,
        subject=Subject(
            ABOUT,
            row.number,
            kept("沟通确认 %(number)s") % {"number": row.number},
            f"incident:{(incident.merged_into or incident).number}",
        ),
        now=now,
        data={"unit": row.unit.name, "hash": row.content_hash, **data},
    )
