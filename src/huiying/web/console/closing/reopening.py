"""Closed incidents that are discussed again, on the desk."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.work.closing.gate.queries import pending_reopen_proposals

MOST = 20


@dataclass(frozen=True, slots=True)
class ReopeningRow:
    """A closed incident that is discussed again."""

    number: str
    title: str
    url: str
    why: str
    acts: list[ActButton]


def reopening_rows(officer: Officer) -> list[ReopeningRow]:
    """Return what the machine proposes to open again, oldest first."""
    if not may(officer, Capability.TRIAGE):
        return []
    rows = []
    for row in pending_reopen_proposals(officer.bureau_id)[:MOST]:
        incident = row.closing.incident
        rows.append(
            ReopeningRow(
                number=incident.number,
                title=incident.title,
                url=reverse("console:incident", args=[incident.number]),
                why=_("办结后 24 小时内又有 %(posts)s 条。") % {"posts": row.posts}
                if row.usual is None
                else _("办结后 24 小时内新增 %(posts)s 条，本局常态水平为 %(usual)s 条。")
                % {"posts": row.posts, "usual": round(row.usual)},
                acts=[
                    act_button(
                        _("重新办理…"), "console:incident-reopen", incident.number, main=True
                    ),
                    act_button(_("保持办结…"), "console:reopening-decline", row.pk),
                ],
            )
        )
    return rows
