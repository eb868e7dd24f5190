"""Record that a superior body was told of a 重大 incident by telephone (重大即报)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.models import Superior
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.grading.grades import Grade
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.incidents.models import SuperiorCall


@transaction.atomic
def record_superior_call(
    *,
    incident: Incident,
    superior: Superior,
    answered_by: str,
    at: datetime,
    officer: Officer,
    now: datetime,
) -> SuperiorCall:
    """Keep who answered, and when; a second call is another row.

    Raises:
        Refused: If the incident is not 重大, the body is another bureau's or no longer in use,
            nobody is named, or the moment is before the discovery or has not come.
    """
    if incident.grade < Grade.MAJOR:
        raise Refused(_("只有重大事件才要即报上级。"))
    if superior.bureau_id != incident.bureau_id or not superior.active:
        raise Refused(_("未找到该上级机关。"))
    if not answered_by.strip():
        raise Refused(_("请写明接听的岗位。"))
    if not incident.discovered_at <= at <= now:
        raise Refused(_("报告的时间须在发现以后、现在以前。"))
    row = SuperiorCall.objects.create(
        bureau_id=incident.bureau_id,
        incident=incident,
        superior=superior,
        at=at,
        answered_by=answered_by.strip()[:100],
        recorded_by=officer,
        recorded_at=now,
    )
    data = {"superior": superior.name, "answered_by": row.answered_by}
    record(incident, "incident.superior_called", officer, now, **data)
    return row
