"""The only way a screen gets a version of the rules: the row, or 404 / 403."""

from __future__ import annotations

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.rulebook.models import RuleVersion


def version_for(officer: Officer, pk: int, *, to: Capability) -> RuleVersion:
    """Return a version of the officer's own bureau."""
    return row_for(officer, RuleVersion.objects.all(), to=to, pk=pk)
