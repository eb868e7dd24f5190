"""修改、复核、换责任人、销号: what raises a risk counts at once, what lowers it takes two.

In:   a risk, the revision that was shown.    Out:  a version, or a change that waits.
Cost: three writes.

Lowering the level, putting off the review and taking off the register stay without effect until
a leader or the office signs (``sign``). Until then level, day and reminders are as they were.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import NotAllowed, require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.policy.prevention.levels import RiskLevel
from huiying.work.prevention.risks.changes import KIND, change_hash, put_in_force
from huiying.work.prevention.risks.input import (
    RiskInput,
    check_review_day,
    owner_of_bureau,
)
from huiying.work.prevention.risks.models import Risk, RiskChange, RiskState, VersionKind
from huiying.work.prevention.risks.queries import combs_for
from huiying.work.prevention.risks.terms import Terms, loosened, terms_of
from huiying.work.prevention.risks.text import MAX_REASON, matter_text


@transaction.atomic
def change_risk(
    *,
    risk: Risk,
    wanted: RiskInput,
    reason: str,
    revision: int,
    officer: Officer,
    now: datetime,
) -> RiskChange | None:
    """Change a risk; return the change if another person must sign it.

    Raises:
        PermissionDenied: If the officer does not comb for its unit, or moves it to another.
        Refused: As ``RiskInput.terms``; also if it is off the register, nothing changes or
            no reason is given.
        Stale: If somebody changed it since.
    """
    _require_listed(risk, officer)
    before, after = terms_of(risk), wanted.terms(officer, now)
    if before == after:
        raise Refused(_("内容无变化，无需保存。确已看过的，请用“复核，无变化”。"))
    return _apply(
        risk, after, VersionKind.CHANGED, reason, revision=revision, officer=officer, now=now
    )


@transaction.atomic
def review_risk(
    *, risk: Risk, next_review: date, note: str, revision: int, officer: Officer, now: datetime
) -> None:
    """复核，无变化: somebody looked at a risk and it stands; its next review is another day.

    Raises:
        PermissionDenied: If the officer does not comb for its unit.
        Refused: If it is off the register, nothing is said, or the day is too late.
        Stale: If somebody changed it since.
    """
    _require_listed(risk, officer)
    words = matter_text(note, MAX_REASON, _("请写明复核了什么。"))
    check_review_day(next_review, RiskLevel(risk.level), now)
    after = {**terms_of(risk), "next_review": next_review.isoformat()}
    put_in_force(
        risk,
        after,
        kind=VersionKind.REVIEWED,
        reason=words,
        officer=officer,
        revision=revision,
        now=now,
    )


@transaction.atomic
def put_off_review(
    *,
    risk: Risk,
    next_review: date,
    reason: str,
    revision: int,
    officer: Officer,
    now: datetime,
) -> RiskChange:
    """推迟复核: nobody looked, and the day is to be a later one; another person signs.

    Raises:
        PermissionDenied: If the officer does not comb for its unit.
        Refused: If it is off the register, no reason is given, or the day is no later one or
            too late for the level.
        Stale: If somebody changed it since.
    """
    _require_listed(risk, officer)
    if next_review <= risk.next_review:
        raise Refused(_("推迟后的日期须晚于 %(day)s。") % {"day": risk.next_review.isoformat()})
    check_review_day(next_review, RiskLevel(risk.level), now)
    after = {**terms_of(risk), "next_review": next_review.isoformat()}
    change = _apply(
        risk, after, VersionKind.PUT_OFF, reason, revision=revision, officer=officer, now=now
    )
    assert change is not None  # noqa: S101 - a later day takes two
    return change


@transaction.atomic
def appoint_owner(
    *,
    risk: Risk,
    owner: Officer,
    reason: str,
    revision: int,
    officer: Officer,
    now: datetime,
) -> None:
    """更换责任人, also to another unit by the office.

    Raises:
        PermissionDenied: If the officer does not comb for its unit, or moves it to another.
        Refused: If it is off the register, he owns it already, works nowhere, or no reason is
            given.
        Stale: If somebody changed it since.
    """
    _require_listed(risk, officer)
    owner_of_bureau(owner, officer)
    if owner.pk == risk.owner_id and owner.unit_id == risk.unit_id:
        raise Refused(_("%(name)s已是责任人。") % {"name": owner.name})
    after = {**terms_of(risk), "owner_id": owner.pk, "unit_id": owner.unit_id}
    _apply(
        risk,
        after,
        VersionKind.HANDED_OVER,
        reason,
        revision=revision,
        officer=officer,
        now=now,
    )


@transaction.atomic
def ask_settlement(
    *, risk: Risk, reason: str, revision: int, officer: Officer, now: datetime
) -> RiskChange:
    """申请销号: the risk is over; it stays on the register until another person signs.

    Raises:
        PermissionDenied: If the officer does not comb for its unit.
        Refused: If it is off the register, or no reason is given.
        Stale: If somebody changed it since.
    """
    _require_listed(risk, officer)
    after = {**terms_of(risk), "state": str(RiskState.SETTLED)}
    change = _apply(
        risk, after, VersionKind.SETTLED, reason, revision=revision, officer=officer, now=now
    )
    assert change is not None  # noqa: S101 - it takes two
    return change


@transaction.atomic
def list_again(
    *,
    risk: Risk,
    next_review: date,
    reason: str,
    revision: int,
    officer: Officer,
    now: datetime,
) -> None:
    """重新列入: a risk that was taken off is there again; one person is enough.

    Raises:
        PermissionDenied: If the officer does not comb for its unit.
        Refused: If it is on the register, no reason is given, or the day is too late.
        Stale: If somebody changed it since.
    """
    _require_combs(risk, officer)
    if risk.state != RiskState.SETTLED:
        raise Refused(_("该风险点仍在册。"))
    words = matter_text(reason, MAX_REASON, _("请写明理由。"))
    check_review_day(next_review, RiskLevel(risk.level), now)
    after = {
        **terms_of(risk),
        "state": str(RiskState.LISTED),
        "next_review": next_review.isoformat(),
    }
    put_in_force(
        risk,
        after,
        kind=VersionKind.LISTED_AGAIN,
        reason=words,
        officer=officer,
        revision=revision,
        now=now,
    )


def _apply(
    risk: Risk,
    after: Terms,
    kind: VersionKind,
    reason: str,
    *,
    revision: int,
    officer: Officer,
    now: datetime,
) -> RiskChange | None:
    """Let a change count, or propose it to another person if it loosens something."""
    words = matter_text(reason, MAX_REASON, _("请写明理由。"))
    loose = loosened(terms_of(risk), after)
    if loose is not None:
        return _propose(risk, after, loose, words, revision=revision, officer=officer, now=now)
    put_in_force(
        risk, after, kind=kind, reason=words, officer=officer, revision=revision, now=now
    )
    return None


def _propose(
    risk: Risk,
    after: Terms,
    kind: VersionKind,
    reason: str,
    *,
    revision: int,
    officer: Officer,
    now: datetime,
) -> RiskChange:
    if risk.revision != revision:
        raise Stale(_("该风险点已被他人更新，本次操作未执行。请核对最新内容后重新提交。"))
    change = RiskChange(
        bureau_id=risk.bureau_id,
        risk=risk,
        kind=str(kind),
        revision=revision,
        before=terms_of(risk),
        after=dict(after),
        reason=reason,
        requested_at=now,
        requested_by=officer,
    )
    digest = change_hash(change)
    named: dict[str, Any] = {"number": risk.number, "title": risk.title}
    change.signoff = request_approval(
        bureau_id=risk.bureau_id,
        kind=KIND,
        about_ref=risk.number,
        label=house_text("%(number)s %(title)s") % named,
        content_hash=digest,
        officer=officer,
        clock=None,
        now=now,
    )
    change.save()
    record(risk, "risk.change_asked", officer, now, kind=str(kind), reason=reason, hash=digest)
    return change


def _require_combs(risk: Risk, officer: Officer) -> None:
    require(officer, Capability.COMB_RISKS)
    if not combs_for(officer, risk):
        raise NotAllowed(Capability.SUPERVISE)


def _require_listed(risk: Risk, officer: Officer) -> None:
    _require_combs(risk, officer)
    if risk.state != RiskState.LISTED:
        raise Refused(_("该风险点已销号。情况反复的，请重新列入。"))


def may_sign_changes(officer: Officer) -> bool:
    """Tell whether an officer's role lets him sign what lowers a risk: leaders, the office."""
    return may(officer, Capability.APPROVE) or may(officer, Capability.SUPERVISE)
