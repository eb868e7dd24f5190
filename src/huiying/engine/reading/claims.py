"""Rank the sentences of posts that are worth checking. Never a verdict on their truth.

In:   title and text of posts as stored, of which the first 20,000 characters are read.
Out:  sentences with a checkable claim, word for word, best first, each with its reasons.
Cost: about 150 µs a post; pure.

A claim can be checked when it says how many, where, who, why, or what somebody heard. Wishes
and questions say nothing that could be checked, unless they ask to confirm something.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from huiying.engine.casualties.stated import stated_casualties
from huiying.engine.reading.content_words import CLAIM, NO_CLAIM
from huiying.engine.text.clean import MAX_CHARS, normalize, strip_invisible
from huiying.engine.text.numerals import NUMERAL
from huiying.engine.text.patterns import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from huiying.engine.types import EventText

ClaimSign = Literal["hearsay", "confirm", "harm", "charge", "number", "cause", "place", "body"]
MIN_SCORE: Final = 1.5  # one strong sign, or two weak ones
_SHORTEST, _LONGEST = 6, 160
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")
_NUMBER = guarded(
    rf"{NUMERAL}(?:多|余|几)?(?:人|名|户|家|元|万元|亿元|次|天|年|个月|吨|米|公里|平方米|平米|亩|栋|起|辆|%|倍|级|分贝|度)"
)
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:小区|花园|家园|村|镇|乡|街道|社区|路|大道|大桥|广场|市场|学校|小学|中学|幼儿园|医院|公园|工地|厂区|水库|矿)"
)
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,10}(?:公司|集团|厂|局|委|办|所|中心|银行|物业|开发商|学校|医院|政府|法院|派出所|村委会|居委会)"
)
_CAUSE = guarded("因为|由于|导致|造成|引发|起因|原因(?:是|就是)|所致|因此|是因|的缘故")
_CHARGE = guarded(
    "隐瞒|瞒报|谎报|偷排|偷工减料|造假|伪造|冒用|挪用|克扣|拖欠|骗取|套取|强占|强拆|殴打|打人|贿赂|受贿|倒卖|超标|不合格|过期|变质"
    "|掺假|违规|违法|无证|乱收费|私自|擅自|中毒|泄漏|爆炸|坍塌|断供|停供|停水|停暖|停电"
)
_CONFIRM = guarded(
    "是真的吗|是不是真的|真的假的|是真是假|是否属实|属实吗|请(?:官方)?证实|求辟谣|请辟谣|求证实|求真相"
)
_WISH = guarded(
    "希望|建议|请问|能否|可否|恳请|盼|望|请求|谢谢|感谢|[？?]|吗(?=[。,，]|$)|咨询|要求"
)
_FEELING = guarded("气死|无语|呵呵|哈哈|太差|垃圾|恶心|可怜|难受|伤心")


@dataclass(frozen=True, slots=True)
class ClaimReason:
    """What makes a sentence checkable, and the words that show it."""

    sign: ClaimSign
    words: str


@dataclass(frozen=True, slots=True)
class CheckableSentence:
    """A sentence with a claim that somebody could check."""

    text: str
    start: int  # in ``title + newline + text``
    end: int
    score: float
    reasons: tuple[ClaimReason, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence worth checking, the post that said it first, and how many say it."""

    key: int
    text: str
    score: float
    reasons: tuple[ClaimReason, ...]
    posts: int  # copies included


def checkable_sentences(title: str, text: str) -> list[CheckableSentence]:
    """Return the sentences of a post that are worth checking, best first.

    >>> (found,) = checkable_sentences("", "听说柳河路的厂子死了3个人。天气真好。")
    >>> [(reason.sign, reason.words) for reason in found.reasons][:2]
    [('hearsay', '听说'), ('harm', '死了3个人')]
    """
    whole = f"{title[:MAX_CHARS]}\n{text[:MAX_CHARS]}"
    found = [
        one
        for sentence in _SENTENCE.finditer(whole)
        if (one := _scored(sentence)) is not None and one.score >= MIN_SCORE
    ]
    return rank_sentences(found)


def collect_claims(tellings: Iterable[EventText]) -> list[Claim]:
    """Return what many posts say that is worth checking, best first; equal sentences are one.

    Of equally good sentences the one that more posts say comes first.
    """
    found: dict[str, Claim] = {}
    for one in tellings:
        sentence_text: set[str] = set()
        for sentence in checkable_sentences(one.title, one.text):
            bare = "".join(filter(str.isalnum, normalize(sentence.text)))
            if bare in sentence_text:
                continue  # the title often repeats the first sentence
            sentence_text.add(bare)
            known = found.get(bare)
            found[bare] = (
                replace(known, posts=known.posts + one.copies)
                if known
                else Claim(one.key, sentence.text, sentence.score, sentence.reasons, one.copies)
            )
    return sorted(found.values(), key=lambda claim: (-claim.score, -claim.posts))


def rank_sentences(sentences: Iterable[CheckableSentence]) -> list[CheckableSentence]:
    """Return sentences, the one most worth checking first; equal ones in their order."""
    return sorted(sentences, key=lambda one: -one.score)


def _scored(sentence: re.Match[str]) -> CheckableSentence | None:
    text = sentence[0].strip()
    sentence_text = normalize(strip_invisible(text))
    if not _SHORTEST <= len(sentence_text) <= _LONGEST:
        return None
    score, reasons = 0.0, []
    harmed = [one for one in stated_casualties("", sentence_text).values() if one.number]
    signs: tuple[tuple[float, ClaimSign, str], ...] = (
        (1.5, "hearsay", _hearsay(sentence_text)),
        (1.5, "confirm", _words(_CONFIRM, sentence_text)),
        (1.5, "harm", sentence_text[harmed[0].start - 1 : harmed[0].end - 1] if harmed else ""),
        (1.0, "charge", _words(_CHARGE, sentence_text)),
        (0.7, "number", "" if harmed else _words(_NUMBER, sentence_text)),
        (0.6, "cause", _words(_CAUSE, sentence_text)),
        (0.5, "place", _words(_PLACE, sentence_text)),
        (0.5, "body", _words(_BODY, sentence_text)),
    )
    for weight, sign, words in signs:
        if words:
            score += weight
            reasons.append(ClaimReason(sign, words))
    if not _CONFIRM.search(sentence_text) and _WISH.search(sentence_text):
        score -= 0.8
    if _FEELING.search(sentence_text):
        score -= 0.5
    start = sentence.start() + sentence[0].index(text)
    return CheckableSentence(text, start, start + len(text), round(score, 2), tuple(reasons))


def _words(pattern: re.Pattern[str], sentence_text: str) -> str:
    found = pattern.search(sentence_text)
    return found[0] if found else ""


def _hearsay(sentence_text: str) -> str:
    if NO_CLAIM.search(sentence_text):
        return ""
    found = CLAIM.search(sentence_text)
    return found[0] if found and not _CONFIRM.match(found[0]) else ""
