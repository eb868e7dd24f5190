"""登记对外答复: record what a unit answered in its own name, and the guidance then in force.

In:   where, when, what, by which unit; whether it keeps to the line, as a person sees it.
Out:  a row that stands beside the version of that moment.
Cost: one row and one record. No machine compares the two texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.work.casework.notices.guidance import guidance_at
from huiying.work.casework.notices.models import Agreement, OutsideAnswer
from huiying.work.casework.notices.queries import standing_notices
from huiying.work.incidents.core.models import Incident


@dataclass(frozen=True, slots=True)
class OutsideAnswerInput:
    """What was answered outside: where, when, the words, and how they stand to the line."""

    at: datetime
    place: str
    text: str
    link: str = ""
    departs: bool = False
    departs_how: str = ""


@transaction.atomic
def record_outside_answer(
    *,
    incident: Incident,
    unit: Unit,
    answered: OutsideAnswerInput,
    officer: Officer,
    now: datetime,
) -> OutsideAnswer:
    """Keep an answer; it is never changed, a further one is a new row.

    Raises:
        Refused: If the unit was not notified, place or words are missing, the moment has
            not come, the link is no web address, or nothing says how it departs.
    """
    if not standing_notices(incident).filter(unit=unit).exists():
        raise Refused(_("%(unit)s未收到该事件的通报。") % {"unit": unit.name})
    if not answered.place.strip() or not answered.text.strip():
        raise Refused(_("请填写答复的渠道和内容。"))
    if answered.at > now:
        raise Refused(_("答复时间不得晚于当前时间。"))
    link = answered.link.strip()
    if link and not link.startswith(("https://", "http://")):
        raise Refused(_("链接须以 https:// 或 http:// 开头。"))
    if answered.departs and not answered.departs_how.strip():
        raise Refused(_("请填写与口径的差异。"))
    guidance = guidance_at(incident, answered.at)
    agreement = _agreement(answered, known=guidance is not None)
    row = OutsideAnswer.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        unit=unit,
        guidance=guidance,
        answered_at=answered.at,
        place=answered.place.strip()[:100],
        text=answered.text.strip(),
        link=link[:400],
        agreement=agreement,
        departs_how=answered.departs_how.strip()[:400]
        if agreement == Agreement.DEPARTS
        else "",
        recorded_at=now,
        recorded_by=officer,
    )
    record(
        row,
        "answer.outside",
        officer,
        now,
        unit=unit.name,
        place=row.place,
        agreement=str(agreement),
        version=guidance.version if guidance else 0,
    )
    return row


def _agreement(answered: OutsideAnswerInput, *, known: bool) -> Agreement:
    if not known:
        return Agreement.NO_LINE
    return Agreement.DEPARTS if answered.departs else Agreement.SAME
