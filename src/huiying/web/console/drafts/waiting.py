"""The answers on the desk that wait for this officer, and what those that wait lack.

In:   an officer.    Out:  lists of rows.
Cost: at most nine queries for a list, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.signoff.models import Decision
from huiying.web.console.releases.gates import unconfirmed_words
from huiying.web.console.shared.component_rows import WaitingRow
from huiying.web.console.shared.waiting_lists import WaitingList
from huiying.web.shared.clock_rows import clock_facts
from huiying.work.responses.confirmations.required import READ_WITH_DRAFT, confirmations_by
from huiying.work.responses.core.models import Draft, DraftState
from huiying.work.responses.drafts.queries import drafts_in_sight
from huiying.work.responses.mechanism.standing import newest_first, standing_by


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
    if may(officer, Capability.PUBLISH):
        drafts = drafts.prefetch_related(*READ_WITH_DRAFT, "mechanism_reviews__signoff")

    @cache
    def units() -> list[Unit]:
        return list(units_of(officer.bureau_id))

    return [WaitingList(drafts, lambda draft: _line(draft, now, units))]


def _line(draft: Draft, now: datetime, units: Callable[[], list[Unit]]) -> WaitingRow:
    approved = draft.state == DraftState.APPROVED
    response_clock = draft.answer.incident.response_clock
    running = response_clock is not None and response_clock.stopped_at is None
    lacks = _lacks(draft, units()) if approved else ""
    return WaitingRow(
        clock=clock_facts(response_clock, now) if running else None,
        clock_id=response_clock.pk if running and response_clock else None,
        kind=_kind(lacks, approved=approved) % {"number": draft.version, "lacks": lacks},
        text=draft.title,
        url=reverse("console:draft", args=[draft.pk]),
        label=(_("查看") if lacks else _("发布回应")) if approved else _("修改"),
    )


def _kind(lacks: str, *, approved: bool) -> str:
    if not approved:
        return _("第 %(number)s 版被退回，等修改")
    if lacks:
        return _("第 %(number)s 版已审定，尚不能发布：%(lacks)s")
    return _("第 %(number)s 版已审定，等发布")


def _lacks(draft: Draft, units: list[Unit]) -> str:
    """Return whom an approved draft waits for before it can go out, from what was read."""
    digest = draft.signoff.content_hash if draft.signoff is not None else ""
    needed = confirmations_by(draft, units)
    words = unconfirmed_words([one for one in needed if not one.settles(digest)])
    reviews = newest_first(draft.mechanism_reviews.all())
    gate = standing_by(draft, reviews, digest).gate
    return words or ("" if gate.lets_out else _("等机制审核通过"))
