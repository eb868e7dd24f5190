"""Take what identifies a person out of a text before it is stored.

In:   the text of a post, any length.
Out:  the text with 〔电话〕 〔证件号〕 〔账号〕 〔姓名〕 〔车牌〕 〔邮箱〕 〔住址〕 in place of
      the finds, and how many of each kind. Names without a cue word are missed: the result is
      *masked*, never "anonymous".
Cost: O(n), under 80 µs for a post of 230 characters; pure; idempotent.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from huiying.engine.cleaning import strip_invisible

LABELS: Final = {
    "phone": "〔电话〕",
    "identity": "〔证件号〕",
    "account": "〔账号〕",
    "name": "〔姓名〕",
    "plate": "〔车牌〕",
    "mail": "〔邮箱〕",
    "address": "〔住址〕",
}

_MOST_PASSES = 4
_NUMERAL = re.compile(r"[\d一二三四五六七八九十]")
_CONTEXT = 6  # characters round a run that a pattern may look at
_WIDE = {0xFF10 + digit: 0x30 + digit for digit in range(10)} | {0xFF20: 0x40}
_HAS_WIDE = re.compile(r"[\uff10-\uff19\uff20]")
_NUMBER_RUN = re.compile(r"\d[\d\s*\-—)\uff09Xx转]{4,}")

_NUMBERS = re.compile(
    r"(?P<identity>(?<![\d*])\d{6}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"
    r"|(?<![\d*])\d{8}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?!\d)"
    r"|(?<![\d*])\d{3,14}\*{4,14}\d{1,4}[Xx](?![0-9A-Za-z])"
    r"|(?<![\d*])\d{6,14}\*{4,8}\d{0,4}(?!\d))"
    r"|(?P<phone>(?<![\d*])(?:\+?86[\s-]{0,2})?1[3-9]\d(?:[\s-]?\d{4}){2}(?!\d)"
    r"|(?<![\d*])1[3-9]\d?\*{4,6}\d{2,4}(?!\d)"
    r"|[(\uff08]0\d{2,3}[)\uff09][\s-]{0,2}[2-9]\d{6,7}(?!\d)"
    r"|(?<![\d*])0\d{2,3}[\s\-—]{1,2}[2-9]\d{6,7}(?:[\-—转]\d{1,5})?(?!\d)"
    r"|(?<![\d*])0(?:10|2\d|[3-9]\d\d)[2-9]\d{6,7}(?!\d)"
    r"|(?<=[话机电系][:\uff1a])\s?[2-9]\d{6,7}(?!\d)|(?<=[话机电系])[2-9]\d{6,7}(?!\d))"
    r"|(?P<account>(?<![\d*])(?:\d{4}[\s-]){3,4}\d{1,7}(?!\d)|(?<![\d*])\d{16,19}(?!\d)"
    r"|(?<=[账帐卡户]号[:\uff1a])\s?\d{8,30}|(?<=[账帐卡户]号)\d{8,30})"
)
_CHAT = re.compile(
    r"(?P<cue>(?:QQ|qq|Qq|扣扣|企鹅|微信|薇信|V信|v信|WeChat|wechat|[vVwW][xX])"
    r"(?:号码|号|群|ID|id)?\s?[:\uff1a是]?\s?)(?P<value>[A-Za-z][\w-]{4,19}|[1-9]\d{4,11})(?![0-9A-Za-z])",
    re.ASCII,
)
_CHAT_CUES = ("qq", "扣扣", "企鹅", "微信", "薇信", "v信", "vx", "wx", "wechat")
_MAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_MENTION = re.compile(
    r"@[^\s@:\uff1a,\uff0c。.!\uff01?\uff1f、;\uff1b()\uff08\uff09\[\]【】<>《》/〔〕\"“”]{1,30}"
)
_PROFILE = re.compile(
    r"(?P<host>weibo\.(?:com|cn)/(?:u/|n/)?|douyin\.com/user/|zhihu\.com/people/"
    r"|space\.bilibili\.com/|(?<![\w.])t\.me/|(?<![\w.])(?:twitter|x)\.com/|kuaishou\.com/profile/)"
    r"[\w%.-]{2,80}",
    re.ASCII,
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
    r"[A-HJ-NP-Z][·•.\s-]?(?=[A-Z0-9]{0,5}\d)[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])"
)
_HAS_PLATE = re.compile(r"[A-HJ-NP-Z][·•.\s-]?[A-HJ-NP-Z0-9]{4}")
_N = r"(?:\d{1,4}|[一二三四五六七八九十百零〇]{1,5})"
_HOME = re.compile(
    rf"(?P<address>(?<![\d一二三四五六七八九十])(?:{_N}|[A-Za-z]\d{{0,2}})(?:号楼|#楼|号院|楼|栋|幢|座|#)"
    rf"\s?(?:(?:{_N}|[东西中甲乙丙丁])(?:单元|门|梯)\s?)?(?:{_N}(?:楼|层)\s?)?{_N}(?:室|房|户|号(?![楼院线]))"
    rf"|(?<![\d一二三四五六七八九十])(?:{_N})(?:号楼|#楼|楼|栋|幢|座|#)\s?{_N}单元\s?\d{{3,4}}(?!\d)"
    rf"|(?<![\d一二三四五六七八九十])(?:{_N})(?:号楼|栋|幢|座)[-—\s]?\d{{3,4}}(?![\d年元人户个名])"
    rf"|(?<![\d一二三四五六七八九十]){_N}单元\s?{_N}(?:室|房|户|号)"
    rf"|(?<![\d-])\d{{1,2}}[-—]\d{{1,2}}[-—]\d{{3,4}}(?![\d-])(?:室|户|号)?"
    rf"|(?<![\d一二三四五六七八九十]){_N}(?:组|社|队|屯)\s?{_N}号(?!楼)(?:附\d+号)?)"
)
_HOME_RUN = re.compile(
    r"[\d一二三四五六七八九十百零〇#号楼院栋幢座单元门梯层室房户组社队屯附东西中甲乙丙丁\-—]{4,}"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛"
    "奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余"
    "元卜顾孟平黄和穆萧尹姚邵汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强"
    "贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单"
    "杭洪包诸左石崔吉钮龚程邢裴陆荣翁荀羊惠甄曲封储靳段焦巴牧谷车侯全班仰秋仲伊宫宁仇栾暴甘厉戎"
    "祖武符刘景詹束龙叶司黎薄印白蒲鄂池乔阴胥苍双闻党翟谭贡姬申冉桑桂濮牛寿边燕冀尚农温庄晏柴瞿阎"
    "连习艾容古易廖耿满匡国文寇广东欧沃利师巩聂关荆向游肖闫涂覃税仝付代邸佟"
)
_WORDLIKE = (
    "于向和时常从安全都能方应有同经由对已因为无利东广国计成平明强水花双满连解支管单房车班文农"
)
_PLAIN = "".join(sorted(set(_SURNAMES) - set(_WORDLIKE)))
_DOUBLE = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|令狐|慕容|尉迟|公孙|夏侯|长孙|宇文|南宫|端木"
_GIVEN = r"[\u4e00-\u9fff某*×]{1,2}"
_NAME_LOOSE = rf"(?:{_DOUBLE}|[{_SURNAMES}]){_GIVEN}"
_NAME_TIGHT = rf"(?:{_DOUBLE}|[{_PLAIN}]){_GIVEN}"
_END = (
    r"(?=$|[\s,\uff0c。.;\uff1b、:\uff1a!\uff01?\uff1f()\uff08\uff09〔/]"
    r"|男|女|系|今年|现年|家住|住|电话|手机|身份证|\d)"
)
_ROLES = (
    "联系人|举报人|反映人|投诉人|申请人|信访人|上访人|求助人|当事人|被害人|受害人|报案人|收件人|写信人"
    "|留言人|署名|落款|户主|姓名|业主姓名|户名|法定代表人|法人|父亲叫|母亲叫|丈夫叫|妻子叫|儿子叫|女儿叫"
    "|我叫|名叫|叫做|本人叫"
)
_NAMED = re.compile(
    rf"(?P<cue>(?:{_ROLES})\s?[:\uff1a是为]\s?)(?P<name>{_NAME_LOOSE}){_END}"
    rf"|(?P<cue2>(?:{_ROLES})\s?)(?P<name2>{_NAME_TIGHT}){_END}"
    rf"|(?P<cue3>本人|我是|我姓名|实名举报人?)(?P<name3>{_NAME_TIGHT}){_END}"
    rf"|(?P<cue4>敬礼[!\uff01。.\s]{{0,4}}|——\s?)(?P<name4>{_NAME_LOOSE})(?=\s*(?:$|\d{{4}}\s?[年./-]))"
)
_NAME_CUES = (*_ROLES.split("|"), "本人", "我是", "我姓名", "实名举报", "敬礼", "——")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without what identifies a person, as far as rules can see it."""

    text: str
    counts: dict[str, int] = field(default_factory=dict)  # kind of LABELS → finds, each ≥ 1


