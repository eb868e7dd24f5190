"""Does a draft say of the same thing something else than what the bureau has published?

In:   a draft with its facts.    Out:  contradictions, each with the answer that says otherwise.
Cost: two queries by an index, however many answers there are.

Two releases contradict when the same subject and attribute carry different values and none
supersedes; values are compared as amounts (``engine.amounts``). Only the newest version of an
answer counts, and not what a published draft has marked as superseded.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from huiying.engine.amounts import same_amount
from huiying.policy.disclosure import MARK_START
from huiying.work.responses.checks import Check
from huiying.work.responses.models import (
    Draft,
    DraftState,
    Fact,
    Release,
    ReleasedFact,
    Supersession,
)
from huiying.work.responses.triples import key_of


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
    facts = _by_key(draft)
    if not facts:
        return []
    marks = {mark.fact_id: mark for mark in draft.supersessions.select_related("officer")}
    found = [
        Contradiction(fact, other, marks.get(other.pk))
        for other in _in_force(draft, facts)
        for fact in facts[other.key]
        if not same_amount(fact.value, other.value)
    ]
    return sorted(found, key=lambda row: (row.fact.order, row.other.pk))


def contradiction_checks(draft: Draft) -> list[Check]:
    """Return a check for each contradiction, with others and inside the draft itself."""
    checks = [*_inside(draft)]
    for row in contradictions_of(draft):
        words = {
            "code": row.code,
            "number": row.other.answer.number,
            "theirs": row.other.value,
            "ours": row.fact.value,
        }
        if row.mark is None:
            sentence = _(
                "%(code)s 与已发布的第 %(number)s 号回应不一致：那里是“%(theirs)s”，"
                "这里是“%(ours)s”。"
            )
            hint = _("改正数值，或标明以本稿为准。")
            checks.append(Check("blocked", sentence % words, hint, "contradictions"))
        else:
            sentence = _("%(code)s 已标明以本稿为准，取代第 %(number)s 号回应的“%(theirs)s”")
            checks.append(Check("passed", sentence % words, row.mark.reason, "contradictions"))
    return checks


def unmarked(draft: Draft) -> list[str]:
    """Return the sentences of the contradictions that block a publication."""
    return [check.text for check in contradiction_checks(draft) if check.state == "blocked"]


def index_facts(release: Release) -> None:
    """Make the facts of a release comparable; those without their parts are not."""
    rows = release.answer.drafts.filter(version=release.version, state=DraftState.PUBLISHED)
    facts = Fact.objects.filter(draft__in=rows).exclude(subject="").order_by("order")
    public = {  # a fact of which a part is kept back is compared with nothing
        said["code"]
        for said in release.content["facts"]
        if not any(MARK_START in text for text in said.values())
    }
    ReleasedFact.objects.bulk_create(
        ReleasedFact(
            bureau_id=release.bureau_id,
            answer_id=release.answer_id,
            release=release,
            key=key_of(fact.subject, fact.attribute),
            code=f"F{fact.order}",
            subject=fact.subject,
            attribute=fact.attribute,
            value=fact.value,
            as_of=fact.as_of,
        )
        for fact in facts
        if f"F{fact.order}" in public
    )


def in_force(bureau_id: int, keys: Iterable[str]) -> Iterable[ReleasedFact]:
    """Return what stands published under these keys: newest versions, not superseded."""
    newer = Release.objects.filter(
        answer_id=OuterRef("answer_id"), version__gt=OuterRef("release__version")
    )
    replaced = Supersession.objects.filter(
        fact_id=OuterRef("pk"), draft__state=DraftState.PUBLISHED
    )
    rows = ReleasedFact.objects.filter(~Exists(newer), ~Exists(replaced), bureau_id=bureau_id)
    return rows.filter(key__in=list(keys)).select_related("answer", "release")


def replaced_facts(release: Release) -> dict[str, str]:
    """Return which facts of a release were replaced since: {code: number of the answer}."""
    rows = Supersession.objects.filter(fact__release=release, draft__state=DraftState.PUBLISHED)
    return dict(rows.order_by("at").values_list("fact__code", "draft__answer__number"))


def _in_force(draft: Draft, keys: Iterable[str]) -> list[ReleasedFact]:
    rows = in_force(draft.bureau_id, keys)
    return [row for row in rows if row.answer_id != draft.answer_id]


def _by_key(draft: Draft) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for fact in draft.facts.all():
        if key := key_of(fact.subject, fact.attribute):
            found.setdefault(key, []).append(fact)
    return found


def _inside(draft: Draft) -> Iterable[Check]:
    for facts in _by_key(draft).values():
        if any(not same_amount(one.value, two.value) for one, two in combinations(facts, 2)):
            codes = _("、").join(f"F{fact.order}" for fact in facts)
            sentence = _("本稿的事实互相矛盾：%(codes)s。") % {"codes": codes}
            yield Check("blocked", sentence, _("同一件事只能有一个数值。"), f"fact-{codes[:2]}")
