"""Dockets on other pages: the panel of an incident, the findings beside a draft, marked posts.

In:   an incident or draft, the officer, the moment.    Out:  parts of those pages' contexts.
Cost: three queries a panel; one for the posts of a page.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import Officer, may
from huiying.policy.stages import SETTLED
from huiying.web.answers import finding_words
from huiying.web.console.acts import act
from huiying.web.console.verification.rows import docket_row
from huiying.work.casework.dockets import (
    DocketState,
    contradicting,
    dockets_of,
    found_in_posts,
)
from huiying.work.closing.on_file import OnFile
from huiying.work.incidents.queries import Incident
from huiying.work.responses.drafting import incident_now
from huiying.work.responses.queries import Draft


def docket_panel(
    incident: Incident, officer: Officer, now: datetime, file: OnFile
) -> dict[str, Any]:
    """Return what is being checked for an incident, and the act that asks."""
    dockets = file.rows("dockets", dockets_of, incident)
    against = {row.pk for group in contradicting(dockets, now) for row in group}
    acts = []
    if may(officer, Capability.VERIFY) and incident.stage not in SETTLED:
        acts.append(
            act(_("提出核实…"), reverse("console:docket-ask", args=[incident.number]), "ask")
        )
    return {
        "dockets": [docket_row(row, officer, now, against=against) for row in dockets],
        "docket_acts": acts,
        "docket_against": bool(against),
    }


def draft_dockets(draft: Draft, officer: Officer, now: datetime) -> list[dict[str, Any]]:
    """Return the findings of a draft's incident, each with the act that makes it a fact."""
    dockets = list(dockets_of(incident_now(draft.answer.incident)))
    against = {row.pk for group in contradicting(dockets, now) for row in group}
    rows = []
    for docket in dockets:
        if docket.state == DocketState.WITHDRAWN:
            continue
        row = docket_row(docket, officer, now, against=against)
        url = reverse("console:docket-fact", args=[docket.number, draft.pk])
        usable = row["usable"] and docket.pk not in against
        row["use"] = act(_("写入事实"), url, "post", version=draft.revision) if usable else ""
        rows.append(row)
    return rows


def with_findings(panel: dict[str, Any], bureau_id: int, now: datetime) -> dict[str, Any]:
    """Return the posts panel of an incident with the finding on each line that is answered."""
    groups = {row["group"]: row for row in panel["groups"]}
    for group, finding in found_in_posts(bureau_id, list(groups), now).items():
        word = _("核实：%(finding)s") % {"finding": finding_words(finding)}
        groups[group]["tags"].append({"word": word, "warn": False})
    return panel
