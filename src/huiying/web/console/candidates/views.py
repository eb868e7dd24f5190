"""Triage: one candidate at a time; the system proposes, an officer decides.

In:   requests of officers with TRIAGE.    Out:  candidate page, acts with reasons, undo.
Cost: a constant number of queries.
"""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused
from huiying.base.outbox.actions.alarm import take_alarms_about
from huiying.jobs import clock
from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.candidates import CandidateMove
from huiying.web.console.assessment.casualties import casualty_panel
from huiying.web.console.assessment.content import content_panels
from huiying.web.console.assessment.posts import posts_panel
from huiying.web.console.assessment.spread import spread_of
from huiying.web.console.candidates.forms import OptionalReasonForm, merge_targets
from huiying.web.console.candidates.late import show_late
from huiying.web.console.candidates.merge_questions import similar_of
from huiying.web.console.candidates.queue import place_of, undo_of
from huiying.web.console.candidates.rows import candidate_row, with_topics
from huiying.web.console.candidates.signatures import set_aside_panel
from huiying.web.console.shared.acts import (
    ActText,
    redirect_done,
    redirect_refused,
    return_url,
    show_form,
)
from huiying.web.console.shared.forms import MergeForm, ReasonForm
from huiying.web.shared.requests import OfficerRequest, submitted_version
from huiying.web.shared.voices import voices_line
from huiying.work.incidents.assessment.post_reading import PostReading
from huiying.work.incidents.candidates.access import candidate_for
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.actions.open import open_candidate
from huiying.work.incidents.candidates.actions.set_aside import set_aside
from huiying.work.incidents.candidates.actions.take_back import UNDO_FOR, take_back
from huiying.work.incidents.candidates.clocks import ExpectedNotices
from huiying.work.incidents.candidates.queries import decided_candidates
from huiying.work.incidents.incidents.access import incident_for
from huiying.work.incidents.placements.queries import count_groups_and_posts

DESK = "console:desk"
DECIDED = 40  # decided candidates on a page
POSTS = 30


@require_GET
def detail(request: OfficerRequest, event_id: int) -> HttpResponse:
    """One candidate with its posts, reasons and acts; says that this officer is on it."""
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    now = clock.now()
    open_candidate(candidate=candidate, officer=request.user, now=now)
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    place = place_of(candidate)
    reading = PostReading(candidate.bureau_id, [candidate.event_id])
    onward = place.after or place.before
    expected = ExpectedNotices(candidate.bureau_id, now)
    row = candidate_row(candidate, request.user, expected, onward=onward)
    [row] = with_topics([row], candidate.bureau_id)
    context = {
        "candidate": row,
        "grading_rule": _("规则第 %(version)s 版") % {"version": candidate.rule_version},
        "cards": row.cards,
        "cards_at": candidate.last_post_at,
        "casualties": casualty_panel(reading, request.user),
        "near": similar_of(candidate),
        "place": place,
        "undo": undo_of(request.user, now),
        "set_aside": set_aside_panel(candidate, request.user),
        "spread": spread_of(reading, request.user, now),
        **content_panels(reading, request.user),
        "posts": posts_panel(
            request,
            reading.event_ids,
            count_groups_and_posts(reading.bureau_id, reading.event_ids),
            url=reverse("console:candidate", args=[event_id]),
            voices=voices_line(candidate.voices),
            limit=POSTS,
        ),
    }
    return render(request, "console/candidates/candidate.html", context)


@require_GET
def decided(request: OfficerRequest) -> HttpResponse:
    """What was decided, so that nothing disappears: dismissed, merged, confirmed."""
    require(request.user, Capability.TRIAGE)
    expected = ExpectedNotices(request.user.bureau_id, clock.now())
    rows = decided_candidates(request.user.bureau_id)
    page = Paginator(rows, DECIDED).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [candidate_row(row, request.user, expected) for row in page],
    }
    return render(request, "console/candidates/decided.html", context)


@require_POST
def heard(request: OfficerRequest, event_id: int) -> HttpResponse:
    """接手警报: this officer is on it; the alarm leaves the desk, every clock goes on."""
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    back = reverse("console:candidate", args=[event_id])
    if candidate.incident is not None:
        back = reverse("console:incident", args=[candidate.incident.number])
    taken = take_alarms_about(
        bureau_id=candidate.bureau_id,
        ref=str(event_id),
        officer=request.user,
        now=clock.now(),
    )
    if not taken:
        messages.info(request, _("警报已被接收。"))
        return redirect(back)
    return redirect_done(request, _("警报已接收，时限继续计算。"), back)


