"""Find telephone, identity and account numbers, however they are written.

In:   plain text (``masking_plain``).
Out:  (start, end, kind) of every find: phone, identity or account.
Cost: one look at each run of digits, about 5 µs for a post of 230 characters; O(n).
      Digits may be Chinese (一三八零), spoken (幺), in circles, apart, starred, or letters that
      look like them (l38OO).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from huiying.engine.masking.spelling import has_any

IdentifierSpan = tuple[int, int, str]

_BEFORE, _AFTER = 14, 4  # characters round a run that a pattern may look at
_LEAST_DIGITS = 7
_SPOKEN: Final = {
    "〇零○": "0", "一壹幺": "1", "二贰": "2", "三叁": "3", "四肆": "4", "五伍": "5",
    "六陆": "6", "七柒拐": "7", "八捌": "8", "九玖勾": "9", "洞": "0",
}  # fmt: skip
_CIRCLED: Final = ("⓪①②③④⑤⑥⑦⑧⑨", "⓿❶❷❸❹❺❻❼❽❾", "🄌➊➋➌➍➎➏➐➑➒", "〇㊀㊁㊂㊃㊄㊅㊆㊇㊈")
DIGITS: Final = {ord(one): digit for many, digit in _SPOKEN.items() for one in many} | {
    ord(one): str(digit) for circled in _CIRCLED for digit, one in enumerate(circled)
}
ANY_DIGIT: Final = r"0-9" + "".join(map(chr, DIGITS))
GAP: Final = r"\s\-–—‐.·•_\u20e3"
_RUN = re.compile(rf"[+({ANY_DIGIT}][{ANY_DIGIT}{GAP}*×xX#(),、/转]{{5,}}[Xx]?")
_MIXED_UP = re.compile(
    r"[\dIl|](?<![A-Za-z\d].)(?=[\dOoIl|]{10})(?:[\dOoIl|]{10}|[\dOoIl|]{16}[\dXx])(?![A-Za-z\d])"
)
_LOOKALIKE = str.maketrans("OoIl|", "00111")

_S: Final = rf"[{GAP}]{{0,2}}"
_D: Final = rf"{_S}\d"
_LIST: Final = r"\s?[,、/]\s?"
_BIRTH: Final = (
    rf"(?:1{_S}[89]|2{_S}0){_D}{_D}{_S}(?:0{_S}[1-9]|1{_S}[0-2]){_S}(?:[0-2]{_D}|3{_S}[01])"
)
_CUE_IDENTITY: Final = (
    r"(?:身份证件?|身份证明|身份号码|证件|社保|医保|残疾证|残疾人证|居住证|驾驶证|优待证)"
    r"(?:编号|号码|号)?[为是:\s]{0,3}"
)
_CUE_ACCOUNT: Final = (
    r"(?:[账帐卡户]号|[账帐]户|存折|银行卡|储蓄卡|社保卡|工资卡)(?:号码?)?[为是:\s]{0,3}"
)
_CUE_PHONE: Final = (
    r"(?:[话机电系]:|电话|座机|固话|手机|宅电|传真|小灵通|联系方式|致电|电联|[Tt][Ee][Ll]|☎|📞)"
    r"(?:号码|号)?[为是:\s]{0,3}"
)
_PATTERN = re.compile(
    rf"{_CUE_IDENTITY}(?P<identity1>\d(?:{_S}[\d*]){{13,19}}(?:{_S}[Xx×])?)(?![\dA-Za-z*])"
    rf"|{_CUE_ACCOUNT}(?P<account1>\d(?:[\s-]?[\d*]){{7,29}})(?![\d*])"
    rf"|{_CUE_PHONE}(?P<phone1>[2-9]\d{{2,3}}[\s-]?\d{{4}})(?!\d)"
    rf"|(?P<identity>(?<![\d*])\d(?:{_D}){{5}}{_S}{_BIRTH}(?:{_D}){{3}}{_S}[\dXx×](?!\d)"
    r"|(?<![\d*])\d{6}[\s-]?\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[\s-]?\d{3}(?![\dXx]))"
    rf"|(?P<starred>(?<![\d*])\d(?:{_D}){{0,13}}{_S}[*×xX](?:{_S}[*×xX]){{2,14}}(?:{_D}){{0,4}}[Xx]?"
    r"(?![\dA-Za-z*×]))"
    rf"|(?P<phone>(?<![\d*.])(?:\(?(?:\+|00)?8{_S}6\)?{_S})?0?1{_S}[3-9](?:{_D}){{9}}(?!\d|\.\d)\u20e3?"
    rf"|(?<![\d*])1{_S}[3-9]{_D}{_LIST}\d(?:{_D}){{3}}{_LIST}\d(?:{_D}){{3}}(?!\d)"
    rf"|\(0\d{{2,3}}\){_S}[2-9]\d{{2,3}}{_S}\d{{3,4}}(?!\d)(?:\s?(?:转|-)\s?\d{{1,5}})?"
    rf"|(?<![\d*])(?:\+?86{_S})?0\d{{2,3}}[{GAP}]{{1,2}}[2-9]\d{{2,3}}[\s-]?\d{{3,4}}(?!\d)"
    r"(?:\s?(?:转|-)\s?\d{1,5})?"
    r"|(?<![\d*])0(?:10|2\d|[3-9]\d\d)[2-9]\d{6,7}(?!\d))"
    r"|(?P<account>(?<![\d*])(?:\d{4}[\s-]){3,4}\d{1,7}(?!\d)|(?<![\d*])[3-9]\d{15,18}(?!\d))"
)
_PAPER = re.compile(
    r"(?:护照|通行证)(?:号码|号)?[为是:\s]{0,3}(?P<identity>[A-Z]{1,2}\d{7,8})(?!\d)"
    r"|(?:军官|士兵|警官|文职)证(?:号码|号)?[为是:\s]{0,3}(?P<served>[\u4e00-\u9fff]字第?\d{5,9}号?)"
)
_FILED = re.compile(  # the number of a paper, a parcel or a deed: no person's
    r"(?:编号|单号|文号|案号|工单|受理号?|流水号?|回执号?|发票号?码?|凭证号?|合同号?|快递|运单"
    r"|订单|信用代码|机构代码|查询码|条码|项目号|学号|工号|准考证号?|序列号|批次|许可证号?|档案号)"
    r"(?:码|号)?[为是:\s]{0,3}[A-Za-z]{0,6}[-—]?$"
)
_OF_A_PERSON = re.compile(r"(?:身份证|证件|人证|社保)(?:编号|号)[为是:\s]{0,3}$")
_AMOUNT = re.compile(r"\s?(?:元(?!旦)|[万亿块吨米度股㎡户]|人(?!民)|平方|公里|美元|立方)")
_DATED = re.compile(
    r"(?:18|19|20)\d\d[-./\s](?:0?[1-9]|1[0-2])[-./\s](?:[0-2]?\d|3[01])(?:[-./\s]|$)"
)
_PHONE_SIZES, _IDENTITY_SIZES = range(8, 13), (15, 18)
_SHORTEST_STARRED = 8


def find_numbers(text: str) -> Iterator[IdentifierSpan]:
    """Yield the numbers that belong to a person, in no particular order."""
    for run in _RUN.finditer(text):
        digits = run[0].translate(DIGITS)
        if sum(map(str.isdigit, digits)) + digits.count("*") < _LEAST_DIGITS:
            continue
        yield from _in_run(text, run.start(), run.end(), digits)
        if digits != run[0]:  # of "138...一直" the last, or all Chinese ones, may be words
            yield from _in_run(text, run.start(), run.end(), run[0])
            yield from _in_run(text, run.start(), run.end() - 1, digits[:-1])
    if has_any(text, ("护照", "通行证", "官证", "士兵证", "文职证")):
        for found in _PAPER.finditer(text):
            yield *found.span(found.lastgroup or 0), "identity"
    if has_any(text, ("O", "o", "I", "l", "|")):
        yield from _mixed_up(text)


def _mixed_up(text: str) -> Iterator[IdentifierSpan]:
    """Yield numbers with letters that look like digits."""
    for found in _MIXED_UP.finditer(text):
        known = _PATTERN.fullmatch(found[0].translate(_LOOKALIKE))
        if known and known.lastgroup and not found[0][:-1].isdigit():
            yield *found.span(), known.lastgroup.rstrip("1")


def _in_run(text: str, start: int, end: int, digits: str) -> Iterator[IdentifierSpan]:
    left = max(0, start - _BEFORE)
    window = text[left:start] + digits + text[end : end + _AFTER]
    for found in _PATTERN.finditer(window):
        group = found.lastgroup or ""
        at, to = found.span(group)
        kind = _starred(found[group]) if group == "starred" else group.rstrip("1")
        if kind and not _is_no_persons(window, at, to, cued=group.endswith("1")):
            yield left + at, left + to, kind


def _is_no_persons(window: str, at: int, to: int, *, cued: bool) -> bool:
    """Tell whether a number is an amount, a date, or the number of a paper."""
    if cued:
        return False
    before = window[max(0, at - _BEFORE) : at]
    if _FILED.search(before) and not _OF_A_PERSON.search(before):
        return True
    return bool(_AMOUNT.match(window, to) or _DATED.match(window, at, to))


def _starred(number: str) -> str:
    """Return the kind of a number with stars in it; "" when it is too short to say."""
    bare = re.sub(rf"[{GAP}]", "", number)
    if len(bare) in _PHONE_SIZES and bare.startswith("1") and bare[1:2] in "3456789":
        return "phone"
    if len(bare) < _SHORTEST_STARRED:
        return ""
    return "identity" if len(bare) in _IDENTITY_SIZES or not bare.startswith("6") else "account"
