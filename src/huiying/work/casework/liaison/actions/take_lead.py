"""Decide on a lead: enter it as a post of the bureau, or set it aside.

In:   a lead that waits.    Out:  a manual post without an author; or a reason why not.
Cost: as one accepted item.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.errors import Refused, Stale
from huiying.work.casework.core.text import checked_text
from huiying.work.casework.liaison.models import Lead, LeadState
from huiying.work.casework.liaison.records import record_share
from huiying.work.collection.posts.actions.enter_post import enter_post

CHANNEL = "外单位线索"
MAX_REASON = 300


@transaction.atomic
def take_lead(*, lead: Lead, officer: Officer, now: datetime) -> Lead:
    """录入: the bureau knows of it since it was handed in; nobody is its author.

    Raises:
        Refused: If the same was entered before.
        Stale: If somebody decided about it meanwhile.
    """
    _claim(lead, LeadState.TAKEN, officer, now)
    try:
        result = enter_post(
            bureau=lead.bureau,
            title="",
            text=lead.text,
            url=lead.link,
            channel=CHANNEL,
            published_at=None,
            noticed_at=lead.received_at,
            actor=officer.audit_actor(),
            now=now,
        )
    except Refused as error:
        raise Refused(str(error)) from error
    if result.is_post:
        Lead.objects.filter(pk=lead.pk).update(post_id=result.post_id)
    lead.refresh_from_db()
    record_share(lead, "lead.taken", officer, now)
    return lead


@transaction.atomic
def reject_lead(*, lead: Lead, reason: str, officer: Officer, now: datetime) -> Lead:
    """不采用, with a reason; the lead stays in the register.

    Raises:
        Refused: If there is no reason.
        Stale: If somebody decided about it meanwhile.
    """
    why = checked_text(reason, MAX_REASON, _("请填写不采用的理由。"))
    _claim(lead, LeadState.ASIDE, officer, now, why)
    record_share(lead, "lead.set_aside", officer, now, reason=why)
    return lead


def _claim(
    lead: Lead, state: LeadState, officer: Officer, now: datetime, reason: str = ""
) -> None:
    rows = Lead.objects.filter(pk=lead.pk, state=LeadState.RECEIVED)
    done = rows.update(state=state, decided_at=now, decided_by=officer, reason=reason)
    lead.refresh_from_db()
    if done != 1:
        raise Stale(_("该线索已处理（%(state)s）。")
                    % {"state": lead.get_state_display()})  # fmt: skip
