"""What became of the foreseen doubts of a decision, as rows; and what nobody foresaw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.web.console.decisions.rows import Tag, risk_tag
from huiying.web.console.shared.cached_urls import cached_url
from huiying.work.prevention.decisions.models import (
    DecisionIncident,
)
from huiying.work.prevention.decisions.watching import MOST_FOUND, Foresight, Outcome


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What became of a foreseen doubt, for a table; ``url``: the posts."""

    place: int
    doubt: str
    risk: Tag | None
    phrases: str
    came: bool
    posts: str
    petitions: int
    incidents: int
    since: datetime | None
    links: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class UnforeseenRow:
    """An incident that nobody foresaw."""

    number: str
    title: str
    url: str
    reason: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class ForesightPanel:
    """What came after the announcement.

    Attributes:
        rate: Share of the foreseen doubts that came, as words.
        linked: Incidents that belong to a foreseen doubt.
    """

    outcomes: Sequence[OutcomeRow]
    rate: str
    unforeseen: Sequence[UnforeseenRow]
    linked: Sequence[UnforeseenRow]


def foresight_panel(
    found: Foresight | None, incidents: Sequence[DecisionIncident], since: date | None
) -> ForesightPanel | None:
    """Return the panel; None before the announcement."""
    if found is None or since is None:
        return None
    rate = _(
        "预见的 %(total)s 项疑虑出现 %(came)s 项，命中率 %(rate)s%%；未预见 %(missed)s 项。"
    ) % {
        "total": len(found.outcomes),
        "came": found.came,
        "rate": found.hit_rate if found.hit_rate is not None else 0,
        "missed": len(found.unforeseen),
    }
    return ForesightPanel(
        outcomes=[_outcome(one, since) for one in found.outcomes],
        rate=rate,
        unforeseen=[_incident(one) for one in found.unforeseen],
        linked=[_incident(one) for one in incidents if one.place],
    )


def _outcome(one: Outcome, since: date) -> OutcomeRow:
    many = one.posts >= MOST_FOUND
    return OutcomeRow(
        place=one.place,
        doubt=one.doubt,
        risk=risk_tag(one.level_after),
        phrases=_("、").join(one.phrases),
        came=one.came,
        posts=_("%(count)s 条以上") % {"count": one.posts} if many else str(one.posts),
        petitions=one.petitions,
        incidents=one.incidents,
        since=one.since,
        links=[
            (phrase, f"{reverse('console:posts')}?q={quote(phrase)}&from={since.isoformat()}")
            for phrase in one.phrases
        ],
    )


def _incident(row: DecisionIncident) -> UnforeseenRow:
    current = row.incident.current
    return UnforeseenRow(
        number=current.number,
        title=current.title,
        url=cached_url("console:incident", current.number),
        reason=row.reason,
        at=row.at,
        by=row.by.name,
    )
