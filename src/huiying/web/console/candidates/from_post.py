"""登记为事件, from the page of a post: to the form of the candidate of its event.

In:   a post of no incident, who may triage and grade.    Out:  the form of registration.
Cost: a look at one event.
"""

from __future__ import annotations

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import Outcome
from huiying.web.console.shared.declared_acts import ButtonAct, By, Target
from huiying.work.incidents.candidates.access import placed_post_for
from huiying.work.incidents.candidates.actions.bring_to_triage import bring_to_triage
from huiying.work.incidents.candidates.queries import WAITING_STATES
from huiying.work.incidents.placements.models import Placement

PLACED_POST = Target(
    row=placed_post_for, back=lambda row: reverse("console:copies", args=[row.group_id])
)


@ButtonAct(PLACED_POST, Capability.TRIAGE)
def register(row: Placement, by: By, _posted: QueryDict) -> Outcome:
    """Lead to the form of registration; a group that was decided on, to its page."""
    require(by.officer, Capability.GRADE)
    candidate = bring_to_triage(placement=row, **by.stamp)
    if candidate.state in WAITING_STATES:
        address = reverse("console:candidate-confirm", args=[candidate.event_id])
        return _("已列入待研判。请核对标题和等级后登记。"), address
    address = reverse("console:candidate", args=[candidate.event_id])
    return _("该帖文所在组已研判；须登记为事件的，请先撤回研判决定。"), address
