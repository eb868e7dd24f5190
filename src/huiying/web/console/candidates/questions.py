"""这两件是一件吗？ The questions most worth an answer: yes, no, later, and taken back.

In:   requests of officers with TRIAGE.    Out:  the short list of the desk, the page of all.
Cost: three queries for the list; an answer as its act.

Who keeps out of one of the two matters (回避) reads the question and is not asked it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import Officer, may
from huiying.jobs import clock
from huiying.web.console.acts import act, back_to, done, refused, version_of
from huiying.web.console.machine_words import all_in_words
from huiying.web.requests import OfficerRequest
from huiying.web.words import sentences
from huiying.work.incidents.access import question_for
from huiying.work.incidents.actions.answer_question import answer_question, take_back_answer
from huiying.work.incidents.actions.decide_candidate import UNDO_FOR
from huiying.work.incidents.exceptions import CannotDecide
from huiying.work.incidents.queries import Candidate
from huiying.work.incidents.questions import (
    Answered,
    MergeQuestion,
    Question,
    QuestionState,
    answered_of,
    last_answered,
    questions_about,
    questions_of,
)
from huiying.work.incidents.recusal import kept_out_of

SHOWN = 3  # on the desk: the few that are most worth it
ANSWERS = {
    "yes": QuestionState.JOINED,
    "no": QuestionState.APART,
    "later": QuestionState.LATER,
}


def questions_for(officer: Officer, now: datetime) -> dict[str, Any] | None:
    """Return the short list of the desk; None for who may not triage, or nothing to ask."""
    if not may(officer, Capability.TRIAGE):
        return None
    found = questions_of(officer.bureau_id, now)
    last = last_answered(officer, since=now - UNDO_FOR * clock.rate())
    if not found and last is None:
        return None
    out = kept_out_of(officer)
    return {
        "total": len(found),
        "rows": [_row(one, officer, out) for one in found[:SHOWN]],
        "undo": _undo(last) if last else None,
        "all_url": reverse("console:merge-questions"),
    }


def near_of(candidate: Candidate) -> list[dict[str, Any]]:
    """Return what a candidate may be one with, for its page."""
    rows = []
    for one in questions_about(candidate.bureau_id, candidate.event_id):
        other = one.right if one.left.event_id == candidate.event_id else one.left
        side = _side(other)
        line = sentences(*all_in_words(reason["text"] for reason in one.row.reasons[:2]))
        rows.append({**side, "line": line, "act": None})
    return rows[:SHOWN]


@require_GET
def merge_questions(request: OfficerRequest) -> HttpResponse:
    """Every open question, and what was answered, so that it can be taken back."""
    require(request.user, Capability.TRIAGE)
    officer = request.user
    out = kept_out_of(officer)
    context = {
        "questions": [
            _row(one, officer, out) for one in questions_of(officer.bureau_id, clock.now())
        ],
        "answered": [_answered_row(one, out) for one in answered_of(officer.bureau_id)],
    }
    return render(request, "console/candidates/questions.html", context)


@require_POST
def answer(request: OfficerRequest, pk: int, said: str) -> HttpResponse:
    """是、不是、以后再说."""
    row = question_for(request.user, pk, to=Capability.TRIAGE)
    back = back_to(request, reverse("console:desk"))
    try:
        answer_question(
            row=row,
            state=ANSWERS[said],
            officer=request.user,
            now=clock.now(),
            revision=version_of(request),
        )
    except CannotDecide as error:
        return refused(request, error, back)
    words = {
        "yes": _("已合为一件，机器不会再拆开。可以撤回。"),
        "no": _("已记为两件，机器不会再合并。可以撤回。"),
        "later": _("一天后再问。"),
    }
    return done(request, words[said], back)


@require_POST
def back(request: OfficerRequest, pk: int) -> HttpResponse:
    """撤回: what the answer did is undone."""
    row = question_for(request.user, pk, to=Capability.TRIAGE)
    way = back_to(request, reverse("console:desk"))
    try:
        take_back_answer(
            row=row, officer=request.user, now=clock.now(), revision=version_of(request)
        )
    except CannotDecide as error:
        return refused(request, error, way)
    return done(request, _("已撤回，这个问题重新待回答。"), way)


def _row(one: Question, officer: Officer, out: set[int]) -> dict[str, Any]:
    row = one.row
    acts = [
        _yes(one, officer),
        act(_("不是，分开"), _url(row, "no"), "post", version=row.revision),
        act(_("以后再说"), _url(row, "later"), "post", version=row.revision),
    ]
    return {
        "id": row.pk,
        "left": _side(one.left),
        "right": _side(one.right),
        "reasons": all_in_words(reason["text"] for reason in row.reasons[:2]),
        "gain": _("答一次，预计让约 %(count)s 条帖文归对。")
        % {"count": max(1, round(one.gain))},
        "acts": [] if one.touches & out else acts,
    }


def _yes(one: Question, officer: Officer) -> dict[str, Any]:
    """Return how the two become one: at once, or by 并案 with a reason for two incidents."""
    if one.incidents and may(officer, Capability.ARRANGE):
        url = reverse("console:incident-merge", args=[one.incidents[1].number])
        return act(_("是，并案…"), url, "ask")
    return act(_("是，合为一件"), _url(one.row, "yes"), "post", version=one.row.revision)


def _side(side: Candidate) -> dict[str, Any]:
    if side.incident is not None:
        url = reverse("console:incident", args=[side.incident.number])
        return {
            "number": side.incident.number,
            "title": side.incident.title,
            "size": side.incident.size,
            "url": url,
        }
    url = reverse("console:candidate", args=[side.event_id])
    return {"number": "", "title": side.title, "size": side.size, "url": url}


def _answered_row(one: Answered, out: set[int]) -> dict[str, Any]:
    row = one.row
    return {
        "titles": one.titles,
        "state_word": row.get_state_display(),
        "who": row.answered_by.name if row.answered_by else "",
        "at": row.answered_at,
        "act": None
        if one.touches & out
        else act(_("撤回"), _back(row), "post", version=row.revision),
    }


def _undo(row: MergeQuestion) -> dict[str, Any]:
    return {
        "text": _("已回答：%(state)s。") % {"state": row.get_state_display()},
        "act": act(_("撤回"), _back(row), "post", version=row.revision),
    }


def _url(row: MergeQuestion, said: str) -> str:
    return reverse("console:merge-question", args=[row.pk, said])


def _back(row: MergeQuestion) -> str:
    return reverse("console:merge-question-back", args=[row.pk])
