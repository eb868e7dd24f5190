"""All checks of a draft, in one list for screens and acts.

In:   a draft, the moment.    Out:  checks in order; the sentences of those that block.
Cost: about twenty queries; 60 texts of the matter are read for questions, 5 ms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.policy.core.hashing import hash_of_content
from huiying.policy.release.third_party import LiftBasis
from huiying.work.responses.checks.check import Check
from huiying.work.responses.checks.content import content_checks
from huiying.work.responses.checks.contradictions import contradiction_checks
from huiying.work.responses.checks.findings import finding_checks
from huiying.work.responses.checks.form import form_checks
from huiying.work.responses.checks.questions import public_questions
from huiying.work.responses.checks.wording import wording_checks
from huiying.work.responses.confirmations.required import missing_confirmations
from huiying.work.responses.core.content import content_of, whole_content
from huiying.work.responses.core.models import Draft
from huiying.work.responses.core.withholding import contains_passage
from huiying.work.responses.drafts.models import ExemptionKind
from huiying.work.responses.facts.statements import (
    Statement,
    shortened,
    sign_label,
    statements_of,
)

ORDER = {"blocked": 0, "warned": 1, "passed": 2}


def all_checks(draft: Draft, now: datetime) -> list[Check]:
    """Return every check of a draft: what blocks, then warnings, then what is in order."""
    found = [
        *content_checks(draft),
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
        *_third_parties(draft),
    ]
    return sorted(found, key=lambda check: ORDER[check.state])


def blocking(draft: Draft, now: datetime) -> list[str]:
    """Return the sentences of the checks that block a submission."""
    return [check.text for check in all_checks(draft, now) if check.state == "blocked"]


def _agencies(draft: Draft) -> Iterator[Check]:
    left = missing_confirmations(draft, hash_of_content(content_of(draft)))
    if left:
        sentence = _("涉及其他机关，尚未确认：%(units)s。") % {
            "units": _("、").join(row.unit.name for row in left)
        }
        hint = _("制度第八条：涉及其他行政机关的，先沟通确认。")
        yield Check("warned", sentence, hint, "confirmations")


def _questions(draft: Draft) -> Iterator[Check]:
    questions = public_questions(draft)
    left = [one for one in questions if one.open]
    if left:
        first = shortened(left[0].text)
        sentence = ngettext(
            "尚有 %(count)s 项关切未处理：“%(first)s”（%(posts)s 条帖文）。",
            "尚有 %(count)s 项关切未处理，最多的为：“%(first)s”（%(posts)s 条帖文）。",
            len(left),
        ) % {"count": len(left), "first": first, "posts": left[0].posts}
        yield Check("warned", sentence, _("请回答，或写明处理方式。"), "questions")
    elif questions:
        yield Check("passed", _("公众关切均已处理"))


def _parts(draft: Draft) -> Iterator[Check]:
    whole = [f"F{fact.order}" for fact in draft.facts.all() if not fact.subject]
    if whole:
        sentence = _("%(codes)s 未拆分为“主体、事项、数值”。") % {"codes": _("、").join(whole)}
        yield Check("warned", sentence, _("拆分后方可与其他回应核对。"), "facts")


def _comments(draft: Draft) -> Iterator[Check]:
    left = draft.comments.filter(settled_at=None).count()
    if left:
        sentence = ngettext(
            "尚有 %(count)s 条批注未处理。", "尚有 %(count)s 条批注未处理。", left
        ) % {"count": left}
        yield Check("warned", sentence, place="comments")


def _withheld(draft: Draft) -> Iterator[Check]:
    """A passage that was edited away from its words would go out unseen: it blocks."""
    whole = whole_content(draft)
    lost = [row for row in draft.withheld.all() if not contains_passage(whole, row.passage)]
    if lost:
        sentence = _("标记不予公开的 %(count)s 处文字已修改，与原标记不符。") % {
            "count": len(lost)
        }
        yield Check("blocked", sentence, _("请撤销标记，按当前文字重新标记。"), "disclosure")


def _third_parties(draft: Draft) -> Iterator[Check]:
    """What was lifted only because it was removed, and stands there again, blocks."""
    lifted = draft.answer.lifted.exclude(passage="")  # of a sealed version
    latest = {row.passage: LiftBasis(row.basis) for row in lifted}
    removed = [passage for passage, basis in latest.items() if not basis.publishes]
    if not removed:
        return
    withheld = {row.passage for row in draft.withheld.all()}
    whole = whole_content(draft)
    back = [one for one in removed if one not in withheld and contains_passage(whole, one)]
    if back:
        sentence = _("%(count)s 处涉及第三方的文字再次写入稿件，公开无依据。")
        hint = _("请重新标记为不予公开，再按第三方的意见办理。")
        yield Check("blocked", sentence % {"count": len(back)}, hint, "disclosure")


def statement_checks(statements: Iterable[Statement]) -> list[Check]:
    """Return a check for each factual sentence without a fact; one that all have theirs."""
    rows = [statement for statement in statements if statement.signs]
    missing = [row for row in rows if row.state == "missing"]
    if rows and not missing:
        return [Check("passed", _("事实性陈述均已引用事实"), place="text")]
    return [
        Check(
            "blocked",
            _("缺事实：“%(sentence)s”") % {"sentence": shortened(row.text)},
            _("句中有%(signs)s。请引用一条事实，或写明不属事实陈述的理由。")
            % {"signs": _("、").join(sign_label(sign.sign) for sign in row.signs)},
            f"s{row.number}",
            (ExemptionKind.STATEMENT, row.digest),
        )
        for row in missing
    ]
