"""Which parts of a record a packet shows; the others are bound by their digests alone.

In:   a packet, a record, the name of a part.    Out:  shown or not.
Cost: none but a search for passages that are kept back.

Outsiders read what was done to what, when, and by the system whether; never who did it, a title
or a text. Numbers, codes, moments and hashes are no text.
"""

from __future__ import annotations

import re
from typing import Any

from huiying.base.audit.commitments import ACT, ACTOR, DATA
from huiying.base.audit.models import AuditRecord
from huiying.base.audit.proofs import Shown
from huiying.base.audit.subjects import MACHINE
from huiying.policy.core.hashing import canonical_json
from huiying.work.closing.dossiers.withheld import Withheld
from huiying.work.closing.packets.models import Packet, Profile

OUTSIDE_WORDS = {
    "incident.opened": "登记事件",
    "incident.graded": "定级",
    "incident.grade_signed": "等级变更经签署",
    "incident.merged": "并案",
    "incident.split": "拆分",
    "notice.sent": "发出通报",
    "notice.delivered": "通报送达",
    "notice.signed": "单位签收",
    "notice.returned": "单位退回",
    "notice.resent": "再次发送",
    "notice.reminded": "催办",
    "notice.reported": "单位反馈",
    "clock.breached": "超过时限",
    "clock.paused": "时限暂停",
    "clock.resumed": "时限恢复",
    "extension.granted": "延期获准",
    "docket.asked": "提出核实",
    "docket.answered": "核实答复",
    "docket.confirmed": "核实结论经复核",
    "consultation.called": "召集会商",
    "minutes.signed": "会商纪要签署",
    "proposal.approved": "处置意见审定",
    "supervision.opened": "立项督办",
    "supervision.closed": "督办销号",
    "draft.submitted": "回应送审",
    "draft.reviewed": "回应审核",
    "draft.approved": "回应审定",
    "answer.published": "发布回应",
    "answer.corrected": "发布更正",
    "commitment.made": "作出承诺",
    "commitment.kept": "承诺兑现",
    "report.sent": "上报",
    "report.received": "上报签收",
    "incident.closed": "办结",
    "incident.reopened": "重新办理",
    "archive.filed": "归档",
}
"""The acts that outsiders may read, in words; the time of any other is shown without it."""

_PLAIN = re.compile(r"[A-Za-z0-9_.:+/-]{1,120}")


def outside_word(verb: str) -> str:
    """Return an act in words, as outsiders read it.

    >>> outside_word("notice.sent"), outside_word("file.erased")
    ('发出通报', '（不公开）')
    """
    return OUTSIDE_WORDS.get(verb, "（不公开）")


def is_plain(value: Any) -> bool:
    """Tell whether a value holds numbers, codes, moments and hashes alone, and no text.

    >>> is_plain("2026-0001"), is_plain(["ABC", 3]), is_plain("停水"), is_plain({"名": 1})
    (True, True, False, False)
    """
    if isinstance(value, dict):
        return all(is_plain(key) and is_plain(one) for key, one in value.items())
    if isinstance(value, list):
        return all(is_plain(one) for one in value)
    if isinstance(value, str):
        return value == "" or _PLAIN.fullmatch(value) is not None
    return value is None or isinstance(value, bool | int | float)


def shown_parts(packet: Packet, withheld: Withheld) -> Shown:
    """Return which part of which record a packet shows."""
    number = packet.notice.number if packet.notice else ""
    complete = packet.profile == Profile.COMPLETE

    def shown(record: AuditRecord, part: str) -> bool:
        if number and (record.kind, record.ref) != ("notice", number):
            return False
        if complete:
            return not (part.startswith(DATA) and _touches(withheld, record, part))
        return record.verb in OUTSIDE_WORDS and _is_outside(record, part)

    return shown


def _touches(withheld: Withheld, record: AuditRecord, part: str) -> bool:
    return withheld.touches(canonical_json(record.data[part.removeprefix(DATA)]))


def _is_outside(record: AuditRecord, part: str) -> bool:
    if part == ACT:
        return True
    if part == ACTOR:
        return record.actor == MACHINE.ref
    return part.startswith(DATA) and is_plain(record.data[part.removeprefix(DATA)])
