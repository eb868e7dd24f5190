"""A leader decides that words go out without the confirmation of an agency."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.second_person import counts_as
from huiying.base.audit.masked_text import masked_text
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.numbers import take_number
from huiying.base.outbox.actions.links import revoke_links
from huiying.policy.core.hashing import hash_of_content
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState
from huiying.work.responses.confirmations.record import record_confirmation
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import OPEN_STATES, Draft


@transaction.atomic
def waive_confirmation(
    *, draft: Draft, unit: Unit, reason: str, shown_hash: str, officer: Officer, now: datetime
) -> Confirmation:
    """A leader decides that exactly these words go out without the agency's confirmation.

    The reason stays on record; like a confirmation it is void when a word is edited.

    Raises:
        PermissionDenied: If the officer is neither 组长 nor 副组长.
        Refused: Without a reason, if he wrote on it, or the agency confirmed already.
        Stale: If the words are not those he saw.
    """
    require(officer, Capability.APPROVE)
    draft = lock_row(Draft, draft.pk)
    content = content_of(draft)
    if hash_of_content(content) != shown_hash or draft.state not in OPEN_STATES:
        raise Stale(_("文字已更新，本次操作未生效。请阅读最新全文。"))
    if counts_as(officer, since=now, now=now) & set(draft.writers):
        raise Refused(_("您参与过起草，须由另一位领导决定。"))
    if not reason.strip():
        raise Refused(_("不经对方确认发布的，请填写理由。"))
    if unit.kind != UnitKind.AGENCY or unit.bureau_id != draft.bureau_id:
        raise Refused(_("只向外单位沟通确认。"))
    row = _standing(draft, unit) or _new(draft, unit, officer, now)
    Confirmation.objects.filter(pk=row.pk).update(
        state=ConfirmationState.WAIVED,
        words=masked_text(reason.strip())[:400],
        content=content,
        content_hash=shown_hash,
        answered_by=officer.name or officer.username,
        answered_at=now,
    )
    row.refresh_from_db()
    if row.clock is not None:
        cancel_clock(clock=row.clock, reason=Reason("clocks.proceed_unconfirmed"), now=now)
    revoke_links(bureau_id=row.bureau_id, about_ref=row.number, now=now)
    record_confirmation(row, "confirmation.waived", officer, now, reason=reason.strip()[:400])
    return row


def _standing(draft: Draft, unit: Unit) -> Confirmation | None:
    rows = draft.confirmations.exclude(state=ConfirmationState.VOID).filter(unit=unit)
    row = rows.select_related("unit", "clock", "draft__answer__incident__merged_into").first()
    if row is not None and row.state in (ConfirmationState.CONFIRMED, ConfirmationState.WAIVED):
        raise Refused(_("%(unit)s已确认，或已决定不经确认。") % {"unit": unit.name})
    return row


def _new(draft: Draft, unit: Unit, officer: Officer, now: datetime) -> Confirmation:
    year = now.astimezone(LOCAL).year
    number = take_number(bureau_id=draft.bureau_id, kind="confirmation", year=year)
    return Confirmation.objects.create(
        bureau_id=draft.bureau_id,
        number=f"Q{number}",
        draft=draft,
        unit=unit,
        content={},
        content_hash="",
        requested_by=officer,
        requested_at=now,
    )
