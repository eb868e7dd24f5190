"""演练通报: a practice notice to the bureau's own desk, by its real channels.

In:   a bureau with a channel of the desk.    Out:  a message with a link, and who signed.
Cost: two inserts a channel.

There is no row of a notice and no clock: nothing of it is counted, graded, published or owed.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused, Stale
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.links import make_link, use_link
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import SignedLink
from huiying.base.outbox.queries import channels_of_desk, messaged_since
from huiying.base.outbox.signatory import LONGEST_NAME

PURPOSE = "practice"
LINK_PATH = "/r/{token}/practice/"  # web/links/urls.py
LIFETIME = timedelta(days=1)
PAUSE = timedelta(minutes=5)


@transaction.atomic
def send_practice(*, bureau: Bureau, officer: Officer, now: datetime) -> int:
    """Send a practice notice to the desk; return on how many channels.

    Raises:
        Refused: If the desk has no channel, or one was sent within five minutes.
    """
    channels = list(channels_of_desk(bureau.pk))
    if not channels:
        raise Refused(_("值班台未配置消息渠道，请先添加渠道并发送测试。"))
    if any(messaged_since(one, PURPOSE, now - PAUSE, key_prefix=PURPOSE) for one in channels):
        raise Refused(_("5 分钟内已发送过，请稍后再发。"))
    for channel in channels:
        token = make_link(
            bureau_id=bureau.pk,
            purpose=PURPOSE,
            about_ref=PURPOSE,
            unit=None,
            now=now,
            lifetime=LIFETIME,
            channel=channel,
        )
        link = f"{settings.PUBLIC_URL.rstrip('/')}{LINK_PATH.format(token=token)}"
        queue_message(
            bureau_id=bureau.pk,
            channel=channel,
            key=f"{PURPOSE}:{now:%Y%m%d%H%M%S}:{channel.pk}",
            subject=house_text("【演练】通报"),
            body=house_text(
                "这是演练通报，不计时、不计入统计。请打开链接签收，确认渠道和签收可用：%(link)s"
            )
            % {"link": link},
            about=About(PURPOSE, PURPOSE),
            urgent=True,
            now=now,
        )
    record(bureau, "practice.sent", officer, now)
    return len(channels)


@transaction.atomic
def sign_practice(*, link: SignedLink, name: str, now: datetime) -> None:
    """Sign for a practice notice, once.

    Raises:
        Refused: If no name was typed.
        Stale: If it is signed already.
    """
    typed = " ".join(masked_text(name).split())[:LONGEST_NAME]
    if not typed:
        raise Refused(_("请填写姓名。"))
    if not use_link(link, now):
        raise Stale(_("演练通报已签收，本次操作未执行。"))
    label = house_text("%(name)s（通过链接）") % {"name": typed}
    record(link.bureau, "practice.signed", Actor(f"link:{PURPOSE}", label), now)


def practice_signed(bureau_id: int) -> bool:
    """Tell whether somebody signed for a practice notice of a bureau."""
    rows = SignedLink.objects.filter(bureau_id=bureau_id, purpose=PURPOSE)
    return rows.filter(used_at__isnull=False).exists()
