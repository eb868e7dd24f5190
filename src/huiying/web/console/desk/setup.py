"""The check-list of a new bureau: what is left to set up, and where.

In:   an officer who administers.    Out:  steps with done or not; None when all are done.
Cost: a dozen small queries, for administrators only.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.capabilities import Capability, Role
from huiying.base.accounts.queries import Officer, holders_of, may, units_of
from huiying.base.outbox.queries import all_channels
from huiying.jobs.readiness import readiness
from huiying.work.collection.queries import sources_of


def steps_of(bureau_id: int, now: datetime) -> list[dict[str, Any]]:
    """Return every step of the set-up with whether it is done."""
    people = reverse("console:people")

    def held(role: Role) -> bool:
        return holders_of(bureau_id, role).exists()

    return [
        _step(
            _("添加科室、直属单位和外单位"),
            _("每个单位写明职责，机器据此建议通报给谁。"),
            done=units_of(bureau_id).exists(),
            url=people,
        ),
        _step(
            _("指定值班员"),
            _("没有值班员，重大舆情没有人接。"),
            done=held(Role.DUTY_OFFICER),
            url=people,
        ),
        _step(
            _("指定组长或副组长"),
            _("回应须由起草人以外的领导审定。"),
            done=held(Role.LEADER) or held(Role.DEPUTY),
            url=people,
        ),
        _step(
            _("指定新闻发言人"),
            _("审定后的回应由发言人发布。"),
            done=held(Role.SPOKESPERSON),
            url=people,
        ),
        _step(
            _("指定承办人员"),
            _("单位里至少一人能签收通报。"),
            done=held(Role.SECTION_OFFICER),
            url=people,
        ),
        _step(
            _("添加来源"),
            _("订阅源、网页、推送或文件。"),
            done=sources_of(bureau_id).exists(),
            url=reverse("console:sources"),
        ),
        _step(
            _("添加系统外的提醒渠道"),
            _("值班员不在屏幕前时也能收到警报。"),
            done=all_channels(bureau_id).exists(),
            url=reverse("console:channels"),
        ),
        _step(
            _("确认 30 分钟通报做得到"),
            _("来源间隔、值班表和渠道合起来要来得及。"),
            done=all(point.fine for point in readiness(bureau_id, now)),
            url=reverse("console:rules-readiness"),
        ),
    ]


def checklist(officer: Officer, now: datetime) -> dict[str, Any] | None:
    """Return the check-list for the administrator's desk."""
    if not may(officer, Capability.MANAGE_PEOPLE):
        return None
    steps = steps_of(officer.bureau_id, now)
    done = sum(step["done"] for step in steps)
    if done == len(steps):
        return None
    return {"done": done, "total": len(steps), "steps": steps}


def _step(label: str, note: str, *, done: bool, url: str) -> dict[str, Any]:
    return {"label": label, "note": note, "done": done, "url": url}
