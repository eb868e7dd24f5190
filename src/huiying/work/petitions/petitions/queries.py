"""Read petitions: by query code, of a bureau, of a unit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import units_behind
from huiying.base.accounts.roles.queries import may
from huiying.base.clocks.models import ClockState
from huiying.base.search.documents import find
from huiying.policy.petitions.kinds import (
    AT_THE_UNIT,
    OPEN_STAGES,
    PetitionChannel,
    PetitionKind,
    PetitionStage,
    StepKind,
)
from huiying.policy.time.zone import LOCAL
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition, PetitionFile, PetitionStep
from huiying.work.petitions.core.query_codes import digest_of_code, proves
from huiying.work.petitions.petitions.search import KIND
from huiying.work.petitions.recusals.queries import recusals_behind

MOST_HITS = 500  # ten pages; who looks for an older one adds a word
KEPT_STAGES = tuple(str(one) for one in PetitionStage if one != PetitionStage.ERASED)


def find_by_code(bureau: Bureau, typed: str) -> Petition | Accusation | None:
    """Return what a query code belongs to; None for every code that is none, alike.

    What was erased is not found.
    """
    digest = digest_of_code(bureau.pk, typed)
    return find_by_digest(bureau, digest) if digest else None


def find_by_digest(bureau: Bureau, digest: str) -> Petition | Accusation | None:
    """Return what a code of this digest belongs to, as ``find_by_code`` does.

    Args:
        digest: 64 hexadecimal characters (``digest_of_code``), never empty.
    """
    lookup = {"bureau": bureau, "code_digest": digest, "erased_at__isnull": True}
    petition = Petition.objects.select_related("clock", "competent").filter(**lookup).first()
    found = petition or Accusation.objects.filter(**lookup).first()
    if found is None or not proves(bureau.pk, digest, found.number, found.code_proof):
        return None
    return found


def visible_petitions(officer: Officer, now: datetime | None) -> QuerySet[Petition]:
    """Return the petitions that an officer may see.

    Whoever may ``SEE_PETITIONS`` sees those of the bureau; anybody else those that were
    forwarded to his unit and whose working text was checked. Nobody sees one that he is
    recused from.

    Args:
        now: Counts where the officer has no moment of ``with_delegated_roles``.
    """
    rows = Petition.objects.filter(bureau_id=officer.bureau_id).select_related(
        "clock", "competent"
    )
    rows = rows.exclude(pk__in=recusals_behind(officer).values("petition_id"))
    if may(officer, Capability.SEE_PETITIONS):
        return rows
    moment = now if officer.as_of is None else None  # else it was read before, for this moment
    of_unit = Q(
        competent_id__in=units_behind(officer, moment),
        text_checked_at__isnull=False,
        diverted_at__isnull=True,
    )
    return rows.filter(of_unit) if may(officer, Capability.REPORT_BACK) else rows.none()


def petitions_in_sight(officer: Officer, now: datetime) -> QuerySet[Petition]:
    """Return what the list of an officer has: what he may see and what was not erased.

    Nor what is diverted: nobody but who decides sees that.

    By stages, which stand in the index: a hundred thousand rows are counted without a look at
    their texts.
    """
    return visible_petitions(officer, now).filter(
        stage__in=KEPT_STAGES, diverted_at__isnull=True
    )


class FoundPetitions(NamedTuple):
    """Petitions that hold the words; is_cut: older ones may hold them too."""

    rows: QuerySet[Petition]
    is_cut: bool = False


def search_petitions(
    rows: QuerySet[Petition],
    bureau_id: int,
    words: str,
) -> FoundPetitions:
    """Narrow petitions by their number, or by words of the text that an officer checked.

    The newest ``MOST_HITS`` that hold every word; a search for a person finds nothing.
    """
    words = words.strip()
    if not words:
        return FoundPetitions(rows)
    hits = find(bureau_id=bureau_id, phrase=words, kinds=[KIND], limit=MOST_HITS, count=False)
    if hits.refused:
        return FoundPetitions(rows.none())
    found = rows.filter(pk__in=_keys_of(bureau_id, hits.refs, words))
    return FoundPetitions(found, is_cut=len(hits.hits) == MOST_HITS)


def _keys_of(bureau_id: int, refs: Sequence[str], words: str) -> list[int]:
    """Return the keys of what was found, and of what has these words for a number.

    They are read first, each by its unique index: as a condition of the list, a thousand
    numbers make SQLite read every text. The channels and the empty number stand in the index.
    """
    rows = Petition.objects.filter(bureau_id=bureau_id)
    outside = rows.filter(
        ~Q(outside_number=""),
        channel__in=[str(one) for one in PetitionChannel],
        outside_number=words,
    )
    ours = rows.filter(number__in=[words.upper(), *refs])
    return [*outside.values_list("pk", flat=True), *ours.values_list("pk", flat=True)]


def petitions_to_register(officer: Officer) -> QuerySet[Petition]:
    """Return what nobody has read yet and an officer is not recused from, the oldest first."""
    rows = Petition.objects.filter(bureau_id=officer.bureau_id, stage=PetitionStage.RECEIVED)
    rows = rows.filter(diverted_at__isnull=True)
    rows = rows.exclude(pk__in=recusals_behind(officer).values("petition_id"))
    return rows.order_by("received_at", "pk")


def petitions_waiting_for(officer: Officer, now: datetime) -> QuerySet[Petition]:
    """Return the petitions on which the bureau, or this officer's unit, is the next to act."""
    rows = petitions_in_sight(officer, now)
    if may(officer, Capability.HANDLE_PETITIONS):
        return rows.filter(stage__in=(PetitionStage.RECEIVED, PetitionStage.REGISTERED))
    if may(officer, Capability.SEE_PETITIONS) or officer.unit_id is None:
        return rows.none()
    return rows.filter(stage__in=AT_THE_UNIT)


