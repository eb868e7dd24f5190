"""What a draft of a reply lacks, each with its reason; shown beside the text, never a refusal.

In:   the words of a reply, its kind, what was asked.    Out:  remarks with their place.
Cost: some regular expressions over the text, about 20 µs for 300 characters; pure.

A reply that only says where the matter went, or that it is being dealt with, answers nothing
(《信访工作条例》第二十三条、第三十二条); what is missing in it is what people complain about.
The words are signs, not proofs: who signs decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huiying.policy.petitions.kinds import ReplyKind
from huiying.policy.petitions.reply_templates import has_gaps
from huiying.reasons.marking import marked


class QualityRemark(StrEnum):
    """What a reply lacks."""

    GAPS = "GAPS"
    TOO_SHORT = "TOO_SHORT"
    FORWARDED_ONLY = "FORWARDED_ONLY"
    PENDING_ONLY = "PENDING_ONLY"
    UNADDRESSED = "UNADDRESSED"
    NO_FINDING = "NO_FINDING"
    NO_DATE = "NO_DATE"
    NO_CONTACT = "NO_CONTACT"
    NO_BASIS = "NO_BASIS"

    @property
    def label(self) -> str:
        """The sentence in Chinese; ``%(words)s`` is what it is about."""
        return _LABELS[self]


_LABELS = {
    QualityRemark.GAPS: marked("模板中还有未填写的部分。"),
    QualityRemark.TOO_SHORT: marked("不足 30 字，难以说明情况。"),
    QualityRemark.FORWARDED_ONLY: marked("只写明已转办，未答复所提问题。"),
    QualityRemark.PENDING_ONLY: marked("只写明正在办理，未写结果和完成时间。"),
    QualityRemark.UNADDRESSED: marked("未回应来件中的问题：%(words)s"),
    QualityRemark.NO_FINDING: marked("未写明核实情况或处理结果。"),
    QualityRemark.NO_DATE: marked("未写明日期：何时核实、何时办好。"),
    QualityRemark.NO_CONTACT: marked("未写明联系单位和电话。"),
    QualityRemark.NO_BASIS: marked("未写明法律法规或政策依据。"),
}

SHORTEST = 30
_FORWARDED = re.compile("转(?:交|办|送|至|给|由)|移交|交由|交办")
_PENDING = re.compile(
    "正在(?:办理|处理|核实|研究|协调|调查|推进)|(?:尽快|抓紧|及时)(?:办理|处理|解决|落实|答复)"
    "|将(?:会)?(?:进一步|尽快|积极|抓紧)|(?:研究|考虑)后(?:再|另行)"
)
_FINDING = re.compile(
    "经(?:查|核实|核查|调查|了解|现场|研判)|查明|核实(?:情况)?[,，:：]?|属实|不属实|部分属实"
    "|已(?:于|经)?[^。；]{0,16}(?:修复|完成|整改|恢复|退还|支付|取消|停止|纠正|解决|办结|更换"
    "|开通|增设|发放|清理|维修)"
    "|(?:予以|不予)支持|解释(?:说明)?如下|(?:可以|不可以|不需要|无须|无需|应当|须)"
)
_DATE = re.compile(
    r"\d{1,4}\s*年|\d{1,2}\s*月\s*\d{0,2}|\d{1,2}\s*日|\d{4}-\d{1,2}-\d{1,2}"
    r"|[一二三四五六七八九十]+月|(?:今|明|昨|当)(?:天|日)|本(?:周|月|季|年)|下(?:周|月)"
    r"|个?工作日内"
)
_CONTACT = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-— ]?)?\d{7,8}(?!\d)|1\d{4}(?!\d)|热线|联系电话|联系人"
)
_BASIS = re.compile(
    "《[^》]{2,60}》|第[一二三四五六七八九十百零〇\\d]+条|(?:法律|法规|政策|文件)规定"
)

FIRST_WORDS = 40
"""Of a question that a remark names."""


@dataclass(frozen=True, slots=True)
class ReplyRemark:
    """One thing that a reply lacks; ``words`` is the question that it does not address."""

    code: QualityRemark
    words: str = ""


Addresses = Callable[[str, str], bool]  # question, reply → the reply speaks of it


def reply_remarks(
    text: str,
    kind: ReplyKind,
    *,
    basis: str = "",
    questions: Sequence[str] = (),
    addresses: Addresses | None = None,
) -> list[ReplyRemark]:
    """Return what a reply lacks, the gravest first; [] if nothing was found.

    Args:
        basis: Laws and rules that the reply names apart from its text.
        questions: What was asked, as far as it was found in the text of the petition.
        addresses: Tells whether a reply speaks of a question; None = shared pairs of letters.

    A notice of acceptance, refusal or more time answers nothing and is asked for its basis
    alone.

    >>> found = reply_remarks("您反映的问题已转交有关部门。", ReplyKind.ANSWER)
    >>> [one.code.name for one in found]
    ['TOO_SHORT', 'FORWARDED_ONLY', 'NO_DATE', 'NO_CONTACT', 'NO_BASIS']
    """
    no_basis = not basis.strip() and not _BASIS.search(text)
    gaps = has_gaps(f"{text}{basis}")
    if not kind.is_answer:
        asked = [(gaps, QualityRemark.GAPS), (no_basis, QualityRemark.NO_BASIS)]
        return [ReplyRemark(code) for holds, code in asked if holds]
    finding = bool(_FINDING.search(text))
    forwarded = bool(_FORWARDED.search(text)) and not finding
    pending = bool(_PENDING.search(text)) and not finding
    speaks = addresses or shares_words
    found = [
        (gaps, QualityRemark.GAPS),
        (len(text.strip()) < SHORTEST, QualityRemark.TOO_SHORT),
        (forwarded, QualityRemark.FORWARDED_ONLY),
        (pending and not forwarded, QualityRemark.PENDING_ONLY),
        (not finding and not forwarded and not pending, QualityRemark.NO_FINDING),
    ]
    remarks = [ReplyRemark(code) for holds, code in found if holds]
    remarks += [
        ReplyRemark(QualityRemark.UNADDRESSED, one[:FIRST_WORDS])
        for one in questions
        if not speaks(one, text)
    ]
    lacks = [
        (not _DATE.search(text), QualityRemark.NO_DATE),
        (not _CONTACT.search(text), QualityRemark.NO_CONTACT),
        (no_basis, QualityRemark.NO_BASIS),
    ]
    return [*remarks, *(ReplyRemark(code) for holds, code in lacks if holds)]


LEAST_SHARE = 0.2
_RUN = re.compile(r"\w+")


def shares_words(question: str, text: str) -> bool:
    """Tell whether a text has a fifth of the neighbouring letters of a question.

    >>> shares_words("来访登记要不要先撤帖？", "来访登记不需要先撤帖。")
    True
    >>> shares_words("来访登记要不要先撤帖？", "感谢您的关注。")
    False
    """
    asked = _pairs(question)
    return not asked or len(asked & _pairs(text)) >= LEAST_SHARE * len(asked)


def _pairs(text: str) -> frozenset[str]:
    runs = _RUN.findall(text)
    return frozenset(run[at : at + 2] for run in runs for at in range(len(run) - 1))
