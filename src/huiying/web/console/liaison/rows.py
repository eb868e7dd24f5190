"""Liaison as rows: talks, follow-ups, shares, leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.policy.time.zone import LOCAL
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.casework.liaison.models import (
    FollowUp,
    Lead,
    LeadState,
    LiaisonTalk,
    Manner,
    Share,
    ShareState,
)


@dataclass(frozen=True, slots=True)
class TalkRow:
    """One talk as it was recorded."""

    at: datetime
    manner: str
    summary: str
    news: str
    by: str


def talk_row(talk: LiaisonTalk) -> TalkRow:
    """Return one talk as it was recorded."""
    return TalkRow(
        at=talk.at,
        manner=str(Manner(talk.manner).label),
        summary=talk.summary,
        news=talk.news,
        by=talk.recorded_by.name,
    )


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """One thing that follows from a talk."""

    words: str
    owner: str
    due: date
    late: bool
    done_at: datetime | None
    done_note: str
    acts: list[ActButton]


def follow_up_row(item: FollowUp, number: str, officer: Officer, now: datetime) -> FollowUpRow:
    """Return one thing that follows from a talk."""
    done = item.done_at is not None
    return FollowUpRow(
        words=item.words,
        owner=item.owner.name,
        due=item.due,
        late=not done and item.due < now.astimezone(LOCAL).date(),
        done_at=item.done_at,
        done_note=item.done_note,
        acts=[act_button(_("登记完成…"), "console:follow-up-done", number, item.pk)]
        if not done and may(officer, Capability.LIAISE)
        else [],
    )


@dataclass(frozen=True, slots=True)
class ShareRow:
    """What an agency was given."""

    number: str
    url: str
    unit: str
    purpose: str
    incident: str
    incident_title: str
    incident_url: str
    shared_at: datetime
    by: str
    state_word: str
    works: bool
    opened: int
    last_opened_at: datetime | None
    back: int
    waiting: int


def share_row(share: Share, now: datetime) -> ShareRow:
    """Return a share as one line of the register.

    Its leads are prefetched by the queries of the register.
    """
    leads = list(share.leads.all())
    return ShareRow(
        number=share.number,
        url=reverse("console:share", args=[share.number]),
        unit=share.unit.name,
        purpose=share.purpose,
        incident=share.incident.number,
        incident_title=share.incident.title,
        incident_url=reverse("console:incident", args=[share.incident.number]),
        shared_at=share.shared_at,
        by=share.shared_by.name,
        state_word=state_word(share, now),
        works=is_open(share, now),
        opened=share.opened,
        last_opened_at=share.last_opened_at,
        back=len(leads),
        waiting=sum(lead.state == LeadState.RECEIVED for lead in leads),
    )


def is_open(share: Share, now: datetime) -> bool:
    """Tell whether the link still opens."""
    return share.state == ShareState.OPEN and share.ends_at > now


def state_word(share: Share, now: datetime) -> str:
    """Return in a word whether the link still opens."""
    if share.state == ShareState.OPEN and share.ends_at <= now:
        return _("已到期")
    return str(ShareState(share.state).label)


@dataclass(frozen=True, slots=True)
class LeadRow:
    """What an agency handed in, and what was decided about it."""

    number: str
    text: str
    link: str
    by: str
    received_at: datetime
    state: str
    state_word: str
    decided_at: datetime | None
    decided_by: str
    reason: str
    acts: list[ActButton]


def lead_row(lead: Lead, officer: Officer) -> LeadRow:
    """Return what an agency handed in, with what may be done with it."""
    acts = []
    if lead.state == LeadState.RECEIVED and may(officer, Capability.LIAISE):
        take = reverse("console:lead-take", args=[lead.number])
        acts = [
            act_button(_("录入为帖文"), take, method="post", main=True),
            act_button(_("不采用…"), "console:lead-aside", lead.number),
        ]
    return LeadRow(
        number=lead.number,
        text=lead.text,
        link=lead.link,
        by=lead.handed_by,
        received_at=lead.received_at,
        state=lead.state,
        state_word=str(LeadState(lead.state).label),
        decided_at=lead.decided_at,
        decided_by=lead.decided_by.name if lead.decided_by else "",
        reason=lead.reason,
        acts=acts,
    )