def petitions_to_acknowledge(officer: Officer, now: datetime) -> QuerySet[Petition]:
    """Return what a unit has had since yesterday or longer and did not acknowledge (签收)."""
    rows = narrow_petitions(petitions_in_sight(officer, now), unacknowledged=True)
    before_today = rows.filter(forwarded_on__lt=now.astimezone(LOCAL).date())
    return before_today.order_by("forwarded_on", "pk")


def petition_to_repeat(bureau_id: int, number: str) -> Petition | None:
    """Return a registered petition by its number, for one that repeats its matter."""
    rows = Petition.objects.filter(
        bureau_id=bureau_id,
        number=number,
        text_checked_at__isnull=False,
        erased_at__isnull=True,
        diverted_at__isnull=True,
    )
    return rows.first()


def steps_of(petition: Petition) -> QuerySet[PetitionStep]:
    """Return the dated steps of a petition, oldest first, with who took each."""
    return petition.steps.select_related("by")


def files_of(petition: Petition, officer: Officer) -> QuerySet[PetitionFile]:
    """Return the files of a petition that an officer may open.

    A file may show who sent it: who does not see the petitions of the bureau opens those that
    were shared.
    """
    rows = petition.files.select_related("file", "shared_by")
    if may(officer, Capability.SEE_PETITIONS):
        return rows
    return rows.filter(shared_at__isnull=False)


def was_lowered(petition: Petition) -> bool:
    """Tell whether it was sent as what legal periods hold for, and registered as less."""
    if PetitionKind(petition.kind).has_legal_periods:
        return False
    steps = petition.steps.filter(kind=StepKind.REGISTERED).values_list("data", flat=True)
    was = [data.get("received_as", "") for data in steps]
    return any(one and PetitionKind(one).has_legal_periods for one in was)


def narrow_petitions(
    rows: QuerySet[Petition],
    *,
    stage: str = "",
    only_open: bool = False,
    late_at: datetime | None = None,
    unacknowledged: bool = False,
    kind: str = "",
    channel: str = "",
    unit: int | None = None,
) -> QuerySet[Petition]:
    """Narrow petitions; an empty value narrows nothing.

    Args:
        late_at: Only those whose period runs and was over at this moment.
        unacknowledged: Only those that the unit they were forwarded to did not acknowledge.
    """
    if stage:
        rows = rows.filter(stage=stage)
    if only_open:
        rows = rows.filter(stage__in=OPEN_STAGES)
    if late_at is not None:
        rows = rows.filter(
            clock__state=ClockState.RUNNING,
            clock__paused_at__isnull=True,
            clock__due_at__lt=late_at,
        )
    if unacknowledged:
        at_unit = rows.filter(stage__in=AT_THE_UNIT, competent__isnull=False)
        rows = at_unit.filter(acknowledged_at__isnull=True)
    if kind:
        rows = rows.filter(kind=kind)
    if channel:
        rows = rows.filter(channel=channel)
    return rows if unit is None else rows.filter(competent_id=unit)


def count_petitions(rows: QuerySet[Petition]) -> int:
    """Return how many there are, without the rows that belong to each."""
    return rows.select_related(None).order_by().count()


def petitions_by_number(officer: Officer, numbers: list[str], now: datetime) -> list[Petition]:
    """Return the petitions of these numbers that an officer sees, in the order of receipt."""
    rows = petitions_in_sight(officer, now).filter(number__in=numbers)
    return list(rows.order_by("received_at", "pk"))


def known_outside_numbers(bureau_id: int, channel: str, numbers: Collection[str]) -> set[str]:
    """Return those numbers of another system under which a petition was taken in."""
    rows = Petition.objects.filter(
        bureau_id=bureau_id, channel=channel, outside_number__in=list(numbers)
    )
    return set(rows.values_list("outside_number", flat=True))


def petitions_in_order(keys: Sequence[int]) -> list[Petition]:
    """Return petitions as lines of a list, in the order of their keys, without their texts."""
    rows = Petition.objects.filter(pk__in=keys).select_related("clock", "competent")
    found = {row.pk: row for row in rows.defer("text", "original", "data_key")}
    return [found[key] for key in keys if key in found]


def last_received_at(bureau_id: int) -> datetime | None:
    """Return when a petition was last received; an index answers."""
    rows = Petition.objects.filter(bureau_id=bureau_id).order_by("-received_at")
    return rows.values_list("received_at", flat=True).first()
