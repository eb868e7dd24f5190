"""What the page of a notice shows, signed in or by a signed link.

In:   a notice, the moment.    Out:  the context of the receipt page, without buttons.
Cost: five queries.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiying.base.clocks.queries import of_subject
from huiying.web.console.clocks import ledger_parts, row_facts, used_words
from huiying.web.console.guidance.rows import receipt_of
from huiying.web.console.machine_words import all_in_words
from huiying.web.console.posts.rows import group_rows
from huiying.work.casework.queries import Notice
from huiying.work.incidents.queries import event_ids_of, post_groups

POSTS = 5


def receipt_page(notice: Notice, now: datetime) -> dict[str, Any]:
    """Return what is asked of the unit, how long there is, and what people say."""
    incident = notice.incident
    clocks = {row.clock_id: row for row in of_subject(incident.bureau_id, incident.number, now)}
    current = notice.report_clock_id or notice.receipt_clock_id or notice.notice_clock_id
    row = clocks.get(current) if current else None
    groups = post_groups(incident.bureau_id, event_ids_of(incident), limit=POSTS)
    candidate = incident.candidates.order_by("-proposed_grade", "pk").first()
    return {
        "bar_note": notice.number,
        "notice": {
            "number": incident.number,
            "title": incident.title,
            "text": notice.guidance,
            "grade": incident.grade,
            "sent_by": notice.sent_by.name,
            "sent_at": notice.sent_at,
            "unit": notice.unit.name,
            "also": "",
            "todo": "",
            "due_text": "",
        },
        "guidance": receipt_of(notice, now),
        "clock": {**row_facts(row), "parts": ledger_parts(row)} if row else None,
        "ledger_line": used_words(row) if row else "",
        "receipt_line": _("%(name)s：%(due)s 前 · %(basis)s")
        % {
            "name": _(row.name),
            "due": timezone.localtime(row.due_at).strftime("%m-%d %H:%M"),
            "basis": row.standing_words,
        }
        if row
        else "",
        "why": all_in_words(candidate.proposal.get("reasons", [])) if candidate else [],
        "posts": group_rows(groups),
        "posts_total": incident.size,
        "other_acts": [],
        "phone_note": "",
    }
