"""Earlier petitions that may be of the same matter, for an officer to judge.

In:   a petition.    Out:  at most five others with the share of words that both have.
Cost: a few searches of the full-text index, then the words of at most 90 texts.

Only what a petition is about is compared, never who sent it: neither names nor telephones are
in a working text, and nothing else of a petition is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from huiying.base.accounts.core.models import Officer
from huiying.base.search.documents import find
from huiying.engine.text.leads import content_words
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.search import KIND
from huiying.work.petitions.recusals.queries import recused_petition_ids

MOST = 5
READ = 60
AT_ONCE = 30
LEAST_SHARE = 0.25
WORDS = 4
READ_CHARS = 300  # the matter stands at the beginning


@dataclass(frozen=True, slots=True)
class SimilarPetition:
    """An earlier petition; share: of the words of both that both have, 0 to 1."""

    petition: Petition
    share: float


def similar_petitions(petition: Petition, officer: Officer) -> list[SimilarPetition]:
    """Return earlier registered petitions that speak of the same, the most similar first.

    Args:
        officer: Who reads them; none that he is recused from is among them.
    """
    own = _words(petition)
    refs = _candidates(petition, own)
    rows = Petition.objects.filter(
        bureau_id=petition.bureau_id,
        number__in=refs,
        text_checked_at__isnull=False,
        erased_at__isnull=True,
        diverted_at__isnull=True,
    ).exclude(pk__in={petition.pk, *recused_petition_ids(officer)})
    found = []
    for row in rows:
        theirs = _words(row)
        share = len(own & theirs) / max(1, len(own | theirs))
        if share >= LEAST_SHARE:
            found.append(SimilarPetition(row, share))
    found.sort(key=lambda one: (-one.share, -one.petition.pk))
    return found[:MOST]


def _candidates(petition: Petition, words: frozenset[str]) -> set[str]:
    """Return the numbers of petitions that hold two of the most telling words.

    The words of the title come first: they name the place and the matter. The longest words of
    a text are often such as 已有 and 影响, which half of all petitions hold.
    """
    title = frozenset(content_words(petition.title))
    chosen = sorted(words, key=lambda word: (word not in title, -len(word), word))[:WORDS]
    pairs = [" ".join(pair) for pair in combinations(chosen, 2)] or chosen
    refs: set[str] = set()
    for phrase in pairs:
        hits = find(
            bureau_id=petition.bureau_id,
            phrase=phrase,
            kinds=[KIND],
            limit=AT_ONCE,
            count=False,
        )
        refs.update(hits.refs)
        if len(refs) >= READ:
            break
    return refs


def _words(petition: Petition) -> frozenset[str]:
    return frozenset(content_words(f"{petition.title} {petition.text}"[:READ_CHARS]))
