"""Distinguish a policy question asked in several posts from an event.

In:   title and text of one post; then how many posts were read and what each asked.
Out:  whether they are a *topic* (话题), to be answered once in public, with the reason.
Cost: about 25 µs a post; pure.

A topic is only proposed: an officer may say otherwise. Whatever tells of harm, of a need, of a
complaint or of hearsay is no policy question, and one such post among them ends the reading.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from huiying.engine.reading.content import ContentSignals, read_content
from huiying.engine.text.clean import MAX_CHARS, normalize, strip_invisible
from huiying.engine.text.names import names_in
from huiying.engine.text.patterns import guarded
from huiying.reasons.reason import Reason, reason

MIN_ASKING: Final = 2  # texts that ask
ASKING_SHARE: Final = 0.7  # of the texts read
SUBJECT_SHARE: Final = 0.6  # of the texts that ask, about one subject
PLACE_SHARE: Final = 0.5  # of the texts read; from here on they speak of one place
_READ_CHARS: Final = 1_500  # characters; a question stands at the beginning or in the title
_OPENING: Final = 120  # characters that say what a letter without a telling title is about
_MAX_COUNTED: Final = 12  # names of places that are counted

_SUBJECTS: Final = {
    "社保": "社保|社会保险|养老保险|养老金|失业金|失业保险|工伤保险|参保|续保|断缴|补缴|五险",
    "医保": "医保|医疗保险|新农合|异地就医|异地报销|合作医疗",
    "公积金": "公积金",
    "户籍": "户口|落户|户籍|迁入|迁出|居住证|身份证|准迁",
    "生育": "生育|产假|准生证|二胎|三胎|独生子女|育儿",
    "入学": "入学|学位|学区|转学|幼升小|小升初|中考|高考|异地考试|借读|报名条件|招生",
    "退休": "退休|延退",
    "救助": "低保|五保|特困|残疾证|临时救助|高龄补贴|高龄津贴|残疾人补贴|孤儿",
    "人才": "人才(?:引进|补贴|政策|公寓|绿卡)|购房补贴|租房补贴|生活补贴|安家费|职称|资格证",
    "住房": "公租房|廉租房|经济适用房|限价房|共有产权|保障房|购房资格|限购|契税|首套|二套",
    "登记": "不动产|房产证|过户|产权证|营业执照|注册公司|个体户|[结离]婚登记|护照|通行证|签注",
    "税费": "个税|个人所得税|增值税|专项附加|退税|发票",
    "车驾": "驾照|驾驶证|上牌|年检|年审|摇号|过户车|报废车|摩托车牌",
    "军人": "退役|优抚|军属|转业|退伍",
    "就业": "事业单位|公务员|招考|特岗|公益性岗位|创业补贴|创业贷款|见习",
}
_SUBJECT = re.compile(
    "|".join(f"(?P<s{at}>{words})" for at, words in enumerate(_SUBJECTS.values()))
)
_SUBJECT_NAMES: Final = tuple(_SUBJECTS)
_ASKS = guarded(
    "如何|怎么|怎样|哪里|哪些|什么(?:材料|手续|条件|政策|标准|流程|时候|要求|资料|证件)|多久|多少|能否|可否"
    "|是否(?:可以|能|需要|符合|有|还|属于)|能不能|可不可以|可以.{0,12}吗|需要.{0,12}吗|有没有|请问|咨询|想问|求问|请教|想了解|几年|几岁|何时"
)
_PROCEDURE = guarded(
    "办理|申请|申领|转移|转入|转出|接续|缴纳|缴费|补缴|领取|报销|查询|认定|登记|开具|流程|条件|材料|手续|标准|政策"
    "|规定|资格|享受|符合|期限|报名|迁|落户|提取|比例|计算|算|年限|对象|范围|办"
)
# What makes a letter more than a question: something was done or left undone to somebody.
_HAPPENED = guarded(
    "投诉|举报|拖欠|欠薪|不给办|不予办理|不办理|拒绝|拒不|推诿|踢皮球|刁难|态度(?:差|恶劣)|没人管|无人管|不作为|乱收费|被骗|诈骗"
    "|强制|强拆|违规|违法|曝光|讨个?说法|维权|至今(?:没|未|不)|迟迟(?:没|未|不)|一直(?:没|未|不)(?:给|有|能|办|解决|发|下)"
    "|多次(?:反映|反应|投诉|找|打)|还我|退还|未发放|没发放|未发|不发|停发|少发"
)


@dataclass(frozen=True, slots=True)
class PolicyQuestion:
    """What policy one post asks about."""

    subject: str  # a row of the table of subjects
    words: tuple[str, ...]  # subject, then what shows the question, as written


@dataclass(slots=True)
class TopicCounts:
    """What the posts of one event asked, counted post by post; plain JSON outside."""

    read: int = 0
    asking: int = 0
    happened: int = 0  # posts that tell of harm, a need, hearsay
    subjects: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> TopicCounts:
        """Read it back from JSON; what is missing counts nothing."""
        return cls(
            read=int(data.get("read", 0)),
            asking=int(data.get("asking", 0)),
            happened=int(data.get("happened", 0)),
            subjects=Counter(data.get("subjects", {})),
            words=Counter(data.get("words", {})),
            places=Counter(data.get("places", {})),
        )

    def to_data(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "read": self.read,
            "asking": self.asking,
            "happened": self.happened,
            "subjects": dict(self.subjects),
            "words": dict(self.words.most_common(_MAX_COUNTED)),
            "places": dict(self.places.most_common(_MAX_COUNTED)),
        }

    def add(self, title: str, text: str, signals: ContentSignals | None = None) -> None:
        """Count one more text; ``signals`` if its content was read already."""
        signals = signals or read_content(title, text)
        self.read += 1
        self.happened += _tells_of_harm(signals)
        asking = read_policy_question(title, text, signals)
        if asking is not None:
            self.asking += 1
            self.subjects[asking.subject] += 1
            self.words.update(asking.words)
        self.places.update(names_in(_plain(title, text)))


@dataclass(frozen=True, slots=True)
class Topic:
    """Whether an event is a topic, and why or why not."""

    is_topic: bool
    subject: str = ""
    reason: Reason | None = None


def read_policy_question(
    title: str, text: str, signals: ContentSignals | None = None
) -> PolicyQuestion | None:
    """Return what policy a post asks about; None when it asks none or tells of more.

    >>> read_policy_question("请问社保怎么转移？", "从外地回来，需要什么材料？").subject
    '社保'
    """
    signals = signals or read_content(title, text)
    if signals.kind != "question" or _tells_of_harm(signals) or signals.household_harm:
        return None
    whole = _plain(title, text)
    asks, procedure = _ASKS.search(whole), _PROCEDURE.search(whole)
    if asks is None or procedure is None or _HAPPENED.search(whole) or names_in(title):
        return None
    found = _subjects(title) or _subjects(whole[:_OPENING])
    if not found:
        return None
    subject, word = found[0]
    return PolicyQuestion(subject, (word, asks[0]))


def read_topic(counts: TopicCounts) -> Topic:
    """Return whether what was asked makes one topic.

    >>> asked = TopicCounts(4, 4, subjects=Counter({"社保": 4}), words=Counter(["社保"]))
    >>> read_topic(asked).is_topic
    True
    """
    if not counts.asking:
        return Topic(is_topic=False)
    subject, about = counts.subjects.most_common(1)[0]
    place, there = counts.places.most_common(1)[0] if counts.places else ("", 0)
    word = _most_used(counts.words, subject)
    if counts.happened:
        why = reason("engine.topic_harm", count=counts.happened)
        return Topic(is_topic=False, subject=subject, reason=why)
    if counts.asking < MIN_ASKING or counts.asking < ASKING_SHARE * counts.read:
        return Topic(is_topic=False, subject=subject)
    if about < SUBJECT_SHARE * counts.asking:
        return Topic(is_topic=False, reason=reason("engine.topic_mixed"))
    if there > 1 and there >= PLACE_SHARE * counts.read:
        why = reason("engine.topic_place", count=counts.read, there=there, name=place)
        return Topic(is_topic=False, subject=subject, reason=why)
    why = reason("engine.topic", count=counts.read, asking=counts.asking, word=word)
    return Topic(is_topic=True, subject=subject, reason=why)


def topic_of(texts: Iterable[tuple[str, str]]) -> Topic:
    """Return whether some texts (title, text) are one topic."""
    counts = TopicCounts()
    for title, text in texts:
        counts.add(title, text)
    return read_topic(counts)


def _tells_of_harm(signals: ContentSignals) -> bool:
    counted = (signals.dead, signals.missing, signals.hurt, signals.trapped)
    return (
        any(counted)
        or signals.basic_need is not None
        or signals.group_harm
        or signals.checkable_claim
    )


def _plain(title: str, text: str) -> str:
    whole = f"{title}\n{text[:_READ_CHARS]}"[:MAX_CHARS]
    return normalize(strip_invisible(whole))


def _subjects(whole: str) -> list[tuple[str, str]]:
    """Return the subjects of a text with the first word of each, the most named first."""
    counted: Counter[str] = Counter()
    words: dict[str, str] = {}
    for found in _SUBJECT.finditer(whole):
        name = _SUBJECT_NAMES[int((found.lastgroup or "s0")[1:])]
        counted[name] += 1
        words.setdefault(name, found[0])
    return [(name, words[name]) for name, _count in counted.most_common()]


def _most_used(words: Counter[str], subject: str) -> str:
    """Return the word by which most texts call the subject."""
    known = [word for word, _ in words.most_common() if re.fullmatch(_SUBJECTS[subject], word)]
    return known[0] if known else subject