def mask(text: str) -> Masked:
    """Replace phones, identity and account numbers, plates, mail, homes, handles and names.

    >>> mask("本人张小云,电话13800000000,家住云川佳园3号楼2单元501室").text
    '本人〔姓名〕,电话〔电话〕,家住云川佳园〔住址〕'
    """
    if not text:
        return Masked("")
    text = strip_invisible(text)
    if _HAS_WIDE.search(text):
        text = text.translate(_WIDE)
    counts: Counter[str] = Counter()
    for _ in range(_MOST_PASSES):
        before = text
        text = _mask_once(text, counts)
        if text == before:
            break
    return Masked(text=text, counts=dict(counts))


def _mask_once(text: str, counts: Counter[str]) -> str:
    if "@" in text:
        text = _replace_all(_MAIL, "mail", text, counts)
        text = _replace_all(_MENTION, "account", text, counts)
    if "com/" in text or "t.me/" in text or ".cn/" in text:
        text = _replace_value(_PROFILE, "account", "host", text, counts)
    lowered = text.lower()
    if any(cue in lowered for cue in _CHAT_CUES):
        text = _replace_value(_CHAT, "account", "cue", text, counts)
    text = _replace_runs(_NUMBER_RUN, _NUMBERS, text, counts)
    if _HAS_PLATE.search(text):
        text = _replace_all(_PLATE, "plate", text, counts)
    text = _replace_runs(_HOME_RUN, _HOME, text, counts)
    if any(cue in text for cue in _NAME_CUES):
        text = _replace_names(text, counts)
    return text


