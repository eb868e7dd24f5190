"""这两件是一件吗？ Answer a merge question: same, different, later; and undo the answer.

In:   a question, the officer's answer.    Out:  a constraint that the machine never undoes.
Cost: one UPDATE over the posts that move.

Yes joins a candidate to the other side; two incidents are joined by 并案, with a reason. No
keeps the two apart. Later asks again after a day. What an answer did can be taken back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.actions.append import append
from huiying.base.audit.house_text import house_text
from huiying.base.counters.actions.count import counted
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.work.incidents.assessment.event_facts import FactsReader
from huiying.work.incidents.candidates.actions.decide import mark_posts_noticed
from huiying.work.incidents.candidates.actions.merge_into_incident import merge_into_incident
from huiying.work.incidents.candidates.actions.propose import propose_candidates
from huiying.work.incidents.candidates.actions.take_back import take_back
from huiying.work.incidents.candidates.models import Candidate, CandidateState
from huiying.work.incidents.merge_questions.models import MergeQuestion, QuestionState
from huiying.work.incidents.merge_questions.queries import QuestionSides, questions_with_sides
from huiying.work.incidents.placements.actions.record_constraint import record_constraint
from huiying.work.incidents.placements.counting import hold_posts
from huiying.work.incidents.placements.models import Placement

VERBS = {
    QuestionState.JOINED: "question.joined",
    QuestionState.APART: "question.apart",
    QuestionState.LATER: "question.later",
    QuestionState.OPEN: "question.taken_back",
}


@transaction.atomic
def answer_question(
    *,
    row: MergeQuestion,
    state: QuestionState,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Answer a question that nobody answered yet.

    Raises:
        Stale: If somebody answered it, or a side was decided in the meantime.
        Refused: If both sides are incidents and the answer is yes.
    """
    hold_posts(row.bureau_id)
    question = _question(row)
    _claim(row, state, officer, now, revision, before=(QuestionState.OPEN, QuestionState.LATER))
    if state == QuestionState.JOINED:
        row.moved = _join(question, officer, now)
        row.save(update_fields=["moved"])
    elif state == QuestionState.APART:
        pair = {"left": str(row.left_event), "right": str(row.right_event)}
        record_constraint(row.bureau_id, "cannot_link", pair, officer, "", now)
    _record(question, state, officer, now)


