"""沟通确认: an agency confirms exactly these words, or objects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.hands import is_new_to_unit
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.subjects import Actor
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused, Stale
from huiying.base.refused_text import refuse_classified
from huiying.policy.core.hashing import hash_of_content
from huiying.reasons.reason import Reason
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState, Manner
from huiying.work.responses.confirmations.record import hand_over, record_confirmation
from huiying.work.responses.core.content import content_of
from huiying.work.responses.core.models import OPEN_STATES, Draft
from huiying.work.responses.core.text import strip_unsafe

MOST_WORDS, MOST_POST = 2_000, 60
WAITING = (ConfirmationState.ASKED, ConfirmationState.RECORDED)
"""A word of the agency itself counts before what somebody recorded of it."""


@dataclass(frozen=True, slots=True)
class AgencyAnswer:
    """What an agency says: yes or no, its words, and the post that says it (never a name)."""

    agrees: bool
    post: str
    words: str = ""


@transaction.atomic
def answer_confirmation(
    *,
    confirmation: Confirmation,
    answer: AgencyAnswer,
    shown_hash: str,
    now: datetime,
    officer: Officer | None = None,
) -> None:
    """Take the agency's answer, once.

    A yes by an account that somebody put into the agency lately is recorded, as a call is, and
    countersigned by a second person (``record.py``): who added it could be behind it.

    Args:
        officer: The agency's officer who is signed in; None = by the signed link.

    Raises:
        PermissionDenied: If a signed-in officer is not of this agency.
        Stale: If the text is no longer the one that was shown, or it was answered already.
        Refused: If it objects without words, or nobody says by which post.
    """
    if officer is not None and officer.unit_id != confirmation.unit_id:
        require(officer)  # of no capability: forbidden
    post, words = check_answer(answer)
    state = ConfirmationState.CONFIRMED if answer.agrees else ConfirmationState.OBJECTED
    new = officer if officer is not None and is_new_to_unit(officer, now) else None
    if new and answer.agrees:
        state = ConfirmationState.RECORDED
    label = f"{confirmation.unit.name} · {post}"
    store_answer(
        confirmation,
        shown_hash,
        (ConfirmationState.ASKED,) if state == ConfirmationState.RECORDED else WAITING,
        state=state,
        words=words,
        answered_by=label,
        answered_at=now,
        manner=Manner.LINK,
        recorded_by=new if state == ConfirmationState.RECORDED else None,
    )
    if state == ConfirmationState.RECORDED:
        hand_over(confirmation, now)
    elif confirmation.clock is not None:
        stop_clock(clock=confirmation.clock, at=now, reason=Reason("clocks.answered"), now=now)
    actor = (
        Actor(f"link:{confirmation.number}", label)
        if officer is None
        else officer.audit_actor()
    )
    verb = "confirmation.given" if answer.agrees else "confirmation.objected"
    if state == ConfirmationState.RECORDED:
        verb = "confirmation.given_by_new_account"
    record_confirmation(confirmation, verb, actor, now)


def check_answer(answer: AgencyAnswer) -> tuple[str, str]:
    """Return post and words as they are kept.

    Raises:
        Refused: If it objects without words, or nobody says by which post.
    """
    post, words = (
        " ".join(strip_unsafe(answer.post).split()),
        strip_unsafe(masked_text(answer.words)),
    )
    refuse_classified(post, words)
    if not post:
        raise Refused(_("请写明答复的岗位，例如“办公室值班”。"))
    if not answer.agrees and not words:
        raise Refused(_("有异议的，请写明具体语句和修改意见。"))
    if len(post) > MOST_POST or len(words) > MOST_WORDS:
        raise Refused(_("岗位最多 60 字，意见最多 2000 字。"))
    return masked_text(post), words


def store_answer(
    row: Confirmation, shown_hash: str, states: Sequence[str], **changes: object
) -> None:
    """Change the row if it is in one of these states and about the text that stands.

    Raises:
        Stale: If a word was edited since, or somebody answered before.
    """
    draft = lock_row(Draft, row.draft_id)
    same = hash_of_content(content_of(draft)) == row.content_hash == shown_hash
    rows = Confirmation.objects.filter(pk=row.pk, state__in=states)
    if not same or draft.state not in OPEN_STATES or rows.update(**changes) != 1:
        raise Stale(_("文字已修改，或已答复，本次答复未生效。"))
    row.refresh_from_db()
