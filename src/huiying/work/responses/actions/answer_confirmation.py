"""沟通确认: an agency confirms exactly these words, or objects; or a leader does without it.

In:   a confirmation that waits, the hash that was on the screen.    Out:  confirmed, or not.
Cost: three writes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.access import require
from huiying.base.accounts.actions.take_number import take_number
from huiying.base.accounts.capabilities import Capability
from huiying.base.accounts.models import Officer, Unit, UnitKind
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Actor
from huiying.base.audit.kept import kept
from huiying.base.clocks.actions.stop import cancel_clock, stop_clock
from huiying.base.outbox.actions.links import revoke_links
from huiying.engine.masking import mask
from huiying.policy.calendar import LOCAL
from huiying.work.responses.confirming import record_confirmation
from huiying.work.responses.content import content_of, fit, hash_of
from huiying.work.responses.exceptions import CannotAnswer, Stale
from huiying.work.responses.models import (
    OPEN_STATES,
    Confirmation,
    ConfirmationState,
    Draft,
    Manner,
)
from huiying.work.responses.secrecy import refuse_classified

MOST_WORDS, MOST_POST = 2_000, 60
WAITING = (ConfirmationState.ASKED, ConfirmationState.RECORDED)
"""A word of the agency itself counts before what somebody recorded of it."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an agency says: yes or no, its words, and the post that says it (never a name)."""

    agrees: bool
    post: str
    words: str = ""


@transaction.atomic
def answer_confirmation(
    *,
    confirmation: Confirmation,
    said: Said,
    seen_hash: str,
    now: datetime,
    officer: Officer | None = None,
) -> None:
    """Take the agency's answer, once.

    Args:
        officer: The agency's officer who is signed in; None = by the signed link.

    Raises:
        PermissionDenied: If a signed-in officer is not of this agency.
        Stale: If the text is no longer the one that was shown, or it was answered already.
        CannotAnswer: If it objects without words, or nobody says by which post.
    """
    if officer is not None and officer.unit_id != confirmation.unit_id:
        require(officer)  # of no capability: forbidden
    post, words = checked(said)
    state = ConfirmationState.CONFIRMED if said.agrees else ConfirmationState.OBJECTED
    label = f"{confirmation.unit.name} · {post}"
    take(
        confirmation,
        seen_hash,
        WAITING,
        state=state,
        words=words,
        answered_by=label,
        answered_at=now,
        manner=Manner.LINK,
        recorded_by=None,
    )
    if confirmation.clock is not None:
        stop_clock(clock=confirmation.clock, at=now, reason=kept("已答复"), now=now)
    actor = (
        Actor(f"link:{confirmation.number}", label) if officer is None else actor_of(officer)
    )
    verb = "confirmation.given" if said.agrees else "confirmation.objected"
    record_confirmation(confirmation, verb, actor, now)


def checked(said: Said) -> tuple[str, str]:
    """Return post and words as they are kept.

    Raises:
        CannotAnswer: If it objects without words, or nobody says by which post.
    """
    post, words = " ".join(fit(said.post).split()), fit(mask(said.words).text)
    refuse_classified(post, words)
    if not post:
        raise CannotAnswer(_("请写明答复的岗位，例如“办公室值班”。"))
    if not said.agrees and not words:
        raise CannotAnswer(_("有异议的，请写明哪一句、应当怎样写。"))
    if len(post) > MOST_POST or len(words) > MOST_WORDS:
        raise CannotAnswer(_("岗位最多 60 字，意见最多 2000 字。"))
    return mask(post).text, words


def take(row: Confirmation, seen_hash: str, states: Sequence[str], **changes: object) -> None:
    """Change the row if it is in one of these states and about the text that stands.

    Raises:
        Stale: If a word was edited since, or somebody answered before.
    """
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=row.draft_id)
    same = hash_of(content_of(draft)) == row.content_hash == seen_hash
    rows = Confirmation.objects.filter(pk=row.pk, state__in=states)
    if not same or draft.state not in OPEN_STATES or rows.update(**changes) != 1:
        raise Stale(_("文字有改动，或已经答复过，这次答复没有生效。"))
    row.refresh_from_db()


@transaction.atomic
def waive_confirmation(
    *, draft: Draft, unit: Unit, reason: str, seen_hash: str, officer: Officer, now: datetime
) -> Confirmation:
    """A leader decides that exactly these words go out without the agency's confirmation.

    The reason stays on record; like a confirmation it is void when a word is edited.

    Raises:
        PermissionDenied: If the officer is neither 组长 nor 副组长.
        CannotAnswer: Without a reason, if he wrote on it, or the agency confirmed already.
        Stale: If the words are not those he saw.
    """
    require(officer, Capability.APPROVE)
    draft = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    content = content_of(draft)
    if hash_of(content) != seen_hash or draft.state not in OPEN_STATES:
        raise Stale(_("文字和你看到的不一样了，没有生效。请看新的全文。"))
    if officer.pk in draft.writers:
        raise CannotAnswer(_("你写过这份回应，须由另一位领导决定。"))
    if not reason.strip():
        raise CannotAnswer(_("不等对方确认就发布，须写明理由。"))
    if unit.kind != UnitKind.AGENCY or unit.bureau_id != draft.bureau_id:
        raise CannotAnswer(_("只向外单位沟通确认。"))
    row = _standing(draft, unit) or _new(draft, unit, officer, now)
    Confirmation.objects.filter(pk=row.pk).update(
        state=ConfirmationState.WAIVED,
        words=reason.strip()[:400],
        content=content,
        content_hash=seen_hash,
        answered_by=officer.name or officer.username,
        answered_at=now,
    )
    row.refresh_from_db()
    if row.clock is not None:
        cancel_clock(clock=row.clock, reason=kept("领导决定不等确认"), now=now)
    revoke_links(bureau_id=row.bureau_id, about_ref=row.number, now=now)
    record_confirmation(
        row, "confirmation.waived", actor_of(officer), now, reason=reason.strip()[:400]
    )
    return row


def _standing(draft: Draft, unit: Unit) -> Confirmation | None:
    rows = draft.confirmations.exclude(state=ConfirmationState.VOID).filter(unit=unit)
    row = rows.select_related("unit", "clock", "draft__answer__incident__merged_into").first()
    if row is not None and row.state in (ConfirmationState.CONFIRMED, ConfirmationState.WAIVED):
        raise CannotAnswer(_("%(unit)s已经确认，或已经决定不等。") % {"unit": unit.name})
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
        asked_by=officer,
        asked_at=now,
    )
