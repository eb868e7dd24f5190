"""Recognise negative posts by a small word list. For sorting only.

In:   a text (NFKC).
Out:  negative, or not, or no word that tells; with the words it rests on.
Cost: about 5 µs a text; pure.

It is what a bureau has before it trained a model of its own (``attitude_model``). No grade, no
clock and no policy may ask for it, and a test holds that: criticism is not severity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from huiying.engine.text.patterns import guarded

_SHOWN: Final = 3
_NEGATIVE: Final = (
    "气死|气愤|愤怒|生气|恼火|可恶|可恨|可气|无耻|恶心|讨厌|烦死|烦人|心烦|烦躁|崩溃|绝望|失望|寒心|心寒|伤心|难过|难受|心疼|心痛|痛苦|悲伤|悲痛|哭了|泪目"
    "|委屈|害怕|恐惧|恐慌|可怕|吓死|吓人|担心|担忧|焦虑|着急|不安|无奈|无语|无助|郁闷|压抑|抑郁|孤独|后悔|遗憾|糟糕|糟心|倒霉|垃圾|骗子|骗人|坑人|黑心|无良"
    "|无能|废物|混蛋|王八|畜生|不要脸|丢人|恶劣|恶意|恶毒|缺德|过分|离谱|荒唐|可笑|忽悠|敷衍|推诿|不作为|太差|差劲|差评|受不了|忍无可忍|烦不烦|滚|妈的|尼玛|他妈|卧槽|傻逼|脑残|有病"
    "|天理|良心|没人管|无人管|不公|冤|欺负|欺骗|强烈不满|不满|抗议|谴责|怒|泪|衰|悲|鄙视|抓狂|晕|吐|怄|难熬|心累|累死|好累"
)
_POSITIVE: Final = (
    "开心|高兴|快乐|幸福|喜欢|满意|感谢|谢谢|感动|感恩|温暖|暖心|点赞|表扬|致敬|加油|平安|好样的|给力|优秀|棒|赞|骄傲|自豪|放心|安心|欣慰|祝福|祝愿|期待|美好|可爱|爱你|爱心"
    "|哈哈|嘻嘻|鼓掌|辛苦了|方便|贴心|热情|周到|舒服|惊喜|胜利|希望"
)
_PATTERN: Final = guarded(
    rf"(?P<turned>(?:不|没有?|别|无|未|并不|毫不)(?:太|怎么|再|会|是|用|很)?(?:{_NEGATIVE}|{_POSITIVE}))"
    rf"|(?P<negative>{_NEGATIVE})|(?P<positive>{_POSITIVE})"
)


@dataclass(frozen=True, slots=True)
class Attitude:
    """How a text sounds."""

    negative: bool | None  # None: no word tells, or as many for as against
    words: tuple[str, ...]


def read_attitude(text: str) -> Attitude:
    """Return how a text sounds.

    >>> read_attitude("等了三天没人管,太让人失望了")
    Attitude(negative=True, words=('没人管', '失望'))
    >>> read_attitude("窗口人员热情周到,点赞").negative
    False
    """
    balance = 0
    words: dict[bool, list[str]] = {True: [], False: []}
    for found in _PATTERN.finditer(text):
        name = found.lastgroup
        if name == "turned":
            negative = any(found[0].endswith(word) for word in _POSITIVE.split("|"))
        else:
            negative = name == "negative"
        balance += 1 if negative else -1
        words[negative].append(found[0])
    if balance == 0:
        return Attitude(None, ())
    says = balance > 0
    return Attitude(says, tuple(dict.fromkeys(words[says]))[:_SHOWN])
