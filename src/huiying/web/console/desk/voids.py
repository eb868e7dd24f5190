"""有人问，还没人答: information voids on the desk.

In:   the officer, the moment.    Out:  rows for the panel of the desk; None = not his to see.
Cost: two queries.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.time_words import length_words
from huiying.work.responses.drafts.information_voids import (
    MIN_QUESTIONS,
    InformationVoid,
    information_voids,
)

SHOWN = 5


def voids_for(officer: Officer, now: datetime) -> dict[str, Any] | None:
    """Return the voids of the bureau for the desk; None for who may not see posts."""
    if not may(officer, Capability.SEE_POSTS):
        return None
    found = information_voids(officer.bureau_id)
    return {
        "total": len(found),
        "least": MIN_QUESTIONS,
        "rows": [_row(row, officer, now) for row in found[:SHOWN]],
        "hidden": len(found) - SHOWN if len(found) > SHOWN else 0,
    }


def _row(row: InformationVoid, officer: Officer, now: datetime) -> dict[str, Any]:
    number = row.incident.number
    line = ngettext(
        "%(count)s 条帖文在问，还没有公开回应；发现已 %(length)s。",
        "%(count)s 条帖文在问，还没有公开回应；发现已 %(length)s。",
        row.questions,
    ) % {
        "count": row.questions,
        "length": length_words((now - row.incident.discovered_at).total_seconds()),
    }
    may_start = may(officer, Capability.DRAFT) and not row.drafting
    return {
        "title": row.incident.title,
        "number": number,
        "url": reverse("console:incident", args=[number]),
        "why": f"{line} {_('已有人在起草。')}" if row.drafting else line,
        "act": act_button(_("起草回应"), reverse("console:draft-start", args=[number]), "ask")
        if may_start
        else None,
    }
