"""All that is looked at before a draft goes on: one list for the screens and for the acts.

In:   a draft, the moment.    Out:  checks in order; the sentences of those that block.
Cost: about twenty queries; 60 texts of the matter are read for questions, 5 ms.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.work.responses.checks import Check, checks_of
from huiying.work.responses.confirming import unconfirmed
from huiying.work.responses.content import content_of, hash_of, whole_content
from huiying.work.responses.contradictions import contradiction_checks
from huiying.work.responses.form_checks import form_checks
from huiying.work.responses.models import Draft
from huiying.work.responses.questions import asked_of
from huiying.work.responses.statements import shortened, statement_checks, statements_of
from huiying.work.responses.verified import finding_checks
from huiying.work.responses.withholding import stands_in
from huiying.work.responses.wording import wording_checks

ORDER = {"blocked": 0, "warned": 1, "passed": 2}


def all_checks(draft: Draft, now: datetime) -> list[Check]:
    """Return every check of a draft: what blocks, then warnings, then what is in order."""
    found = [
        *checks_of(draft),
        *wording_checks(draft),
        *statement_checks(statements_of(draft)),
        *contradiction_checks(draft),
        *form_checks(draft),
        *finding_checks(draft, now),
        *_agencies(draft),
        *_questions(draft),
        *_parts(draft),
        *_comments(draft),
        *_withheld(draft),
    ]
    return sorted(found, key=lambda check: ORDER[check.state])


def blocking(draft: Draft, now: datetime) -> list[str]:
    """Return the sentences of the checks that block a submission."""
    return [check.text for check in all_checks(draft, now) if check.state == "blocked"]


def _agencies(draft: Draft) -> Iterator[Check]:
    left = unconfirmed(draft, hash_of(content_of(draft)))
    if left:
        sentence = _("涉及其他机关，还没有确认：%(units)s。") % {
            "units": _("、").join(row.unit.name for row in left)
        }
        hint = _("制度第八条：涉及其他行政机关的，先沟通确认。")
        yield Check("warned", sentence, hint, "confirmations")


def _questions(draft: Draft) -> Iterator[Check]:
    asked = asked_of(draft)
    left = [one for one in asked if one.open]
    if left:
        first = shortened(left[0].text)
        sentence = ngettext(
            "还有 %(count)s 个问题没有着落：“%(first)s”（%(posts)s 条帖文在问）。",
            "还有 %(count)s 个问题没有着落，最多的：“%(first)s”（%(posts)s 条帖文在问）。",
            len(left),
        ) % {"count": len(left), "first": first, "posts": left[0].posts}
        yield Check("warned", sentence, _("回答，或写明怎样处理。"), "questions")
    elif asked:
        yield Check("passed", _("公众在问的都有着落"))


def _parts(draft: Draft) -> Iterator[Check]:
    whole = [f"F{fact.order}" for fact in draft.facts.all() if not fact.subject]
    if whole:
        sentence = _("%(codes)s 没有拆成“谁、什么、多少”。") % {"codes": _("、").join(whole)}
        yield Check("warned", sentence, _("拆开才能与别的回应核对。"), "facts")


def _comments(draft: Draft) -> Iterator[Check]:
    left = draft.comments.filter(settled_at=None).count()
    if left:
        sentence = ngettext(
            "还有 %(count)s 条批注没有处理。", "还有 %(count)s 条批注没有处理。", left
        ) % {"count": left}
        yield Check("warned", sentence, place="comments")


def _withheld(draft: Draft) -> Iterator[Check]:
    """A passage that was edited away from its words would go out unseen: it blocks."""
    whole = whole_content(draft)
    lost = [row for row in draft.withheld.all() if not stands_in(whole, row.passage)]
    if lost:
        sentence = _("划为不公开的 %(count)s 处文字改过，已经对不上了。") % {"count": len(lost)}
        yield Check("blocked", sentence, _("请撤去，照现在的文字重新划。"), "disclosure")
