"""Record how a signed letter reached who it is for, with the proof; or that it was opened.

In:   a signed letter, the way, the moment, the proof.    Out:  a final row.
Cost: two writes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.petitions.deliveries import RECORDED_WAYS, DeliveryWay
from huiying.work.petitions.core.texts import checked_words
from huiying.work.petitions.replies.actions.draft import may_draft
from huiying.work.petitions.replies.models import PetitionReply, ReplyDelivery

MAX_PROOF = 200


@dataclass(frozen=True, slots=True)
class DeliveryInput:
    """How, when and by what proof a letter arrived."""

    way: DeliveryWay
    at: datetime
    proof: str


@transaction.atomic
def record_reply_delivery(
    *, reply: PetitionReply, delivery: DeliveryInput, officer: Officer, now: datetime
) -> ReplyDelivery:
    """Record a delivery by post, by telephone or in person.

    Raises:
        PermissionDenied: If the officer neither handles petitions nor works for the unit.
        Refused: If the letter is not signed, the way needs no record, the moment is before the
            signature or ahead, or no proof is named.
    """
    if not may_draft(officer, reply.petition, now):
        raise NotAllowed(Capability.HANDLE_PETITIONS, Capability.REPORT_BACK)
    if reply.signed_at is None:
        raise Refused(_("尚未签发，不能登记送达。"))
    if delivery.way not in RECORDED_WAYS:
        raise Refused(_("查询页面自动显示，无需登记。"))
    if not reply.signed_at <= delivery.at <= now:
        raise Refused(_("送达时间须在签发之后、当前时间之前。"))
    proof = checked_words(
        " ".join(delivery.proof.split()), MAX_PROOF, _("请填写送达凭证，如挂号信编号、回执。")
    )
    row = ReplyDelivery.objects.create(
        bureau_id=reply.bureau_id,
        reply=reply,
        way=str(delivery.way),
        proof=proof,
        at=delivery.at,
        recorded_at=now,
        by=officer,
    )
    record(reply, "petition_reply.delivered", officer, now, way=row.way)
    return row


@transaction.atomic
def note_reply_opened(*, reply: PetitionReply, now: datetime) -> bool:
    """Note that who has the query code opened a signed letter; False if it was noted before."""
    rows = PetitionReply.objects.filter(
        pk=reply.pk, signed_at__isnull=False, seen_at__isnull=True
    )
    if rows.update(seen_at=now) != 1:
        return False
    record(reply, "petition_reply.opened", None, now)
    return True
