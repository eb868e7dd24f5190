"""The rows that the references of the scenario stand for.

In:   the cast, which posts belong to which planted matter.    Out:  candidates, incidents, …
Cost: a query or two each.
"""

from __future__ import annotations

from collections import Counter

from huiying.jobs.demo.cast import Cast
from huiying.work.casework.notices.models import Notice
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import Placement
from huiying.work.petitions.core.models import Petition
from huiying.work.responses.core.models import OPEN_STATES, Draft


class NotPlayed(Exception):
    """An act could not be done; the text says why."""


class ScenarioState:
    """Where the scenario's references point to in the product."""

    def __init__(self, cast: Cast, posts: dict[str, list[int]]) -> None:
        self.cast = cast
        self.posts = posts

    def candidate(self, ref: str) -> Candidate:
        """Return the candidate that holds most posts of a planted matter."""
        keys = self.posts.get(ref, [])
        events = Counter(
            Placement.objects.filter(
                bureau_id=self.cast.bureau.pk, post_id__in=keys
            ).values_list("event_id", flat=True)
        )
        for event, _count in events.most_common():
            row = Candidate.objects.filter(
                bureau_id=self.cast.bureau.pk, event_id=event
            ).first()
            if row is not None:
                return row
        raise NotPlayed(f"{ref}: no candidate yet ({len(keys)} posts in {len(events)} events)")

    def incident(self, ref: str) -> Incident:
        """Return the incident of a planted matter."""
        row = self.candidate(ref)
        if row.incident is None:
            raise NotPlayed(f"{ref}: not an incident yet ({row.state})")
        return row.incident

    def notice(self, ref: str, unit: str) -> Notice:
        """Return the newest notice of the matter to a unit."""
        row = (
            Notice.objects.filter(incident=self.incident(ref), unit=self.cast.units[unit])
            .select_related("incident", "unit")
            .order_by("-sent_at", "-pk")
            .first()
        )
        if row is None:
            raise NotPlayed(f"{ref}: {unit} was not notified")
        return row

    def draft(self, ref: str, *states: str) -> Draft:
        """Return the open draft of the matter."""
        row = (
            Draft.objects.filter(
                answer__incident=self.incident(ref), state__in=states or OPEN_STATES
            )
            .order_by("-pk")
            .first()
        )
        if row is None:
            raise NotPlayed(f"{ref}: no draft")
        return row

    def petition(self, title: str) -> Petition:
        """Return the newest petition of this title."""
        row = (
            Petition.objects.filter(bureau=self.cast.bureau, title=title)
            .select_related("clock", "competent")
            .order_by("-received_at", "-pk")
            .first()
        )
        if row is None:
            raise NotPlayed(f"no petition is called {title}")
        return row
