"""Changes of risks that wait for another person, and the rows that a change writes.

In:   a risk, its new terms.    Out:  the risk as it stands from now on, and its version.
Cost: three writes.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.errors import Stale
from huiying.base.signoff.actions.void import void_about
from huiying.base.signoff.models import Decision
from huiying.policy.core.hashing import hash_of_content
from huiying.work.prevention.risks.models import Risk, RiskChange, RiskVersion, VersionKind
from huiying.work.prevention.risks.terms import Terms, terms_hash, terms_of

KIND: Final = "risk_change"
JUDGED: Final = frozenset(
    {
        VersionKind.REGISTERED,
        VersionKind.CHANGED,
        VersionKind.REVIEWED,
        VersionKind.LOWERED,
        VersionKind.LISTED_AGAIN,
    }
)
"""Kinds of versions for which somebody judged the risk anew."""


def change_hash(row: RiskChange) -> str:
    """Return the hash of what is signed: which risk, from what, to what, and why."""
    content = {
        "schema": 1,
        "risk": row.risk_id,
        "kind": str(row.kind),
        "revision": row.revision,
        "before": row.before,
        "after": row.after,
        "reason": row.reason,
    }
    return hash_of_content(content)


def pending_change(risk: Risk) -> RiskChange | None:
    """Return the change of a risk that waits for another person."""
    rows = RiskChange.objects.filter(risk=risk, signoff__decision=Decision.PENDING)
    return rows.select_related("requested_by", "signoff", "risk").first()


def put_in_force(
    risk: Risk,
    after: Terms,
    *,
    kind: VersionKind,
    reason: str,
    officer: Officer,
    signed_by: Officer | None = None,
    revision: int,
    now: datetime,
) -> None:
    """Let new terms count: the risk, its version, and the record.

    A change that waits is void by any later one.

    Args:
        officer: Who asked for it.
        revision: Of the risk as it was shown.

    Raises:
        Stale: If somebody changed the risk since.
    """
    if signed_by is None:
        void_about(bureau_id=risk.bureau_id, kind=KIND, about_ref=risk.number, now=now)
    columns: dict[str, Any] = dict(after)
    columns["next_review"] = date.fromisoformat(after["next_review"])
    if kind in JUDGED:
        columns["reviewed_at"] = now
    rows = Risk.objects.filter(pk=risk.pk, revision=revision)
    if rows.update(**columns, changed_at=now, revision=revision + 1) != 1:
        raise Stale(_("该风险点已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    risk.refresh_from_db()
    write_version(risk, kind, reason, officer, signed_by, now)


def write_version(
    risk: Risk,
    kind: VersionKind,
    reason: str,
    officer: Officer,
    signed_by: Officer | None,
    now: datetime,
) -> None:
    """Keep the terms of a risk as a version, and write the record of it."""
    terms = terms_of(risk)
    RiskVersion.objects.create(
        bureau_id=risk.bureau_id,
        risk=risk,
        version=risk.revision + 1,
        kind=str(kind),
        terms=terms,
        reason=reason,
        at=now,
        by=officer,
        signed_by=signed_by,
    )
    record(
        risk,
        f"risk.{kind.lower()}",
        signed_by or officer,
        now,
        asked_by=officer.name if signed_by else "",
        level=terms["level"],
        state=terms["state"],
        next_review=terms["next_review"],
        reason=reason,
        hash=terms_hash(terms),
    )
