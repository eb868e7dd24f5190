"""How one notice arrived, step by step: at which minute of its period, and whether it counts.

In:   a notice with its clock.    Out:  steps in the order of time, in the active language.
Cost: two queries.

That a relay, a robot or a webhook took a message is a step, and counts for nothing (design §6).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.outbox.models import Message
from huiying.work.casework.notices.models import DeliveryProof, Notice


@dataclass(frozen=True, slots=True)
class DeliveryStep:
    """One step.

    Attributes:
        minute: Whole minutes since the period began.
        counts: Whether the notice counts as delivered from here on.
        why: What follows from it.
    """

    at: datetime
    minute: int
    how: str
    counts: bool
    why: str


def delivery_steps(notice: Notice) -> list[DeliveryStep]:
    """Return the steps of a notice, the first one first; no messages after its delivery."""
    clock = notice.notice_clock
    start = clock.starts_at if clock else notice.sent_at
    return [
        DeliveryStep(at, int((at - start).total_seconds() // 60), how, counts, why)
        for at, how, counts, why in sorted(_steps(notice), key=lambda step: step[0])
    ]


def _steps(notice: Notice) -> Iterator[tuple[datetime, str, bool, str]]:
    yield notice.sent_at, _("发出通报"), False, _("尚未送达")
    messages = Message.objects.filter(
        bureau_id=notice.bureau_id, about_kind="notice", about_ref=notice.number
    )
    for message in messages.select_related("channel").order_by("handed_over_at"):
        at = message.handed_over_at
        if at is not None and (notice.delivered_at is None or at <= notice.delivered_at):
            how = _("%(way)s已交出") % {"way": message.channel.get_kind_display()}
            yield at, how, False, _("转发方接收不算送达")
    for proof in DeliveryProof.objects.filter(notice=notice):
        counts = notice.delivered_at is not None and proof.at == notice.delivered_at
        why = _("送达，通报时限到此为止") if counts else _("另一项证明")
        yield proof.at, proof.get_kind_display(), counts, why
    if notice.signed_at is not None:
        yield notice.signed_at, _("单位签收"), False, _("签收时限到此为止")
    if notice.returned_at is not None:
        yield notice.returned_at, _("单位退回"), False, _("须另行通报")
