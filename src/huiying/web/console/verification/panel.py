"""Verification requests on other pages: incident, draft, marked posts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Capability
from huiying.web.console.shared.acts import act_button
from huiying.web.console.shared.incident_reading import IncidentReading
from huiying.web.console.verification.rows import DocketRow, docket_row
from huiying.web.shared.answers import finding_words
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.post_rows import PostGroupRow
from huiying.web.shared.tone import PostLabel
from huiying.work.casework.verification.models import DocketState
from huiying.work.casework.verification.queries import (
    contradicting_requests,
    findings_by_group,
    verification_requests_of,
)
from huiying.work.responses.core.models import Draft


@dataclass(frozen=True, slots=True)
class DocketPanel:
    """The dockets of an incident; contradicted: two findings contradict each other."""

    rows: list[DocketRow]
    contradicted: bool
    acts: list[ActButton]


def docket_panel(reading: IncidentReading) -> DocketPanel:
    """Return what is being checked for an incident, and the act that asks."""
    dockets = reading.rows("dockets", verification_requests_of)
    against = {
        row.pk for group in contradicting_requests(dockets, reading.now) for row in group
    }
    return DocketPanel(
        rows=[
            docket_row(row, reading.officer, reading.now, against=against) for row in dockets
        ],
        contradicted=bool(against),
        acts=docket_acts(reading),
    )


def docket_acts(reading: IncidentReading) -> list[ActButton]:
    """Return the act that asks a unit to verify a statement."""
    if not reading.may(Capability.VERIFY) or reading.is_settled:
        return []
    return [act_button(_("提出核实…"), "console:docket-ask", reading.number)]


def draft_dockets(draft: Draft, officer: Officer, now: datetime) -> list[DocketRow]:
    """Return the findings of a draft's incident, each with the act that makes it a fact."""
    dockets = list(verification_requests_of(draft.answer.incident.current))
    against = {row.pk for group in contradicting_requests(dockets, now) for row in group}
    rows = []
    for docket in dockets:
        if docket.state == DocketState.WITHDRAWN:
            continue
        row = docket_row(docket, officer, now, against=against)
        url = reverse("console:docket-fact", args=[docket.number, draft.pk])
        if row.usable and docket.pk not in against:
            use = act_button(_("写入事实"), url, method="post", version=draft.revision)
            row = replace(row, use=use)
        rows.append(row)
    return rows


def mark_findings(rows: list[PostGroupRow], reading: IncidentReading) -> None:
    """Add the finding to each group of posts of an incident that is answered."""
    groups = {row.group: row for row in rows}
    for group, finding in findings_by_group(
        reading.incident.bureau_id, list(groups), reading.now
    ).items():
        word = _("核实：%(finding)s") % {"finding": finding_words(finding)}
        groups[group].tags.append(PostLabel(word))
