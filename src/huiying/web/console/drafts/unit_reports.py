"""The units' reports beside the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.engine.reading.factual import counted_fact
from huiying.web.console.shared.acts import act_button
from huiying.web.shared.drawing import ActButton
from huiying.web.shared.requests import OfficerRequest, parse_int
from huiying.work.casework.notices.queries import reports_of
from huiying.work.responses.core.models import Draft
from huiying.work.responses.core.text import without_codes

MOST_QUOTED = 300  # characters of a sentence, or of the evidence, that a new fact begins with


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What a unit reported; ``use`` begins a fact with it."""

    finding: str
    unit: str
    at: datetime
    text: str
    handled: str
    evidence: str
    use: ActButton


def draft_reports(draft: Draft) -> list[ReportRow]:
    """Return the reports of the units, newest first, each with the act that makes it a fact."""
    url = reverse("console:draft-fact-add", args=[draft.pk])
    rows = reports_of(draft.answer.incident.current).reverse()
    return [
        ReportRow(
            finding=row.finding,
            unit=row.notice.unit.name,
            at=row.at,
            text=row.facts,
            handled=row.handled,
            evidence=row.evidence,
            use=act_button(_("写成事实…"), f"{url}?{urlencode({'report': row.pk})}"),
        )
        for row in rows
    ]


def fact_start(draft: Draft, request: OfficerRequest) -> dict[str, object]:
    """Return what the form of a new fact begins with: a sentence of the text, or a report.

    Of a sentence the first amount and what it counts are proposed too; whoever writes
    completes them. A report is taken as it is, with its evidence: it can be added at once.
    """
    number = parse_int(request.GET.get("report", ""))
    if number is not None:
        report = reports_of(draft.answer.incident.current).filter(pk=number).first()
        if report is not None:
            return {
                "statement": report.facts[:MOST_QUOTED],
                "evidence": report.evidence[:MOST_QUOTED],
            }
    text = without_codes(request.GET.get("statement", ""))[:MOST_QUOTED]
    return _counted(text) | {"statement": text}


def _counted(text: str) -> dict[str, object]:
    found = counted_fact(text)
    return {"attribute": found.attribute, "value": found.value} if found else {}
