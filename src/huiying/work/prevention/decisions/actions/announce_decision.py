"""公布: record that the decision was announced, which arms its watch topics; link incidents.

In:   a signed file.    Out:  from this day on, posts are held against the foreseen doubts.
Cost: one write and the record.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.policy.prevention.decisions import Conclusion, may_announce
from huiying.policy.prevention.levels import RiskLevel
from huiying.policy.time.zone import LOCAL
from huiying.work.incidents.core.models import Incident
from huiying.work.prevention.core.issue_text import MAX_LINE, issue_text
from huiying.work.prevention.decisions.models import DecisionFile, DecisionIncident
from huiying.work.prevention.decisions.queries import in_force

UNFORESEEN = 0
WHERE_CHARS = 500


@transaction.atomic
def announce_decision(
    *,
    decision: DecisionFile,
    on: date,
    where: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Record the announcement.

    Raises:
        PermissionDenied: If the officer may not write files.
        Refused: If no version is signed, its result does not allow the decision, it was
            announced already, the day has not come, or the place is missing.
        Stale: If somebody changed the file since ``revision``.
    """
    require(officer, Capability.CONSULT)
    place = issue_text(where, WHERE_CHARS, _("请填写公布的地点或网址。"))
    signed = in_force(decision)
    if signed is None:
        raise Refused(_("评估卷尚未签署：未经评估不决策、不公布。"))
    if not signed.content["emergency"] and not _allows(signed.content):
        raise Refused(
            _("评估结果为高、中风险或风险不可控，不得公布实施。请调整方案后重新评估。")
        )
    if decision.announced_on is not None:
        raise Refused(_("公布情况已登记。"))
    if on > now.astimezone(LOCAL).date():
        raise Refused(_("公布日期不得晚于今天。"))
    changes = {"announced_on": on, "announced_where": place, "announced_by": officer}
    if not claim_row(decision, revision, changes):
        raise Stale(_("评估卷已被他人更新，本次未登记。请核对最新内容。"))
    points = sum(not one["struck"] for one in signed.content["points"])
    record(decision, "decision.announced", officer, now, on=on.isoformat(), points=points)


@transaction.atomic
def link_incident(
    *,
    decision: DecisionFile,
    incident: Incident,
    place: int,
    reason: str,
    officer: Officer,
    now: datetime,
) -> DecisionIncident:
    """Say that an incident is about the decision: a foreseen doubt, or one nobody foresaw.

    Args:
        place: Of the foreseen doubt; UNFORESEEN = nobody foresaw it.

    Raises:
        PermissionDenied: If the officer may not write files.
        Refused: If the decision was not announced, the incident is another bureau's or linked
            already, there is no such doubt, or the reason is missing.
    """
    require(officer, Capability.CONSULT)
    words = issue_text(reason, MAX_LINE, _("请填写判断理由。"))
    signed = in_force(decision)
    if signed is None or decision.announced_on is None:
        raise Refused(_("决策尚未公布，请先登记公布情况。"))
    if incident.bureau_id != decision.bureau_id:
        raise Refused(_("未找到该事件。"))
    places = {one["place"] for one in signed.content["points"] if not one["struck"]}
    if place != UNFORESEEN and place not in places:
        raise Refused(_("未找到该风险点。"))
    if decision.incidents.filter(incident=incident).exists():
        raise Refused(_("该事件已关联本评估卷。"))
    row = DecisionIncident.objects.create(
        bureau_id=decision.bureau_id,
        decision=decision,
        incident=incident,
        place=place,
        reason=words,
        at=now,
        by=officer,
    )
    data = {"incident": incident.number, "place": place, "reason": words}
    record(decision, "decision.incident_linked", officer, now, **data)
    return row


def _allows(content: dict[str, object]) -> bool:
    level, conclusion = str(content["level"]), str(content["conclusion"])
    return may_announce(
        RiskLevel(level) if level else None, Conclusion(conclusion) if conclusion else None
    )
