"""The only way a screen gets a shift or a hand-over note: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roster.models import HandOverNote, Shift


def shift_for(officer: Officer, pk: int, *, to: Capability) -> Shift:
    """Return a shift of the officer's own bureau."""
    return row_for(officer, Shift.objects.select_related("officer", "leader"), to=to, pk=pk)


def note_for(officer: Officer, pk: int, *, to: Capability) -> HandOverNote:
    """Return a note from shift to shift of the officer's own bureau."""
    rows = HandOverNote.objects.select_related("shift", "written_by", "read_by")
    return row_for(officer, rows, to=to, pk=pk)
