"""Audit records as rows: time, sentence, incident, hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huiying.base.audit.models import AuditRecord
from huiying.web.console.shared.records.sentences import record_sentence
from huiying.web.console.shared.records.subjects import subject_word

INCIDENT = "incident:"


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record as one line.

    Attributes:
        subject: What the act is about, in words; ``verb``: its name in the record.
        hash: The beginning of it.
        number: Of the incident; "" = of none.
    """

    seq: int
    at: datetime
    text: str
    subject: str
    verb: str
    hash: str
    number: str


def record_row(row: AuditRecord) -> RecordRow:
    """Return one record as a line."""
    about_incident = row.topic.startswith(INCIDENT)
    return RecordRow(
        seq=row.seq,
        at=row.at,
        text=record_sentence(row),
        subject=subject_word(row.verb),
        verb=row.verb,
        hash=row.hash[:12],
        number=row.topic.removeprefix(INCIDENT) if about_incident else "",
    )