@transaction.atomic
def take_back_answer(
    *, row: MergeQuestion, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """Take an answer back: the posts stand where they stood, and the question is open again.

    Raises:
        Stale: If there is nothing to take back.
        Refused: If what was joined was decided since.
    """
    hold_posts(row.bureau_id)
    before, answered_at = QuestionState(row.state), row.answered_at
    answered = (QuestionState.JOINED, QuestionState.APART, QuestionState.LATER)
    _claim(row, QuestionState.OPEN, officer, now, revision, before=answered)
    if before == QuestionState.JOINED:
        _separate(row, officer, answered_at, now)
    if before != QuestionState.LATER:
        pair = {"left": str(row.left_event), "right": str(row.right_event)}
        record_constraint(row.bureau_id, "may_link", pair, officer, "", now)
    sides = questions_with_sides(row.bureau_id, MergeQuestion.objects.filter(pk=row.pk))
    if not sides:
        raise Refused(_("其中一件已办理，不能撤回；请在其页面办理。"))
    _record(sides[0], QuestionState.OPEN, officer, now)


def _question(row: MergeQuestion) -> QuestionSides:
    sides = questions_with_sides(row.bureau_id, MergeQuestion.objects.filter(pk=row.pk))
    if not sides:
        raise Stale(_("其中一件已处理，该问题无需再答，未作任何更改。"))
    return sides[0]


def _claim(
    row: MergeQuestion,
    state: QuestionState,
    officer: Officer,
    now: datetime,
    revision: int | None,
    *,
    before: tuple[QuestionState, ...],
) -> None:
    """Let exactly one of two officers who answer at once succeed."""
    changes = {"state": state, "answered_by": officer, "answered_at": now}
    if not claim_row(row, revision, changes, state__in=before):
        raise Stale(_("该问题已由他人作答，本次操作未执行，未作任何更改。"))


def _join(question: QuestionSides, officer: Officer, now: datetime) -> list[int]:
    """Join the sides; return the posts that changed their event."""
    if question.incidents:
        raise Refused(_("两边都是事件：请用“并案”，写明理由。"))
    left, right = question.left, question.right
    reason_text = house_text("确认为同一件事")
    moved: list[int] = []
    if left.incident is not None:
        merge_into_incident(
            candidate=right,
            incident=left.incident,
            reason=reason_text,
            officer=officer,
            now=now,
        )
    elif right.incident is not None:
        merge_into_incident(
            candidate=left,
            incident=right.incident,
            reason=reason_text,
            officer=officer,
            now=now,
        )
    else:
        moved = _absorb(right, left, reason_text, officer, now)
    pair = {"left": str(left.event_id), "right": str(right.event_id)}
    record_constraint(left.bureau_id, "must_link", pair, officer, reason_text, now)
    if moved:
        propose_candidates(
            FactsReader(left.bureau_id), event_ids=[left.event_id], now=now, reasons={}
        )
    return moved


def _absorb(
    side: Candidate, into: Candidate, reason_text: str, officer: Officer, now: datetime
) -> list[int]:
    """Let a waiting candidate end in another one; return its posts, which now are there."""
    if side.notice_clock_id is not None:
        raise Refused(_("其中一件建议为重大、时限计时中：请在其页面办理。"))
    mark_posts_noticed(side, now)
    rows = Candidate.objects.filter(pk=side.pk, revision=side.revision, state=side.state)
    if not rows.update(
        state=CandidateState.ABSORBED,
        decided_by=officer,
        decided_at=now,
        reason=reason_text,
        revision=F("revision") + 1,
    ):
        raise Stale(_("其中一件已处理，该问题无需再答，未作任何更改。"))
    moved = _posts(side)
    _move(side.bureau_id, moved, into.event_id)
    return moved


def _separate(
    row: MergeQuestion, officer: Officer, answered: datetime | None, now: datetime
) -> None:
    """Undo a join: the candidate is on the desk again, its posts are its own."""
    side = _joined_side(row, answered)
    if side.state == CandidateState.MERGED:
        take_back(
            candidate=side, reason=house_text("撤回“同一事件”判定"), officer=officer, now=now
        )
    else:
        Candidate.objects.filter(pk=side.pk).update(
            state=CandidateState.NEW, reason="", revision=F("revision") + 1
        )
        _move(row.bureau_id, row.moved, side.event_id)
    # The stream joined the younger event to the older: it is the one to part again.
    keys = Placement.objects.filter(bureau_id=row.bureau_id, event_id=row.right_event)
    data = {
        "keys": [str(key) for key in keys.order_by("post_id").values_list("pk", flat=True)],
        "new_event": str(row.right_event),
        "from": str(row.left_event),
    }
    record_constraint(row.bureau_id, "split", data, officer, "", now)
    row.moved = []
    row.save(update_fields=["moved"])
    both = [row.left_event, row.right_event]
    propose_candidates(FactsReader(row.bureau_id), event_ids=both, now=now, reasons={})


def _move(bureau_id: int, posts: list[int], event: int) -> None:
    with counted(bureau_id, Placement, posts):
        Placement.objects.filter(bureau_id=bureau_id, post_id__in=posts).update(event_id=event)


def _joined_side(row: MergeQuestion, answered: datetime | None) -> Candidate:
    """Return the candidate that the answer took off the desk."""
    side = (
        Candidate.objects.filter(
            bureau_id=row.bureau_id,
            event_id__in=[row.left_event, row.right_event],
            state__in=(CandidateState.ABSORBED, CandidateState.MERGED),
            decided_at=answered,
        )
        .select_related("incident", "notice_clock")
        .first()
    )
    if side is None:
        raise Refused(_("其中一件已办理，不能撤回；请在其页面办理。"))
    return side


def _posts(side: Candidate) -> list[int]:
    rows = Placement.objects.filter(bureau_id=side.bureau_id, event_id=side.event_id)
    return list(rows.order_by("post_id").values_list("post_id", flat=True))


def _record(
    question: QuestionSides, state: QuestionState, officer: Officer, now: datetime
) -> None:
    """Write it about the right side, on the timeline of the left one."""
    left, right = question.left, question.right
    append(
        bureau_id=left.bureau_id,
        actor=officer.audit_actor(),
        verb=VERBS[state],
        subject=replace(right.audit_subject(), topic=left.audit_topic),
        now=now,
        data={"other": left.title, "event": str(left.event_id)},
    )
