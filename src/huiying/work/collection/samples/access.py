"""The only way a screen gets a monthly sample: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.collection.samples.models import SampleMonth


def sample_for(officer: Officer, pk: int, *, to: Capability) -> SampleMonth:
    """Return a sample of the officer's bureau."""
    return row_for(officer, SampleMonth.objects.select_related("closed_by"), to=to, pk=pk)
