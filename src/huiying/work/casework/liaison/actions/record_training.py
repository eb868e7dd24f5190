"""培训: what was learnt, and the rule-book change that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.rulebook.queries import version_row
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.text import checked_text, office_name
from huiying.work.casework.liaison.models import Training

MAX_TOPIC, MAX_GIVEN_BY, MAX_ATTENDED, MAX_LEARNED, MAX_CHANGED, MAX_PEOPLE = (
    120,
    80,
    200,
    2000,
    300,
    2000,
)


@dataclass(frozen=True, slots=True)
class TrainingInput:
    """A training as it was typed; ``rules`` numbers a version, "" = none came of it."""

    held_on: date
    topic: str
    given_by: str
    attended: str
    people: int
    learned: str
    rules: str = ""
    changed: str = ""


@transaction.atomic
def record_training(*, held: TrainingInput, officer: Officer, now: datetime) -> Training:
    """Keep a training; it is never changed.

    Raises:
        Refused: If something is missing, the day lies ahead, the version is unknown, or
            a version is named without what it changed.
    """
    if held.held_on > now.astimezone(LOCAL).date():
        raise Refused(_("培训日期不得晚于今日。"))
    if not 1 <= held.people <= MAX_PEOPLE:
        raise Refused(_("请写参加人数。"))
    rules = version_row(officer.bureau_id, held.rules) if held.rules else None
    if held.rules and rules is None:
        raise Refused(_("未找到规则第 %(number)s 版。") % {"number": held.rules})
    missing = _("请填写规则相应修改的内容。") if rules else ""
    row = Training.objects.create(
        bureau_id=officer.bureau_id,
        held_on=held.held_on,
        topic=checked_text(held.topic, MAX_TOPIC, _("请写明培训题目。")),
        given_by=office_name(held.given_by, MAX_GIVEN_BY),
        attended=checked_text(held.attended, MAX_ATTENDED, _("请填写参加科室。")),
        people=held.people,
        learned=checked_text(held.learned, MAX_LEARNED, _("请填写培训收获。")),
        rules=rules,
        changed=checked_text(held.changed, MAX_CHANGED, missing),
        recorded_at=now,
        recorded_by=officer,
    )
    record(
        row,
        "training.recorded",
        officer,
        now,
        people=row.people,
        version=rules.version if rules else "",
    )
    return row
