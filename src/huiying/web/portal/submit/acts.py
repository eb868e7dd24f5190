"""What the holder of a query code can do: add, withdraw, rate, ask for a review or erasure.

In:   GET of the form, POST of what was chosen; the matter comes from the cookie.
Out:  the state afterwards; or the form with what was typed, and why it was not done.
Cost: that of the acts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.errors import Refused, Stale
from huiying.engine.reading.accusations import accusation_words
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionChannel, Satisfaction
from huiying.web.portal.pages import frame
from huiying.web.portal.submit.forms import RatingForm, SupplementForm
from huiying.web.portal.submit.receipts import receipt_page
from huiying.web.portal.submit.visits import Followed, followed_page
from huiying.web.shared.idempotent_forms import TOKEN
from huiying.web.shared.requests import known_revision
from huiying.work.petitions.accusations.actions.supplement import supplement_accusation
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.query_codes import code_of_form
from huiying.work.petitions.core.sealed_texts import OriginalText
from huiying.work.petitions.core.submission import Submission
from huiying.work.petitions.erasure.actions.ask import ask_erasure
from huiying.work.petitions.petitions.actions.request_review import (
    request_review,
    review_until,
)
from huiying.work.petitions.petitions.actions.show_to_sender import show_to_sender
from huiying.work.petitions.petitions.actions.submit import (
    SentBefore,
    repeated_receipt,
    submit_petition,
)
from huiying.work.petitions.petitions.actions.supplement import supplement_petition
from huiying.work.petitions.petitions.actions.withdraw import withdraw_petition
from huiying.work.petitions.ratings.actions.rate import RatingWords, rate_answer
from huiying.work.petitions.ratings.queries import newest_answer, rating_of

WRONG, CONFLICT = 422, 409


@followed_page
def supplement(request: HttpRequest, bureau: Bureau, row: Followed) -> HttpResponse:
    """Add a text or files."""
    form = SupplementForm(request.POST or None, request.FILES or None)
    template = "portal/submit/supplement.html"
    if request.method != "POST" or not form.is_valid():
        return _page(request, bureau, template, form)
    now, text = clock.now(), form.cleaned_data["text"]
    try:
        if isinstance(row, Accusation):
            files = form.written(bureau.pk)
            supplement_accusation(accusation=row, text=text, files=files, now=now)
        elif accusation_words(text):
            return _accuse(request, bureau, form, now)
        else:
            files = form.written(bureau.pk)
            supplement_petition(petition=row, text=text, files=files, now=now)
    except Refused as error:
        form = SupplementForm() if error.forget else form
        return _refused(request, bureau, template, form, error)
    return _done(bureau, "supplemented")


def _accuse(
    request: HttpRequest, bureau: Bureau, form: SupplementForm, now: datetime
) -> HttpResponse:
    """Take in as an accusation what accuses: it does not go to who handles the petition.

    It has a code of its own, and nothing at the petition tells of it.
    """
    token = request.POST.get(TOKEN, "")  # names this rendering of the form
    code = code_of_form(token) if token else ""
    submission = Submission(
        original=OriginalText(form.cleaned_data["text"]),
        kind=None,
        channel=PetitionChannel.WEB,
        received_at=now,
        files=form.written(bureau.pk),
    )
    try:
        receipt = submit_petition(bureau=bureau, submission=submission, now=now, code=code)
    except SentBefore:
        again = repeated_receipt(bureau=bureau, code=code)
        if again is None:
            raise
        receipt = again
    return receipt_page(request, bureau, receipt, now)


@followed_page
def withdraw(request: HttpRequest, bureau: Bureau, row: Followed) -> HttpResponse:
    """Withdraw, after a question."""
    petition = _petition(row)
    return _confirmed(
        request,
        bureau,
        petition,
        "portal/submit/withdraw.html",
        withdraw_petition,
        done="withdrawn",
    )


@followed_page
def review(request: HttpRequest, bureau: Bureau, row: Followed) -> HttpResponse:
    """Ask the superior body to look again."""
    petition = _petition(row)
    return _confirmed(
        request,
        bureau,
        petition,
        "portal/submit/review.html",
        request_review,
        done="review",
        until=review_until(petition, clock.now()),
        unit=petition.competent.name if petition.competent else bureau.name,
    )


@followed_page
def rate(request: HttpRequest, bureau: Bureau, row: Followed) -> HttpResponse:
    """Say how content one is with the newest answer."""
    petition = _petition(row)
    answer = newest_answer(petition)
    if answer is None:
        raise Http404
    unit = petition.competent.name if petition.competent else ""
    form = RatingForm(
        request.POST or None, bureau=bureau.name, unit=unit, initial=_said_before(petition)
    )
    template = "portal/submit/rate.html"
    if request.method != "POST" or not form.is_valid():
        return _page(request, bureau, template, form, version=petition.revision)
    data = form.cleaned_data
    words = RatingWords(
        Satisfaction(data["of_bureau"]),
        Satisfaction(data["of_unit"]) if unit else None,
        data["reason"],
    )
    try:
        rate_answer(
            petition=petition,
            words=words,
            now=clock.now(),
            revision=known_revision(request),
        )
    except Refused as error:
        return _refused(request, bureau, template, form, error, version=_revision_of(petition))
    return _done(bureau, "rated")


@followed_page
def own(request: HttpRequest, bureau: Bureau, row: Followed) -> HttpResponse:
    """Show once what was sent, as it was written; that it was shown is recorded."""
    petition = _petition(row)
    form = forms.Form(request.POST or None)
    template = "portal/submit/own.html"
    if request.method != "POST":
        return _page(request, bureau, template, form, shown=None)
    try:
        shown = show_to_sender(petition=petition, now=clock.now())
    except Refused as error:
        return _refused(request, bureau, template, form, error, shown=None)
    return _page(request, bureau, template, form, status=200, shown=shown)


@followed_page
def erase(request: HttpRequest, bureau: Bureau, row: Followed) -> HttpResponse:
    """Ask for the erasure of what is kept; two officers decide."""
    petition = _petition(row)
    form = forms.Form(request.POST or None)
    template = "portal/submit/erase.html"
    if request.method != "POST":
        return _page(request, bureau, template, form)
    try:
        ask_erasure(petition=petition, now=clock.now())
    except Refused as error:
        return _refused(request, bureau, template, form, error)
    return _done(bureau, "erasure")


def _said_before(petition: Petition) -> dict[str, str]:
    answer = newest_answer(petition)
    rating = rating_of(answer) if answer is not None else None
    if rating is None:
        return {}
    return {
        "of_bureau": rating.of_bureau,
        "of_unit": rating.of_unit,
        "reason": rating.reason,
    }


def _confirmed(
    request: HttpRequest,
    bureau: Bureau,
    petition: Petition,
    template: str,
    act: Callable[..., None],
    *,
    done: str,
    **context: Any,
) -> HttpResponse:
    """Ask, then do what was asked; it counts only for the matter as the page showed it."""
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        try:
            act(petition=petition, now=clock.now(), revision=known_revision(request))
        except Refused as error:
            version = _revision_of(petition)
            return _refused(request, bureau, template, form, error, version=version, **context)
        return _done(bureau, done)
    return _page(request, bureau, template, form, version=petition.revision, **context)


def _revision_of(petition: Petition) -> int:
    """Return the revision as it is now: who reads why it was refused decides upon this one."""
    petition.refresh_from_db(fields=["revision"])
    return petition.revision


def _petition(row: Followed) -> Petition:
    if isinstance(row, Accusation):
        raise Http404
    return row


def _done(bureau: Bureau, what: str) -> HttpResponse:
    return redirect(f"{_status_url(bureau)}?done={what}")


def _refused(
    request: HttpRequest,
    bureau: Bureau,
    template: str,
    form: forms.Form,
    error: Refused,
    **context: Any,
) -> HttpResponse:
    refusal, words = "", str(error)
    if isinstance(error, Stale):
        words = _("这件事刚有更新，您刚才的操作没有生效。请看过最新情况，再决定要不要提交。")
    if form.is_bound:
        form.add_error(None, words)
        if isinstance(form, SupplementForm):
            form.note_lost_files()
    else:
        refusal = words
    return _page(request, bureau, template, form, status=CONFLICT, refusal=refusal, **context)


def _page(
    request: HttpRequest,
    bureau: Bureau,
    template: str,
    form: forms.Form,
    *,
    status: int | None = None,
    **context: Any,
) -> HttpResponse:
    code = status or (WRONG if form.is_bound else 200)
    words = {
        **frame(bureau),
        "form": form,
        "back_url": _status_url(bureau),
        "version": None,
        "refusal": "",
        **context,
    }
    return render(request, template, words, status=code)


def _status_url(bureau: Bureau) -> str:
    return reverse("portal:status", args=[bureau.slug])
