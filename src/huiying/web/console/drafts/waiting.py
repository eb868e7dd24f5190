"""The answers on the desk that wait for this officer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.drafts.queries import drafts_in_sight


def answers_waiting(officer: Officer, now: datetime) -> list[WaitingList]:
    """Return what is approved and waits to be published, and what was sent back to him."""
    mine = Q(pk=None)
    if may(officer, Capability.PUBLISH):
        mine |= Q(state=DraftState.APPROVED)
    if may(officer, Capability.DRAFT):
        sent_back = Q(state=DraftState.WRITING, signoff__decision=Decision.RETURNED)
        mine |= sent_back & Q(author=officer)
    if mine == Q(pk=None):
        return []
    drafts = drafts_in_sight(officer).filter(mine)
    drafts = drafts.select_related("answer__incident__response_clock")
    return [WaitingList(drafts, lambda draft: _line(draft, now))]


def _line(draft: Draft, now: datetime) -> WaitingRow:
    approved = draft.state == DraftState.APPROVED
    response_clock = draft.answer.incident.response_clock
    running = response_clock is not None and response_clock.stopped_at is None
    return WaitingRow(
        clock=clock_facts(response_clock, now) if running else None,
        clock_id=response_clock.pk if running and response_clock else None,
        kind=_("第 %(number)s 版已审定，等发布") % {"number": draft.version}
        if approved
        else _("第 %(number)s 版被退回，等修改") % {"number": draft.version},
        text=draft.title,
        url=reverse("console:draft", args=[draft.pk]),
        label=_("发布回应") if approved else _("修改"),
    )
