"""On the desk: closed incidents that are spoken of again, for an officer to decide.

In:   the officer.    Out:  rows for the panel of the desk; [] = it is left out.
Cost: one query for who may decide, none else.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import Officer, may
from huiying.web.console.acts import act
from huiying.work.closing.queries import reopenings_waiting

MOST = 20


def reopening_rows(officer: Officer) -> list[dict[str, Any]]:
    """Return what the machine proposes to open again, oldest first."""
    if not may(officer, Capability.TRIAGE):
        return []
    rows = []
    for row in reopenings_waiting(officer.bureau_id)[:MOST]:
        incident = row.closing.incident
        rows.append(
            {
                "number": incident.number,
                "title": incident.title,
                "url": reverse("console:incident", args=[incident.number]),
                "why": _("办结后 24 小时内又有 %(posts)s 条。") % {"posts": row.posts}
                if row.usual is None
                else _("办结后 24 小时内又有 %(posts)s 条，本局平常共 %(usual)s 条。")
                % {"posts": row.posts, "usual": round(row.usual)},
                "acts": [
                    act(
                        _("重新打开…"),
                        reverse("console:incident-reopen", args=[incident.number]),
                        "ask",
                        main=True,
                    ),
                    act(
                        _("保持办结…"),
                        reverse("console:reopening-decline", args=[row.pk]),
                        "ask",
                    ),
                ],
            }
        )
    return rows
