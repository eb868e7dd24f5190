"""Store an edit of a draft; it voids what anybody said yes or no to.

Once it is submitted only who submitted it, the office and the spokesperson edit, and once
somebody signed only these two: else an officer of a unit who wrote a comma of it could void
what others asked for, day by day. Others comment. Who submitted it is told of it at once.

In:   a draft as the officer saw it, changed fields.    Out:  the draft, one revision on.
Cost: one conditional UPDATE, and what is voided.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.queries import roles_of
from huiying.base.audit.house_text import house_text
from huiying.base.errors import Refused
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.queries import channels_to
from huiying.base.refused_text import refuse_classified
from huiying.base.signoff.actions.void import void
from huiying.reasons.reason import Reason
from huiying.work.responses.confirmations.voiding import void_confirmations
from huiying.work.responses.core.claim import claim_draft
from huiying.work.responses.core.models import OPEN_STATES, Draft, DraftState
from huiying.work.responses.mechanism.voiding import void_mechanism_reviews


def rewrite_draft(
    draft: Draft, *, revision: int, officer: Officer, now: datetime, **changes: Any
) -> bool:
    """Store an edit; a request to approve, pending or granted, is void from this moment.

    So is what other agencies confirmed and the mechanism reviewed: those were other words.

    Returns:
        True if an approval or a request for one was voided.

    Raises:
        Refused: Also if it was submitted and the officer may only comment.
        Stale.
    """
    require_rewriter(draft, officer)
    refuse_classified(*(text for text in changes.values() if isinstance(text, str)))
    before = DraftState(draft.state)
    writers = [*draft.writers, *([officer.pk] if officer.pk not in draft.writers else [])]
    claim_draft(
        draft,
        revision=revision,
        states=OPEN_STATES,
        state=DraftState.WRITING,
        approved_as="",
        writers=writers,
        edited_at=now,
        **changes,
    )
    void_confirmations(draft, officer=officer, now=now)
    void_mechanism_reviews(draft, officer=officer, now=now)
    if before == DraftState.WRITING:
        return False
    void_request(draft, reason=Reason("clocks.answer_changed"), officer=officer, now=now)
    return True


def may_rewrite(draft: Draft, officer: Officer) -> bool:
    """Tell whether an officer who drafts may edit or drop this draft as it stands."""
    if draft.state == DraftState.WRITING:
        return True
    request = draft.signoff
    if (
        draft.state == DraftState.SUBMITTED
        and request is not None
        and request.requested_by_id == officer.pk
        and not request.signed
    ):
        return True
    return not roles_of(officer).isdisjoint({Role.OFFICE, Role.SPOKESPERSON})


def require_rewriter(draft: Draft, officer: Officer) -> None:
    """Refuse who may only comment on a draft as it stands.

    Raises:
        Refused.
    """
    if draft.state in OPEN_STATES and not may_rewrite(draft, officer):
        raise Refused(
            _(
                "送审后，回应只由送审人、办公室和新闻发言人修改；有人签署后，只由办公室"
                "和新闻发言人修改。请添加批注，由其修改，或由审核人退回。"
            )
        )


def void_request(draft: Draft, *, reason: Reason, officer: Officer, now: datetime) -> None:
    """Void the request to approve a draft, and the approval if it was given.

    Who submitted it is told, unless he does it himself.
    """
    request = draft.signoff
    if request is None or not void(request=request, reason=reason, now=now):
        return
    submitter = request.requested_by
    if submitter.pk == officer.pk:
        return
    words = {"number": draft.version_number, "by": officer.name or officer.username}
    for channel in channels_to(submitter, now, major=False):
        queue_message(
            bureau_id=draft.bureau_id,
            channel=channel,
            key=f"answer:{request.pk}:void:{channel.pk}",
            subject=house_text("【送审已失效 %(number)s】") % words,
            body=house_text(
                "您送审的回应 %(number)s 已由%(by)s修改或终止，原送审或审定失效。"
                "如需继续办理，请查看最新文稿后重新送审。"
            )
            % words,
            about=About("answer", draft.version_number),
            urgent=False,
            now=now,
        )
