"""Compare the roles that officers hold with what the record says of them.

In:   a bureau.    Out:  protected roles that no record accounts for.
Cost: one pass over the records of roles, one query for the grants.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from huiying.base.accounts.roles.models import RoleGrant
from huiying.base.accounts.roles.separation import PROTECTED
from huiying.base.audit.models import AuditRecord

WHOLE = ("officer.added", "officer.seeded", "officer.roles_changed")  # all roles that he has
PARTS = ("officer.roles_seeded", "officer.roles_signed")  # what came and went


def unrecorded_grants(bureau_id: int) -> list[RoleGrant]:
    """Return the protected roles that somebody holds and that no record accounts for."""
    recorded: defaultdict[str, set[str]] = defaultdict(set)
    rows = AuditRecord.objects.filter(bureau_ref=bureau_id, verb__in=(*WHOLE, *PARTS))
    for ref, verb, data in rows.order_by("seq").values_list("ref", "verb", "data"):
        if verb in WHOLE:
            recorded[ref] = _roles(data, "roles")
        else:
            recorded[ref] |= _roles(data, "roles") | _roles(data, "added")
            recorded[ref] -= _roles(data, "removed")
    grants = RoleGrant.objects.filter(bureau_id=bureau_id, role__in=PROTECTED)
    return [
        grant
        for grant in grants.order_by("officer_id", "role")
        if grant.role not in recorded[f"officer:{grant.officer_id}"]
    ]


def _roles(data: Any, name: str) -> set[str]:
    """Return the roles that a record names; none where its data were replaced."""
    roles = data.get(name) if isinstance(data, dict) else None
    return {str(one) for one in roles} if isinstance(roles, list) else set()
