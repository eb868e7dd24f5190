"""Audit records as rows: time, sentence, incident, hash."""

from __future__ import annotations

from typing import Any

from huiying.base.audit.models import AuditRecord
from huiying.web.console.shared.records.sentences import record_sentence

INCIDENT = "incident:"


def record_row(row: AuditRecord) -> dict[str, Any]:
    """Return one record as a line."""
    about_incident = row.topic.startswith(INCIDENT)
    return {
        "id": row.pk,
        "seq": row.seq,
        "at": row.at,
        "text": record_sentence(row),
        "verb": row.verb,
        "hash": row.hash[:12],
        "number": row.topic.removeprefix(INCIDENT) if about_incident else "",
    }
