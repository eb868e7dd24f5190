"""Send a paper to a unit: one message a channel, each with a signed link of its own.

In:   a paper, what to say.    Out:  one queued message per channel.
Cost: two inserts per channel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Unit
from huiying.base.errors import Refused
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.links import make_link
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import Channel
from huiying.base.outbox.queries import channels_of

LINK_LIFETIME = timedelta(days=7)
PAUSE = timedelta(minutes=5)  # between two messages of one kind about one paper


def channels_to_remind(unit: Unit) -> list[Channel]:
    """Return the channels by which a unit is reminded.

    Raises:
        Refused: If it has none; the number to ring is named.
    """
    channels = list(channels_of(unit))
    if not channels and unit.phone:
        words = {"unit": unit.name, "phone": unit.phone}
        raise Refused(_("%(unit)s未配置消息渠道，请电话催办：%(phone)s。") % words)
    if not channels:
        raise Refused(_("该单位未配置消息渠道，请电话催办。"))
    return channels


@dataclass(frozen=True, slots=True)
class LinkedPaper:
    """A paper that a unit is sent with a signed link of its own.

    Attributes:
        purpose, path: Of the link; ``path`` holds ``{token}``.
        how: What can be done behind the link; holds ``%(link)s``.
        urgent: Of a 重大 matter: quiet hours hold nothing back.
    """

    bureau_id: int
    unit: Unit
    about: About
    purpose: str
    path: str
    how: str
    urgent: bool
    lifetime: timedelta = LINK_LIFETIME


def queue_paper_messages(
    paper: LinkedPaper, *, key: str, subject: str, lines: Sequence[str], now: datetime
) -> None:
    """Queue the message on every active channel of the unit, each with its own link.

    Args:
        key: With the channel it makes a second queueing a no-op.
        lines: What is said; an empty line is left out, the link comes last.
    """
    for channel in channels_of(paper.unit):
        token = make_link(
            bureau_id=paper.bureau_id,
            purpose=paper.purpose,
            about_ref=paper.about.ref,
            unit=paper.unit,
            now=now,
            lifetime=paper.lifetime,
            channel=channel,
        )
        link = f"{settings.PUBLIC_URL.rstrip('/')}{paper.path.format(token=token)}"
        present = [line for line in lines if line]
        queue_message(
            bureau_id=paper.bureau_id,
            channel=channel,
            key=f"{key}:{channel.pk}",
            subject=subject,
            body="\n".join([*present, paper.how % {"link": link}]),
            about=paper.about,
            urgent=paper.urgent,
            now=now,
        )
