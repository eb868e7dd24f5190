"""复盘: write an after-action review with lessons, and finish it into the case library.

In:   a closed incident, words.    Out:  a review without persons; its lessons are risks.
Cost: a few writes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.engine.masking.mask import mask
from huiying.policy.closing.cases import CaseKind
from huiying.policy.procedure.stages import Stage
from huiying.policy.time.calendar import end_of_day
from huiying.policy.time.zone import LOCAL
from huiying.work.closing.core.models import Closing
from huiying.work.closing.reviews.models import AfterReview, Lesson, ReviewState
from huiying.work.incidents.core.models import Incident

MAX_TEXT, MAX_LINE = 4_000, 400
MIN_NAME = 2  # characters; a shorter name would stop ordinary words


@dataclass(frozen=True, slots=True)
class ReviewText:
    """The words of a review."""

    kind: CaseKind
    happened: str
    went_well: str = ""
    went_badly: str = ""


@transaction.atomic
def start_review(
    *, incident: Incident, text: ReviewText, officer: Officer, now: datetime
) -> AfterReview:
    """Begin the review of a closed incident.

    Raises:
        Refused: If the incident is not closed, has a review, or the words are missing or
            name a person.
    """
    incident = lock_row(Incident, incident.pk)
    if incident.stage != Stage.CLOSED:
        raise Refused(_("办结以后才复盘。"))
    if AfterReview.objects.filter(incident=incident).exists():
        raise Refused(_("这个事件已有复盘，请在那一份上写。"))
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=incident.bureau_id, kind="review", year=year)
    row = AfterReview.objects.create(
        bureau_id=incident.bureau_id,
        number=f"V{number}",
        incident=incident,
        title=mask(incident.title).text,
        grade=incident.grade,
        started_at=now,
        started_by=officer,
        **_values(incident.bureau_id, text),
    )
    record(row, "review.started", officer, now)
    return row


@transaction.atomic
def edit_review(
    *,
    review: AfterReview,
    text: ReviewText,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Change the words; a finished one only when the incident was reopened since.

    Raises:
        Refused: If it is finished, or the words are missing or name a person.
        Stale: If somebody changed it since ``revision``.
    """
    _claim(review, revision, _values(review.bureau_id, text))
    record(review, "review.edited", officer, now)


@transaction.atomic
def add_lesson(
    *, review: AfterReview, text: str, unit: Unit, due: date, officer: Officer, now: datetime
) -> Lesson:
    """Add what must change, by which unit, by which day.

    Raises:
        Refused: If the review is finished, the unit is another bureau's, the day is over,
            or the words are missing or name a person.
    """
    if unit.bureau_id != review.bureau_id or not unit.active:
        raise Refused(_("未找到该单位。"))
    due_at = end_of_day(due)
    if due_at <= now:
        raise Refused(_("期限须在今天或以后。"))
    words = _checked_words(review.bureau_id, text, MAX_LINE)
    if not words:
        raise Refused(_("请填写整改事项。"))
    _claim(review, None, {})
    row = Lesson.objects.create(
        bureau_id=review.bureau_id, review=review, text=words, unit=unit, due_at=due_at
    )
    record(review, "review.lesson", officer, now, unit=unit.name)
    return row


@transaction.atomic
def drop_lesson(*, lesson: Lesson, officer: Officer, now: datetime) -> None:
    """Take a lesson out of a review that is still written.

    Raises:
        Refused: If the review is finished.
    """
    _claim(lesson.review, None, {})
    lesson.delete()
    record(lesson.review, "review.edited", officer, now)


@transaction.atomic
def finish_review(
    *, review: AfterReview, officer: Officer, now: datetime, revision: int | None = None
) -> None:
    """Put the review into the case library; its lessons become the risk list.

    Raises:
        Refused: If the incident was reopened meanwhile, what went well or badly is not
            said, or there is no lesson.
        Stale: If somebody changed it since ``revision``.
    """
    review.refresh_from_db()
    if review.state == ReviewState.FINISHED:
        raise Refused(_("复盘已经完成。"))
    stage = Incident.objects.values_list("stage", flat=True).get(pk=review.incident_id)
    if stage != Stage.CLOSED:
        raise Refused(_("复盘期间事件已重新办理。已写内容保留；再次办结后方可完成复盘。"))
    if not review.went_well or not review.went_badly:
        raise Refused(_("请填写有效做法和存在问题。"))
    if not review.lessons.exists():
        raise Refused(_("至少填写一项整改事项，写明单位和期限。"))
    done = {"state": ReviewState.FINISHED, "finished_at": now, "finished_by": officer}
    grade = Incident.objects.values_list("grade", flat=True).get(pk=review.incident_id)
    _claim(review, revision, {**done, "grade": grade})
    record(review, "review.finished", officer, now, lessons=review.lessons.count())


@transaction.atomic
def settle_lesson(*, lesson: Lesson, how: str, officer: Officer, now: datetime) -> None:
    """整改到位: what was done about it; then it is no open risk any more.

    Raises:
        Refused: If it is done already, or nothing is said of how.
    """
    words = _checked_words(lesson.bureau_id, how, MAX_LINE)
    if not words:
        raise Refused(_("请填写整改情况。"))
    rows = Lesson.objects.filter(pk=lesson.pk, done_at__isnull=True)
    if rows.update(done_at=now, done_by=officer, how=words) != 1:
        raise Refused(_("该整改事项已整改。"))
    record(lesson.review, "review.lesson_settled", officer, now, unit=lesson.unit.name)


def reopened_since(review: AfterReview) -> bool:
    """Tell whether the incident was opened again after the review was finished."""
    return (
        review.finished_at is not None
        and Closing.objects.filter(
            incident_id=review.incident_id, reopened_at__gt=review.finished_at
        ).exists()
    )


def _claim(review: AfterReview, revision: int | None, values: Mapping[str, object]) -> None:
    review.refresh_from_db()
    if review.state == ReviewState.FINISHED:
        if not reopened_since(review):
            raise Refused(_("复盘已经完成，不再改动。"))
        values = {"state": ReviewState.WRITING, "finished_at": None, **values}
    if not claim_row(review, revision, values):
        raise Stale(_("复盘已被他人更新，本次未保存。请核对最新内容后重新保存。"))


def _values(bureau_id: int, text: ReviewText) -> dict[str, str]:
    happened = _checked_words(bureau_id, text.happened, MAX_TEXT)
    if not happened:
        raise Refused(_("请填写事件经过。"))
    return {
        "kind": str(text.kind),
        "happened": happened,
        "went_well": _checked_words(bureau_id, text.went_well, MAX_TEXT),
        "went_badly": _checked_words(bureau_id, text.went_badly, MAX_TEXT),
    }


def _checked_words(bureau_id: int, text: str, most: int) -> str:
    """Return words without persons: numbers and accounts masked, officers' names refused."""
    names = Officer.objects.filter(bureau_id=bureau_id).values_list("name", flat=True)
    if any(len(name) >= MIN_NAME and name in text for name in names):
        raise Refused(_("复盘不得写个人姓名。请改写为单位或岗位。"))
    return masked_text(text.strip())[:most]
