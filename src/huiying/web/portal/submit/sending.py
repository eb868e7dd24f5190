"""The page on which anybody asks, complains, suggests or accuses, and its receipt.

In:   GET of anybody, POST of the form.    Out:  the form, with what was typed where something
      is wrong; or the receipt, in the answer itself.
Cost: about forty queries to take something in; a file is checked and encrypted before.

No session and no account: the name of the form leads a repeated sending to its own receipt.
"""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.db.locks import writing_in_turn
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionChannel
from huiying.web.portal.pages import bureau_or_404, frame, public_form
from huiying.web.portal.rows import AnswerRow
from huiying.web.portal.submit import form_ids, limits
from huiying.web.portal.submit.form_ids import read_form_id
from huiying.web.portal.submit.forms import SubmissionForm
from huiying.web.portal.submit.kinds import ACCUSATION, kind_of_value, kind_rows
from huiying.web.portal.submit.matching import matches_fragment, matching_answers
from huiying.web.portal.submit.receipts import receipt_page
from huiying.web.portal.submit.sums import is_right, new_sum
from huiying.web.shared.idempotent_forms import answers_repetitions
from huiying.work.petitions.core.query_codes import code_of_form
from huiying.work.petitions.core.submission import MAX_TEXT, Submission
from huiying.work.petitions.petitions.actions.submit import (
    SentBefore,
    repeated_receipt,
    submit_petition,
)

WRONG = 422


@answers_repetitions
@public_form
def submit(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form; take in what it sends."""
    bureau = bureau_or_404(slug)
    if request.method != "POST":
        return _page(request, bureau, SubmissionForm(), form_ids.new_form_id())
    form_id = read_form_id(request.POST.get(form_ids.FIELD, ""))
    return _repetition(request, bureau, form_id) or _send(request, bureau, form_id)


def _send(request: HttpRequest, bureau: Bureau, form_id: str) -> HttpResponse:
    """Take in a form, or show it again with what is wrong, missing or perhaps answered."""
    form = SubmissionForm(request.POST, request.FILES)
    if wait := limits.wait_before_sending(request):
        form.add_error(None, _wait_words(wait))
        form.note_lost_files()
        return _page(request, bureau, form, form_id, status=limits.TOO_MANY)
    if not form.is_valid():
        return _page(request, bureau, form, form_id, status=WRONG)
    if not _answered_the_sum(request, form, form_id):
        return _page(request, bureau, form, form_id, status=WRONG, ask=True)
    if (answers := _answers_to_offer(request, bureau, form)) and not request.FILES:
        return _page(request, bureau, form, form_id, answers=answers)
    return _take_in(request, bureau, form, form_id)


@answers_repetitions
@public_form
def matches(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer published answers while somebody types; nothing of the text is stored."""
    bureau = bureau_or_404(slug)
    typed = request.POST.get("text", "")[:MAX_TEXT]
    looks = bool(typed) and request.POST.get("kind", "") != ACCUSATION
    found = matching_answers(bureau, typed) if looks and limits.may_look_up(request) else []
    return matches_fragment(request, found)


def _repetition(request: HttpRequest, bureau: Bureau, form_id: str) -> HttpResponse | None:
    """Answer a form that was taken in before: with its receipt, for a quarter of an hour."""
    receipt = repeated_receipt(bureau=bureau, code=code_of_form(form_id))
    if receipt is None:
        return None
    now = clock.now()
    if now - receipt.row.received_at <= form_ids.SHOWN_AGAIN:
        return receipt_page(request, bureau, receipt, now)
    context = {**frame(bureau), "submit_again_url": request.path}
    return render(request, "portal/submit/sent_before.html", context)


def _answered_the_sum(request: HttpRequest, form: SubmissionForm, form_id: str) -> bool:
    """Tell whether the form may go on; say what is missing where it may not.

    Filling in what is hidden, as programs do, is no refusal: a browser may have done it.
    """
    data = form.cleaned_data
    if not limits.asks_for_a_sum(request) and not data["homepage"]:
        return True
    if is_right(form_id, data["sum_token"], data["sum_answer"]):
        return True
    words = _("请算出下面这道题，再提交一次。写的内容都在。")
    form.add_error("sum_answer", words)
    form.note_lost_files()
    return False


def _answers_to_offer(
    request: HttpRequest, bureau: Bureau, form: SubmissionForm
) -> list[AnswerRow]:
    """Return answers that were not offered yet; an accusation is compared with nothing."""
    data = form.cleaned_data
    if request.POST.get("offered") or data["kind"] == ACCUSATION:
        return []
    return matching_answers(bureau, data["text"])


def _take_in(
    request: HttpRequest, bureau: Bureau, form: SubmissionForm, form_id: str
) -> HttpResponse:
    now = clock.now()
    data = form.cleaned_data
    submission = Submission(
        original=form.original(),
        kind=kind_of_value(data["kind"]),
        channel=PetitionChannel.WEB,
        received_at=now,
        people=data["people"] or 1,
        files=form.written(bureau.pk),
    )
    try:
        with writing_in_turn():
            receipt = submit_petition(
                bureau=bureau, submission=submission, now=now, code=code_of_form(form_id)
            )
            limits.count_sending(request)
    except SentBefore:  # its own twin was quicker
        again = _repetition(request, bureau, form_id)
        if again is None:
            raise
        return again
    except Refused as error:
        form = SubmissionForm() if error.forget else form
        return _refused(request, bureau, form, form_id, error)
    return receipt_page(request, bureau, receipt, now)


def _refused(
    request: HttpRequest, bureau: Bureau, form: SubmissionForm, form_id: str, error: Refused
) -> HttpResponse:
    if form.is_bound:
        form.add_error(None, str(error))
        form.note_lost_files()
        return _page(request, bureau, form, form_id, status=WRONG)
    return _page(request, bureau, form, form_id, status=WRONG, refusal=str(error))


def _page(
    request: HttpRequest,
    bureau: Bureau,
    form: SubmissionForm,
    form_id: str,
    *,
    status: int = 200,
    ask: bool = False,
    answers: list[AnswerRow] | None = None,
    refusal: str = "",
) -> HttpResponse:
    now: datetime = clock.now()
    asks = ask or limits.asks_for_a_sum(request)
    context = {
        **frame(bureau),
        "form": form,
        "form_id": form_id,
        "kinds": kind_rows(bureau, now),
        "chosen": form["kind"].value() or "",
        "sum": new_sum(form_id) if asks else None,
        "answers": answers or [],
        "refusal": refusal,
        "matches_url": reverse("portal:matches", args=[bureau.slug]),
        "most": MAX_TEXT,
    }
    return render(request, "portal/submit/form.html", context, status=status)


def _wait_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return _(
        "从您所在的网络来的提交太多，这一次没有收下。请 %(minutes)s 分钟后再提交，写的"
        "内容都在；急事请打电话。"
    ) % {"minutes": minutes}
