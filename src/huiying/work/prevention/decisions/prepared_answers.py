"""备答: the questions and answers that were prepared for what an incident is about.

In:   an incident.    Out:  the answers of its activated plans and its assessed decisions.
Cost: two queries, one more for each decision.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import merged_from
from huiying.work.prevention.decisions.models import DecisionFile, DecisionIncident
from huiying.work.prevention.decisions.queries import decisions_of_incident, in_force
from huiying.work.prevention.plans.models import PlanActivation
from huiying.work.prevention.plans.queries import activations_of


@dataclass(frozen=True, slots=True)
class PreparedAnswer:
    """A question and its answer, as they were approved.

    Attributes:
        key: Names it among those of its incident: number of its file and its place there.
        foreseen: It answers the very doubt that came.
    """

    key: str
    question: str
    answer: str
    foreseen: bool = False


def answers_of_plan(row: PlanActivation) -> list[PreparedAnswer]:
    """Return what the version prepared that was activated."""
    return [
        PreparedAnswer(f"{row.plan.number}.{place}", one["question"], one["answer"])
        for place, one in enumerate(row.version.content["questions"], start=1)
    ]


def standing_points(decision: DecisionFile) -> list[dict[str, Any]]:
    """Return the doubts of the signed assessment that were not struck."""
    signed = in_force(decision)
    return [one for one in signed.content["points"] if not one["struck"]] if signed else []


def answers_of_decision(
    row: DecisionIncident, points: Sequence[Mapping[str, Any]]
) -> list[PreparedAnswer]:
    """Return what was prepared for the standing doubts about a decision."""
    return [
        PreparedAnswer(
            f"{row.decision.number}.{one['place']}",
            one["question"],
            one["answer"],
            one["place"] == row.place,
        )
        for one in points
        if one["question"] and one["answer"]
    ]


def prepared_answer(incident: Incident, key: str) -> PreparedAnswer | None:
    """Return one answer of an incident, or of what was merged into it; None = there is none."""
    family: Sequence[int] = [incident.pk, *(one.pk for one in merged_from(incident))]
    found = [
        *(one for row in activations_of(incident, family) for one in answers_of_plan(row)),
        *(
            one
            for row in decisions_of_incident(incident, family)
            for one in answers_of_decision(row, standing_points(row.decision))
        ),
    ]
    return next((one for one in found if one.key == key), None)
