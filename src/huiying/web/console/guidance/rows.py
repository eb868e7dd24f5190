"""Guidance, its signatures and answers outside as rows for the templates.

In:   versions, notices with their receipts, answers.    Out:  plain dictionaries.
Cost: the panel three queries; a row none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import Officer, may
from huiying.policy.stages import SETTLED
from huiying.web.answers import line_row
from huiying.web.console.acts import act
from huiying.web.console.clocks import clock_facts
from huiying.work.casework.queries import (
    Agreement,
    Guidance,
    Notice,
    NoticeState,
    OutsideAnswer,
    answers_outside,
    guidance_for,
    guidance_receipts_of,
    guidance_versions,
)
from huiying.work.closing.on_file import OnFile
from huiying.work.incidents.queries import Incident
from huiying.work.responses.content import lines_between

PARTS = ("agreed_line", "brief", "unknown")


def guidance_panel(
    incident: Incident, notices: Sequence[Notice], officer: Officer, file: OnFile
) -> dict[str, Any]:
    """Return the panel of an incident: what is said now, who signed it, what units answered."""
    versions = file.rows("guidance", guidance_versions, incident)
    current = versions[0] if versions else None
    outside = file.rows("outside", answers_outside, incident, file.family)
    answers = [answer_row(row, current) for row in outside]
    return {
        "current": version_row(current) if current else None,
        "versions": len(versions),
        "url": reverse("console:guidance", args=[incident.number]),
        "units": [unit_row(notice, current) for notice in standing(notices)] if current else [],
        "answers": answers,
        "departing": [row for row in answers if row["departs"]],
        "acts": _acts(incident, officer, current, notices),
    }


def version_row(guidance: Guidance, before: Guidance | None = None) -> dict[str, Any]:
    """Return one version; with what changed when the version before it is given."""
    return {
        "version": guidance.version,
        "agreed_line": guidance.agreed_line,
        "brief": guidance.brief,
        "unknown": guidance.unknown,
        "note": guidance.change_note,
        "at": guidance.issued_at,
        "by": guidance.issued_by.name,
        "changes": _changes(before, guidance) if before else [],
    }


def unit_row(notice: Notice, current: Guidance | None) -> dict[str, Any]:
    """Return which version a unit signed for, from receipts that were fetched with it."""
    receipts = list(notice.guidance_receipts.all())
    signed = [row for row in receipts if row.signed_at is not None]
    last = max(signed, key=lambda row: row.guidance.version, default=None)
    return {
        "unit": notice.unit.name,
        "number": notice.number,
        "signed_version": last.guidance.version if last else 0,
        "signed_at": last.signed_at if last else None,
        "waits": current is not None
        and (last is None or last.guidance.version < current.version),
    }


def receipt_of(notice: Notice, now: datetime) -> dict[str, Any]:
    """Return what the unit of a notice has before it: the version, its change, who signed."""
    guidance = guidance_for(notice)
    if guidance is None:
        return {"version": 0, "waits": False}
    receipts = list(guidance_receipts_of(notice))
    own = next((row for row in receipts if row.guidance_id == guidance.pk), None)
    before = next((row.guidance for row in receipts if row.signed_at is not None), None)
    signed = own is not None and own.signed_at is not None
    return {
        **version_row(guidance, None if signed else before),
        "signed_at": own.signed_at if own and signed else None,
        "signed_by": own.signed_by.name if own and own.signed_by else "",
        "signed_before": before.version if before and not signed else 0,
        "waits": not signed and notice.state == NoticeState.SIGNED,
        "clock": clock_facts(own.clock, now) if own and own.clock else None,
    }


def answer_row(row: OutsideAnswer, current: Guidance | None) -> dict[str, Any]:
    """Return one answer outside beside the version that was in force."""
    against = row.guidance.version if row.guidance else 0
    return {
        "id": row.pk,
        "unit": row.unit.name,
        "place": row.place,
        "at": row.answered_at,
        "text": row.text,
        "link": row.link,
        "word": row.get_agreement_display(),
        "departs": row.agreement == Agreement.DEPARTS,
        "departs_how": row.departs_how,
        "against": against,
        "old": bool(current and against != current.version),
        "by": row.recorded_by.name,
    }


def standing(notices: Sequence[Notice]) -> list[Notice]:
    """Return the newest notice of each unit that has not sent it back, oldest first."""
    newest = {row.unit_id: row for row in notices if row.state != NoticeState.RETURNED}
    return list(newest.values())


def _acts(
    incident: Incident,
    officer: Officer,
    current: Guidance | None,
    notices: Sequence[Notice],
) -> list[dict[str, Any]]:
    if incident.stage in SETTLED or not may(officer, Capability.NOTIFY):
        return []
    label = _("改口径…") if current else _("出口径…")
    acts = [act(label, reverse("console:guidance-write", args=[incident.number]), "ask")]
    if standing(notices):
        url = reverse("console:answered-outside", args=[incident.number])
        acts.append(act(_("登记在外答复…"), url, "ask"))
    return acts


def _changes(old: Guidance, new: Guidance) -> list[dict[str, Any]]:
    words = {
        "agreed_line": _("口径"),
        "brief": _("答问参考"),
        "unknown": _("还不知道的"),
    }
    return [
        {
            "label": words[part],
            "lines": [
                line_row(line) for line in lines_between(getattr(old, part), getattr(new, part))
            ],
        }
        for part in PARTS
        if getattr(old, part) != getattr(new, part)
    ]
