"""The only way a screen gets a row of the table of recipients: the row, or 404 / 403."""

from __future__ import annotations

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import row_for
from huiying.base.accounts.roles.capabilities import Capability
from huiying.work.reports.routing.models import RecipientChange, RecipientRule


def recipient_for(officer: Officer, pk: int, *, to: Capability) -> RecipientRule:
    """Return a row of the officer's bureau.

    Raises:
        Http404, PermissionDenied.
    """
    rows = RecipientRule.objects.select_related("superior", "unit", "bureau")
    return row_for(officer, rows, to=to, pk=pk)


def change_for(officer: Officer, pk: int, *, to: Capability) -> RecipientChange:
    """Return the newest change of a row that took, or takes, another person.

    Raises:
        Http404, PermissionDenied: 404 also if there is none.
    """
    rule = recipient_for(officer, pk, to=to)
    rows = RecipientChange.objects.filter(rule=rule).order_by("-requested_at", "-pk")
    row = rows.select_related(
        "rule__superior", "rule__unit", "requested_by", "signoff__decided_by"
    ).first()
    if row is None:
        raise Http404
    return row
