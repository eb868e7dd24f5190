"""Following a matter by its query code: where it stands, and what one can do.

In:   a code by POST, never in an address; then a cookie of half an hour.
Out:  the state in plain words; for a wrong code one answer, whatever it is wrong by.
Cost: two queries for a code, about eight for a state.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.jobs import clock
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage
from huiying.policy.petitions.ratings import may_change_until
from huiying.web.portal.pages import bureau_or_404, frame, public_form
from huiying.web.portal.petition_rights import rights_panel
from huiying.web.portal.submit import limits
from huiying.web.portal.submit.forms import CodeForm
from huiying.web.portal.submit.kinds import kind_words
from huiying.web.portal.submit.status_rows import (
    accusation_steps,
    due_row,
    handler_words,
    reply_rows,
    stage_words,
    step_rows,
)
from huiying.web.portal.submit.visits import (
    Followed,
    followed_by,
    let_in,
    let_out,
)
from huiying.web.shared.idempotent_forms import answers_repetitions
from huiying.web.shared.scripts import written_in
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.actions.request_review import review_until
from huiying.work.petitions.petitions.actions.withdraw import may_withdraw_by_code
from huiying.work.petitions.petitions.queries import find_by_code
from huiying.work.petitions.ratings.queries import newest_answer, rating_of
from huiying.work.petitions.replies.actions.deliver import note_reply_opened
from huiying.work.petitions.replies.queries import replies_for_sender

WRONG = 422
DONE = ("supplemented", "withdrawn", "rated", "review", "erasure", "left")


@answers_repetitions
@public_form
def status(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the code; show what it leads to."""
    bureau = bureau_or_404(slug)
    if request.method == "POST":
        return _enter(request, bureau)
    row = followed_by(request, bureau)
    if row is None:
        return _code_page(request, bureau, CodeForm())
    response = _status_page(request, bureau, row)
    let_in(response, bureau, row, secure=request.is_secure())
    return response


@answers_repetitions
@public_form
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """End the half hour at once."""
    bureau = bureau_or_404(slug)
    url = reverse("portal:status", args=[slug])
    if request.method != "POST":
        return redirect(url)
    response = redirect(f"{url}?done=left")
    let_out(response, bureau)
    return response


def _enter(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    form = CodeForm(request.POST)
    if wait := limits.wait_before_a_code(request):
        words = _("输错的次数太多。请 %(minutes)s 分钟后再试，或打电话、当面查询。")
        form.add_error("code", words % {"minutes": -(-wait // 60)})
        return _code_page(request, bureau, form, status=limits.TOO_MANY)
    if not form.is_valid():
        return _code_page(request, bureau, form, status=WRONG)
    row = find_by_code(bureau, form.cleaned_data["code"])
    if row is None:
        limits.count_wrong_code(request)
        form.add_error("code", _("没有查到。请对照回执再输一次；查询码只能在提交的网站上查。"))
        return _code_page(request, bureau, form, status=WRONG)
    response = redirect(request.path)
    let_in(response, bureau, row, secure=request.is_secure())
    return response


def _code_page(
    request: HttpRequest, bureau: Bureau, form: CodeForm, *, status: int = 200
) -> HttpResponse:
    context = {
        **frame(bureau),
        "form": form,
        "ended": "ended" in request.GET and not form.is_bound,
        "left": request.GET.get("done") == "left",
    }
    return render(request, "portal/submit/code.html", context, status=status)


def _status_page(request: HttpRequest, bureau: Bureau, row: Followed) -> HttpResponse:
    list(messages.get_messages(request))  # what officers are told of their records
    done = request.GET.get("done", "")
    context = {**frame(bureau), "done": done if done in DONE else ""}
    if isinstance(row, Accusation):
        steps = accusation_steps(row)
        context |= {
            "kind": kind_words(None),
            "steps": steps,
            "stage": steps[-1].words,
            "due": None if row.transferred_at else row.transfer_due,
        }
        return render(request, "portal/submit/accusation_status.html", context)
    return render(
        request, "portal/submit/status.html", context | _petition_context(bureau, row)
    )


def _rights_context(bureau: Bureau, row: Petition) -> dict[str, object]:
    slug, is_open = [bureau.slug], PetitionStage(row.stage).is_open
    return {
        "rights": rights_panel(row),
        "own_url": reverse("portal:own", args=slug),
        "erase_url": reverse("portal:erase", args=slug),
        "supplement_url": reverse("portal:supplement", args=slug) if is_open else "",
    }


def _petition_context(bureau: Bureau, row: Petition) -> dict[str, object]:
    now = clock.now()
    stage = PetitionStage(row.stage)
    answer = newest_answer(row)
    rating = rating_of(answer) if answer is not None else None
    until = review_until(row, now)
    rated = stage in (PetitionStage.ANSWERED, PetitionStage.UNDER_REVIEW)
    replies = list(replies_for_sender(row))
    for reply in replies:
        if reply.seen_at is None:  # shown to who holds the code: that is its delivery
            note_reply_opened(reply=reply, now=now)
    return {
        "number": row.number,
        **_rights_context(bureau, row),
        "replies": reply_rows(replies, bureau),
        "kind": kind_words(PetitionKind(row.kind)),
        "text": row.text,
        "written": written_in(row.text),
        "stage": stage_words(row),
        "handler": handler_words(row, bureau),
        "due": due_row(row.clock, now),
        "steps": step_rows(row),
        "is_open": stage.is_open,
        "may_withdraw": stage.is_open and may_withdraw_by_code(row),
        "may_rate": answer is not None
        and rated
        and (rating is None or now <= may_change_until(rating.at)),
        "rating": rating,
        "review_until": until if until is not None and now <= until else None,
    }
