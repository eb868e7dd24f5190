"""Recognise what a post wants: ask, get help, complain, accuse, suggest, praise. To sort by.

In:   title and text (NFKC).
Out:  a kind, how far it leads, and the words it rests on; *report* when nothing speaks for any.
Cost: about 20 µs a post; pure.

Additive: a word of the title counts 3, one of the text a half. Rhetorical questions ("does
nobody care?") complain. Praise yields to everything else: nobody's complaint may be filed as
thanks because it ends politely.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final, Literal

from huiying.engine.text.patterns import Tokens

Kind = Literal["question", "help", "complaint", "accusation", "suggestion", "praise", "report"]

SURE_LEAD: Final = 1.5
_TITLE, _TEXT, _SUPPORT = 3.0, 0.5, 0.5
_MOST_HITS: Final = 4
_SHOWN: Final = 3
_ORDER: Final[tuple[Kind, ...]] = (
    "accusation", "help", "suggestion", "complaint", "question",
)  # fmt: skip
_WORDS: Final = (
    (
        "complaint",
        "有没有人管|管不管|有人管吗|能不能管|谁来管|谁管|凭什么|难道|什么时候(?:才|能|可以)?(?:解决|处理|修好|修|通|完工|整改)"
        "|投诉|没人管|无人管|不处理|没处理|不解决|未解决|不作答|扰民|拖欠|乱收|违建|欺骗|坑(?![洼道])|维权|不退|不给|强制|迟迟"
        "|多次反映|推诿|踢皮球|敷衍|态度恶劣|态度差|太差|不作为|说法|忍无可忍|受不了|欠薪|克扣|不达标|违规",
    ),
    (
        "accusation",
        "举报|检举|控告|控诉|贪污|受贿|行贿|贿赂|以权谋私|滥用职权|徇私|骗取|套取|冒领|虚报|吃空饷|围标|串标|挪用"
        "|侵吞|私分|非法(?:经营|占用|占地|采|排|集资|行医|营运|加工)|偷税|漏税|偷排|无证(?:经营|行医|办学)|黑(?:作坊|车|中介|恶|网吧|诊所)"
        "|造假|传销|聚众赌博|涉嫌|违法",
    ),
    (
        "help",
        "求助|救命|求救|急需|请求帮助|求帮助|帮帮|走投无路|求求|(?:恳请|请求|希望|盼).{0,10}(?:帮助|救助|帮忙)|寻人|求扩散|无家可归"
        "|生活困难|揭不开锅|没钱(?:看病|治病|交)|孤立无援",
    ),
    (
        "suggestion",
        "建议|提议|倡议|希望能?(?:增设|增加|增开|开通|设置|设立|完善|优化|延长|加装|改造|推广)|不妨|能否增设|应该?增设",
    ),
    (
        "question",
        "请问|咨询|想问|问一下|问下|求问|请教|想了解|怎么办理|如何办理|怎样办理|怎么申请|如何申请|什么时候|何时|能否|可否|可不可以|能不能|是否|有没有"
        "|多少|哪里|什么(?:材料|手续|条件|政策|标准)|吗(?=[？?。]|$)",
    ),
    ("praise", "表扬|点赞|锦旗|感谢信|拾金不昧|好样的|致谢|为.{0,12}点赞"),
    ("thanks", "感谢|谢谢"),
    ("asks", "[？?]"),
    (
        "harm",
        "漏水|渗水|开裂|裂缝|噪音|噪声|油烟|恶臭|臭味|异味|污染|污水|粉尘|扬尘|占道|堵塞|积水|垃圾|隐患|破损|损坏|坑洼|烂尾|逾期|违章",
    ),
)
_TOKENS: Final = Tokens(_WORDS)
_SUPPORTS: Final = {"asks": "question", "harm": "complaint"}


@dataclass(frozen=True, slots=True)
class KindReading:
    """What a post wants, as far as its words tell."""

    kind: Kind
    lead: float  # over the second; shown to people only when ``sure``
    words: tuple[str, ...]

    @property
    def sure(self) -> bool:
        """Tell whether the kind leads by enough to be shown."""
        return self.lead >= SURE_LEAD


def read_kind(title: str, text: str) -> KindReading:
    """Return what a post wants.

    >>> read_kind("请问社保卡怎么办理?", "").kind
    'question'
    """
    scores: defaultdict[str, float] = defaultdict(float)
    words: defaultdict[str, list[str]] = defaultdict(list)
    for part, weight in ((title, _TITLE), (text, _TEXT)):
        hits: defaultdict[str, int] = defaultdict(int)
        for found in _TOKENS.finditer(part, 0, len(part)):
            name = found.lastgroup or ""
            hits[name] += 1
            if hits[name] > _MOST_HITS:
                continue
            if name in _SUPPORTS:
                scores[_SUPPORTS[name]] += weight * _SUPPORT
            else:
                scores[name] += weight
            words[_SUPPORTS.get(name, name)].append(found[0])
    ranked = sorted(_ORDER, key=lambda kind: -scores[kind])
    best, second = ranked[0], ranked[1]
    if scores[best] > 0:
        return _read(best, scores[best] - scores[second], words[best])
    if scores["praise"] or scores["thanks"]:
        return _read(
            "praise", scores["praise"] + scores["thanks"], words["praise"] + words["thanks"]
        )
    return KindReading("report", 0.0, ())


def _read(kind: Kind, lead: float, words: list[str]) -> KindReading:
    return KindReading(kind, lead, tuple(dict.fromkeys(words))[:_SHOWN])
