"""Find statements of a draft that contradict what the bureau has published.

In:   a draft with its facts.    Out:  contradictions, each with the answer that says otherwise.
Cost: two queries by an index, however many answers there are.

Two releases contradict when the same subject and attribute carry different values and none
supersedes; values are compared as amounts (``engine.amounts``). Only the newest version of an
answer counts, and not what a published draft has marked as superseded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from huiying.engine.text.amounts import same_amount
from huiying.work.responses.core.models import Draft, Fact
from huiying.work.responses.facts.models import ReleasedFact, Supersession
from huiying.work.responses.facts.released import facts_in_force
from huiying.work.responses.facts.triples import fact_key


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One fact of a draft and a published one that says otherwise."""

    fact: Fact
    other: ReleasedFact
    mark: Supersession | None  # the writer's word that the draft replaces it

    @property
    def code(self) -> str:
        """The code of the draft's fact."""
        return f"F{self.fact.order}"


def contradictions_of(draft: Draft) -> list[Contradiction]:
    """Return what other answers say otherwise, in the order of the draft's facts."""
    facts = facts_by_key(draft)
    if not facts:
        return []
    marks = {mark.fact_id: mark for mark in draft.supersessions.select_related("officer")}
    found = [
        Contradiction(fact, other, marks.get(other.pk))
        for other in _other_facts_in_force(draft, facts)
        for fact in facts[other.key]
        if not same_amount(fact.value, other.value)
    ]
    return sorted(found, key=lambda row: (row.fact.order, row.other.pk))


def _other_facts_in_force(draft: Draft, keys: Iterable[str]) -> list[ReleasedFact]:
    rows = facts_in_force(draft.bureau_id, keys)
    return [row for row in rows if row.answer_id != draft.answer_id]


def facts_by_key(draft: Draft) -> dict[str, list[Fact]]:
    """Return the facts of a draft that can be compared, by their key."""
    found: dict[str, list[Fact]] = {}
    for fact in draft.facts.all():
        if key := fact_key(fact.subject, fact.attribute):
            found.setdefault(key, []).append(fact)
    return found
