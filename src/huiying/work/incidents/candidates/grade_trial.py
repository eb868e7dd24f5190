"""Apply other grade rules to past matters: which proposals would change.

In:   two rule books, a moment since when.    Out:  the matters whose proposal differs.
Cost: as one look at each of at most ``MAX_EVENTS`` events, ``BATCH`` together. Changes nothing.

Both books judge the same readings, so that a difference is the rules' alone. Events that never
reached the desk keep no readings; they cannot be tried, and screens say so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db.models import Q

from huiying.policy.grading.promotion import reaches_desk
from huiying.policy.rulebook.book import RuleBook
from huiying.work.collection.posts.volume import Volume
from huiying.work.incidents.assessment.event_facts import EventFacts, FactsReader
from huiying.work.incidents.candidates.models import Candidate

MAX_EVENTS: Final = 1_000  # events, the newest
BATCH: Final = 50


@dataclass(frozen=True, slots=True)
class GradeChange:
    """One matter for which the new book proposes another grade."""

    number: str  # of the incident; "" = it stayed a candidate
    event_id: int
    title: str
    old: int
    new: int


@dataclass(slots=True)
class GradeTrial:
    """What other grade rules would have meant for past matters."""

    matters: int = 0
    higher: list[GradeChange] = field(default_factory=list)
    lower: list[GradeChange] = field(default_factory=list)
    off_desk: int = 0  # candidates that would not have reached the desk
    complete: bool = True


@dataclass(slots=True)
class _Matter:
    title: str
    event_id: int
    old: int = 0
    new: int = 0
    leaves_desk: bool = True  # every event of it was worth a look and no longer is


def try_grades(*, bureau_id: int, old: RuleBook, new: RuleBook, since: datetime) -> GradeTrial:
    """Propose again for every matter that came up since, by both books."""
    trial = GradeTrial()
    if (old.grade, old.promotion, old.media_tiers) == (
        new.grade,
        new.promotion,
        new.media_tiers,
    ):
        return trial
    rows = list(
        Candidate.objects.filter(
            Q(raised_at__gte=since) | Q(incident__opened_at__gte=since), bureau_id=bureau_id
        )
        .select_related("incident")
        .order_by("-raised_at", "-pk")[: MAX_EVENTS + 1]
    )
    trial.complete = len(rows) <= MAX_EVENTS
    matters: dict[tuple[str, int], _Matter] = {}
    for row, event in _read(bureau_id, rows[:MAX_EVENTS]):
        number = row.incident.number if row.incident else ""
        title = row.incident.title if row.incident else row.title
        key = (number, 0 if number else row.event_id)
        matter = matters.setdefault(key, _Matter(title, row.event_id))
        _judge(matter, event, old, new)
    trial.matters = len(matters)
    for (number, _event), matter in matters.items():
        change = GradeChange(number, matter.event_id, matter.title, matter.old, matter.new)
        if matter.new > matter.old:
            trial.higher.append(change)
        elif matter.new < matter.old:
            trial.lower.append(change)
        trial.off_desk += matter.leaves_desk
    return trial


def _judge(matter: _Matter, event: EventFacts, old: RuleBook, new: RuleBook) -> None:
    """Add what both books say of one event of a matter."""
    grades, worth = [], []
    for book in (old, new):
        proposal = event.proposal(book)
        why = reaches_desk(
            event.size,
            event.voices or None,
            proposal,
            event.notes.kind(),
            rules=book.promotion,
            by_hand=event.by_hand,
        )
        grades.append(int(proposal.grade))
        worth.append(why is not None)
    matter.old, matter.new = max(matter.old, grades[0]), max(matter.new, grades[1])
    matter.leaves_desk &= worth[0] and not worth[1]


def _read(bureau_id: int, rows: list[Candidate]) -> Iterator[tuple[Candidate, EventFacts]]:
    """Yield each candidate with what is known of its event; one without posts is left out."""
    for first in range(0, len(rows), BATCH):
        part = rows[first : first + BATCH]
        known = {row.event_id: row.facts for row in part}
        facts = FactsReader(bureau_id).read(known, known, Volume(bureau_id))
        for row in part:
            if row.event_id in facts:
                yield row, facts[row.event_id]
