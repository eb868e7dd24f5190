"""Say what a clause of the grade table demands.

In:   the lowest scores that it asks for.          Out:  a reason, or the words of the book.
Cost: constant; of a clause, once.
"""

from functools import lru_cache

from huiying.policy.grading.grades import GradeClause
from huiying.reasons.reason import Reason, reason
from huiying.reasons.rendering import render

TOP_SCORE = 3
_CLAUSES_KEPT = 256  # several books of several bureaus


def demands(content: int, highest: int, second: int, spread: int) -> Reason | None:
    """Return the demands of a clause as a sentence; None if it demands nothing."""
    part = reason("policy.clause_content", least=_at_least(content)) if content else None
    if highest and second:
        one, other = _at_least(highest), _at_least(second)
        pair = reason("policy.clause_one_and_other", one=one, other=other)
        part = reason("policy.clause_and", first=part, second=pair) if part else pair
    elif highest or second:
        least = _at_least(highest or second)
        cards = (
            reason("policy.clause_one", least=least)
            if highest
            else reason("policy.clause_two", least=least)
        )
        part = reason("policy.clause_and", first=part, second=cards) if part else cards
    if spread:
        last = reason("policy.clause_spread", least=_at_least(spread))
        part = reason("policy.clause_also", first=part, second=last) if part else last
    return part


def _at_least(score: int) -> str:
    return str(score) if score == TOP_SCORE else f"≥ {score}"


@lru_cache(_CLAUSES_KEPT)
def clause_words(clause: GradeClause) -> Reason | str:
    """Return the words of a clause: its demands, or a text that a book has in their place."""
    part = demands(clause.content, clause.highest, clause.second, clause.spread)
    return part if part and render(part) == clause.words else clause.words
