"""The sentences, claims and tone of the posts of an event.

In:   event ids of one bureau.    Out:  sentences and claims with their groups of copies.
Cost: three queries; for 60 texts about 15 ms of each reading; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.engine.reading.claims import Claim, collect_claims
from huiying.engine.reading.summary import MAX_TEXTS, summarise
from huiying.engine.reading.tone import ToneSummary, summarise_tone
from huiying.engine.types import EventText
from huiying.work.incidents.placements.queries import PostGroup, post_groups

MAX_SENTENCES = 3
MAX_QUOTES = 2


@dataclass(frozen=True, slots=True)
class SourcedSentence:
    """One sentence, word for word, and the group of copies that it comes from."""

    text: str
    group: PostGroup


@dataclass(frozen=True, slots=True)
class SourcedClaim:
    """One sentence worth checking, and the group of copies that said it first."""

    claim: Claim
    group: PostGroup


def groups_to_read(bureau_id: int, event_ids: list[int]) -> list[PostGroup]:
    """Return the groups of copies of events that are read for a page, the first seen first."""
    groups = post_groups(bureau_id, event_ids, limit=MAX_TEXTS)
    return sorted(groups, key=lambda group: group.group_id)


@dataclass(frozen=True, slots=True)
class TextReading:
    """What is read in the texts of events."""

    sentences: list[SourcedSentence]
    claims: list[SourcedClaim]
    tone: ToneSummary
    quotes: list[SourcedSentence]


def read_texts(bureau_id: int, event_ids: list[int]) -> TextReading:
    """Return all that is read in the texts of events; of copies one is read."""
    groups = groups_to_read(bureau_id, event_ids)
    sentences = summary_sentences(groups)
    return TextReading(
        sentences,
        checkworthy_claims(groups),
        tone_of_groups(groups),
        strongest_quotes(groups, sentences),
    )


def summary_sentences(groups: Sequence[PostGroup]) -> list[SourcedSentence]:
    """Return the sentences that best cover what is said, in the order of the posts."""
    by_key = {group.group_id: group for group in groups}
    found = summarise(_engine_texts(groups), MAX_SENTENCES)
    return [SourcedSentence(sentence.text, by_key[sentence.key]) for sentence in found]


def strongest_quotes(
    groups: Sequence[PostGroup], sentences: Sequence[SourcedSentence]
) -> list[SourcedSentence]:
    """Return the best sentence of the groups that were copied most, the most copied first.

    Where too few were copied, sentences of the summary stand for the others.
    """
    copied = sorted((one for one in groups if one.copies > 1), key=lambda one: -one.copies)
    quotes = [quote for one in copied[:MAX_QUOTES] for quote in summary_sentences([one])[:1]]
    quoted = {quote.group.group_id for quote in quotes}
    others = (one for one in sentences if one.group.group_id not in quoted)
    once = {one.group.group_id: one for one in others}
    return [*quotes, *sorted(once.values(), key=lambda one: -one.group.copies)][:MAX_QUOTES]


def checkworthy_claims(groups: Sequence[PostGroup]) -> list[SourcedClaim]:
    """Return the sentences that are worth checking, best first."""
    by_key = {group.group_id: group for group in groups}
    return [
        SourcedClaim(claim, by_key[claim.key])
        for claim in collect_claims(_engine_texts(groups))
    ]


def tone_of_groups(groups: Sequence[PostGroup]) -> ToneSummary:
    """Return what the posts want and how they sound; for sorting only."""
    return summarise_tone(_engine_texts(groups))


def _engine_texts(groups: Sequence[PostGroup]) -> list[EventText]:
    return [EventText(one.group_id, one.title, one.text, one.copies) for one in groups]
