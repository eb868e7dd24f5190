"""Compare the roles that officers hold with the record of their granting.

In:   a bureau.    Out:  the roles that nobody granted, each named by officer and role.
Cost: two queries; one short pass over the records of officers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from huiying.base.accounts.roles.models import RoleGrant
from huiying.base.audit.comparisons import reading
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason

WHOLE = ("officer.added", "officer.seeded", "officer.roles_changed")
MORE = ("officer.roles_signed", "officer.roles_seeded")


def grant_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the roles that stand in the table and in no record."""
    recorded = _recorded_roles(bureau_id)
    grants = RoleGrant.objects.filter(bureau_id=bureau_id).order_by("officer_id", "role")
    for officer, role in grants.values_list("officer_id", "role"):
        if role not in recorded[f"officer:{officer}"]:
            yield reason("record.role_not_granted", ref=f"officer:{officer}/{role}")


def _recorded_roles(bureau_id: int) -> defaultdict[str, set[str]]:
    """Return the roles of each officer as the records leave them."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    rows = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="officer", verb__in=(*WHOLE, *MORE)
    )
    for ref, verb, data in rows.order_by("seq").values_list("ref", "verb", "data"):
        with reading(AuditRecord, ref):
            if verb in WHOLE:
                found[ref] = set(data["roles"])
            else:
                found[ref] -= set(data.get("removed", ()))
                found[ref] |= set(data.get("added", data.get("roles", ())))
    return found
