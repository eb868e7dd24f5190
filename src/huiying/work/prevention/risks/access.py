"""The only way a screen gets a risk or a date: the row, or 404 / 403."""

from __future__ import annotations

from django.http import Http404

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require, row_for
from huiying.base.accounts.roles.capabilities import READS, Capability
from huiying.work.casework.core.access import sees_all_units
from huiying.work.prevention.risks.models import Risk, RiskChange, RiskDate
from huiying.work.prevention.risks.queries import combs_for


def risk_for(officer: Officer, number: str, *, to: Capability) -> Risk:
    """Return a risk of the officer's bureau; who sees one unit alone, a risk of his unit.

    Raises:
        Http404, PermissionDenied: An act also to who does not comb for its unit.
    """
    rows = Risk.objects.select_related("unit", "owner", "registered_by", "bureau")
    row = row_for(officer, rows, to=to, number=number)
    if row.unit_id != officer.unit_id and not sees_all_units(officer):
        raise NotAllowed(to)
    if to not in READS and to == Capability.COMB_RISKS and not combs_for(officer, row):
        raise NotAllowed(to)
    return row


def risk_change_for(officer: Officer, number: str, *, to: Capability) -> RiskChange:
    """Return the newest change of a risk for who signs it: a leader, or the office.

    Raises:
        Http404, PermissionDenied: As ``risk_for``; 404 also if nobody asked for one.
    """
    risk_for(officer, number, to=Capability.SEE_INCIDENTS)  # another bureau's: 404
    held = require(officer, to, Capability.SUPERVISE)
    risk = risk_for(officer, number, to=held)
    rows = RiskChange.objects.filter(risk=risk).order_by("-requested_at", "-pk")
    row = rows.select_related("risk__unit", "requested_by", "signoff__decided_by").first()
    if row is None:
        raise Http404
    return row


def risk_date_for(officer: Officer, pk: int, *, to: Capability) -> RiskDate:
    """Return a date of the officer's bureau."""
    return row_for(officer, RiskDate.objects.select_related("bureau"), to=to, pk=pk)
