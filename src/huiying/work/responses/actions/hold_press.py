"""召开: what was said, each question with its answer, or who answers it later and until when.

In:   an approved conference, questions of media.    Out:  a record; questions that are owed.
Cost: one row a question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer, Unit
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.clocks.queries import running
from huiying.base.signoff.models import Decision
from huiying.policy.calendar import LOCAL, end_of_day
from huiying.policy.offline import OWED_ANSWER
from huiying.work.casework.actions.promise import make_promise
from huiying.work.casework.contacts import clean, office_name
from huiying.work.casework.models import Commitment
from huiying.work.casework.tasks import holder_of, set_clock
from huiying.work.incidents.exceptions import CannotDecide, Stale
from huiying.work.incidents.notice_clock import PRESS
from huiying.work.responses.actions.apply_press import subject_of
from huiying.work.responses.drafting import incident_now
from huiying.work.responses.models import PressConference, PressQuestion, PressState
from huiying.work.responses.press import claim_press, hash_of_press, record_press

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
        CannotDecide: If it was not approved as it stands, nothing was said, or the moment has
            not come.
        Stale: If somebody acted on it meanwhile.
    """
    require(officer, Capability.OUTREACH)
    if at > now:
        raise CannotDecide(_("召开时间还没有到。"))
    words = clean(said, SAID, _("请写发布词。"))
    kept = clean(recording, RECORDING)
    request = row.signoff
    bound = request is not None and request.content_hash == hash_of_press(row)
    if request is None or not bound or request.decision != Decision.APPROVED:
        raise CannotDecide(_("申请没有批准，或批准后有改动，不能登记召开。"))
    states = (PressState.APPROVED,)
    claim_press(
        row, states, revision, state=PressState.HELD, held_at=at, said=words, recording=kept
    )
    _stop_clocks(row, at, now)
    record_press(subject_of(row), row.incident, "press.held", officer, now)


def _stop_clocks(row: PressConference, at: datetime, now: datetime) -> None:
    """Stop the 24 hours that a grave emergency gives (国办发〔2016〕80号)."""
    number = incident_now(row.incident).number
    for clock in running(row.bureau_id).filter(kind=PRESS, subject_ref=number):
        stop_clock(clock=clock, at=at, reason=kept("已召开新闻发布会"), now=now)


@dataclass(frozen=True, slots=True)
class Asked:
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
    *, row: PressConference, asked: Asked, officer: Officer, now: datetime
) -> PressQuestion:
    """Log a question of a conference that was held.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        CannotDecide: If it was not held, the medium or question is missing, an answer names no
            office, or an unanswered question or a promise has no owner and day.
    """
    require(officer, Capability.OUTREACH)
    if row.state != PressState.HELD:
        raise CannotDecide(_("发布会还没有召开，没有问答可记。"))
    answer = clean(asked.answer, ANSWER)
    question = PressQuestion(
        bureau_id=row.bureau_id,
        conference=row,
        medium=clean(asked.medium, MEDIUM, _("请写是哪家媒体。")),
        question=clean(asked.question, QUESTION, _("请写问题。")),
        answer=answer,
        recorded_at=now,
    )
    if answer:
        question.answered_by = office_name(asked.answered_by)
        question.commitment = _promise(row, asked, officer, now)
    else:
        _owed(question, asked, now)
    question.save()
    verb = "press.answered" if answer else "press.owed"
    record_press(subject_of(row), row.incident, verb, officer, now)
    return question


def _promise(
    row: PressConference, asked: Asked, officer: Officer, now: datetime
) -> Commitment | None:
    """Put what an answer promised on record as a promise, with its clock."""
    if not asked.promise.strip():
        return None
    if asked.owner is None or asked.due is None:
        raise CannotDecide(_("当场承诺的，要写由哪个单位兑现、到哪天。"))
    return make_promise(
        incident=incident_now(row.incident),
        text=asked.promise,
        place=_("新闻发布会 %(number)s") % {"number": row.number},
        unit=asked.owner,
        due=asked.due,
        officer=officer,
        now=now,
    )


def _owed(question: PressQuestion, asked: Asked, now: datetime) -> None:
    """Let a unit owe the answer until a day: a clock runs until it is given."""
    today = now.astimezone(LOCAL).date()
    owner, due = asked.owner, asked.due
    if owner is None or due is None:
        raise CannotDecide(_("当场没有回答的，要写由哪个单位答、答到哪天。"))
    if not today <= due <= today + LONGEST:
        raise CannotDecide(_("补答的期限须从今天起，最长 60 天。"))
    question.owner, question.due = owner, due
    incident = incident_now(question.conference.incident)
    question.clock = set_clock(incident, OWED_ANSWER, end_of_day(due), holder_of(owner), now)


@transaction.atomic
def answer_later(
    *, question: PressQuestion, answer: str, by: str, officer: Officer, now: datetime
) -> None:
    """补答 a question that was owed.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        CannotDecide: If nothing is said, or no office answers.
        Stale: If somebody answered it already.
    """
    require(officer, Capability.OUTREACH)
    words = clean(answer, ANSWER, _("请写答复。"))
    rows = PressQuestion.objects.filter(pk=question.pk, answer="")
    done = rows.update(
        answer=words, answered_by=office_name(by), later_at=now, later_by=officer
    )
    question.refresh_from_db()
    if done != 1:
        raise Stale(_("这个问题已经有人补答。"))
    if question.clock is not None:
        stop_clock(clock=question.clock, at=now, reason=kept("已补答"), now=now)
    row = question.conference
    record_press(subject_of(row), row.incident, "press.answered_later", officer, now)
