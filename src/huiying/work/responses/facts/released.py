"""The facts of releases, made comparable at publication, and which of them are in force.

In:   a release, or keys of facts.    Out:  released facts.
Cost: one or two queries each, by an index.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from huiying.policy.release.disclosure import MARK_START
from huiying.work.responses.core.models import DraftState, Fact, Release
from huiying.work.responses.facts.models import ReleasedFact, Supersession
from huiying.work.responses.facts.triples import fact_key


def index_facts(release: Release) -> None:
    """Make the facts of a release comparable; those without their parts are not."""
    rows = release.answer.drafts.filter(version=release.version, state=DraftState.PUBLISHED)
    facts = Fact.objects.filter(draft__in=rows).exclude(subject="").order_by("order")
    public = {  # a fact of which a part is kept back is compared with nothing
        statement["code"]
        for statement in release.content["facts"]
        if not any(MARK_START in text for text in statement.values())
    }
    ReleasedFact.objects.bulk_create(
        ReleasedFact(
            bureau_id=release.bureau_id,
            answer_id=release.answer_id,
            release=release,
            key=fact_key(fact.subject, fact.attribute),
            code=f"F{fact.order}",
            subject=fact.subject,
            attribute=fact.attribute,
            value=fact.value,
            as_of=fact.as_of,
        )
        for fact in facts
        if f"F{fact.order}" in public
    )


def facts_in_force(bureau_id: int, keys: Iterable[str]) -> Iterable[ReleasedFact]:
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
