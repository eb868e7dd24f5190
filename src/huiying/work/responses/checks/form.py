"""The required parts of each form of answer.

In:   a draft.    Out:  checks.
Cost: pure, but the one query for the facts that ``content_of`` needs elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from huiying.engine.reading.factual import factual_signs
from huiying.policy.release.answer_forms import AnswerForm, Part
from huiying.work.responses.checks.check import Check
from huiying.work.responses.core.models import Draft
from huiying.work.responses.core.text import paragraphs, sentences, without_codes

_HEADING = re.compile(r"【[^【】]{1,40}】")
_CONTACT = re.compile(
    r"电话|热线|拨打|窗口|来访|信箱|邮箱|邮寄|网址|https?://|\d{3,4}-\d{7,8}|12345"
)
_NEXT = re.compile(r"下一步|接下来|随后|正在|继续|将|预计|今后|以后|前(?:完成|修|安装|办|公布)")
_COMMITMENT = re.compile(
    r"承诺|保证|今后|不再|逐一|限期|整改|改正|(?:日|周|月|天|年底)[内前]|\d+日起|从今天起"
)
_APOLOGY = re.compile(r"道歉|致歉|抱歉|对不起")
_NEXT_WORD = re.compile(r"再次|下一次|后续|进展|更新|公布|发布|通报|回应|说明|告知|告诉")


def form_checks(draft: Draft) -> list[Check]:
    """Return what blocks by the form, and one line about what readers will miss."""
    text = without_codes(f"{draft.summary}\n{draft.body}")
    if not text.strip():
        return []
    return [*_headings(draft.body), *_must_hold(draft, text), *_readers(text)]


def contains_part(part: Part, text: str) -> bool:
    """Tell whether a text holds what a form asks for."""
    if part == "date":
        return _dated(text)
    if part == "next_word":
        return any(_NEXT_WORD.search(line) and _dated(line) for line in sentences(text))
    patterns = {"contact": _CONTACT, "commitment": _COMMITMENT, "apology": _APOLOGY}
    return bool(patterns[part].search(text))


def _dated(text: str) -> bool:
    signs = (sign.sign for line in sentences(text) for sign in factual_signs(line))
    return "date" in signs


def _headings(body: str) -> Iterator[Check]:
    lines = paragraphs(body)
    for place, line in enumerate(lines):
        after = lines[place + 1] if place + 1 < len(lines) else ""
        if _HEADING.fullmatch(line) and (not after or _HEADING.fullmatch(after)):
            sentence = _("%(heading)s下尚无内容。") % {"heading": line}
            yield Check("blocked", sentence, _("请填写内容，或删除该小标题。"), "id_body")


def _must_hold(draft: Draft, text: str) -> Iterator[Check]:
    words: dict[Part, tuple[str, str]] = {
        "next_word": (
            _("先行回应须写明下次通报时间。"),
            _("请在正文写明下次通报的日期和时间。"),
        ),
        "date": (_("尚未写明日期。"), _("请在正文写明办理或答复的日期。")),
        "contact": (_("尚未写明联系方式。"), _("请在正文写明本局公布的电话或地址。")),
        "commitment": (
            _("尚未写明改正措施和完成时间。"),
            _("请在正文写明改正措施和完成日期。"),
        ),
        "apology": (_("尚未致歉。"), _("请在正文向公众致歉。")),
    }
    for part in AnswerForm(draft.form).must_hold if draft.form else ():
        if not contains_part(part, text):
            yield Check("blocked", *words[part], "id_body")


def _readers(text: str) -> Iterator[Check]:
    lacking = [
        word
        for word, there in (
            (_("日期"), _dated(text)),
            (_("联系方式"), contains_part("contact", text)),
            (_("下一步"), bool(_NEXT.search(text))),
            (_("承诺"), contains_part("commitment", text)),
        )
        if not there
    ]
    if lacking:
        sentence = _("未写：%(parts)s。") % {"parts": _("、").join(lacking)}
        hint = _("读者须知道时间、联系单位和后续安排。")
        yield Check("warned", sentence, hint, "id_body")
    else:
        yield Check("passed", _("日期、联系方式、下一步、承诺都有"))
