"""批量答复: the same answer to petitions that ask the same; each gets its own letter."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.petitions.kinds import ReplyKind
from huiying.policy.petitions.reply_quality import reply_remarks
from huiying.policy.petitions.reply_templates import template_of
from huiying.web.console.petitions.forms import ManyForm
from huiying.web.console.petitions.joining import (
    incident_of_answer,
    joined_numbers,
    text_from_public_answer,
)
from huiying.web.console.petitions.rows import PetitionRow, petition_row, remark_words
from huiying.web.console.shared.acts import redirect_done, redirect_refused
from huiying.web.console.shared.incident_parts import part_url
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.work.incidents.core.models import Incident
from huiying.work.petitions.petitions.queries import petitions_by_number
from huiying.work.petitions.replies.actions.answer_many import (
    MOST,
    ManyAnswered,
    answer_many,
    why_not_together,
)

HANDLE = Capability.HANDLE_PETITIONS


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """A petition that was ticked; why: it is answered apart, "" = together."""

    petition: PetitionRow
    why: str


@form_page
def answer(request: OfficerRequest) -> HttpResponse:
    """Ask for one text, look at what it lacks, send it to each chosen petition."""
    require(request.user, HANDLE)
    now, officer = clock.now(), request.user
    incident = _incident(request)
    numbers = joined_numbers(incident) if incident else _numbers(request)
    rows = petitions_by_number(officer, numbers[:MOST], now)
    back = part_url(incident.number, "offline") if incident else reverse("console:petitions")
    if not rows:
        return redirect_refused(request, Refused(_("请选择要答复的信访事项。")), back)
    try:
        text = _first_text(incident)
    except Refused as error:
        return redirect_refused(request, error, back)
    form = ManyForm(request.POST or None, initial={"text": text})
    remarks: list[str] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        text, basis = form.cleaned_data["text"], form.cleaned_data["basis"]
        found = reply_remarks(text, ReplyKind.ANSWER, basis=basis)
        remarks = [remark_words(one) for one in found]
        if "check" not in request.POST:
            try:
                done = answer_many(
                    petitions=rows, text=text, basis=basis, officer=officer, now=now
                )
            except Refused as error:
                form.add_error(None, str(error))
                status = 409
            else:
                return redirect_done(request, _done_words(done), back)
    chosen = [ChosenRow(petition_row(row, officer, now), why_not_together(row)) for row in rows]
    context = {
        "form": form,
        "rows": chosen,
        "together": sum(not one.why for one in chosen),
        "checked": request.method == "POST" and not form.errors,
        "remarks": remarks,
        "back_url": back,
    }
    return render(request, "console/petitions/many.html", context, status=status)


def _incident(request: OfficerRequest) -> Incident | None:
    """Return the incident whose joined petitions are to be answered, if one is named."""
    number = request.GET.get("incident", "") if request.method == "GET" else ""
    return incident_of_answer(request.user, number) if number else None


def _first_text(incident: Incident | None) -> str:
    """Return what the answer begins with: the public answer, or the usual parts of one."""
    if incident is None:
        return template_of(ReplyKind.ANSWER).text
    return text_from_public_answer(incident)


def _numbers(request: OfficerRequest) -> list[str]:
    sent = request.POST.getlist("number") or request.GET.getlist("number")
    return list(dict.fromkeys(one.strip()[:20] for one in sent if one.strip()))[:MOST]


def _done_words(done: ManyAnswered) -> str:
    count = len(done.answered)
    words = ngettext(
        "已拟 %(count)s 件答复，待另一人签发。", "已拟 %(count)s 件答复，待另一人签发。", count
    ) % {"count": count}
    if not done.left:
        return words
    left = _("、").join(f"{number}（{why}）" for number, why in done.left)
    return words + _("未答复：%(left)s。") % {"left": left}
