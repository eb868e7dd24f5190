"""What may be a risk, as lines: from the rooms below and from those above.

In:   an officer, the moment.    Out:  lines, each with the form of a new risk.
Cost: some six queries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.work.casework.core.access import sees_all_units
from huiying.work.closing.reviews.queries import risks_of
from huiying.work.prevention.decisions.risk_proposals import proposals_of_decisions
from huiying.work.prevention.risks.models import RiskOrigin
from huiying.work.prevention.risks.proposals import Proposal, not_registered, own_proposals

LESSONS_OF = timedelta(days=183)
"""Lessons that were done longer ago are proposed no more."""


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """What may be a risk; url: the form, filled with what is known."""

    origin: str
    title: str
    why: str
    url: str


def proposal_rows(officer: Officer, now: datetime) -> list[ProposalRow]:
    """Return what may be a risk and is none yet, for who sees it."""
    found = [one for source in SOURCES for one in source(officer.bureau_id, now)]
    if not sees_all_units(officer):
        found = [one for one in found if one.unit_id in (None, officer.unit_id)]
        found = [one for one in found if one.origin != RiskOrigin.SEASON]
    return [
        ProposalRow(str(one.origin.label), one.title, one.why, _form_url(one))
        for one in not_registered(officer.bureau_id, found)
    ]


def _lessons(bureau_id: int, now: datetime) -> list[Proposal]:
    """Lessons of finished reviews that are open, or were done in the last half year."""
    rows = risks_of(bureau_id, now=now)
    return [
        Proposal(
            RiskOrigin.LESSON,
            f"{row.review.number}.{row.pk}",
            row.text[:80],
            _("复盘 %(number)s 的整改事项，责任单位%(unit)s")
            % {"number": row.review.number, "unit": row.unit.name},
            unit_id=row.unit_id,
        )
        for row in rows
        if row.done_at is None or row.done_at >= now - LESSONS_OF
    ]


SOURCES: Final[tuple[Callable[[int, datetime], list[Proposal]], ...]] = (
    _lessons,
    proposals_of_decisions,
    own_proposals,
)
"""Each room that knows of possible risks."""


def _form_url(one: Proposal) -> str:
    values = {
        "title": one.title,
        "topic": one.topic,
        "origin": str(one.origin),
        "origin_ref": one.ref,
    }
    query = urlencode({key: value for key, value in values.items() if value})
    return f"{reverse('console:risk-add')}?{query}"
