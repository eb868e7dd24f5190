"""What the record holds about one incident up to a moment, read once for all lines.

In:   an incident, a cut-off, the cut-off of the report before.    Out:  rows.
Cost: nothing until a line asks; one query or two for each kind of rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import TypeVar

from huiying.base.accounts.roster.models import Shift
from huiying.base.accounts.roster.queries import on_duty
from huiying.policy.rulebook.platforms import OTHER
from huiying.policy.time.zone import LOCAL
from huiying.reasons.marking import marked
from huiying.work.casework.core.incidents import about_incident, family_of
from huiying.work.casework.notices.guidance import guidance_at
from huiying.work.casework.notices.models import Guidance, Notice, UnitReport
from huiying.work.casework.notices.queries import notices_of, reports_of
from huiying.work.casework.procedure.models import Assignment, Consultation, Proposal
from huiying.work.casework.procedure.queries import (
    assignments_of,
    consultations_of,
    proposal_of,
)
from huiying.work.casework.promises.queries import promises_of
from huiying.work.casework.tasks.models import Commitment
from huiying.work.casework.tasks.queries import closing_moments
from huiying.work.casework.verification.models import Docket, FindingRecord
from huiying.work.casework.verification.queries import (
    finding_in_force,
    verification_requests_of,
)
from huiying.work.closing.core.models import Closing
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.incidents.assessment.reaction import (
    PlacedHour,
    hours_in,
    placed_hours,
    places_in,
)
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.core.queries import event_ids_of
from huiying.work.incidents.grading.models import GradeDecision, SeverityDecision
from huiying.work.incidents.incidents.models import SuperiorCall
from huiying.work.incidents.incidents.queries import superior_calls_of
from huiying.work.incidents.situation.models import SituationLine, SituationRevision
from huiying.work.incidents.situation.queries import current_situation
from huiying.work.reports.core.content import Source
from huiying.work.responses.core.models import Release

Row = TypeVar("Row")


class IncidentRecord:
    """One incident as a report reads it; nothing later than ``cut_off`` is in it.

    Attributes:
        since: The cut-off of the report before; None = this is the first one.
    """

    def __init__(self, incident: Incident, cut_off: datetime, since: datetime | None) -> None:
        self.incident = incident
        self.cut_off = cut_off
        self.since = since

    @property
    def own(self) -> Source:
        """The incident as a source."""
        return Source("incident", self.incident.number, self.incident.number)

    @property
    def posts_source(self) -> Source:
        """The posts of the incident as a source."""
        return Source("incident_posts", self.incident.number, marked("帖文"))

    def is_new(self, at: datetime | None) -> bool:
        """Tell whether something happened since the report before, up to the cut-off."""
        return at is not None and at <= self.cut_off and (self.since is None or at > self.since)

    def known(self, at: datetime | None) -> bool:
        """Tell whether something had happened at the cut-off."""
        return at is not None and at <= self.cut_off

    @cached_property
    def family(self) -> list[int]:
        """The keys of the incident and of what was merged into it."""
        return family_of(self.incident)

    @cached_property
    def hours(self) -> list[PlacedHour]:
        """Posts by place and hour, up to the hour of the cut-off."""
        found = placed_hours(self.incident.bureau_id, event_ids_of(self.incident))
        return [one for one in found if one.hour <= self.cut_off]

    @cached_property
    def by_hour(self) -> dict[datetime, int]:
        """Posts by local hour."""
        return hours_in(self.hours)

    @cached_property
    def platforms(self) -> list[tuple[str, int]]:
        """Posts by platform as the bureau lists it, the most first."""
        known = known_places_of(self.incident.bureau_id, self.cut_off)
        counts = Counter[str]()
        for place in places_in(self.hours):
            name = known.shown_platform(place.channel)
            counts[marked("其他") if name == OTHER else name] += place.posts
        return counts.most_common()

    @property
    def posts(self) -> int:
        """How many posts there were."""
        return sum(self.by_hour.values())

    def posts_between(self, first: datetime, last: datetime) -> int:
        """Return the posts of the hours from one moment to another."""
        return sum(count for hour, count in self.by_hour.items() if first <= hour < last)

    @property
    def last_day(self) -> tuple[int, int]:
        """Posts of the last 24 hours, and of the 24 before them."""
        day = timedelta(days=1)
        end = self.cut_off + timedelta(hours=1)
        middle, begin = self.cut_off - day, self.cut_off - 2 * day
        return self.posts_between(middle, end), self.posts_between(begin, middle)

    @cached_property
    def by_day(self) -> list[tuple[str, int]]:
        """Posts by local day, the first day first."""
        counts = Counter[str]()
        for hour, posts in sorted(self.by_hour.items()):
            counts[f"{hour.astimezone(LOCAL):%m-%d}"] += posts
        return list(counts.items())

    @cached_property
    def situation(self) -> dict[str, SituationRevision]:
        """The lines of the situation that stand."""
        rows = current_situation(self.incident)
        return {row.line: row for row in rows if self.known(row.at)}

    def situation_line(self, line: SituationLine) -> tuple[str, tuple[Source, ...]]:
        """Return what a line of the situation says, with its source; "" = nothing."""
        row = self.situation.get(line)
        source = Source("situation", self.incident.number, marked("现况"))
        return (row.text, (source,)) if row else ("", ())

    @cached_property
    def notices(self) -> list[Notice]:
        """The notices that were sent."""
        return self._known(notices_of(self.incident, self.family), "sent_at")

    @cached_property
    def unit_reports(self) -> list[UnitReport]:
        """What units reported back."""
        return self._known(reports_of(self.incident, self.family), "at")

    @cached_property
    def dockets(self) -> list[Docket]:
        """The claims that were asked about."""
        return self._known(verification_requests_of(self.incident), "requested_at")

    @cached_property
    def findings(self) -> dict[int, FindingRecord]:
        """The finding in force of each claim that has one."""
        found = ((row.pk, finding_in_force(row, self.cut_off)) for row in self.dockets)
        return {key: one for key, one in found if one is not None and self.known(one.at)}

    @cached_property
    def consultations(self) -> list[Consultation]:
        """The consultations, newest first."""
        return self._known(consultations_of(self.incident), "called_at")

    @cached_property
    def proposal(self) -> Proposal | None:
        """The newest proposal of how to handle it."""
        found = proposal_of(self.incident)
        return found if found is not None and self.known(found.written_at) else None

    @cached_property
    def tasks(self) -> list[Assignment]:
        """What was assigned."""
        return self._known(assignments_of(self.incident), "assigned_at")

    @cached_property
    def task_ends(self) -> dict[int, datetime]:
        """When each task was accepted as done."""
        keys = [row.pk for row in self.tasks]
        found = closing_moments(self.incident.bureau_id, keys)
        return {key: at for key, at in found.items() if self.known(at)}

    @cached_property
    def releases(self) -> list[Release]:
        """What was published, every version, the first first."""
        rows = Release.objects.filter(
            bureau_id=self.incident.bureau_id, answer__incident_id__in=self.family
        )
        return self._known(
            rows.select_related("answer").order_by("published_at"), "published_at"
        )

    @cached_property
    def promises(self) -> list[Commitment]:
        """What was promised in public."""
        return self._known(promises_of(self.incident, self.family), "made_at")

    @cached_property
    def guidance(self) -> Guidance | None:
        """The lines to take in force at the cut-off."""
        return guidance_at(self.incident, self.cut_off)

    @cached_property
    def calls(self) -> list[SuperiorCall]:
        """Which superior bodies were told by telephone."""
        return self._known(superior_calls_of(self.incident), "at")

    @cached_property
    def shifts(self) -> list[Shift]:
        """Who was on duty at the cut-off."""
        return on_duty(self.incident.bureau_id, self.cut_off)

    @cached_property
    def grades(self) -> list[GradeDecision]:
        """The grades that were signed, the first first."""
        rows = GradeDecision.objects.filter(about_incident(self.incident))
        return self._known(rows, "at")

    @cached_property
    def severity(self) -> SeverityDecision | None:
        """The newest signed severity of the emergency event."""
        rows = SeverityDecision.objects.filter(about_incident(self.incident))
        return rows.filter(at__lte=self.cut_off).order_by("-at", "-pk").first()

    @cached_property
    def closing(self) -> Closing | None:
        """The closing that stands."""
        rows = Closing.objects.filter(incident=self.incident, reopened_at__isnull=True)
        return rows.filter(closed_at__lte=self.cut_off).first()

    def _known(self, rows: Iterable[Row], moment: str) -> list[Row]:
        return [row for row in rows if self.known(getattr(row, moment))]
