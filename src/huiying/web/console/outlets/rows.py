"""Lines of a release plan as rows."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.files import file_facts
from huiying.work.responses.outlets.models import Agreement, Carried, PlanLine, PlanState
from huiying.work.responses.outlets.queries import lines_in_need, needs_correction

MOST = 20
LEVELS = {Agreement.SAME: "ok", Agreement.EXCERPT: "ok", Agreement.DIFFERS: "bad"}


def line_row(line: PlanLine, newest: int, officer: Officer, now: datetime) -> dict[str, Any]:
    """Return one channel: state, proof, whether it says the same, what may be done.

    Args:
        newest: The version that is public now; 0 = nothing is.
    """
    last = next(iter(line.carried.all()), None)
    return {
        "id": line.pk,
        "url": reverse("console:plan-line", args=[line.pk]),
        "outlet": line.account.platform,
        "account": line.account.name,
        "owner": line.owner.name,
        "planned_at": line.planned_at,
        "state": line.state,
        "state_word": PlanState(line.state).label,
        "reason": line.reason,
        "late": line.state == PlanState.PLANNED and newest > 0 and line.planned_at <= now,
        "old": needs_correction(line, newest),
        "last": carried_row(last) if last else None,
        "acts": line_acts(line, newest, officer),
    }


def carried_row(row: Carried) -> dict[str, Any]:
    """Return one time that a channel carried a version."""
    return {
        "at": row.at,
        "version": row.release.version,
        "link": row.link,
        "proof": row.proof,
        "by": row.recorded_by.name,
        "agreement": row.agreement,
        "agreement_word": Agreement(row.agreement).label,
        "level": LEVELS.get(Agreement(row.agreement), "dash"),
        "digest": row.digest,
        "file": row.file_id is not None,
    }


def with_file(row: Carried) -> dict[str, Any]:
    """Return ``carried_row`` with its picture, which is read and held to its hash."""
    url = reverse("console:plan-file", args=[row.line_id, row.pk])
    return carried_row(row) | {"file": file_facts(row.file, url) if row.file else None}


def line_acts(line: PlanLine, newest: int, officer: Officer) -> list[ActButton]:
    """Return what may be done with a channel, the next thing first."""
    if not may(officer, Capability.OUTREACH):
        return []
    state = PlanState(line.state)
    steps = dict(_BEFORE) if state == PlanState.PLANNED else {}
    if state == PlanState.UNKNOWN:
        steps = {"plan-carried": _("看到了，登记已发…"), "plan-absent": _("没有发出…")}
    elif newest and state != PlanState.DROPPED:
        words = _("登记已发…") if state == PlanState.PLANNED else _("重新核对…")
        if needs_correction(line, newest):
            words = _("登记已更正…")
        steps = {"plan-carried": words, "plan-doubt": _("结果不明…"), **steps}
    return [act_button(_(label), f"console:{name}", line.pk) for name, label in steps.items()]


_BEFORE = {"plan-edit": gettext_noop("修改…"), "plan-drop": gettext_noop("不发了…")}


def outlet_waiting(officer: Officer, now: datetime) -> list[dict[str, Any]]:
    """Return the channels that need a person; [] = not his to do."""
    if not may(officer, Capability.OUTREACH):
        return []
    words = {
        "look": (_("结果不明，先看再发"), _("去看")),
        "failed": (_("公众号没有发出"), _("去看")),
        "ready": (_("公众号草稿等发布"), _("去发布")),
        "correct": (_("还是旧版，须更正"), _("去更正")),
        "late": (_("过了计划时间还没有发"), _("去登记")),
    }
    rows = []
    for line, why in lines_in_need(officer.bureau_id, now)[:MOST]:
        kind, label = words[why]
        rows.append(
            {
                "clock": None,
                "kind": kind,
                "text": f"{line.account} · {line.answer.number}",
                "url": reverse("console:plan", args=[line.answer.number]),
                "label": label,
            }
        )
    return rows
