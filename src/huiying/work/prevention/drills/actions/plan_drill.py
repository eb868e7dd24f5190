"""安排演练: plan a drill, change it before it starts, cancel it.

In:   title, objectives, the script as lines, units that take part.    Out:  a drill.
Cost: one write and the record; about 2 ms a clause of the script to find names of persons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.db.claims import RowClaim
from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.grading.grades import Grade
from huiying.policy.prevention.drill_script import (
    MOST_WORDS,
    BadScript,
    DrillScript,
    make_script,
    read_lines,
    texts_of,
    to_data,
)
from huiying.policy.procedure.stages import SETTLED
from huiying.policy.time.zone import LOCAL
from huiying.reasons.marking import marked
from huiying.reasons.rendering import render
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.core.issue_text import MAX_LINE, issue_text
from huiying.work.prevention.drills.models import Drill, DrillState
from huiying.work.prevention.drills.queries import grave_incidents

TITLE_CHARS = 120
KIND = "drill"
claim_drill = RowClaim(
    DrillState,
    closed=marked("演练%(state)s，不能再更改。"),
    late=marked("演练已被他人更新，本次操作未执行。请核对最新内容后重新提交。"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillText:
    """What is practised.

    Attributes:
        steps: The script as lines, see ``policy.prevention.drill_script``.
        grade: The grade that fits what is played; None = the script says none.
        units: The units that should be notified.
    """

    title: str
    objectives: str
    steps: str
    minutes: int
    grade: Grade | None
    units: Sequence[Unit]


@transaction.atomic
def plan_drill(
    *,
    text: DrillText,
    officer: Officer,
    now: datetime,
    source: Incident | None = None,
    left_out: int = 0,
) -> Drill:
    """Plan a drill.

    Args:
        source: The closed incident that is replayed; left_out: its posts that are not.

    Raises:
        PermissionDenied: If the officer may not plan drills.
        Refused: If a text is missing or names a person, the script cannot be played, a unit is
            not the bureau's, or the incident is not the bureau's or not closed.
    """
    require(officer, Capability.CONSULT)
    if source is not None and (
        source.bureau_id != officer.bureau_id or source.stage not in SETTLED
    ):
        raise Refused(_("只能用本局已办结的事件作演练脚本。"))
    year = now.astimezone(LOCAL).year
    values = _values(officer.bureau_id, text)
    number = take_number(bureau_id=officer.bureau_id, kind=KIND, year=year)
    row = Drill.objects.create(
        bureau_id=officer.bureau_id,
        number=f"YL{number}",
        planned_at=now,
        planned_by=officer,
        source=source,
        left_out=left_out,
        **values,
    )
    record(row, "drill.planned", officer, now, hash=row.script_hash)
    return row


@transaction.atomic
def edit_drill(
    *,
    drill: Drill,
    text: DrillText,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Change a drill that has not started.

    Raises:
        PermissionDenied: If the officer may not plan drills.
        Refused: As ``plan_drill``; also if it started, ended or was cancelled.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    changes = _values(drill.bureau_id, text)
    claim_drill(drill, (DrillState.PLANNED,), revision, **changes)
    record(drill, "drill.edited", officer, now, hash=drill.script_hash)


@transaction.atomic
def cancel_drill(
    *,
    drill: Drill,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """取消: with a reason, before or while it runs; there is no result then.

    Raises:
        PermissionDenied: If the officer may not plan drills.
        Refused: If the reason is missing or names a person, or the drill is over.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    words = issue_text(reason, MAX_LINE, _("请填写取消演练的理由。"))
    claim_drill(
        drill,
        (DrillState.PLANNED, DrillState.RUNNING),
        revision,
        state=DrillState.CANCELLED,
        cancelled_at=now,
        cancelled_by=officer,
        cancel_reason=words,
    )
    record(drill, "drill.cancelled", officer, now, reason=words)


@transaction.atomic
def allow_despite(
    *,
    drill: Drill,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """重大事件期间仍开展: name the grave incidents that run, and why it starts all the same.

    Only who planned it may say so, and only for the incidents that run at this moment.

    Raises:
        PermissionDenied: If the officer may not plan drills.
        Refused: If another officer planned it, none runs, the reason is missing or names a
            person, or the drill has started.
        Stale: If somebody changed it since ``revision``.
    """
    require(officer, Capability.CONSULT)
    words = issue_text(reason, MAX_LINE, _("请填写重大事件期间仍开展演练的理由。"))
    if drill.planned_by_id != officer.pk:
        raise Refused(_("仅安排演练的人员可说明理由。"))
    numbers = list(grave_incidents(drill.bureau_id).values_list("number", flat=True))
    if not numbers:
        raise Refused(_("当前没有正在办理的重大负面事件，可直接开始。"))
    changes = {"despite": numbers, "despite_reason": words}
    claim_drill(drill, (DrillState.PLANNED,), revision, **changes)
    record(drill, "drill.allowed", officer, now, reason=words, incidents=numbers)


def _values(bureau_id: int, text: DrillText) -> dict[str, object]:
    for unit in text.units:
        if unit.bureau_id != bureau_id or not unit.active:
            raise Refused(_("未找到该单位。"))
    title = issue_text(text.title, TITLE_CHARS, _("请填写演练名称。"))
    objectives = issue_text(text.objectives, missing=_("请填写演练目的。"))
    data = to_data(_script(text))
    return {
        "title": " ".join(title.split()),
        "objectives": objectives,
        "script": data,
        "script_hash": hash_of_content(data),
    }


def _script(text: DrillText) -> DrillScript:
    """Return a script that can be played and names no person.

    Raises:
        Refused.
    """
    units = list(dict.fromkeys(unit.name for unit in text.units))
    try:
        script = make_script(
            minutes=text.minutes,
            grade=text.grade,
            units=units,
            steps=read_lines(text.steps),
        )
    except BadScript as error:
        raise Refused(render(error.why, _)) from error
    for words in dict.fromkeys(texts_of(script)):
        if words not in units:
            issue_text(words, MOST_WORDS)
    return script
