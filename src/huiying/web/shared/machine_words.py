"""Say the machine's reasons in the language of the page.

In:   a sentence that ``policy`` or ``engine`` wrote, as it is stored.
Out:  the same in the language of the page; one that is not known is shown as it was written.
Cost: about 20 µs a sentence; nothing on a Chinese page.

``policy`` and ``engine`` know no translation, and what they said is kept as it was said. Each
sentence is recognised by its own message: where that has a place, the stored one has words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

SENTENCES: Final = (
    # policy.cards
    gettext_noop("舆情内容尚未读取：未知，不按 0 分计。"),
    gettext_noop("帖文为咨询、建议或表扬，未见损害：内容 0 分。"),
    gettext_noop("帖文未说明%(kinds)s人数：未知，不按 0 人计。"),
    gettext_noop("死亡 %(count)s 人（%(limit)s）：内容 %(score)s 分。"),
    gettext_noop("失踪 %(count)s 人（%(limit)s）：内容 %(score)s 分。"),
    gettext_noop("受伤或被困共 %(count)s 人（%(limit)s）：内容 %(score)s 分。"),
    gettext_noop("整个小区的基本生活需要（%(need)s）受影响：内容 3 分。"),
    gettext_noop("一个群体的利益受损：内容 2 分。"),
    gettext_noop("有可以核实、涉及一个群体的说法：内容 2 分。"),
    gettext_noop("一户人家的利益受损：内容 1 分。"),
    gettext_noop(
        "扩散等级 %(breakout)s（标准：≥ %(least)s），热度为平常的 %(times)s 倍"
        "（标准：≥ %(least_times)s 倍）：反应 3 分。"
    ),
    gettext_noop("%(known)s（%(limit)s）：反应 %(score)s 分。"),
    gettext_noop("公众反应的%(unknown)s未知：不按 0 计，补齐后得分可能更高。"),
    gettext_noop("媒体介入情况未知：不按 0 分计。"),
    gettext_noop("已查看，未见媒体介入：媒体 0 分。"),
    gettext_noop("%(tier)s媒体已介入：媒体 %(score)s 分。"),
    # policy.grading
    gettext_noop("%(scores)s：符合“%(clause)s”，建议定为%(grade)s。"),
    gettext_noop("%(scores)s：未达到较大及以上的任何一条，建议定为%(grade)s。"),
    gettext_noop(
        "%(unknown)s未知，不按 0 分计：现有依据只证明至少为%(grade)s，"
        "补齐后可能达到%(possible)s。"
    ),
    gettext_noop("%(unknown)s未知，不按 0 分计；无论结果如何，不影响本次建议的等级。"),
    # policy.promotion
    gettext_noop("建议等级为%(grade)s，须由值班员研判。"),
    gettext_noop("舆情内容 %(score)s 分（标准：≥ %(least)s 分），须由值班员研判。"),
    gettext_noop("已有 %(count)s 条帖文，声音数未知，须由值班员研判。"),
    gettext_noop("已有 %(count)s 条帖文，来自 %(voices)s 个不同声音，须由值班员研判。"),
    # work.incidents.reaction
    gettext_noop("扩散等级 4：媒体已介入。"),
    gettext_noop("扩散等级 5：上了“%(list)s”。"),
    gettext_noop("扩散等级 6：帖文说“%(act)s”。"),
    gettext_noop("平常水平未知：此前只有 %(days)s 天的帖文量，还差 %(missing)s 天。"),
    gettext_noop("其间有来源没有收到（%(names)s），实际可能更多。"),
    gettext_noop("来自媒体的帖文：%(media)s。"),
    # engine.topics
    gettext_noop(
        "读过的 %(count)s 段文字中有 %(asking)s 段在问政策（“%(word)s”等），"
        "没有说出了什么事，也没有同一个地点。"
    ),
    gettext_noop("有 %(count)s 段文字说到损害、需求或传闻，不按政策咨询对待。"),
    gettext_noop("问的政策各不相同，不是同一个话题。"),
    gettext_noop(
        "%(count)s 段文字中有 %(there)s 段说到同一个地点（…%(name)s…），不按政策咨询对待。"
    ),
    # work.incidents.alarms
    gettext_noop("建议重大：%(lead)s（×%(count)s）。请在 30 分钟内通报。"),
    # engine
    gettext_noop("窗口内没有相近的帖文，新建事件"),
    gettext_noop("与已收到的帖文全文相同"),
    gettext_noop("与“%(lead)s”文字大部分相同（%(share)s）"),
    gettext_noop("与“%(lead)s”用词相近（%(score)s），都提到%(words)s"),
    gettext_noop("与“%(lead)s”用词相近（%(score)s）"),
    gettext_noop("提到同一个地点或单位（…%(name)s…）"),
    gettext_noop("标题都提到少见的名称（…%(name)s…）"),
    gettext_noop("两边说的都是人员伤亡，但地点不同，不自动并为一件"),
    gettext_noop("由工作人员确认为同一事件"),
)
PARTS: Final = (
    gettext_noop("标准：≥ %(least)s 人"),
    gettext_noop("标准：≥ %(platforms)s 个平台，或 ≥ 平常的 %(times)s 倍"),
    gettext_noop("标准：≥ %(least)s 个不同声音"),
    gettext_noop("%(count)s 个平台"),
    gettext_noop("%(count)s 个不同声音"),
    gettext_noop("热度为平常的 %(times)s 倍"),
    gettext_noop("内容 %(score)s 分"),
    gettext_noop("舆情内容 %(score)s 分"),
    gettext_noop("公众反应 %(score)s 分"),
    gettext_noop("媒体介入 %(score)s 分"),
    gettext_noop("舆情内容 未知"),
    gettext_noop("公众反应 未知"),
    gettext_noop("媒体介入 未知"),
    gettext_noop("平台数"),
    gettext_noop("声音数"),
    gettext_noop("平常水平"),
    gettext_noop("扩散等级"),
    gettext_noop("%(medium)s（%(tier)s）%(count)s 条"),
)
# A clause that a bureau wrote for itself; whole, for "、" stands inside it.
CLAUSES: Final = (
    gettext_noop("内容 %(content)s 分，且有一项 %(one)s 分、另一项 %(other)s 分"),
    gettext_noop("内容 %(content)s 分，且有一项 %(one)s 分"),
    gettext_noop("内容 %(content)s 分，且有两项 %(one)s 分"),
    gettext_noop("反应或媒体 %(score)s 分"),
)
_LISTED: Final = frozenset({"words", "names"})
_AS_WRITTEN: Final = frozenset(
    {"lead", "words", "word", "name", "names", "act", "list", "medium"}
)
_PLACE = re.compile(r"%\\\((\w+)\\\)s")


def translate_reason(text: str) -> str:
    """Return a sentence of the machine in the language of the page."""
    if (get_language() or "zh").startswith("zh"):
        return text
    return _said(text, SENTENCES) or text


def translate_reasons(texts: Iterable[str]) -> list[str]:
    """Return sentences of the machine in the language of the page."""
    return [translate_reason(text) for text in texts]


def _said(text: str, messages: tuple[str, ...]) -> str:
    for message in messages:
        found = _pattern(message).fullmatch(text)
        if found:
            places = {name: _word(name, words) for name, words in found.groupdict().items()}
            return _(message) % places if places else _(message)
    return ""


def _word(name: str, words: str) -> str:
    if name in _LISTED:
        return _("、").join(words.split("、"))
    return words if name in _AS_WRITTEN else _part(words)


def _part(words: str) -> str:
    """Return words that stand in a sentence: a known part, a list of such, or as written."""
    known = _(words) if words else ""
    if known != words:
        return known
    if clause := _said(words, CLAUSES):
        return clause
    if "、" in words:
        return _("、").join(_part(one) for one in words.split("、"))
    return _said(words, PARTS) or words


@cache
def _pattern(message: str) -> re.Pattern[str]:
    """Return what recognises a sentence: the message with its places open."""
    return re.compile(_PLACE.sub(r"(?P<\1>.*?)", re.escape(message)), re.DOTALL)
