"""Propose an opinion grade from the three cards of Article 6.

The machine proposes, an officer confirms or overrides with a reason; nothing here decides.
"""

from dataclasses import dataclass

from huiying.policy.grading.cards import (
    DIMENSIONS,
    TOP,
    Card,
    Dimension,
)
from huiying.policy.grading.clauses import clause_words
from huiying.policy.grading.grades import GRADE_NAMES, Grade, GradeClause, GradeRules
from huiying.reasons.reason import Reason, reason

NO_CLAUSE = "ORDINARY"
"""The rule code of a proposal that no clause of the table lifted above 一般."""


@dataclass(frozen=True, slots=True)
class GradeProposal:
    """The machine's proposal with all that an officer needs to judge it."""

    grade: Grade  # what the known cards prove
    cards: tuple[Card, Card, Card]  # content, reaction, media
    rule_code: str  # the clause that led to the grade
    reasons: tuple[Reason, ...]
    possible: Grade | None = None  # what unknown cards could still prove; None = nothing more

    def card(self, dimension: Dimension) -> Card:
        """Return the card of one dimension."""
        return next(card for card in self.cards if card.dimension == dimension)


def propose_grade(
    content: Card, reaction: Card, media: Card, rules: GradeRules
) -> GradeProposal:
    """Return the gravest grade whose clause the known cards meet.

    An unknown card meets no demand, and is not taken for a 0 either: the proposal says that
    it is unknown and which grade it could still lead to.

    Raises:
        ValueError: If a card is given in the place of another dimension.
    """
    cards = (content, reaction, media)
    if [card.dimension for card in cards] != list(DIMENSIONS):
        message = "cards come in the order content, reaction, media"
        raise ValueError(message)
    scores = [card.score for card in cards]
    clause = _gravest([-1 if score is None else score for score in scores], rules)
    best = _gravest([TOP if score is None else score for score in scores], rules)
    grade = clause.grade if clause else Grade.ORDINARY
    highest = best.grade if best else Grade.ORDINARY
    possible = highest if highest > grade else None
    return GradeProposal(
        grade=grade,
        cards=cards,
        rule_code=clause.code if clause else NO_CLAUSE,
        reasons=_reasons(cards, clause, grade, possible),
        possible=possible,
    )


def _gravest(scores: list[int], rules: GradeRules) -> GradeClause | None:
    met = [clause for clause in rules.clauses if _holds(clause, scores, rules)]
    return max(met, key=lambda clause: clause.grade, default=None)


def _holds(clause: GradeClause, scores: list[int], rules: GradeRules) -> bool:
    content, reaction, media = scores
    _, second, highest = sorted(scores)
    demands = (
        (content, clause.content),
        (highest, clause.highest),
        (second, clause.second),
        (max(reaction, media), clause.spread),
    )
    in_use = clause.grade < Grade.CRITICAL or rules.critical_in_use
    return in_use and all(score >= least for score, least in demands if least > 0)


def _reasons(
    cards: tuple[Card, ...], clause: GradeClause | None, grade: Grade, possible: Grade | None
) -> tuple[Reason, ...]:
    scores, name = tuple(map(_score, cards)), GRADE_NAMES[grade]
    reasons = [
        reason("policy.meets_clause", scores=scores, clause=clause_words(clause), grade=name)
        if clause
        else reason("policy.meets_none", scores=scores, grade=name)
    ]
    unknown = tuple(DIMENSIONS[card.dimension] for card in cards if card.score is None)
    if unknown and possible:
        highest = GRADE_NAMES[possible]
        reasons.append(
            reason("policy.grade_may_rise", unknown=unknown, grade=name, possible=highest)
        )
    elif unknown:
        reasons.append(reason("policy.grade_stays", unknown=unknown))
    return tuple(reasons)


def _score(card: Card) -> Reason:
    name = DIMENSIONS[card.dimension]
    if card.score is None:
        return reason("policy.score_unknown", card=name)
    return reason("policy.score", card=name, score=card.score)
