"""How many rows of each kind an incident has, so that a page runs only the queries it needs.

In:   the keys of an incident and of all that was merged into it.
Out:  the kinds of rows about them, and how many of each.
Cost: one query: an indexed count for each kind.

Most incidents never see a team, a press conference or a waiver, and a question costs the same
whether it finds something or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from django.db import connections, models, router

from huiying.work.casework.core.models import ResponseTeam
from huiying.work.casework.instructions.models import Instruction
from huiying.work.casework.liaison.models import Share
from huiying.work.casework.notices.models import Guidance, Notice, OutsideAnswer
from huiying.work.casework.procedure.models import Consultation, Proposal
from huiying.work.casework.references.models import Reference
from huiying.work.casework.supervision.models import Supervision
from huiying.work.casework.tasks.models import Commitment
from huiying.work.casework.verification.models import ServedIncident
from huiying.work.closing.core.models import Closing, Waiver
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.models import (
    GradeObjection,
    GradingRequest,
    OutsideLevel,
    SeverityDecision,
    ValueDecision,
)
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.recusals.models import Recusal
from huiying.work.incidents.situation.models import SituationRevision
from huiying.work.prevention.decisions.models import DecisionIncident
from huiying.work.prevention.plans.models import PlanActivation
from huiying.work.responses.core.models import Answer
from huiying.work.responses.press.models import Interpretation, MediaRequest, PressConference

T = TypeVar("T")

ROW_KINDS: Final[dict[str, type[models.Model]]] = {
    "activations": PlanActivation,
    "answers": Answer,
    "assessments": DecisionIncident,
    "closings": Closing,
    "consultations": Consultation,
    "dockets": ServedIncident,
    "enquiries": MediaRequest,
    "explained": Interpretation,
    "guidance": Guidance,
    "instructions": Instruction,
    "levels": OutsideLevel,
    "notices": Notice,
    "objections": GradeObjection,
    "outside": OutsideAnswer,
    "press": PressConference,
    "promises": Commitment,
    "proposals": Proposal,
    "recusals": Recusal,
    "references": Reference,
    "requests": GradingRequest,
    "rises": GradeRise,
    "severities": SeverityDecision,
    "shares": Share,
    "situation": SituationRevision,
    "supervisions": Supervision,
    "teams": ResponseTeam,
    "values": ValueDecision,
    "waivers": Waiver,
}
"""Each has a column ``incident``, which is indexed."""


@dataclass(frozen=True, slots=True)
class RelatedRows:
    """An incident with all that was merged into it, and how many rows of each kind."""

    family: list[int]
    counts: Mapping[str, int]  # only of kinds that have a row

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds that have a row."""
        return frozenset(self.counts)

    def count(self, *kinds: str) -> int:
        """Return how many rows there are of some kinds together."""
        return sum(self.counts.get(kind, 0) for kind in kinds)

    def rows(self, kind: str, ask: Callable[..., Iterable[T]], *about: object) -> list[T]:
        """Return what a question finds; it is not asked when there is nothing of the kind."""
        return list(ask(*about)) if kind in self.kinds else []


def related_rows_of(incident: Incident, merged: Sequence[Incident]) -> RelatedRows:
    """Return what kinds of rows there are about an incident or what was merged into it."""
    family = [incident.pk, *(row.pk for row in merged)]
    connection = connections[router.db_for_read(Incident)]
    holes = ", ".join(["%s"] * len(family))
    query = " UNION ALL ".join(
        f"SELECT '{kind}', COUNT(*) FROM {model._meta.db_table}"  # noqa: S608 - our own names
        f" WHERE incident_id IN ({holes})"
        for kind, model in ROW_KINDS.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(query, family * len(ROW_KINDS))
        return RelatedRows(family, {kind: count for kind, count in cursor.fetchall() if count})