@require_POST
def watch(request: OfficerRequest, event_id: int) -> HttpResponse:
    """列入关注: it stays on the desk, marked."""
    return _plain(request, event_id, CandidateMove.WATCH)


@require_POST
def unwatch(request: OfficerRequest, event_id: int) -> HttpResponse:
    """No longer only watched."""
    return _plain(request, event_id, CandidateMove.UNWATCH)


def dismiss(request: OfficerRequest, event_id: int) -> HttpResponse:
    """排除: with a reason; it can be taken back."""
    return _with_reason(request, event_id, CandidateMove.DISMISS)


def transfer(request: OfficerRequest, event_id: int) -> HttpResponse:
    """不属本局,转送: with where it went as the reason."""
    return _with_reason(request, event_id, CandidateMove.TRANSFER)


def merge(request: OfficerRequest, event_id: int) -> HttpResponse:
    """并入: into an incident of this bureau."""
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    text = ActText(
        title=_("并入事件"),
        lead=_(
            "帖文归入所选事件；双方时限继续计算。系统建议等级更高的，列为该事件待研判的"
            "升级建议，警报保留。"
        ),
        submit=_("并入所选事件"),
        about=candidate.title,
        back=reverse(DESK),
    )
    form = MergeForm(request.POST or None, choices=merge_targets(request.user))
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, candidate.revision)
    try:
        merge_into_incident(
            candidate=candidate,
            incident=incident_for(
                request.user, form.cleaned_data["target"], to=Capability.TRIAGE
            ),
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
    except Refused as error:
        return show_late(request, form, text, candidate, error)
    return redirect(return_url(request, reverse(DESK)))  # the way to undo it says what was done


def restore(request: OfficerRequest, event_id: int) -> HttpResponse:
    """撤回: at once without a reason, later with one."""
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    text = ActText(
        title=_("撤回研判决定"),
        lead=_("恢复为待研判；原决定保留在审计记录中。"),
        submit=_("撤回决定"),
        about=candidate.title,
        back=reverse(DESK),
    )
    form = OptionalReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, candidate.revision)
    try:
        take_back(
            candidate=candidate,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
            at_once=UNDO_FOR * clock.rate(),
        )
    except Refused as error:
        return show_late(request, form, text, candidate, error)
    return redirect_done(request, _("已撤回，恢复为待研判。"), reverse(DESK))


def _with_reason(request: OfficerRequest, event_id: int, move: CandidateMove) -> HttpResponse:
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    dismissed = move == CandidateMove.DISMISS
    text = ActText(
        title=_("排除") if dismissed else _("转送"),
        lead=_("请写明理由；排除后可撤回。") if dismissed else _("请写明转送单位和理由。"),
        safe=_("系统建议重大的，须另一人签署后生效。")
        if candidate.proposed_grade >= Grade.MAJOR
        else _("帖文和理由均保留；新帖文仍归入本组。"),
        submit=_("排除") if dismissed else _("登记转送"),
        about=candidate.title,
        back=reverse(DESK),
    )
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return show_form(request, form, text, candidate.revision)
    try:
        waits = set_aside(
            candidate=candidate,
            move=move,
            reason=form.cleaned_data["reason"],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
    except Refused as error:
        return show_late(request, form, text, candidate, error)
    if waits is not None:
        sentence = _("已提请另一人签署；签署前仍列为待研判，30 分钟时限继续计算。")
        return redirect_done(request, sentence, reverse("console:candidate", args=[event_id]))
    return redirect(return_url(request, reverse(DESK)))  # the way to undo it says what was done


def _plain(request: OfficerRequest, event_id: int, move: CandidateMove) -> HttpResponse:
    candidate = candidate_for(request.user, event_id, to=Capability.TRIAGE)
    back = return_url(request, reverse(DESK))
    try:
        set_aside(
            candidate=candidate,
            move=move,
            reason="",
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    watched = move == CandidateMove.WATCH
    sentence = _("已列入关注，仍为待研判。") if watched else _("已取消关注。")
    return redirect_done(request, sentence, back)
