"""Hand a packet out: who took it for whom, when, which bytes.

In:   a packet that is made.    Out:  a record of the handing out.
Cost: one audit record.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.db.job_rows import JobState
from huiying.base.errors import Refused
from huiying.work.closing.packets.models import Packet
from huiying.work.closing.packets.queries import is_overtaken


@transaction.atomic
def hand_out_packet(*, packet: Packet, officer: Officer, now: datetime) -> None:
    """Record it before the first byte leaves.

    Raises:
        Refused: If a signature is missing, there is no file, or something in it was sealed,
            kept back or destroyed since it was made.
    """
    if not packet.may_be_made:
        raise Refused(_("完整版证据包须经领导签批，签批前不得下载。"))
    if packet.state != JobState.DONE or not packet.data_key:
        raise Refused(_("证据包尚未生成或已到期删除。请重新生成。"))
    if is_overtaken(packet):
        raise Refused(_("证据包生成后，有内容被封存、不予公开或销毁。请重新生成。"))
    data = {"hash": packet.sha256, "size": packet.size, "recipient": packet.recipient}
    record(packet, "packet.handed_out", officer, now, **data)
