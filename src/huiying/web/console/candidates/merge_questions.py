"""这两件是一件吗？ The merge questions most worth an answer.

In:   requests of officers with TRIAGE.    Out:  the short list of the desk, the page of all.
Cost: three queries for the list; an answer as its act.

Who keeps out of one of the two matters (回避) reads the question and is not asked it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.candidates.queue import UndoNote
from huiying.web.console.shared.acts import (
    act_button,
    redirect_done,
    redirect_refused,
    return_url,
)
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.reasons import all_in_language
from huiying.web.shared.requests import OfficerRequest, submitted_version
from huiying.web.shared.time_words import sentences
from huiying.work.incidents.candidates.actions.take_back import UNDO_FOR
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.merge_questions.access import question_for
from huiying.work.incidents.merge_questions.actions.answer import (
    answer_question,
    take_back_answer,
)
from huiying.work.incidents.merge_questions.models import MergeQuestion, QuestionState
from huiying.work.incidents.merge_questions.queries import (
    AnsweredQuestion,
    QuestionSides,
    answered_questions,
    last_answered_question,
    open_questions,
    open_questions_about,
)
from huiying.work.incidents.recusals.queries import recused_incident_ids

SHOWN = 3  # on the desk: the few that are most worth it
ANSWERS = {
    "yes": QuestionState.JOINED,
    "no": QuestionState.APART,
    "later": QuestionState.LATER,
}


@dataclass(frozen=True, slots=True)
class SideRow:
    """One of the two: a triage item, or an incident with its number."""

    number: str
    title: str
    size: int
    url: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """One question (``components/_question.html``); no acts for who keeps out of a matter."""

    left: SideRow
    right: SideRow
    reasons: list[str]
    gain: str
    acts: list[ActButton]


@dataclass(frozen=True, slots=True)
class QuestionPanel:
    """The short list of the desk."""

    total: int
    rows: list[QuestionRow]
    undo: UndoNote | None
    all_url: str


def questions_for(officer: Officer, now: datetime) -> QuestionPanel | None:
    """Return the short list of the desk; None for who may not triage, or nothing to ask."""
    if not may(officer, Capability.TRIAGE):
        return None
    found = open_questions(officer.bureau_id, now)
    last = last_answered_question(officer, since=now - UNDO_FOR * clock.rate())
    if not found and last is None:
        return None
    out = recused_incident_ids(officer)
    return QuestionPanel(
        total=len(found),
        rows=[_row(one, officer, out) for one in found[:SHOWN]],
        undo=_undo(last) if last else None,
        all_url=reverse("console:merge-questions"),
    )


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """What a candidate may be one with, and why."""

    side: SideRow
    line: str


def similar_of(candidate: Candidate) -> list[SimilarRow]:
    """Return what a candidate may be one with, for its page."""
    rows = []
    for one in open_questions_about(candidate.bureau_id, candidate.event_id):
        other = one.right if one.left.event_id == candidate.event_id else one.left
        line = sentences(*all_in_language(one.row.reasons[:2]))
        rows.append(SimilarRow(_side(other), line))
    return rows[:SHOWN]


@require_GET
def merge_questions(request: OfficerRequest) -> HttpResponse:
    """Every open question, and what was answered, so that it can be taken back."""
    require(request.user, Capability.TRIAGE)
    officer = request.user
    out = recused_incident_ids(officer)
    context = {
        "questions": [
            _row(one, officer, out) for one in open_questions(officer.bureau_id, clock.now())
        ],
        "answered": [_answered_row(one, out) for one in answered_questions(officer.bureau_id)],
    }
    return render(request, "console/candidates/merge_questions.html", context)


@require_POST
def answer(request: OfficerRequest, pk: int, reply: str) -> HttpResponse:
    """是、不是、以后再说."""
    row = question_for(request.user, pk, to=Capability.TRIAGE)
    back = return_url(request, reverse("console:desk"))
    try:
        answer_question(
            row=row,
            state=ANSWERS[reply],
            officer=request.user,
            now=clock.now(),
            revision=submitted_version(request),
        )
    except Refused as error:
        return redirect_refused(request, error, back)
    words = {
        "yes": _("已判定为同一事件，系统不再拆分。可撤回。"),
        "no": _("已判定为不同事件，系统不再归并。可撤回。"),
        "later": _("暂不判定，1 天后再次提示。"),
    }
    return redirect_done(request, words[reply], back)


@require_POST
def back(request: OfficerRequest, pk: int) -> HttpResponse:
    """撤回: what the answer did is undone."""
    row = question_for(request.user, pk, to=Capability.TRIAGE)
    way = return_url(request, reverse("console:desk"))
    try:
        take_back_answer(
            row=row, officer=request.user, now=clock.now(), revision=submitted_version(request)
        )
    except Refused as error:
        return redirect_refused(request, error, way)
    return redirect_done(request, _("已撤回，恢复待判定。"), way)


def _row(one: QuestionSides, officer: Officer, out: set[int]) -> QuestionRow:
    row = one.row
    acts = [
        _yes(one, officer),
        act_button(_("不同事件"), _url(row, "no"), method="post", version=row.revision),
        act_button(_("暂不判定"), _url(row, "later"), method="post", version=row.revision),
    ]
    return QuestionRow(
        left=_side(one.left),
        right=_side(one.right),
        reasons=all_in_language(row.reasons[:2]),
        gain=_("判定后预计可正确归集约 %(count)s 条帖文。")
        % {"count": max(1, round(one.gain))},
        acts=[] if one.touches & out else acts,
    )


def _yes(one: QuestionSides, officer: Officer) -> ActButton:
    """Return how the two become one: at once, or by 并案 with a reason for two incidents."""
    if one.incidents and may(officer, Capability.ARRANGE):
        return act_button(
            _("同一事件，并案…"), "console:incident-merge", one.incidents[1].number
        )
    return act_button(
        _("同一事件"), _url(one.row, "yes"), method="post", version=one.row.revision
    )


def _side(side: Candidate) -> SideRow:
    if (incident := side.incident) is not None:
        url = reverse("console:incident", args=[incident.number])
        return SideRow(incident.number, incident.title, incident.size, url)
    return SideRow(
        "", side.title, side.size, reverse("console:candidate", args=[side.event_id])
    )


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    """A question that was answered, with the act that takes the answer back."""

    titles: tuple[str, str]
    state_word: str
    who: str
    at: datetime | None
    act: ActButton | None


def _answered_row(one: AnsweredQuestion, out: set[int]) -> AnsweredRow:
    row = one.row
    return AnsweredRow(
        titles=one.titles,
        state_word=row.get_state_display(),
        who=row.answered_by.name if row.answered_by else "",
        at=row.answered_at,
        act=None if one.touches & out else _take_back(row),
    )


def _undo(row: MergeQuestion) -> UndoNote:
    text = _("已判定：%(state)s。") % {"state": row.get_state_display()}
    return UndoNote(text, _take_back(row))


def _take_back(row: MergeQuestion) -> ActButton:
    url = reverse("console:merge-question-back", args=[row.pk])
    return act_button(_("撤回"), url, method="post", version=row.revision)


def _url(row: MergeQuestion, reply: str) -> str:
    return reverse("console:merge-question", args=[row.pk, reply])
