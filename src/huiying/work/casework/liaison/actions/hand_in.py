"""What an agency submits through a share link: a lead, or the answer to a claim."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.base.outbox.actions.links import revoke_links
from huiying.base.refused_text import refuse_accusation
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.text import checked_text, office_name, web_address
from huiying.work.casework.liaison.models import Lead, Share, ShareState
from huiying.work.casework.liaison.queries import requests_open_for_share
from huiying.work.casework.liaison.records import record_share
from huiying.work.casework.verification.actions.answer_verification import (
    FindingInput,
    answer_by_link,
)
from huiying.work.casework.verification.models import FindingRecord

MAX_LEADS = 20  # of one share: a link that went astray must not fill the desk
MAX_TEXT = 4000


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
        Refused: If the share was taken back, nothing is said or somebody is accused, the link
            is none, or this share has brought as many leads as one may.
    """
    share = (
        Share.objects.select_for_update().select_related("unit", "incident").get(pk=share.pk)
    )
    _check_open(share)
    refuse_accusation(text)
    if share.leads.count() >= MAX_LEADS:
        raise Refused(_("这个链接交来的线索已满 20 条。请打值班电话。"))
    number = take_number(
        bureau_id=share.bureau_id, kind="lead", year=now.astimezone(LOCAL).year
    )
    lead = Lead.objects.create(
        bureau_id=share.bureau_id,
        number=f"X{number}",
        share=share,
        text=checked_text(text, MAX_TEXT, _("请写明线索内容。")),
        link=web_address(link),
        handed_by=office_name(post, 60),
        received_at=now,
    )
    by_link = Actor(f"link:{share.number}", share.unit.name)
    record_share(lead, "lead.received", actor or by_link, now)
    return lead


@transaction.atomic
def answer_by_share(
    *,
    share: Share,
    number: str,
    found: FindingInput,
    post: str,
    now: datetime,
    revision: int | None,
) -> FindingRecord:
    """Answer a claim of the incident that this agency was asked, on the page of the share.

    Raises:
        Refused, Stale: As ``answer_by_link``; also if this agency was not asked.
    """
    _check_open(share)
    docket = next((row for row in requests_open_for_share(share) if row.number == number), None)
    if docket is None:
        raise Refused(_("无待贵单位答复的核实单 %(number)s。") % {"number": number})
    answer = answer_by_link(docket=docket, found=found, post=post, now=now, revision=revision)
    revoke_links(bureau_id=share.bureau_id, about_ref=docket.number, now=now)
    return answer


def _check_open(share: Share) -> None:
    if share.state != ShareState.OPEN:
        raise Refused(_("该共享已收回。"))
