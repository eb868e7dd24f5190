"""The reviews of a release: who must check what before publication.

In:   a grade, whether something is withheld, who is there.    Out:  reviews, how many filled.
Cost: constant; ``fillable`` is exponential in the reviews, of which there are three at most.

三审: 一般 one other person with all three check-lists on one page, 较大 two, 重大 and any
withholding three. How many is a rule of the house (design §5); that no two of them are the same
person, nor the author, is not editable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiying.policy.grading.grades import Grade


class CheckList(StrEnum):
    """What a reviewer answers for."""

    FACTS = "FACTS"
    SECRECY = "SECRECY"  # secrets and personal data (保密法, 个人信息保护法)
    WORDING = "WORDING"


@dataclass(frozen=True, slots=True)
class Review:
    """One review by one person; the last one approves (审定, Article 4(2))."""

    lists: tuple[CheckList, ...]
    approves: bool = False


_ALL = (CheckList.FACTS, CheckList.SECRECY, CheckList.WORDING)
_ONE = (Review(_ALL, approves=True),)
_TWO = (
    Review((CheckList.FACTS,)),
    Review((CheckList.SECRECY, CheckList.WORDING), approves=True),
)
_THREE = (
    Review((CheckList.FACTS,)),
    Review((CheckList.SECRECY,)),
    Review((CheckList.WORDING,), approves=True),
)


def reviews_of(grade: Grade, *, withholds: bool = False) -> tuple[Review, ...]:
    """Return the reviews that a release needs, in their order; the last one approves."""
    if withholds or grade >= Grade.MAJOR:
        return _THREE
    return _TWO if grade == Grade.SIGNIFICANT else _ONE


def reviews_by_number(number: int) -> tuple[Review, ...]:
    """Return the reviews of which there are ``number``: 1, 2 or 3."""
    return (_ONE, _TWO, _THREE)[number - 1]


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is there, and what he may do with a text that he did not write."""

    name: str
    drafts: bool = False
    reviews: bool = False
    approves: bool = False


def fillable(reviews: Sequence[Review], readers: Sequence[Reader]) -> int:
    """Return how many of the reviews different readers can fill, in the best case."""
    if not reviews:
        return 0
    first, rest = reviews[0], reviews[1:]
    best = fillable(rest, readers)
    for place, reader in enumerate(readers):
        if reader.approves if first.approves else reader.reviews:
            others = [*readers[:place], *readers[place + 1 :]]
            best = max(best, 1 + fillable(rest, others))
            if best == len(reviews):
                break
    return best


def fillable_beside_author(reviews: Sequence[Review], readers: Sequence[Reader]) -> int:
    """Return how many reviews can be filled when one of those present also writes the text.

    Nobody present who may write: somebody who is not there wrote it, and all may review.
    """
    writers = [place for place, reader in enumerate(readers) if reader.drafts]
    if not writers:
        return fillable(reviews, readers)
    return max(fillable(reviews, [*readers[:own], *readers[own + 1 :]]) for own in writers)
