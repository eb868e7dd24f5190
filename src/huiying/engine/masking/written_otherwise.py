"""Tell whether a search names a person in pinyin, or by nickname and platform.

In:   what was typed into a search.    Out:  yes or no; no list of persons is asked or kept.
Cost: microseconds; pure.

A name in pinyin is a usual surname with one or two syllables. Places, brands and English words
that are written the same are listed. A nickname is told by its shape or by what stands before
it (博主、主播), and only beside a platform: made of ordinary words it reads like a matter.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from huiying.engine.masking.shapes import HAN, is_word
from huiying.engine.masking.words import PLACE_ENDS
from huiying.engine.text.word_lists import split_words

_SYLLABLE: Final = (
    "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|ei|ao|ou"
    "|an|en|in|un|ia|ie|iu|ua|ue|ui|uo|ve|a|o|e|i|u|v)|er|ang?|ao?|ai|ou|en)"
)
_SURNAMES: Final = tuple(
    split_words(
        "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo"
        " zheng liang xie song tang deng han feng cao peng zeng xiao tian dong pan yuan cai"
        " jiang yu du ye cheng wei su lv lu ding ren shen yao fu zhong cui tan liao fan jin"
        " shi jia xia fang zou xiong bai meng qin qiu hou yin xue yan duan lei long tao mao"
        " hao gu gong shao wan qian dai mo kong xiang chang ouyang shangguan sima zhuge situ"
    )
)
_SURNAME: Final = "(?:" + "|".join(sorted(_SURNAMES, key=len, reverse=True)) + ")"
_GIVEN_NAMES: Final = rf"{_SYLLABLE}{{1,2}}"
_JOINED = re.compile(rf"{_SURNAME}{_GIVEN_NAMES}")
_SURNAME_ALONE, _GIVEN_ALONE = re.compile(_SURNAME), re.compile(_GIVEN_NAMES)
_LETTERS = re.compile(r"[a-z]+")
_LETTER_GAPS = re.compile(r"(?<=[a-z])[\s.,、_'’|~*+-]{1,3}(?=[a-z])")
# Written like a name: places, brands, platforms, English.
_OTHERS: Final = frozenset(
    split_words(
        "wuhan jinan shenyang changchun changsha chengdu lanzhou luoyang xiangyang xiamen"
        " jiaxing jinhua yantai weihai weifang jining linyi dongying heze liaocheng zhuhai"
        " huizhou jiangmen dongguan zhongshan chaozhou jieyang lianyungang suzhou wuxi"
        " changzhou yangzhou taizhou jiangsu jiangxi hebei henan hunan hubei hainan gansu"
        " shanxi shaanxi fujian guizhou weibo douyin weixin douban baidu taobao huawei wanda"
        " xiaomi xiaohongshu jingdong meituan china panda tango manage mange fuse line lean"
        " learn like life live lock long gate game gain guide hotel house here hence have"
        " heat head hear hope huge junior mango mama manga mao made make mail main male mean"
        " media menu mouse mine more move shame share shine shoe shore shipin xinwen wangluo"
        " wangzhan gongan linear lunar duration wangba yuanqu xiaoqu xiaoxue gaotie dianti"
        " jiadian jiage wuye chengguan future machine longer module rendering mode heading"
        " human sure making during hearing hanging linking handing leisure renaming liaise"
        " mobile licence"
    )
)
_PLATFORMS: Final = tuple(
    split_words(
        "微博 抖音 快手 小红书 哔哩哔哩 b站 贴吧 知乎 豆瓣 今日头条 头条号 头条"
        " 视频号 公众号 微信 百家号 weibo douyin kuaishou"
        " xiaohongshu bilibili tieba zhihu douban"
        " toutiao wechat weixin"
    )
)
_PLATFORM = re.compile("|".join(sorted(_PLATFORMS, key=len, reverse=True)))
_ROLE = re.compile(
    r"(?:博主|主播|网红|大v|up主|号主|楼主|达人|昵称|网名|用户名?|[账帐]号)[是叫为:：]?"
)
_SPLIT = re.compile(rf"[^{HAN}a-z0-9_]+|的")
_BY_NICKNAME: Final = re.compile(
    rf"[小老阿大][{HAN}]{{1,2}}|[{HAN}]{{1,3}}[哥姐妹弟爷叔姨酱君仔]"
)
_MOST_NICKNAME: Final = 8
_KIN: Final = frozenset(
    ("阿姨", "大爷", "大妈", "大叔", "大姐", "大哥", "小哥", "小姐", "小妹")
)


def is_pinyin_name(phrase: str) -> bool:
    """Tell whether a search names a person in pinyin, joined or in parts, in either order.

    >>> is_pinyin_name("zhangsan 欠薪"), is_pinyin_name("Wuhan")
    (True, False)
    """
    text = _plain(phrase)
    words = [_LETTERS.findall(run) for run in _runs(text)]
    return any(_names(parts) for parts in words)


def _runs(text: str) -> list[str]:
    """Return runs of letters with the gaps between their words as one space."""
    return re.findall(r"[a-z]+(?: [a-z]+)*", _LETTER_GAPS.sub(" ", text))


def _names(parts: list[str]) -> bool:
    for at, word in enumerate(parts):
        if _is_joined(word):
            return True
        if not _SURNAME_ALONE.fullmatch(word):
            continue
        after = parts[at + 1 : at + 3]
        before = parts[max(0, at - 2) : at]
        for given in (after[:1], after, before[-1:], before):
            joined = "".join(given)
            if joined and _GIVEN_ALONE.fullmatch(joined) and not _OTHERS & {*given, joined}:
                return True
    return False


def _is_joined(word: str) -> bool:
    return word not in _OTHERS and _JOINED.fullmatch(word) is not None


def is_nickname_search(phrase: str) -> bool:
    """Tell whether a search names a user of a platform by a nickname.

    >>> is_nickname_search("抖音 小明"), is_nickname_search("抖音 停水")
    (True, False)
    """
    text = _plain(phrase)
    if not _PLATFORM.search(text):
        return False
    rest = _PLATFORM.sub(" ", text)
    return any(_is_nickname(word) for word in _SPLIT.split(rest) if word)


def _is_nickname(word: str) -> bool:
    role = _ROLE.match(word)
    if role is not None:
        name = word[role.end() :]
        return 1 < len(name) <= _MOST_NICKNAME and not _has_word(name)
    if word in _KIN or word[-1] in PLACE_ENDS or _has_word(word):
        return False
    return _BY_NICKNAME.fullmatch(word) is not None


def _has_word(text: str) -> bool:
    """Tell whether a word of the language stands in it: then it may be a matter."""
    pairs = [text[at : at + size] for size in (2, 3) for at in range(len(text) - size + 1)]
    return any(is_word(pair) for pair in pairs)


def _plain(phrase: str) -> str:
    """Return it in small letters without the marks of tones; ü is v."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", phrase).lower())
    text = text.replace("u\u0308", "v")
    return "".join(one for one in text if not unicodedata.combining(one))
