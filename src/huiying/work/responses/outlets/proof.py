"""Compare the official accounts with the record of them.

In:   a bureau.    Out:  what differs, each named by platform and name.
Cost: two queries for all of them.

Records of earlier versions have no hash, and what they say may be masked: then the account is
compared with the record as it was written, or as it would be masked today.
"""

from __future__ import annotations

from collections.abc import Iterator

from huiying.base.audit.comparisons import reading
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.models import AuditRecord
from huiying.reasons.reason import Reason, reason
from huiying.work.responses.outlets.account_hash import account_hash
from huiying.work.responses.outlets.models import OfficialAccount

ADDED, CONFIRMED, RETIRED = "account.added", "account.confirmed", "account.retired"


def account_differences(bureau_id: int) -> Iterator[Reason]:
    """Yield the accounts that are not as they were added, confirmed and retired."""
    rows = AuditRecord.objects.filter(
        bureau_ref=bureau_id, kind="account", verb__in=(ADDED, CONFIRMED, RETIRED)
    )
    last = {row.ref: row for row in rows.order_by("seq").iterator()}
    there = set()
    for account in OfficialAccount.objects.filter(bureau_id=bureau_id).order_by("pk"):
        with reading(account):
            ref = str(account.pk)
            there.add(ref)
            if ref not in last:
                yield reason("record.account_not_recorded", ref=str(account))
            elif not _agrees(account, last[ref]):
                yield reason("record.account_differs", ref=last[ref].label)
    for ref in sorted(last.keys() - there):
        yield reason("record.account_missing", ref=last[ref].label)


def _agrees(account: OfficialAccount, last: AuditRecord) -> bool:
    if "hash" in last.data:
        return bool(last.data["hash"] == account_hash(account))
    pairs = ((str(account), last.label), (account.address, last.data["address"]))
    return (
        all(there in (here, masked_text(here)) for here, there in pairs)
        and account.outlet == last.data["outlet"]
        and (account.retired_at is not None) == (last.verb == RETIRED)
    )
