"""Which agencies a draft mentions, which a release needs, which have not confirmed yet.

In:   a draft.    Out:  agencies with their confirmations.
Cost: four small queries; for a text without other agencies only the two for their names.

Article 8: what is to be published and concerns another agency is confirmed with it first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiying.base.accounts.core.hands import is_new_to_unit
from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.base.accounts.organisation.queries import units_of
from huiying.engine.text.clean import normalize, strip_invisible
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.core.models import Draft

SETTLED = (ConfirmationState.CONFIRMED, ConfirmationState.WAIVED)


@dataclass(frozen=True, slots=True)
class RequiredConfirmation:
    """One agency that a release concerns, and its standing confirmation if it was asked."""

    unit: Unit
    confirmation: Confirmation | None

    @property
    def is_recorded(self) -> bool:
        """Tell whether the agency said yes and a second person of the bureau is awaited."""
        return self.confirmation is not None and (
            self.confirmation.state == ConfirmationState.RECORDED
        )

    def settles(self, content_hash: str) -> bool:
        """Tell whether exactly this text may go out as far as this agency is concerned."""
        row = self.confirmation
        return row is not None and row.state in SETTLED and row.content_hash == content_hash


def required_confirmations(draft: Draft) -> list[RequiredConfirmation]:
    """Return every other agency that the words name or the matter concerns, by name.

    An agency that speaks itself, in words that one of its own officers wrote, needs none; who
    was put there lately when the draft was begun is none of its own yet.
    """
    rows = draft.confirmations.exclude(state=ConfirmationState.VOID).select_related(
        "unit", "clock", "recorded_by", "countersigned_by", "file"
    )
    return _by_name(_concerned(draft), rows)


READ_WITH_DRAFT = ("confirmations__unit", "facts", "answer__incident__concerned__unit")
"""What is read with many drafts for ``confirmations_by``."""


def confirmations_by(draft: Draft, units: Iterable[Unit]) -> list[RequiredConfirmation]:
    """Return the required confirmations from what was read with many drafts; reads nothing.

    A speaker that was not asked is left out: who wrote the words is not read for a list.

    Args:
        units: Those of the bureau.
    """
    rows = [row for row in draft.confirmations.all() if row.state != ConfirmationState.VOID]
    concerned = [row.unit for row in draft.answer.incident.concerned.all()]
    found = [
        unit
        for unit in [*concerned, *_named(draft, units)]
        if unit.kind == UnitKind.AGENCY and unit.pk != draft.answer.speaker_id
    ]
    return _by_name(found, rows)


def _by_name(
    agencies: Iterable[Unit], rows: Iterable[Confirmation]
) -> list[RequiredConfirmation]:
    """Return each agency, and each that was asked, with what it was asked, by name."""
    by_unit = {row.unit_id: row for row in rows}
    units = {unit.pk: unit for unit in agencies}
    units.update({row.unit_id: row.unit for row in by_unit.values()})
    ordered = sorted(units.values(), key=lambda unit: unit.name)
    return [RequiredConfirmation(unit, by_unit.get(unit.pk)) for unit in ordered]


def missing_confirmations(draft: Draft, content_hash: str) -> list[RequiredConfirmation]:
    """Return the agencies that have not confirmed exactly this text, nor were waived."""
    return [row for row in required_confirmations(draft) if not row.settles(content_hash)]


def unasked_agencies(draft: Draft) -> list[Unit]:
    """Return the agencies that must confirm a draft and were not asked yet, by name."""
    return [row.unit for row in required_confirmations(draft) if row.confirmation is None]


def _concerned(draft: Draft) -> list[Unit]:
    answer = draft.answer
    concerned = Unit.objects.filter(
        kind=UnitKind.AGENCY, pk__in=answer.incident.concerned.values("unit_id")
    )
    found = [*concerned, answer.speaker, *agencies_named(draft)]
    writers = {
        officer.unit_id
        for officer in Officer.objects.filter(pk__in=draft.writers)
        if not is_new_to_unit(officer, draft.started_at)
    }
    return [
        unit
        for unit in found
        if unit.kind == UnitKind.AGENCY
        and not (unit.pk == answer.speaker_id and unit.pk in writers)
    ]


def agencies_named(draft: Draft) -> list[Unit]:
    """Return the units that the words or facts of a draft name, other than the speaker.

    Sections of the bureau itself are among them: ``Unit.kind`` tells who is an outside agency.
    """
    return _named(draft, units_of(draft.bureau_id))


def _named(draft: Draft, units: Iterable[Unit]) -> list[Unit]:
    texts = [draft.title, draft.claim, draft.summary, draft.body, draft.correction_note]
    for fact in draft.facts.all():
        texts.extend((fact.statement, fact.evidence))
    others = [unit for unit in units if unit.pk != draft.answer.speaker_id]
    return named_in(texts, others, known=[draft.answer.speaker.name])


def named_in(
    texts: Iterable[str], units: Iterable[Unit], known: Iterable[str] = ()
) -> list[Unit]:
    """Return the units whose names stand in the texts, in order of their first mention.

    A name inside a longer one that is found (水务局 in 区水务局) is not a second mention.

    Args:
        known: Names that are taken out first, as the speaker's own.
    """
    text = _normalized("\n".join(texts))
    for name in known:
        text = text.replace(_normalized(name), "\n") if _normalized(name) else text
    found: list[tuple[int, Unit]] = []
    for unit in sorted(units, key=lambda unit: -len(unit.name)):
        name = _normalized(unit.name)
        place = text.find(name) if name else -1
        if place >= 0:
            found.append((place, unit))
            text = text.replace(name, "\n" * len(name))
    return [unit for _place, unit in sorted(found, key=lambda pair: pair[0])]


def _normalized(text: str) -> str:
    """Return a text as names are compared: NFKC, without spaces and invisible characters."""
    return "".join(normalize(strip_invisible(text)).split())
