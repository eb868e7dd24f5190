"""召开: record the questions and answers of a press conference, and answers still owed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.queries import running_clocks
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.procedure.offline import OWED_ANSWER
from huiying.policy.time.calendar import end_of_day
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.casework.core.clocks import start_dated_clock, unit_holder
from huiying.work.casework.core.text import checked_text, office_name
from huiying.work.casework.promises.actions.promise import make_promise
from huiying.work.casework.tasks.models import Commitment
from huiying.work.incidents.core.clocks import PRESS
from huiying.work.responses.press.application import hash_of_press
from huiying.work.responses.press.claim import claim_press
from huiying.work.responses.press.models import PressConference, PressQuestion, PressState

SAID, RECORDING, QUESTION, ANSWER, MEDIUM = 10_000, 300, 1000, 4000, 80
LONGEST = timedelta(days=60)


@transaction.atomic
def hold_press(
    *,
    row: PressConference,
    at: datetime,
    said: str,
    recording: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Record that it was held.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If it was not approved as it stands, nothing was said, or the moment has
            not come.
        Stale: If somebody acted on it meanwhile.
    """
    require(officer, Capability.OUTREACH)
    if at > now:
        raise Refused(_("召开时间不得晚于当前时间。"))
    words = checked_text(said, SAID, _("请写发布词。"))
    cleaned = checked_text(recording, RECORDING)
    request = row.signoff
    bound = request is not None and request.content_hash == hash_of_press(row)
    if request is None or not bound or request.decision != Decision.APPROVED:
        raise Refused(_("申请未批准，或批准后已修改，不得登记召开。"))
    states = (PressState.APPROVED,)
    claim_press(
        row, states, revision, state=PressState.HELD, held_at=at, said=words, recording=cleaned
    )
    _stop_clocks(row, at, now)
    record(row, "press.held", officer, now)


def _stop_clocks(row: PressConference, at: datetime, now: datetime) -> None:
    """Stop the 24 hours that a grave emergency gives (国办发〔2016〕80号)."""
    number = row.incident.current.number
    for clock in running_clocks(row.bureau_id).filter(kind=PRESS, subject_ref=number):
        stop_clock(clock=clock, at=at, reason=Reason("clocks.press_conference_held"), now=now)


@dataclass(frozen=True, slots=True)
class QuestionInput:
    """A question as it was typed: answered by an office, or owed by a unit until a day.

    ``promise`` is what the answer promised, word for word; ``owner`` keeps it until ``due``.
    """

    medium: str
    question: str
    answer: str = ""
    answered_by: str = ""
    promise: str = ""
    owner: Unit | None = None
    due: date | None = None


@transaction.atomic
def add_question(
    *, row: PressConference, question_input: QuestionInput, officer: Officer, now: datetime
) -> PressQuestion:
    """Log a question of a conference that was held.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If it was not held, the medium or question is missing, an answer names no
            office, or an unanswered question or a promise has no owner and day.
    """
    require(officer, Capability.OUTREACH)
    if row.state != PressState.HELD:
        raise Refused(_("发布会尚未召开，无问答可登记。"))
    answer = checked_text(question_input.answer, ANSWER)
    question = PressQuestion(
        bureau_id=row.bureau_id,
        conference=row,
        medium=checked_text(question_input.medium, MEDIUM, _("请填写媒体名称。")),
        question=checked_text(question_input.question, QUESTION, _("请写问题。")),
        answer=answer,
        recorded_at=now,
    )
    if answer:
        question.answered_by = office_name(question_input.answered_by)
        question.commitment = _promise(row, question_input, officer, now)
    else:
        _owed(question, question_input, now)
    question.save()
    verb = "press.answered" if answer else "press.owed"
    record(row, verb, officer, now)
    return question


def _promise(
    row: PressConference, question_input: QuestionInput, officer: Officer, now: datetime
) -> Commitment | None:
    """Put what an answer promised on record as a promise, with its clock."""
    if not question_input.promise.strip():
        return None
    if question_input.owner is None or question_input.due is None:
        raise Refused(_("当场承诺的，须写明兑现单位和期限。"))
    return make_promise(
        incident=row.incident.current,
        text=question_input.promise,
        place=house_text("新闻发布会 %(number)s") % {"number": row.number},
        unit=question_input.owner,
        due=question_input.due,
        officer=officer,
        now=now,
    )


def _owed(question: PressQuestion, question_input: QuestionInput, now: datetime) -> None:
    """Let a unit owe the answer until a day: a clock runs until it is given."""
    today = now.astimezone(LOCAL).date()
    owner, due = question_input.owner, question_input.due
    if owner is None or due is None:
        raise Refused(_("当场未回答的，须写明答复单位和期限。"))
    if not today <= due <= today + LONGEST:
        raise Refused(_("补答的期限须从今天起，最长 60 天。"))
    question.owner, question.due = owner, due
    incident = question.conference.incident.current
    question.clock = start_dated_clock(
        incident, OWED_ANSWER, end_of_day(due), unit_holder(owner), now
    )


@transaction.atomic
def answer_later(
    *, question: PressQuestion, answer: str, by: str, officer: Officer, now: datetime
) -> None:
    """补答 a question that was owed.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If nothing is said, or no office answers.
        Stale: If somebody answered it already.
    """
    require(officer, Capability.OUTREACH)
    words = checked_text(answer, ANSWER, _("请写答复。"))
    rows = PressQuestion.objects.filter(pk=question.pk, answer="")
    done = rows.update(
        answer=words, answered_by=office_name(by), later_at=now, later_by=officer
    )
    question.refresh_from_db()
    if done != 1:
        raise Stale(_("该问题已补充答复。"))
    if question.clock is not None:
        stop_clock(
            clock=question.clock, at=now, reason=Reason("clocks.answered_later"), now=now
        )
    row = question.conference
    record(row, "press.answered_later", officer, now)
