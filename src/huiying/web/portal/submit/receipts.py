"""The receipt: a query code in groups, when it came in, what follows by when on what basis.

In:   what the act returned.    Out:  rows; nothing of them is stored.
Cost: none.

One page for everything that is sent: only the sentence of the next step tells what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.rulebook.queries import book_of
from huiying.policy.petitions.kinds import PetitionKind
from huiying.policy.time.deadlines import PETITION_DECISION, PETITION_RECEIPT
from huiying.web.portal.pages import frame
from huiying.web.portal.submit.kinds import basis_words, first_rule_of
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.actions.submit import SubmissionReceipt


@dataclass(frozen=True, slots=True)
class NextStep:
    """One step that follows; ``due`` None = it has no day yet."""

    words: str
    due: datetime | None
    basis: str


def receipt_page(
    request: HttpRequest, bureau: Bureau, receipt: SubmissionReceipt, now: datetime
) -> HttpResponse:
    """Show a receipt; it stands in no address, and no cache keeps it."""
    context = {
        **frame(bureau),
        "code": receipt.code,
        "received_at": receipt.row.received_at,
        "steps": next_steps(bureau, receipt, now),
    }
    return render(request, "portal/submit/receipt.html", context)


def next_steps(bureau: Bureau, receipt: SubmissionReceipt, now: datetime) -> list[NextStep]:
    """Return what follows, in its order."""
    kind = PetitionKind(receipt.row.kind) if isinstance(receipt.row, Petition) else None
    rule = first_rule_of(bureau, kind, receipt.row.received_at)
    first = NextStep(_first_words(kind), receipt.due_at, basis_words(rule))
    rest = _of_claim(bureau, now) if kind is not None and kind.has_legal_periods else []
    return [first, *rest, *_last(kind)]


def _first_words(kind: PetitionKind | None) -> str:
    if kind is None:
        return _("转送有权处理的机关办理，不会转给被举报的单位和人")
    if kind.has_legal_periods:
        return _("转给有权处理的单位")
    return _("答复您")


def _of_claim(bureau: Bureau, now: datetime) -> list[NextStep]:
    book = book_of(bureau.pk, now)
    told, decided = book.deadline(PETITION_RECEIPT), book.deadline(PETITION_DECISION)
    return [
        NextStep(
            _("转出后 %(days)s 天内告诉您是否受理、由谁办") % {"days": told.amount},
            None,
            basis_words(told),
        ),
        NextStep(
            _("受理后 %(days)s 天内办结并答复您") % {"days": decided.amount},
            None,
            basis_words(decided),
        ),
    ]


def _last(kind: PetitionKind | None) -> list[NextStep]:
    if kind is None:
        return []
    if kind.has_legal_periods:
        words = _("请您评价；不同意答复的，收到后 30 日内可以申请复查")
        return [NextStep(words, None, _("《信访工作条例》第二十一条、第三十五条"))]
    return [NextStep(_("请您评价"), None, _("《信访工作条例》第二十一条"))]
