"""The file of a register, and who may take it.

In:   rows that a list shows, in their order.    Out:  CSV and XLSX.
Cost: linear: rows are read a thousand at once, and a file is written row by row.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.web.console.shared.export_record import record_file
from huiying.web.console.shared.exports import csv_file, xlsx_file
from huiying.web.shared.registers.register import Register, every_line

FILES = ("xlsx", "csv")
MOST = 50_000


def may_take(officer: Officer) -> bool:
    """Tell whether an officer sees every incident, and so may read and take the registers."""
    return may(officer, Capability.SEE_POSTS) or may(officer, Capability.READ_RECORD)


def register_file(
    register: Register, rows: QuerySet[Any], kind: str, officer: Officer
) -> HttpResponse:
    """Return the rows of a list as a file, a line each, at most 50,000.

    Raises:
        NotAllowed: If the officer sees only what concerns one unit.
    """
    if not may_take(officer):
        raise NotAllowed(Capability.SEE_POSTS)
    make = csv_file if kind == "csv" else xlsx_file
    headings = [str(heading) for heading in register.headings]
    taken = min(rows.count(), MOST)
    record_file(officer, register.code, register.title, taken, file_format=kind)
    return make(register.code, headings, every_line(register, rows[:MOST], officer))
