"""采纳: another person lets a change of the table of recipients count, or returns it.

In:   a change that waits, the hash that he saw.    Out:  the row as proposed, or as before.
Cost: four writes.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.record import record
from huiying.base.errors import Stale
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import SignoffRequest
from huiying.work.reports.routing.changes import KIND, change_hash
from huiying.work.reports.routing.models import RecipientChange, RecipientRule


@transaction.atomic
def decide_change(
    change: RecipientChange,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Adopt a change exactly as it was proposed and shown, or return it with a reason.

    Raises:
        PermissionDenied: If the officer changes no rules.
        Refused: If he proposed it, stands in for who did, or one hand could act with both
            accounts; or it is returned without a reason.
        Stale: If it was decided before, or the row is another one by now.
    """
    require(officer, Capability.MANAGE_RULES)
    rule = change.rule
    rows = RecipientRule.objects.filter(pk=rule.pk, revision=change.revision)
    done = ROUTING_KIND.decide(
        change,
        change.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    data = {"asked_by": change.requested_by.name, "hash": done.content_hash}
    if not approve:
        record(rule, "recipient.change_returned", officer, now, reason=done.reason, **data)
        return
    columns = {name: value for name, value in change.after.items() if name != "unit"}
    if rows.update(**columns, adopted=change, revision=F("revision") + 1) != 1:
        raise Stale(str(ROUTING_KIND.changed))
    rule.refresh_from_db()
    states = {"before": change.before, "after": change.after}
    record(rule, "recipient.change_adopted", officer, now, **states, **data)


def _changes_rules(request: SignoffRequest, officer: Officer) -> bool:
    del request
    return may(officer, Capability.MANAGE_RULES)


ROUTING_KIND = SignoffKind[RecipientChange](
    name=KIND,
    content_hash=change_hash,
    approve=partial(decide_change, approve=True, reason=""),
    send_back=partial(decide_change, approve=False),
    changed=gettext_lazy("归口表该行已更新，本次决定未生效。请刷新后查看。"),
    may_decide=_changes_rules,
)
