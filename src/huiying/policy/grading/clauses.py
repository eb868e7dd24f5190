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
    said = reason("policy.clause_content", least=_at_least(content)) if content else None
    if highest and second:
        one, other = _at_least(highest), _at_least(second)
        pair = reason("policy.clause_one_and_other", one=one, other=other)
        said = reason("policy.clause_and", first=said, second=pair) if said else pair
    elif highest or second:
        least = _at_least(highest or second)
        cards = (
            reason("policy.clause_one", least=least)
            if highest
            else reason("policy.clause_two", least=least)
        )
        said = reason("policy.clause_and", first=said, second=cards) if said else cards
    if spread:
        last = reason("policy.clause_spread", least=_at_least(spread))
        said = reason("policy.clause_also", first=said, second=last) if said else last
    return said


def _at_least(score: int) -> str:
    return str(score) if score == TOP_SCORE else f"≥ {score}"


@lru_cache(_CLAUSES_KEPT)
def clause_words(clause: GradeClause) -> Reason | str:
    """Return the words of a clause: its demands, or a text that a book has in their place."""
    said = demands(clause.content, clause.highest, clause.second, clause.spread)
    return said if said and render(said) == clause.words else clause.words
