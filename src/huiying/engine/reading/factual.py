"""Recognise sentences that state a fact: a number, place, body, cause, finding or action.

In:   a sentence as its author wrote it, and names of bodies that the bureau knows.
Out:  the signs that make it a statement of fact, each with its words; none = no such sign.
Cost: about 30 µs a sentence; pure.

A sign is no verdict. It says: whoever reads this can ask "how do you know?", so a fact with
evidence has to stand behind it, or its author says why it states none. Headings, signatures
and telephone numbers state nothing; 一 before a measure word is an article, not a number. Who
thanks or asks may name a body or say "already" without telling what happened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from huiying.engine.text.clean import MAX_CHARS, normalize, strip_invisible
from huiying.engine.text.numerals import NUMERAL

if TYPE_CHECKING:
    from collections.abc import Iterable

FactSign = Literal["amount", "date", "number", "place", "body", "cause", "finding", "deed"]

_HAN: Final = "\u4e00-\u9fff"
_MEASURE: Final = (
    r"(?:多|余|几)?(?:人|名|位|户|家|个|次|天|年|月|周|日|时|小时|分钟|秒|吨|米|公里|平方米|平米|亩|栋|座|层|起|辆|部|台|张|件|份|条|处|项|批"
    r"|封|宗|例|所|间|扇|倍|级|分贝|度|号|成|折)"
)
# 一 alone before a measure word is "a", 一定 and the like are no numbers at all.
_NUMBER = re.compile(rf"\d[\d,.]*|(?!一{_MEASURE}){NUMERAL}{_MEASURE}|百分之|半数|多数")
_AMOUNT = re.compile(rf"{NUMERAL}(?:多|余)?\s?(?:元|块钱)|[¥$€]\s?\d")
_DATE = re.compile(
    r"\d{2,4}年|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|\d{1,2}[点时:]\d{0,2}|(?!一点(?![半整钟]))[一二三四五六七八九十]{1,3}[月点]"
    r"|[今昨前明后]天|[今昨明]早|[今昨]晚|昨夜|今夜|凌晨|清晨|[上下]午|中午前?"
    r"|(?:本|上|下|这)(?:周|月|季度)|(?:周|星期)[一二三四五六日天末]|去年|今年|明年|年[初底]|月[初底]"
)
_PLACE = re.compile(
    rf"[{_HAN}]{{2,8}}(?<![与和到在向对请谢的该各本由])(?:小区|花园|家园|街道|社区|大道|大桥|广场|菜场|校区|工地|厂区|水库|公园|车站|[里桥街门口]站|路口|[东西南北]侧|[一二三四五六七八九十\d]单元|号楼)"
    rf"|[{_HAN}]{{2,4}}(?<![道出思弯半一铁公网线电套退的走绝])路(?=[，。、的与和{_HAN}])"
    r"|位于|坐落[于在]|(?:拍摄|发生|设|建|装|搬)[于在到](?!.{0,4}(?:心|基础|信任))|[原旧]址|[外本]省|[外本]市"
)
_BODY = re.compile(
    rf"[区市省县]{{1}}[{_HAN}]{{1,8}}(?:局|委|办|厅|中心|总队|支队|公司)(?!面|长|员)"
    rf"|[{_HAN}]{{2,10}}(?:公司|集团|委员会|居委会|村委会|派出所|事务所|卫生所|服务站|检察院|法院|医院|学校|小学|中学|二小|一小|幼儿园|大学|银行|自来水厂)"
    r"|物业|开发商|施工单位|(?:检测|鉴定|评估)机构|专家组|公证(?:处|人员)"
    rf"|[{_HAN}]{{1,8}}(?<!有关)(?<!相关)(?<!职能)(?<![各该本多])部门"
    rf"|[{_HAN}]{{1,6}}(?:管理|监管|监督|执法|教育|民政|公安|财政|税务|住建|水务|规划)局"
    r"|(?:^|[，。；])(?:该|涉事)?(?:学校|医院|公司|企业|[校院厂店]方|施工方|街道|社区)(?=[已正没未于在把对向承当])"
)
_CAUSE = re.compile(
    r"(?<!会)因为|由于|导致|引发|引起(?!的?.{0,4}(?:不便|困扰|误会|误解|重视|关注|警惕))|之所以|，才(?:出现|发生|造成|[会有])|起因|原因(?:是|为|在于)|所致|是因|的缘故|误解了|与[^，。；]{2,16}[有无]关|造成(?!的?(?:不便|困扰|影响|误会|误解))"
)
# What was found, also that something is not so: the reader may ask how one knows.
_FINDING = re.compile(
    r"属实|(?:经|已)(?:核实|查实|调查|检测|鉴定)|(?:没有|并?未|并无|尚未|不)(?:人员|任何|发现|存在|收取|收到|取得|发生|发布|发过|批准|要求|接到|出现|受伤|拖欠|涨价|合格|达标)"
    r"|没有[^，。；]{0,8}过(?=[这那什任何一，。；])|没有(?:人|依据|根据|许可|变化|异常|危险)"
    r"|(?:不|确实|的确|仍然|仍)存在|(?:是|系|属于?|纯属)(?:伪造|捏造|误传|谣言|编造|假的|虚假|冒充|剪辑|旧闻)|经过(?:剪辑|拼接|修改)"
    r"|(?:不?符合|超出|超过|达到)[^，。；]{0,14}(?:标准|规定|要求|限值|规范)|与(?:事实|现场|实际|记录|往年)[^，。；]{0,4}(?:不符|相符|一致|相同)"
    r"|(?<!只)不是[^，。；]{0,10}(?:人员|单位|事实|原图|干部|工人)|(?:确实|的确)(?:有|说|发生|收)"
)
# What was done, is being done or has ended, told as done.
_MEASURE_TAKEN = re.compile(
    r"(?<!不)(?<!而)已(?:经)?(?!久|有|是|故|所|知)|正在(?!成为|核实|调查|了解|研究|办理|抓紧)|(?:全部|全都|均|都)(?:已|送|换|退|停|查|修|补)|(?:送去|连夜|当场|当天|逐户|上门)(?!.{0,2}请)"
    r"|被(?:停职|免职|立案|处罚|查处|约谈|问责|拘留|责令)|达成(?:了)|(?:更换|修复|清掏|清理|拆除|整改|停止|归还|退还|补发|道)(?:了|完|完成|到位)"
)
# Whoever thanks, asks or invites names a body or says "already" without telling what happened.
_ADDRESSED = re.compile(
    r"(?:再次|衷心|在此)?(?:感谢|谢谢|请|敬请|恳请|欢迎|希望|盼|望)|向[^，。；]{1,20}(?:感谢|致谢|道歉|致歉|问好)|如果?有?|遇到"
)
_ADDRESSED_EXEMPT: Final = frozenset({"body", "finding", "deed"})
# "…, and would the bureau please look at once": asked of a body within a sentence.
_ASKED_OF = re.compile(r"(?<!已)(?<!邀)(?<!申)(?<!提)请|恳请|希望|盼望?|呼吁|建议")
_CLAUSE_ENDS = re.compile(r"[，,；;：:]")
_SIGNS: Final[tuple[tuple[FactSign, re.Pattern[str]], ...]] = (
    ("amount", _AMOUNT),
    ("date", _DATE),
    ("number", _NUMBER),
    ("place", _PLACE),
    ("body", _BODY),
    ("cause", _CAUSE),
    ("finding", _FINDING),
    ("deed", _MEASURE_TAKEN),
)
# What is dialled or opened is a way to us, not a fact about the matter.
_CONTACT = re.compile(
    r"https?://\S+|(?<!\d)\d{3,4}[-\s—]\d{7,8}(?!\d)|(?<!\d)(?:1\d{10}|\d{7,8}|12\d{3})(?!\d)"
)
_HEADING = re.compile(r"【[^【】]{1,40}】|[一二三四五六七八九十]{1,3}、?|.{1,24}[：:]")
_LIST_NUMBER = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、](?!\d)|[（(][一二三四五六七八九十\d]{1,2}[）)])"
)
_SIGNATURE = re.compile(
    r"[^，。；！？,;!?]{0,40}?(?:\d{4}|[二〇零一三四五六七八九]{4})\s?年[^，。；！？]{2,12}日"
)
_QUESTION = re.compile(r"[？?][”」』）)]*$")


@dataclass(frozen=True, slots=True)
class FoundSign:
    """What makes a sentence a statement of fact, and the words that show it."""

    sign: FactSign
    words: str


def factual_signs(sentence: str, bodies: Iterable[str] = ()) -> tuple[FoundSign, ...]:
    """Return the signs that a sentence states a fact; () when it states none.

    Args:
        sentence: One sentence without its citations.
        bodies: Names of units and agencies that the bureau knows, as they are written.

    >>> [sign.sign for sign in factual_signs("11月23日，3号窗口要求7人先撤网帖。")]
    ['date', 'number']
    >>> factual_signs("给大家带来不便，我们道歉。"), factual_signs("【已经知道的】")
    ((), ())
    """
    plain = _LIST_NUMBER.sub("", normalize(strip_invisible(sentence[:MAX_CHARS]))).strip()
    if not plain or _HEADING.fullmatch(plain) or _SIGNATURE.fullmatch(plain):
        return ()
    if _QUESTION.search(plain):
        return ()
    plain = _CONTACT.sub(" ", plain)
    found = [
        FoundSign(name, words) for name, pattern in _SIGNS if (words := _first(pattern, plain))
    ]
    if _ADDRESSED.match(plain):
        return tuple(sign for sign in found if sign.sign not in _ADDRESSED_EXEMPT)
    if not any(sign.sign == "body" for sign in found):
        named = next(
            (name for body in bodies if (name := normalize(body)) and name in plain), ""
        )
        if named:
            found.append(FoundSign("body", named))
    return tuple(found)


_COUNTED = re.compile(
    rf"(?:约|近|超过|至少)?(?:\d[\d,.]*|{NUMERAL})(?:万|亿)?(?!号)(?:元|块钱|%|{_MEASURE})"
)
_LINKING = re.compile(r"(?:[一共总计]*[为是有达]|共计|合计|共|[:：])+$")
_OPENING = re.compile(
    r"^(?:经(?:核实|查|调查|了解)|截至.{1,12}|目前|其中|[其该]|共计?|合计)[，,：:]?"
)
MOST_ATTRIBUTE = 20


@dataclass(frozen=True, slots=True)
class CountedFact:
    """What a sentence counts: the words before its first amount, and the amount."""

    attribute: str
    value: str


def counted_fact(sentence: str) -> CountedFact | None:
    """Return the first amount of a sentence and what it counts; None without an amount.

    A proposal for a form that a person completes, nothing is decided by it. Dates and clock
    times count nothing.

    >>> counted_fact("经核实，受影响居民为 120 户。")
    CountedFact(attribute='受影响居民', value='120户')
    """
    plain = normalize(strip_invisible(sentence[:MAX_CHARS])).replace(" ", "")
    dates = [match.span() for match in _DATE.finditer(plain)]
    for match in _COUNTED.finditer(plain):
        if any(start < match.end() and match.start() < end for start, end in dates):
            continue
        clause = _CLAUSE_ENDS.split(plain[: match.start()])[-1]
        attribute = _OPENING.sub("", _LINKING.sub("", clause))
        return CountedFact(attribute[-MOST_ATTRIBUTE:], match[0])
    return None


def _first(pattern: re.Pattern[str], plain: str) -> str:
    """Return the first words of a pattern; a body or deed that is asked for is none."""
    exempt = pattern in (_BODY, _FINDING, _MEASURE_TAKEN)
    for match in pattern.finditer(plain):
        head = _CLAUSE_ENDS.split(plain[: match.end()])[-1]
        if not exempt or _ASKED_OF.search(head) is None:
            return match[0]
    return ""
