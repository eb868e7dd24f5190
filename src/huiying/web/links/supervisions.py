"""What the signed link of a supervision item opens: read on GET; answer on POST.

In:   a token.    Out:  what is asked of the unit; a person's POST answers, under a typed name.
Cost: about six queries. A mail scanner that opens the link changes nothing.

The link serves its unit and this item until it ends, is taken back, another unit takes over,
its petition is another unit's, or the item is closed. It shows no file, nothing of other units,
and nothing of the incident or the petition but its title.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from huiying.base.errors import Refused
from huiying.base.outbox.actions.links import LinkProblem, read_link
from huiying.base.outbox.models import SignedLink
from huiying.jobs import clock
from huiying.web.links.forms import LinkFeedbackForm
from huiying.web.links.problems import PROBLEMS
from huiying.web.shared.clock_rows import clock_facts
from huiying.web.shared.request_trace import trace_bureau
from huiying.web.shared.requests import form_page, submitted_version
from huiying.work.casework.supervision.actions.feedback import feedback_by_link
from huiying.work.casework.supervision.models import (
    EntryKind,
    Supervision,
    SupervisionEntry,
    SupervisionState,
)
from huiying.work.casework.supervision.queries import (
    supervision_by_number,
    supervision_entries,
)
from huiying.work.casework.supervision.unit_messages import PURPOSE

TAKES = (SupervisionState.OPEN, SupervisionState.REPORTED)


@login_not_required
@never_cache
@form_page
def supervision(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked; take the answer when a person sends the form."""
    now = clock.now()
    found = _item_of(request, token, now)
    if isinstance(found, HttpResponse):
        return found
    link, row = found
    trace_bureau(link.bureau_id)
    if row.state not in TAKES or not row.unit.active:
        return _page(request, row, None, now, status=409 if request.method == "POST" else 200)
    form = LinkFeedbackForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, row, form, now, status=422 if form.is_bound else 200)
    try:
        feedback_by_link(
            link=link,
            supervision=row,
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            pieces=form.pieces(row.bureau_id),
            now=now,
            revision=submitted_version(request),
        )
    except Refused as error:
        form.note_lost_files()
        form.add_error(None, str(error))
        fresh = supervision_by_number(row.bureau_id, row.number) or row
        return _page(request, fresh, form, now, status=409)
    return redirect(request.path)


def _item_of(
    request: HttpRequest, token: str, now: datetime
) -> tuple[SignedLink, Supervision] | HttpResponse:
    """Return the link and its item, or the page that says why the link does not work."""
    link = read_link(token, PURPOSE, now)
    if isinstance(link, LinkProblem):
        return _problem(request, link)
    row = supervision_by_number(link.bureau_id, link.about_ref)
    if row is None or row.unit_id != link.unit_id or row.petition_moved:
        return _problem(request, LinkProblem.UNKNOWN)
    if row.petition is not None and row.petition.diverted_at is not None:
        return _problem(request, LinkProblem.UNKNOWN)
    return link, row


def _problem(request: HttpRequest, problem: LinkProblem) -> HttpResponse:
    status = 404 if problem == LinkProblem.UNKNOWN else 410
    context = {"problem": PROBLEMS[problem]}
    return render(request, "links/problem.html", context, status=status)


@dataclass(frozen=True, slots=True)
class LinkedItem:
    """A supervision item as its unit is shown it without an account.

    Attributes:
        instruction: Words of the leader, once they are known to be his; "" = none.
        returned: Why the last answer came back; "" = it did not.
        over: Why nothing can be answered now.
    """

    number: str
    demand: str
    title: str
    instruction: str
    unit: str
    bureau: str
    returned: str
    over: str


def _page(
    request: HttpRequest,
    row: Supervision,
    form: LinkFeedbackForm | None,
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    steps = [one for one in supervision_entries(row) if one.unit_id == row.unit_id]
    context = {
        "bar_note": row.number,
        "item": LinkedItem(
            number=row.number,
            demand=row.demand,
            title=(row.petition.shown_title if row.petition else "") or row.matter.label,
            instruction=_instruction_words(row),
            unit=row.unit.name,
            bureau=row.bureau.name,
            returned=_returned(row, steps),
            over=_over(row),
        ),
        "clock": clock_facts(row.clock, now),
        "form": form,
        "version": row.revision,
        "given": [_given(one) for one in steps if one.kind == EntryKind.FEEDBACK],
    }
    return render(request, "links/supervision.html", context, status=status)


def _instruction_words(row: Supervision) -> str:
    if row.instruction is None or not row.instruction.is_confirmed:
        return ""
    return _("领导批示：%(text)s") % {"text": row.instruction.text}


def _returned(row: Supervision, steps: list[SupervisionEntry]) -> str:
    if row.state != SupervisionState.OPEN or not steps:
        return ""
    returned = [one for one in steps if one.kind == EntryKind.RETURNED]
    return returned[-1].text if returned else ""


def _over(row: Supervision) -> str:
    if not row.unit.active:
        return _("贵单位在我局名录中已停用，请致电我局值班台。")
    if row.state == SupervisionState.CLOSED:
        return _("本督办件已销号，感谢支持。")
    return _("反馈已报签署，暂不接收补充；如需补充，请致电我局值班台。")


def _given(entry: SupervisionEntry) -> str:
    """Say when and by whom it was answered; not what: the page is no archive."""
    files = len(entry.files.all())
    words = {
        "at": timezone.localtime(entry.at).strftime("%m-%d %H:%M"),
        "who": entry.author,
        "files": files,
    }
    return (
        ngettext(
            "%(at)s %(who)s已反馈，材料 %(files)s 份",
            "%(at)s %(who)s已反馈，材料 %(files)s 份",
            files,
        )
        % words
    )
