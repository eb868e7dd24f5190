"""Verification requests on other pages: incident, draft, marked posts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.verification.rows import docket_row
from huiying.web.shared.answers import finding_words
from huiying.web.shared.tone import PostLabel
from huiying.work.casework.verification.models import DocketState
from huiying.work.casework.verification.queries import (
    contradicting_requests,
    findings_by_group,
    verification_requests_of,
)
from huiying.work.responses.core.models import Draft


def docket_panel(reading: IncidentReading) -> dict[str, Any]:
    """Return what is being checked for an incident, and the act that asks."""
    dockets = reading.rows("dockets", verification_requests_of)
    against = {
        row.pk for group in contradicting_requests(dockets, reading.now) for row in group
    }
    acts = []
    if reading.may(Capability.VERIFY) and not reading.is_settled:
        acts.append(act_button(_("提出核实…"), "console:docket-ask", reading.number))
    return {
        "dockets": [
            docket_row(row, reading.officer, reading.now, against=against) for row in dockets
        ],
        "docket_acts": acts,
        "docket_against": bool(against),
    }


def draft_dockets(draft: Draft, officer: Officer, now: datetime) -> list[dict[str, Any]]:
    """Return the findings of a draft's incident, each with the act that makes it a fact."""
    dockets = list(verification_requests_of(draft.answer.incident.current))
    against = {row.pk for group in contradicting_requests(dockets, now) for row in group}
    rows = []
    for docket in dockets:
        if docket.state == DocketState.WITHDRAWN:
            continue
        row = docket_row(docket, officer, now, against=against)
        url = reverse("console:docket-fact", args=[docket.number, draft.pk])
        usable = row["usable"] and docket.pk not in against
        row["use"] = (
            act_button(_("写入事实"), url, method="post", version=draft.revision)
            if usable
            else ""
        )
        rows.append(row)
    return rows


def with_findings(panel: dict[str, Any], reading: IncidentReading) -> dict[str, Any]:
    """Return the posts panel of an incident with the finding on each line that is answered."""
    groups = {row.group: row for row in panel["groups"]}
    for group, finding in findings_by_group(
        reading.incident.bureau_id, list(groups), reading.now
    ).items():
        word = _("核实：%(finding)s") % {"finding": finding_words(finding)}
        groups[group].tags.append(PostLabel(word))
    return panel
