"""The second signature under setting aside a proposal of 重大, on the candidate's own page.

In:   requests of who may triage.    Out:  the panel, the signature, the return.
Cost: two queries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.policy.procedure.candidates import CandidateMove
from huiying.web.console.shared.decisions import approve_act, return_act
from huiying.web.console.shared.declared_acts import Target
from huiying.work.incidents.candidates.access import candidate_for
from huiying.work.incidents.candidates.actions.set_aside import SET_ASIDE_KIND
from huiying.work.incidents.candidates.models import Candidate, SetAsideRequest
from huiying.work.incidents.candidates.set_aside_requests import (
    set_aside_hash,
    waiting_set_aside,
)


@dataclass(frozen=True, slots=True)
class SetAsidePanel:
    """What waits for a second signature, and whether this officer may give it."""

    title: str
    reason: str
    by: str
    at: datetime
    hash: str
    mine: bool
    sign_url: str
    return_url: str


def set_aside_panel(candidate: Candidate, officer: Officer) -> SetAsidePanel | None:
    """Return what waits for a second signature about a candidate; None if nothing does."""
    row = waiting_set_aside(candidate)
    if row is None:
        return None
    dismissed = row.move == CandidateMove.DISMISS
    digest = set_aside_hash(row)
    return SetAsidePanel(
        title=_("已提出排除，待另一人签署") if dismissed else _("已提出转送，待另一人签署"),
        reason=row.reason,
        by=row.requested_by.name,
        at=row.requested_at,
        hash=digest,
        mine=row.requested_by_id != officer.pk and digest == row.signoff.content_hash,
        sign_url=reverse("console:candidate-sign", args=[candidate.event_id]),
        return_url=reverse("console:candidate-return", args=[candidate.event_id]),
    )


def _request_for(officer: Officer, event_id: int, *, to: Capability) -> SetAsideRequest:
    row = waiting_set_aside(candidate_for(officer, event_id, to=to))
    if row is None:
        raise Http404
    return row


REQUEST = Target(
    row=_request_for,
    back=lambda row: reverse("console:candidate", args=[row.candidate.event_id]),
    about=lambda row: row.candidate.title,
)

sign = approve_act(
    SET_ASIDE_KIND, REQUEST, Capability.TRIAGE, done=gettext_lazy("已签署，即时生效。")
)
"""签署 exactly what was on the screen."""

send_back = return_act(
    SET_ASIDE_KIND,
    REQUEST,
    Capability.TRIAGE,
    title=gettext_lazy("退回"),
    lead=gettext_lazy("仍列为待研判，30 分钟时限继续计算。"),
    done=gettext_lazy("已退回，未作更改。"),
)
"""退回, with a reason."""
