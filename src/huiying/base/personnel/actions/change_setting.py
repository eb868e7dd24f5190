"""Ask for a change that silences, and decide it: the second person.

In:   a row, what it is to be, why; a request, what was on the screen.
Out:  a request that waits; the change, or its return.
Cost: a few writes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.house_text import house_text
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.base.personnel.models import SettingChange
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.core.hashing import hash_of_content

SHORTEST_REASON = 8  # characters: "x" says nothing to who looks later
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """What can be changed by two: how it stands, and what puts a signed change into effect.

    Attributes:
        state: Of the key of the row: what a change touches, as it stands now.
        apply: Of the change, who signed it, the moment.
    """

    noun: str
    state: Callable[[int], State]
    apply: Callable[[SettingChange, Officer, datetime], None]


def checked_reason(reason: str) -> str:
    """Return a reason that says something. Raises Refused on fewer than eight characters."""
    why = masked_text(reason.strip())[:400]
    if len(why) < SHORTEST_REASON:
        raise Refused(_("请写明理由，至少 %(count)s 个字。") % {"count": SHORTEST_REASON})
    return why


@transaction.atomic
def ask_change(
    kind: SignoffKind[SettingChange],
    setting: Setting,
    *,
    target_id: int,
    name: str,
    after: State,
    reason: str,
    by: Officer,
    now: datetime,
) -> SettingChange:
    """Put a change before a second person; until then everything stays as it is.

    A request before it about the same row is void.

    Raises:
        Refused: If the reason says nothing.
    """
    before = setting.state(target_id)
    row = SettingChange(
        bureau_id=by.bureau_id,
        noun=setting.noun,
        target_id=target_id,
        name=name,
        before={key: before[key] for key in after},
        after=after,
        reason=checked_reason(reason),
        requested_by=by,
        requested_at=now,
    )
    row.signoff = request_approval(
        bureau_id=by.bureau_id,
        kind=kind.name,
        about_ref=f"{setting.noun}:{target_id}",
        label=house_text("变更“%(name)s”") % {"name": name},
        content_hash=kind.content_hash(row),
        officer=by,
        clock=None,
        now=now,
    )
    row.save()
    states = {"before": row.before, "after": row.after}
    record(row, "setting.change_asked", by, now, reason=row.reason, **states)
    return row


def change_hash(row: SettingChange, setting: Setting) -> str:
    """Return what a signature is bound to; another state of the row by now voids it."""
    now = setting.state(row.target_id)
    content = {
        "schema": 1,
        "noun": row.noun,
        "target": row.target_id,
        "now": {key: now.get(key) for key in row.after},
        "before": row.before,
        "after": row.after,
        "reason": row.reason,
    }
    return hash_of_content(content)


@transaction.atomic
def decide_change(
    row: SettingChange,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
    setting: Setting,
    kind: Callable[[], SignoffKind[SettingChange]],
) -> None:
    """Let a change take effect exactly as it was asked for and shown, or return it.

    Raises:
        PermissionDenied: If the officer may not sign for others.
        Refused: If he asked for it, or one person could act with both accounts; if it is
            returned without a reason, or what it touches does not allow it any more.
        Stale: If it was decided before, or the row is another one by now.
    """
    require(officer, Capability.SIGN_ROLES)
    done = kind().decide(
        row,
        row.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    row.signoff = done
    if done.decision == Decision.APPROVED:
        setting.apply(row, officer, now)
        data = {"asked_by": f"officer:{row.requested_by_id}", "hash": done.content_hash}
        record(row, "setting.change_signed", officer, now, **data)
    else:
        record(row, "setting.change_returned", officer, now, reason=done.reason)


def setting_kind(name: str, setting: Setting) -> SignoffKind[SettingChange]:
    """Return the kind of request by which two change a setting."""

    def itself() -> SignoffKind[SettingChange]:
        return made

    decides = partial(decide_change, setting=setting, kind=itself)
    made = SignoffKind[SettingChange](
        name=name,
        content_hash=partial(change_hash, setting=setting),
        approve=partial(decides, approve=True, reason=""),
        send_back=partial(decides, approve=False),
        changed=gettext_lazy("申请之后该项设置有变，未签署。请重新申请。"),
        may_decide=_signs,
    )
    return made


def _signs(request: SignoffRequest, officer: Officer) -> bool:
    del request
    return may(officer, Capability.SIGN_ROLES)
