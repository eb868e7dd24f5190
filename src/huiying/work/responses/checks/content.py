"""Check the content of a draft: words, facts, citations, personal data, formal parts, style.

In:   a draft with its facts.    Out:  checks: blocked, warned or passed, each with a place.
Cost: a few queries; the masking rules run once over the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from huiying.base.accounts.organisation.queries import units_of
from huiying.engine.masking.mask import find_identifiers
from huiying.engine.text.numerals import read_number
from huiying.work.responses.checks.check import Check
from huiying.work.responses.contact_details.queries import contact_details_of
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import Draft
from huiying.work.responses.core.text import codes_in, first_sentence, without_codes
from huiying.work.responses.mechanism.standing import Gate, gate_lack, mechanism_standing

FIRST_SENTENCE_CHARS = 60


TEXTS = ("title", "claim", "summary", "body", "note")


# A first sentence that begins like this announces an answer instead of giving one.
OPENINGS = (
    "近日",
    "近期",
    "日前",
    "针对",
    "关于",
    "感谢",
    "接到",
    "我局高度重视",
    "高度重视",
    "对此",
)


NO_DATE = ("尽快", "近期内", "适时", "第一时间")


# A count, not a date, an hour or the number of a window.
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?[百千万]?(?![\d,.年月日时点号])")


# A count in Chinese numerals, by its measure word: "十四处", not "一直", "三号", "第五次", nor
# the minutes of a time ("九点五十起").
_MEASURES = (
    r"(?:个工作日|平方米|公里|万元|个|处|户|人|名|位|起|件|次|天|家|栋|幢|条|吨|元|米|岁|台|辆|份|"
    r"批|批次|套|间|所|项|期|成|倍|亩|斤|公斤|小时|分钟|周|年)"
)
_WRITTEN_NUMBER = re.compile(
    rf"(?<![第点\d一二两三四五六七八九十百千万零〇])"
    rf"([二两三四五六七八九十百千万零〇][一二两三四五六七八九十百千万零〇]*|一[十百千万][一二两三四五六七八九十百千万零〇]*)"
    rf"(?=[余多来]?{_MEASURES})"
)


_MOBILE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?1[3-9](?:[\s-]?\d){9}(?!\d)")
_DIALLED = re.compile(r"\d[\d\-—]{6,}\d")


def content_checks(draft: Draft) -> list[Check]:
    """Return all checks of a draft: first what blocks, then warnings, then what is in order."""
    content = content_of(draft)
    found = [
        *_words(content),
        *_facts(content),
        *_citations(content),
        *_personal(content, published_numbers(draft.bureau_id)),
        *_formal(draft),
        *_style(content),
    ]
    order = {"blocked": 0, "warned": 1, "passed": 2}
    return sorted(found, key=lambda check: order[check.state])


def _words(content: dict[str, Any]) -> Iterator[Check]:
    needed = {
        "title": (_("尚无标题。"), _("请填写标题，写成公众关切的问题。")),
        "finding": (_("尚无核实结论。"), _("请在“核实结论”中选择一项。")),
        "body": (_("尚无正文。"), _("请填写正文，在陈述事实的句子后引用事实。")),
    }
    for name, (sentence, hint) in needed.items():
        if not content[name]:
            yield Check("blocked", sentence, hint, f"id_{name}")
    if all(content[name] for name in needed):
        yield Check("passed", _("标题、核实结论、正文都有"))
    yield _summary(content["summary"])
    if not content["claim"]:
        yield Check(
            "warned",
            _("未写网上说法。"),
            _("请写明公众关切的原话，便于读者对照。"),
            "id_claim",
        )


def _summary(summary: str) -> Check:
    first = first_sentence(without_codes(summary))
    hint = _("请在第一句直接回答问题，如“来访登记不需要撤销网上的反映。”")
    if not first:
        return Check("blocked", _("尚无一句话回答。"), hint, "id_summary")
    if first.endswith(("？", "?")) or first.startswith(OPENINGS):
        return Check("blocked", _("第一句未回答问题。"), hint, "id_summary")
    if len(first) > FIRST_SENTENCE_CHARS:
        sentence = _("第一句超过 %(most)s 字，读者难以找到答案。") % {
            "most": FIRST_SENTENCE_CHARS
        }
        hint = _("请缩短为一句直接的回答，其余内容移入正文。")
        return Check("blocked", sentence, hint, "id_summary")
    return Check("passed", _("第一句话就回答"))


def _facts(content: dict[str, Any]) -> Iterator[Check]:
    facts = content["facts"]
    if not any(fact["statement"] and fact["evidence"] for fact in facts):
        hint = _("请点击“加事实”，填写事实和证据。")
        yield Check("blocked", _("至少要有一条带证据的事实。"), hint, "facts")
        return
    bare = [fact["code"] for fact in facts if not fact["evidence"]]
    for code in bare:
        sentence = _("事实 %(code)s 缺证据。") % {"code": code}
        yield Check("blocked", sentence, _("请补充证据，或删除。"), f"fact-{code}")
    if not bare:
        yield Check("passed", _("每条事实都有证据"))


def _citations(content: dict[str, Any]) -> Iterator[Check]:
    codes = {fact["code"] for fact in content["facts"]}
    cited = codes_in(content["summary"] + "\n" + content["body"])
    for code in cited:
        if code not in codes:
            sentence = _("正文引用了 %(code)s，但无此事实。") % {"code": code}
            hint = _("请加上这条事实，或在正文中删去 [%(code)s]。") % {"code": code}
            yield Check("blocked", sentence, hint, "id_body")


def _personal(content: dict[str, Any], published: str) -> Iterator[Check]:
    places = [
        (f"id_{name if name != 'note' else 'correction_note'}", content[name]) for name in TEXTS
    ]
    for fact in content["facts"]:
        places.append((f"fact-{fact['code']}", "\n".join(fact.values())))
    clean = True
    for place, text in places:
        found = personal_in(text, published)
        if found:
            clean = False
            sentence = _("含个人信息：%(found)s。") % {"found": _("、").join(found)}
            yield Check("blocked", sentence, _("公开文本不得包含，请删除这些内容。"), place)
    if clean:
        yield Check("passed", _("未发现姓名、电话、住址、证件号"))


def published_numbers(bureau_id: int) -> str:
    """Return the telephone numbers that are no person's: of the bureau and its units' offices.

    A mobile telephone that a unit is reached by may be somebody's own and is not among them.
    """
    details = contact_details_of(bureau_id)
    units = units_of(bureau_id).exclude(phone="").values_list("phone", flat=True)
    offices = (phone for phone in units if not _MOBILE.search(phone))
    return " ".join((settings.CONTACT, details.office_line, details.hotline, *offices))


def personal_in(text: str, published: str = "") -> list[str]:
    """Return what the rules find of personal data: the kind, and the words themselves.

    Args:
        published: Telephone numbers that are not personal (``published_numbers``).
    """
    for number in _DIALLED.findall(published):
        text = re.sub(rf"(?<!\d){re.escape(number)}(?!\d)", " ", text)  # not within another
    words = {
        "phone": _("电话“%(words)s”"),
        "identity": _("证件号“%(words)s”"),
        "account": _("账号“%(words)s”"),
        "name": _("姓名“%(words)s”"),
        "plate": _("车牌“%(words)s”"),
        "mail": _("邮箱“%(words)s”"),
        "address": _("住址“%(words)s”"),
    }
    return [
        words[found.kind] % {"words": text[found.start : found.end]}
        for found in find_identifiers(text)
    ]


def _formal(draft: Draft) -> Iterator[Check]:
    standing = mechanism_standing(draft)
    if standing.gate == Gate.OPEN:
        yield Check("passed", _("区委办、政府办机制已审核同意"))
    elif standing.gate == Gate.ABSENT:
        yield Check("warned", _("未经机制审核，发布后限时追认。"), place="premises")
    elif standing.gate != Gate.NOT_NEEDED:
        yield Check("warned", gate_lack(standing), _("送审后登记，发布前须完成。"), "premises")
    if draft.version > 1:
        if draft.correction_note:
            yield Check("passed", _("更正说明已写"))
        else:
            yield Check(
                "blocked",
                _("尚无更正说明。"),
                _("请写明修改内容和理由，读者可见。"),
                "id_correction_note",
            )
        yield from _unchanged(draft)


UNCHANGED_BY = frozenset({"version", "note", "schema"})
"""Keys of a content by which a version that says the same differs from the one before."""


def _unchanged(draft: Draft) -> Iterator[Check]:
    """Warn of a correction that says what the published version says."""
    last = draft.answer.releases.filter(version__lt=draft.version).order_by("-version").first()
    if last is None:
        return
    content = content_of(draft)
    names = (content.keys() | last.content.keys()) - UNCHANGED_BY
    if all(content.get(name) == last.content.get(name) for name in names):
        yield Check(
            "warned",
            _("文字和事实与已发布的第 %(version)s 版相同。") % {"version": last.version},
            _("写出更正的内容；没有要更正的，删除本稿。"),
            "id_body",
        )


def _style(content: dict[str, Any]) -> Iterator[Check]:
    text = without_codes(content["summary"] + content["body"])
    vague = [word for word in NO_DATE if word in text]
    if vague:
        yield Check(
            "warned",
            _("无日期：“%(words)s”。") % {"words": _("、").join(vague)},
            _("给出日期。"),
            "id_body",
        )
    facts = " ".join(fact["statement"] + " " + fact["evidence"] for fact in content["facts"])
    mentioned = {value for _number, value in _counts(facts)}
    loose = list(
        dict.fromkeys(number for number, value in _counts(text) if value not in mentioned)
    )
    if loose:
        yield Check(
            "warned",
            _("以下数字未见于事实：%(numbers)s。") % {"numbers": _("、").join(loose[:8])},
            _("核对，或补一条事实。"),
            "id_body",
        )
    elif text:
        yield Check("passed", _("数字与事实一致"))


def _counts(text: str) -> Iterator[tuple[str, float]]:
    """Yield the counts of a text as written and as numbers: "12处" and "十二处" are equal."""
    for number in _NUMBER.findall(text):
        scale = _SCALES.get(number[-1], 1)
        yield number, float(number.rstrip("百千万").replace(",", "")) * scale
    for number in _WRITTEN_NUMBER.findall(text):
        value = read_number(number)
        if value is not None:
            yield number, value


_SCALES = {"百": 100, "千": 1_000, "万": 10_000}