def _replace_all(pattern: re.Pattern[str], kind: str, text: str, counts: Counter[str]) -> str:
    text, found = pattern.subn(LABELS[kind], text)
    if found:
        counts[kind] += found
    return text


def _replace_value(
    pattern: re.Pattern[str], kind: str, keep: str, text: str, counts: Counter[str]
) -> str:
    text, found = pattern.subn(rf"\g<{keep}>{LABELS[kind]}", text)
    if found:
        counts[kind] += found
    return text


def _replace_runs(
    run: re.Pattern[str], pattern: re.Pattern[str], text: str, counts: Counter[str]
) -> str:
    """Try the costly pattern only round the runs of characters that can hold a find."""

    def label(found: re.Match[str]) -> str:
        kind = found.lastgroup or "account"
        counts[kind] += 1
        return LABELS[kind]

    windows = _windows(run, text)
    if not windows:
        return text
    pieces: list[str] = []
    done = 0
    for start, end in windows:
        pieces += (text[done:start], pattern.sub(label, text[start:end]))
        done = end
    return "".join((*pieces, text[done:]))


def _windows(run: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return the runs that hold a numeral, widened by their context and joined on overlap."""
    windows: list[tuple[int, int]] = []
    for found in run.finditer(text):
        if not _NUMERAL.search(found[0]):
            continue
        start, end = max(0, found.start() - _CONTEXT), min(len(text), found.end() + _CONTEXT)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _replace_names(text: str, counts: Counter[str]) -> str:
    def label(found: re.Match[str]) -> str:
        counts["name"] += 1
        cue = next(
            value for name, value in found.groupdict().items() if value and "cue" in name
        )
        return f"{cue}{LABELS['name']}"

    return _NAMED.sub(label, text)
