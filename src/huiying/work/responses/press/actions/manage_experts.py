"""专家名单: list experts by their own consent, record interpretations, remove them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.text import checked_text, web_address
from huiying.work.incidents.core.models import Incident
from huiying.work.responses.core.text import strip_unsafe
from huiying.work.responses.press.models import Expert, Interpretation

NAME, FIELD, INSTITUTION, CONSENT = 40, 80, 120, 200
TOPIC, OUTLET, SUMMARY = 120, 80, 4000


@dataclass(frozen=True, slots=True)
class ExpertInput:
    """An expert as he consented to be listed: how he said so, and on which day."""

    name: str
    field: str
    institution: str
    consented_on: date
    consent: str


@transaction.atomic
def list_expert(*, listed: ExpertInput, officer: Officer, now: datetime) -> Expert:
    """Put an expert on the roster; without his own consent nobody is on it.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If something is missing, the consent lies ahead, or he is listed already.
    """
    require(officer, Capability.OUTREACH)
    values = {
        "name": _short(listed.name, NAME, _("请写专家公开使用的姓名。")),
        "field": _short(listed.field, FIELD, _("请写专业领域。")),
        "institution": _short(listed.institution, INSTITUTION, _("请写所在机构。")),
        "consent": _short(listed.consent, CONSENT, _("请填写本人同意公开列名的方式。")),
    }
    if listed.consented_on > now.astimezone(LOCAL).date():
        raise Refused(_("同意日期不得晚于今日。"))
    known = Expert.objects.filter(
        bureau_id=officer.bureau_id,
        name=values["name"],
        institution=values["institution"],
        left_at__isnull=True,
    )
    if known.exists():
        raise Refused(_("这位专家已经在名单上。"))
    row = Expert.objects.create(
        bureau_id=officer.bureau_id, consented_on=listed.consented_on, listed_at=now, **values
    )
    record(row, "expert.listed", officer, now)
    return row


@transaction.atomic
def remove_expert(*, expert: Expert, officer: Officer, now: datetime) -> None:
    """退出 on his word; what he said in public stays.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Stale: If he left already.
    """
    require(officer, Capability.OUTREACH)
    if Expert.objects.filter(pk=expert.pk, left_at__isnull=True).update(left_at=now) != 1:
        raise Stale(_("这位专家已经退出名单。"))
    expert.refresh_from_db()
    record(expert, "expert.left", officer, now)


@dataclass(frozen=True, slots=True)
class InterpretationInput:
    """What an expert explained in public, as it was typed."""

    topic: str
    outlet: str
    at: datetime
    summary: str
    link: str = ""


@transaction.atomic
def record_interpretation(
    *,
    expert: Expert,
    incident: Incident,
    explained: InterpretationInput,
    officer: Officer,
    now: datetime,
) -> Interpretation:
    """Keep an explanation; it is never changed.

    Raises:
        PermissionDenied: If the officer has no OUTREACH.
        Refused: If he left the roster, something is missing, or the moment has not come.
    """
    require(officer, Capability.OUTREACH)
    if expert.left_at is not None:
        raise Refused(_("这位专家已经退出名单。"))
    if explained.at > now:
        raise Refused(_("解读时间不得晚于当前时间。"))
    row = Interpretation.objects.create(
        bureau_id=incident.bureau_id,
        expert=expert,
        incident=incident,
        topic=checked_text(explained.topic, TOPIC, _("请写题目。")),
        outlet=_short(explained.outlet, OUTLET, _("请填写解读场合。")),
        at=explained.at,
        link=web_address(explained.link),
        summary=checked_text(explained.summary, SUMMARY, _("请填写解读内容。")),
        recorded_at=now,
        recorded_by=officer,
    )
    record(row, "expert.explained", officer, now)
    return row


def _short(text: str, most: int, missing: str) -> str:
    words = " ".join(strip_unsafe(text).split())
    if not words:
        raise Refused(missing)
    if len(words) > most:
        raise Refused(_("最多 %(most)s 字，现在 %(here)s 字。")
                           % {"most": most, "here": len(words)})  # fmt: skip
    return words
