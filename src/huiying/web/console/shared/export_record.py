"""Write the record of a file that an officer takes from a list.

Who may see a list may export it; fifty thousand rows in a file are another matter than fifty
on a screen, and nobody else sees that they left. The words of a search are not recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import override

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Subject
from huiying.jobs import clock
from huiying.web.console.shared.acts import Text


@dataclass(frozen=True, slots=True)
class _ExportedList:
    bureau_id: int
    name: str
    label: str

    def audit_subject(self) -> Subject:
        return Subject("list", self.name, self.label)


@transaction.atomic
def record_file(
    officer: Officer, name: str, label: Text, rows: int, *, file_format: str = "csv"
) -> None:
    """Record that an officer takes so many rows of a list; its label is stored in Chinese."""
    with override("zh-hans"):
        taken = _ExportedList(officer.bureau_id, name, str(label))
    record(taken, "list.exported", officer, clock.now(), rows=rows, format=file_format)
