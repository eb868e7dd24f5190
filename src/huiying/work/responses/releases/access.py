"""Return a release to an officer who may see it: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.responses.core.access import require_concerned
from huiying.work.responses.core.models import Release


def release_for(officer: Officer, number: str, version: int, *, to: Capability) -> Release:
    """Return a published version of the officer's bureau, as ``draft_for``."""
    rows = Release.objects.select_related("answer__incident", "answer__bureau")
    row = row_for(officer, rows, to=to, answer__number=number, version=version)
    require_concerned(officer, row.answer, to=to)
    return row
