"""升级并通报: raise a grade and let every unit in charge know of it, in one act.

In:   a rise that the system proposes, or a graver grade with its reason.
Out:  the grade stands, and each unit that has a notice of the matter has one of the raise.
Cost: those of the grade and of a notice for each unit.

The notice of the raise alone meets the 30 minutes of the proposal (Article 4(3)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.house_text import house_label, house_text
from huiying.base.db.locks import lock_row
from huiying.base.errors import Stale
from huiying.policy.grading.grades import Grade
from huiying.policy.grading.second_signature import GradeGround
from huiying.work.casework.notices.actions.notify import notify_unit
from huiying.work.casework.notices.models import Notice, NoticeState
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.grading.actions.regrade import regrade
from huiying.work.incidents.grading.models import GradingRequest
from huiying.work.incidents.grading.rise_models import GradeRise
from huiying.work.incidents.grading.rises import OPEN


@dataclass(frozen=True, slots=True)
class Raised:
    """What came of it.

    Attributes:
        waits: What waits for a second signature; None = the grade took effect.
        notices: Those of the raise, the leading unit's first.
    """

    waits: GradingRequest | None
    notices: list[Notice]


@transaction.atomic
def raise_as_proposed(
    *, rise: GradeRise, shown_grade: int, officer: Officer, now: datetime, guidance: str = ""
) -> Raised:
    """Raise an incident to what the system proposes, and notify every unit in charge.

    Args:
        shown_grade: The proposed grade on the officer's screen.
        guidance: What the units are asked to do; "" = what the raise itself asks.

    Raises:
        Refused: As ``regrade`` and ``notify_unit``.
        Stale: If the proposal was settled, or is another one by now.
    """
    incident = lock_row(Incident, rise.incident.current.pk)
    row = lock_row(GradeRise, rise.pk)
    if row.state not in OPEN or row.grade != shown_grade or row.incident_id != incident.pk:
        raise Stale(_("该升级建议已处理或已变更，本次操作未执行。请核对最新内容。"))
    return regrade_and_notify(
        incident=incident,
        grade=Grade(row.grade),
        reason=house_text("采纳系统升级建议"),
        ground=GradeGround.CONSULTED,
        guidance=guidance,
        officer=officer,
        now=now,
    )


@transaction.atomic
def regrade_and_notify(
    *,
    incident: Incident,
    grade: Grade,
    reason: str,
    officer: Officer,
    now: datetime,
    ground: GradeGround | None = None,
    guidance: str = "",
    revision: int | None = None,
) -> Raised:
    """Sign another grade; of a raise that took effect, every unit in charge has a notice.

    Raises:
        Refused, Stale: As ``regrade`` and ``notify_unit``.
    """
    before = Grade(incident.grade)
    waits = regrade(
        incident=incident,
        grade=grade,
        reason=reason,
        ground=ground,
        officer=officer,
        now=now,
        revision=revision,
    )
    incident.refresh_from_db()
    if waits is not None or incident.grade <= before:
        return Raised(waits, [])
    words = house_text("舆情等级由%(before)s升为%(grade)s，请按新的等级办理并反馈。") % {
        "before": house_label(before.label),
        "grade": house_label(Grade(incident.grade).label),
    }
    text = f"{words}{guidance.strip()}"
    notices = [
        notify_unit(
            incident=incident,
            unit=unit,
            guidance=text,
            officer=officer,
            now=now,
            known_since=now,  # a further unit knew nothing of the raise before
            again=True,
        )
        for unit in units_in_charge(incident)
    ]
    return Raised(None, notices)


def units_in_charge(incident: Incident) -> list[Unit]:
    """Return the units that have a notice of a matter and did not send it back, leading first.

    One that is out of use is none: nobody there reads a notice.
    """
    rows = Notice.objects.filter(incident=incident, unit__active=True)
    rows = rows.exclude(state=NoticeState.RETURNED).select_related("unit")
    units = {row.unit_id: row.unit for row in rows.order_by("pk")}
    lead = incident.lead_unit_id
    return sorted(units.values(), key=lambda unit: unit.pk != lead)
