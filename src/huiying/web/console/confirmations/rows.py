"""What agencies confirmed of a draft, as its pages show it.

In:   a draft, the officer, the moment.    Out:  rows for the templates.
Cost: as ``confirming.needed_of``, and one query.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.queries import Officer, may
from huiying.web.answers import paragraph_rows
from huiying.web.console.acts import act
from huiying.web.console.clocks import clock_facts
from huiying.web.files import file_facts
from huiying.work.responses.confirming import Needed, needed_of
from huiying.work.responses.content import content_of, hash_of, without_codes
from huiying.work.responses.queries import (
    Confirmation,
    ConfirmationState,
    Draft,
    DraftState,
    Manner,
    confirmations_of,
)

OPEN = (DraftState.WRITING, DraftState.SUBMITTED, DraftState.APPROVED)


def confirmation_rows(draft: Draft, officer: Officer, now: datetime) -> dict[str, Any]:
    """Return the agencies that a draft needs, what they said, and what an edit voided."""
    digest = hash_of(content_of(draft))
    needed = needed_of(draft)
    voided = confirmations_of(draft).filter(state=ConfirmationState.VOID)
    settled = sum(row.settles(digest) for row in needed)
    return {
        "agencies": [_needed_row(draft, row, digest, officer, now) for row in needed],
        "voided": [_voided_row(row) for row in voided],
        "confirmations_line": f"{settled} / {len(needed)}",
        "confirmation_acts": _other_agency(draft, officer),
    }


def agency_marks(draft: Draft) -> list[dict[str, str]]:
    """Return one mark for each agency, for the page of the approval."""
    digest = hash_of(content_of(draft))
    return [
        {
            "word": f"{row.unit.name} · {_state_word(row)}",
            "level": "ok" if row.settles(digest) else "warn",
        }
        for row in needed_of(draft)
    ]


def confirmation_page(row: Confirmation, now: datetime) -> dict[str, Any]:
    """Return the text that an agency is asked about, and nothing of the matter behind it."""
    content = row.content
    return {
        "confirmation": {
            "number": row.number,
            "unit": row.unit.name,
            "bureau": row.bureau.name,
            "hash": row.content_hash,
            "state": row.state,
            "state_word": ConfirmationState(row.state).label,
            "words": row.words,
            "answered_by": row.answered_by,
            "answered_at": row.answered_at,
        },
        "text": {
            "title": content.get("title", ""),
            "claim": content.get("claim", ""),
            "summary": without_codes(content.get("summary", "")),
            "finding": content.get("finding", ""),
            "speaker": content.get("speaker", ""),
            "note": content.get("note", ""),
        },
        "paragraphs": paragraph_rows(content.get("body", "")),
        "facts": [
            {
                "code": fact["code"],
                "text": fact["statement"],
                "evidence": fact["evidence"],
                "finding": "",
                "state": "ok",
                "state_note": "",
                "url": fact["link"],
            }
            for fact in content.get("facts", [])
        ],
        "clock": clock_facts(row.clock, now) if row.clock else None,
    }


def by_hand_facts(row: Confirmation) -> dict[str, Any]:
    """Return how it was said if not by the link: who recorded, who countersigned, the scan.

    For the bureau alone: it names officers.
    """
    if row.manner == Manner.LINK:
        return {"by_hand": "", "file": None}
    words = _("%(manner)s，%(who)s登记") % {
        "manner": Manner(row.manner).label,
        "who": row.recorded_by.name if row.recorded_by else "",
    }
    if row.countersigned_by is not None:
        words += _("，%(who)s核签") % {"who": row.countersigned_by.name}
    url = reverse("console:confirmation-scan", args=[row.number])
    return {"by_hand": words, "file": file_facts(row.file, url) if row.file else None}


def hand_acts(row: Confirmation, officer: Officer) -> list[dict[str, Any]]:
    """Return how a confirmation that waits is recorded by hand, or countersigned."""
    if row.state == ConfirmationState.ASKED and may(officer, Capability.DRAFT):
        url = reverse("console:confirmation-record", args=[row.number])
        return [act(_("登记电话或书面答复…"), url, "ask")]
    waits = row.state == ConfirmationState.RECORDED
    first = {row.recorded_by_id, *row.draft.writers}
    if waits and may(officer, Capability.REVIEW) and officer.pk not in first:
        url = reverse("console:confirmation-countersign", args=[row.number])
        return [act(_("核签…"), url, "ask", main=True)]
    return []


def _needed_row(
    draft: Draft, row: Needed, digest: str, officer: Officer, now: datetime
) -> dict[str, Any]:
    standing = row.confirmation
    settled = row.settles(digest)
    return {
        "unit": row.unit.name,
        "state_word": _state_word(row),
        "level": "ok" if settled else "bad" if _objects(standing) else "warn",
        "words": standing.words if standing else "",
        "by": _by_words(standing) if standing else "",
        "at": standing.answered_at if standing else None,
        "hash": standing.content_hash[:12] if standing and settled else "",
        "clock": clock_facts(standing.clock, now)
        if standing and standing.clock and standing.state == ConfirmationState.ASKED
        else None,
        "url": reverse("console:confirmation", args=[standing.number]) if standing else "",
        "acts": _acts(draft, row, officer, settled=settled),
    }


def _by_words(row: Confirmation) -> str:
    said = by_hand_facts(row)["by_hand"] if row.answered_by else ""
    return f"{row.answered_by}（{said}）" if said else row.answered_by


def _objects(row: Confirmation | None) -> bool:
    return row is not None and row.state == ConfirmationState.OBJECTED


def _state_word(row: Needed) -> str:
    standing = row.confirmation
    return str(ConfirmationState(standing.state).label) if standing else _("还没有问")


def _acts(
    draft: Draft, row: Needed, officer: Officer, *, settled: bool
) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if draft.state not in OPEN or settled:
        return found
    if row.confirmation is not None:
        found += hand_acts(row.confirmation, officer)
    if row.confirmation is None and may(officer, Capability.DRAFT):
        url = reverse("console:confirmation-ask", args=[draft.pk])
        found.append(act(_("请对方确认…"), f"{url}?unit={row.unit.pk}", "ask"))
    if may(officer, Capability.APPROVE) and officer.pk not in draft.writers:
        url = reverse("console:confirmation-waive", args=[draft.pk, row.unit.pk])
        found.append(act(_("不等确认…"), url, "ask"))
    return found


def _other_agency(draft: Draft, officer: Officer) -> list[dict[str, Any]]:
    if draft.state not in OPEN or not may(officer, Capability.DRAFT):
        return []
    url = reverse("console:confirmation-ask", args=[draft.pk])
    return [act(_("另请机关确认…"), url, "ask")]


def _voided_row(row: Confirmation) -> dict[str, str]:
    at = timezone.localtime(row.voided_at).strftime("%m-%d %H:%M") if row.voided_at else ""
    who = row.voided_by.name if row.voided_by else ""
    return {
        "unit": row.unit.name,
        "number": row.number,
        "url": reverse("console:confirmation", args=[row.number]),
        "words": _("%(at)s %(who)s改了文字，%(unit)s对前一稿的确认作废。")
        % {"at": at, "who": who, "unit": row.unit.name},
    }
