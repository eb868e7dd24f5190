"""What a letter of each kind begins with: the parts that its rule wants, to be filled in.

In:   a kind of letter.    Out:  texts in Chinese with 〔〕 where somebody must write.
Cost: none; pure. A letter is in Chinese whoever writes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.policy.petitions.kinds import ReplyKind


@dataclass(frozen=True, slots=True)
class ReplyTemplate:
    """The beginning of the text, of the basis and of the ways on."""

    text: str = ""
    basis: str = ""
    ways: str = ""


_AGAIN = "不服本意见的，可自收到之日起 30 日内向〔上一级机关〕请求{}（《信访工作条例》{}）。"
_REVIEW, _RE_REVIEW = _AGAIN.format("复查", "第三十五条"), _AGAIN.format("复核", "第三十六条")
_TEMPLATES = {
    ReplyKind.ANSWER: ReplyTemplate(
        text=(
            "您反映的〔事项〕收悉。\n经核实，〔何时、何地、核实的情况〕。"
            "\n对您的问题答复如下：〔逐一答复〕。\n〔何时〕前〔办到什么〕。"
            "\n联系单位：〔单位〕，联系电话：〔电话号码〕。"
        )
    ),
    ReplyKind.OPINION: ReplyTemplate(
        text="〔何时〕前，由〔单位〕〔办到什么〕。联系单位：〔单位〕，联系电话：〔电话号码〕。",
        ways=_REVIEW,
    ),
    ReplyKind.REVIEW: ReplyTemplate(ways=_RE_REVIEW),
    ReplyKind.RE_REVIEW: ReplyTemplate(
        ways="本意见为终结意见，对同一事实和理由不再受理（《信访工作条例》第三十六条）。"
    ),
    ReplyKind.REFUSAL: ReplyTemplate(
        basis="《信访工作条例》第〔〕条", ways="〔可以受理的机关及其地址、电话〕"
    ),
    ReplyKind.NO_FURTHER: ReplyTemplate(
        basis="《信访工作条例》第三十六条", ways="〔可以采取的其他法定途径〕"
    ),
    ReplyKind.EXTENSION: ReplyTemplate(basis="《信访工作条例》第三十四条"),
}


def template_of(kind: ReplyKind) -> ReplyTemplate:
    """Return what a letter begins with; empty where its rule leaves the words open."""
    return _TEMPLATES.get(kind, ReplyTemplate())


def has_gaps(text: str) -> bool:
    """Tell whether a part of a template was left as it was.

    >>> has_gaps("〔何时〕前办好"), has_gaps("11月30日前办好，联系〔电话〕")
    (True, False)
    """
    return any(gap in text for gap in _GAPS)


_GAPS = (
    "〔〕",
    "〔事项〕",
    "〔何时、何地、核实的情况〕",
    "〔逐一答复〕",
    "〔何时〕",
    "〔办到什么〕",
    "〔单位〕",
    "〔电话号码〕",
    "〔上一级机关〕",
    "〔可以受理的机关及其地址、电话〕",
    "〔可以采取的其他法定途径〕",
)
