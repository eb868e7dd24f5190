"""One decision for several candidates, each decided and recorded by itself.

In:   requests of officers with TRIAGE, with ``pick=EVENT.REVISION`` for each.
Out:  the form; then what was done, and what was left and why.
Cost: a handful of queries for each candidate, at most MOST of them.

A candidate that the machine proposes as 重大 is decided alone: nobody dismisses harm by the
dozen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.candidates import CandidateMove
from huiying.web.console.candidates.forms import merge_targets
from huiying.web.console.shared.acts import ActText, show_form, show_refusal
from huiying.web.console.shared.forms import MergeForm, ReasonForm
from huiying.web.shared.requests import OfficerRequest
from huiying.web.shared.time_words import sentences
from huiying.work.incidents.candidates.access import candidate_for
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.actions.set_aside import set_aside
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.incidents.access import incident_for

MOST = 50
PICK = re.compile(r"(\d{1,19})\.(\d{1,9})")


@dataclass(frozen=True, slots=True)
class Pick:
    """One candidate as it was when it was picked."""

    candidate: Candidate
    revision: int


def dismiss_many(request: OfficerRequest) -> HttpResponse:
    """排除所选: one reason for all."""
    picks = _picks(request)
    if not picks:
        return _nothing(request)
    form = ReasonForm(request.POST or None)
    text = ActText(
        title=_("批量排除"),
        lead=_("以下各组以同一理由排除：%(titles)s。") % {"titles": _titles(picks)},
        safe=_("逐组写入审计记录，均可撤回。系统建议重大的，须逐组研判。"),
        submit=_("排除所选"),
        back=reverse("console:desk"),
    )
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, 0)
    now, reason = clock.now(), form.cleaned_data["reason"]

    def dismiss(pick: Pick) -> None:
        if pick.candidate.proposed_grade >= Grade.MAJOR:
            raise Refused(_("系统建议重大，须逐组研判。"))
        set_aside(
            candidate=pick.candidate,
            move=CandidateMove.DISMISS,
            reason=reason,
            officer=request.user,
            now=now,
            revision=pick.revision,
        )

    return _carried_out(request, picks, dismiss, form, text)


def merge_many(request: OfficerRequest) -> HttpResponse:
    """并入所选: into one incident, with one reason."""
    picks = _picks(request)
    if not picks:
        return _nothing(request)
    form = MergeForm(request.POST or None, choices=merge_targets(request.user))
    text = ActText(
        title=_("批量并入事件"),
        lead=_("以下各组并入同一事件：%(titles)s。") % {"titles": _titles(picks)},
        safe=_("逐组写入审计记录，均可撤回；各项时限继续计算。"),
        submit=_("并入所选事件"),
        back=reverse("console:desk"),
    )
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, 0)
    now, reason = clock.now(), form.cleaned_data["reason"]
    number = form.cleaned_data["target"]

    def merge(pick: Pick) -> None:
        merge_into_incident(
            candidate=pick.candidate,
            incident=incident_for(request.user, number, to=Capability.TRIAGE),
            reason=reason,
            officer=request.user,
            now=now,
            revision=pick.revision,
        )

    return _carried_out(request, picks, merge, form, text)


def _picks(request: OfficerRequest) -> list[Pick]:
    """Return what was picked, in sight of the officer; what is no pick is left out."""
    require(request.user, Capability.TRIAGE)
    context = {
        int(found[1]): int(found[2])
        for text in request.GET.getlist("pick")
        if (found := PICK.fullmatch(text))
    }
    return [
        Pick(candidate_for(request.user, event, to=Capability.TRIAGE), revision)
        for event, revision in list(context.items())[:MOST]
    ]


def _titles(picks: list[Pick]) -> str:
    return _("、").join(f"“{pick.candidate.title}”" for pick in picks)


def _nothing(request: OfficerRequest) -> HttpResponse:
    messages.info(request, _("未选中待研判舆情。请先选中，再选择操作。"))
    return redirect("console:desk")


def _carried_out(
    request: OfficerRequest,
    picks: list[Pick],
    decide: Callable[[Pick], None],
    form: Form,
    text: ActText,
) -> HttpResponse:
    """Decide each by itself; those that were left are told with the reason.

    When nothing could be done, the form comes back with what was typed.
    """
    left = []
    for pick in picks:
        try:
            decide(pick)
        except Refused as error:
            about = {"title": pick.candidate.title, "why": error}
            left.append(_("“%(title)s”：%(why)s") % about)
    if len(left) == len(picks):
        return show_refusal(request, form, text, 0, Refused(sentences(*left)))
    count = len(picks) - len(left)
    message = ngettext("已处理 %(count)s 组。", "已处理 %(count)s 组。", count)
    undo = _("可逐组撤回。")
    messages.success(request, sentences(message % {"count": count}, undo))
    for sentence in left:
        messages.warning(request, _("未处理%(what)s") % {"what": sentence})
    return redirect("console:desk")
