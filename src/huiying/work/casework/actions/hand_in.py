"""What an agency hands in behind the link of a share: a lead, or the answer to a claim.

In:   a share whose link works, a person's POST.    Out:  a lead that waits, or a finding.
Cost: about three writes.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.actions.take_number import take_number
from huiying.base.audit.actions.append import Actor
from huiying.base.outbox.actions.links import revoke_links
from huiying.work.casework.actions.answer_docket import Found, answer_by_link
from huiying.work.casework.contacts import clean, office_name, record_share, web_address
from huiying.work.casework.liaison import asked_of
from huiying.work.casework.models import FindingRecord, Lead, Share, ShareState
from huiying.work.incidents.exceptions import CannotDecide

LOCAL = ZoneInfo("Asia/Shanghai")
MOST_LEADS = 20  # of one share: a link that went astray must not fill the desk
TEXT = 4000


@transaction.atomic
def hand_in_lead(
    *,
    share: Share,
    text: str,
    link: str,
    post: str,
    now: datetime,
    actor: Actor | None = None,
) -> Lead:
    """Keep a lead; it becomes nothing by itself, an officer takes it.

    Args:
        post: The post (岗位) that hands it in; a person's name is refused.
        actor: How the record names who hands it in; None = the link of the share.

    Raises:
        CannotDecide: If the share was taken back, nothing is said, the link is none, or this
            share has brought as many leads as one may.
    """
    share = (
        Share.objects.select_for_update().select_related("unit", "incident").get(pk=share.pk)
    )
    _open(share)
    if share.leads.count() >= MOST_LEADS:
        raise CannotDecide(_("这个链接交来的线索已满 20 条。请打值班电话。"))
    number = take_number(
        bureau_id=share.bureau_id, kind="lead", year=now.astimezone(LOCAL).year
    )
    lead = Lead.objects.create(
        bureau_id=share.bureau_id,
        number=f"X{number}",
        share=share,
        text=clean(text, TEXT, _("请写明线索内容。")),
        link=web_address(link),
        handed_by=office_name(post, 60),
        received_at=now,
    )
    by_link = Actor(f"link:{share.number}", share.unit.name)
    record_share(lead, "lead.received", actor or by_link, now)
    return lead


@transaction.atomic
def answer_by_share(
    *, share: Share, number: str, found: Found, post: str, now: datetime, revision: int | None
) -> FindingRecord:
    """Answer a claim of the incident that this agency was asked, on the page of the share.

    Raises:
        CannotDecide, Stale: As ``answer_by_link``; also if this agency was not asked.
    """
    _open(share)
    docket = next((row for row in asked_of(share) if row.number == number), None)
    if docket is None:
        raise CannotDecide(_("没有等贵单位答复的核实单 %(number)s。") % {"number": number})
    answer = answer_by_link(docket=docket, found=found, post=post, now=now, revision=revision)
    revoke_links(bureau_id=share.bureau_id, about_ref=docket.number, now=now)
    return answer


def _open(share: Share) -> None:
    if share.state != ShareState.OPEN:
        raise CannotDecide(_("这份分享已经收回。"))
