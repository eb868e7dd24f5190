"""What the posts of an event tell: its sentences, what is worth checking, how they speak.

In:   event ids of one bureau.    Out:  sentences and claims with their groups of copies.
Cost: three queries; for 60 texts about 15 ms of each reading; nothing is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huiying.engine.checkworthy import Claim, claims_of
from huiying.engine.manners import Manners, manners_of
from huiying.engine.summary import MOST_TEXTS, summarise
from huiying.engine.types import Telling
from huiying.work.incidents.queries import PostGroup, post_groups

SENTENCES = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence, word for word, and the group of copies that it comes from."""

    text: str
    group: PostGroup


@dataclass(frozen=True, slots=True)
class ClaimTold:
    """One sentence worth checking, and the group of copies that said it first."""

    claim: Claim
    group: PostGroup


def texts_of(bureau_id: int, event_ids: list[int]) -> list[PostGroup]:
    """Return the groups of copies of events that are read for a page, the first seen first."""
    groups = post_groups(bureau_id, event_ids, limit=MOST_TEXTS)
    return sorted(groups, key=lambda group: group.group_id)


@dataclass(frozen=True, slots=True)
class Read:
    """What is read in the texts of events."""

    told: list[Told]
    claims: list[ClaimTold]
    manners: Manners


def read_in(bureau_id: int, event_ids: list[int]) -> Read:
    """Return all that is read in the texts of events; of copies one is read."""
    groups = texts_of(bureau_id, event_ids)
    return Read(told_of(groups), claims_in(groups), manners_in(groups))


def told_of(groups: Sequence[PostGroup]) -> list[Told]:
    """Return the sentences that best cover what is said, in the order of the posts."""
    by_key = {group.group_id: group for group in groups}
    found = summarise(_tellings(groups), SENTENCES)
    return [Told(sentence.text, by_key[sentence.key]) for sentence in found]


def claims_in(groups: Sequence[PostGroup]) -> list[ClaimTold]:
    """Return the sentences that are worth checking, best first."""
    by_key = {group.group_id: group for group in groups}
    return [ClaimTold(claim, by_key[claim.key]) for claim in claims_of(_tellings(groups))]


def manners_in(groups: Sequence[PostGroup]) -> Manners:
    """Return what the posts want and how they sound; for sorting only."""
    return manners_of(_tellings(groups))


def _tellings(groups: Sequence[PostGroup]) -> list[Telling]:
    return [Telling(one.group_id, one.title, one.text, one.copies) for one in groups]
