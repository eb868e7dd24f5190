"""What one request reads of an incident, for all panels of its page.

In:   an incident, the officer as the page sees him, the moment.
Out:  rows about the incident, what its posts say, the effect of its newest answer.
Cost: nothing until a part is asked for; each part is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.procedure.stages import SETTLED
from huiying.work.closing.core.related_rows import RelatedRows, related_rows_of
from huiying.work.closing.gate.queries import Gate, gate_of
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of, merged_from
from huiying.work.incidents.grading.models import GradeDecision
from huiying.work.incidents.grading.queries import grade_decisions_of
from huiying.work.responses.effect.comparison import Effect, effect_of

T = TypeVar("T")


class IncidentReading:
    """One incident as one request reads it.

    ``officer`` has no acts while he is recused (``read_only_if_recused``).
    """

    def __init__(self, incident: Incident, officer: Officer, now: datetime) -> None:
        self.incident = incident
        self.officer = officer
        self.now = now
        self._asked: dict[tuple[str, Callable[..., Iterable[Any]]], list[Any]] = {}

    def may(self, capability: Capability) -> bool:
        """Tell whether the officer has a capability."""
        return may(self.officer, capability)

    @property
    def number(self) -> str:
        """The number of the incident, for addresses."""
        return self.incident.number

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is to be done any more."""
        return self.incident.stage in SETTLED

    @cached_property
    def merged(self) -> list[Incident]:
        """All incidents that were merged into this one, directly or not."""
        return list(merged_from(self.incident))

    @cached_property
    def related(self) -> RelatedRows:
        """The kinds of rows there are about the incident."""
        return related_rows_of(self.incident, self.merged)

    def rows(self, kind: str, query: Callable[[Incident], Iterable[T]]) -> list[T]:
        """Return rows about the incident alone, asked once; no query when there are none."""
        return self._once(kind, query, self.incident)

    def family_rows(
        self, kind: str, query: Callable[[Incident, list[int]], Iterable[T]]
    ) -> list[T]:
        """Return rows about the incident and what was merged into it, asked once."""
        return self._once(kind, query, self.incident, self.related.family)

    def _once(self, kind: str, query: Callable[..., Iterable[T]], *about: object) -> list[T]:
        key = (kind, query)
        if key not in self._asked:
            self._asked[key] = self.related.rows(kind, query, *about)
        return list(self._asked[key])

    @cached_property
    def decisions(self) -> list[GradeDecision]:
        """The signed grades of the incident, oldest first."""
        return list(grade_decisions_of(self.incident))

    @cached_property
    def posts(self) -> PostReading:
        """What the posts of the incident say."""
        return PostReading(self.incident.bureau_id, event_ids_of(self.incident))

    @cached_property
    def effect(self) -> Effect | None:
        """What was said before and after the newest release; None = no release, or no right."""
        if "answers" not in self.related.kinds or not self.may(Capability.SEE_POSTS):
            return None
        return effect_of(self.incident, self.now)

    @cached_property
    def gate(self) -> Gate:
        """How the incident stands at its closing gate."""
        return gate_of(self.incident, self.now, posts=self.posts, related=self.related)
