"""Sign a letter: it is final, the page of the query code shows it, the right period ends.

In:   a draft, the hash of what was on the screen.    Out:  a signed letter, or a request that
      another person decides.    Cost: about ten writes.

A notice of acceptance is signed by one officer (信访工作条例 art. 23). The answer to a question
or a suggestion is signed by another person than who drafted it. What refuses, extends or
decides is asked for by one and signed by another, a leader; until then every clock runs on.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.queries import may
from huiying.base.audit.house_text import house_text
from huiying.base.audit.record import record
from huiying.base.clocks.models import Clock
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.request_approval import request_approval
from huiying.base.signoff.kinds import SignoffKind
from huiying.base.signoff.models import Decision, SignoffRequest
from huiying.policy.petitions.deliveries import DeliveryWay
from huiying.policy.petitions.kinds import PetitionStage, ReplyKind
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.petitions.core.claim import claim_petition, refuse_diverted
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.periods.actions.accept import accept_petition
from huiying.work.petitions.periods.actions.extend import ExtensionGrant, extend_petition
from huiying.work.petitions.periods.actions.settle import settle_petition
from huiying.work.petitions.recusals.queries import may_sign_for
from huiying.work.petitions.replies.actions.draft import ENDS, KIND, reply_hash
from huiying.work.petitions.replies.models import PetitionReply, ReplyDelivery
from huiying.work.petitions.replies.offered import (
    needs_leader,
    not_offered,
    offered_kinds,
    signs_own,
)
from huiying.work.petitions.replies.queries import reply_of_request

CHANGED = gettext_lazy("答复稿在打开后已更新，本次操作未执行。请核对最新内容后重新提交。")


@transaction.atomic
def sign_reply(
    *, reply: PetitionReply, shown_hash: str, officer: Officer, now: datetime
) -> SignoffRequest | None:
    """Sign a letter, or ask another person to, where one may not decide alone.

    Returns:
        The request that another person decides; None = it is signed.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If it does not fit how the petition stands any more, or waits already.
        Stale: If it is no draft any more, or another text was shown.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    _require_draft(reply, shown_hash)
    kind = ReplyKind(reply.kind)
    if not needs_leader(reply.petition, kind) and not signs_own(reply, officer, now):
        _take_effect(reply, officer, now)
        return None
    if reply.signoff is not None and reply.signoff.decision == Decision.PENDING:
        raise Refused(_("已报请签发，无需重复。"))
    if not claim_row(reply, None, signed_at__isnull=True, superseded_at__isnull=True):
        raise Stale(str(CHANGED))
    label = house_text("信访事项 %(number)s：%(letter)s")
    named = {"number": reply.petition.number, "letter": kind.label}
    request = request_approval(
        bureau_id=reply.bureau_id,
        kind=KIND,
        about_ref=reply.number,
        label=label % named,
        content_hash=reply_hash(reply),
        officer=officer,
        clock=None,
        now=now,
    )
    reply.signoff = request
    reply.save(update_fields=["signoff"])
    record(reply, "petition_reply.signature_asked", officer, now, hash=request.content_hash)
    return request


@transaction.atomic
def decide_reply(
    reply: PetitionReply,
    *,
    approve: bool,
    reason: str,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Sign what another person asked for, or send it back with a reason.

    Raises:
        PermissionDenied: If the officer is no leader, or where none is needed, handles no
            petitions.
        Refused: If he wrote it or asked for it, stands in for who did, or gives no reason.
        Stale: If somebody decided first, or another text was shown.
    """
    require(officer, *signers_of(reply))
    if reply.signoff is None or not reply.is_draft:
        raise Stale(str(CHANGED))
    REPLY_KIND.decide(
        reply,
        reply.signoff,
        approve=approve,
        reason=reason,
        shown_hash=shown_hash,
        officer=officer,
        now=now,
    )
    if approve:
        _take_effect(reply, officer, now)
        return
    record(reply, "petition_reply.returned", officer, now, reason=reason.strip())


def signers_of(reply: PetitionReply) -> tuple[Capability, ...]:
    """Return what lets an officer sign what another person asks for; one of these is enough."""
    if needs_leader(reply.petition, ReplyKind(reply.kind)):
        return (Capability.APPROVE,)
    return (Capability.APPROVE, Capability.HANDLE_PETITIONS)


def _require_draft(reply: PetitionReply, shown_hash: str) -> None:
    refuse_diverted(reply.petition)
    if not reply.is_draft or shown_hash != reply_hash(reply):
        raise Stale(str(CHANGED))


def _take_effect(reply: PetitionReply, officer: Officer, now: datetime) -> None:
    """Make a letter final, end or begin what it says, and show it on the page of the code."""
    petition, kind = reply.petition, ReplyKind(reply.kind)
    if kind not in offered_kinds(petition):
        raise Refused(not_offered(petition, kind))
    if not claim_row(reply, None, signed_at__isnull=True, superseded_at__isnull=True):
        raise Stale(str(CHANGED))
    _move_petition(reply, petition, officer, now)
    reply.signed_at, reply.signed_by = now, officer
    if not kind.is_answer and kind not in ENDS and petition.clock is not None:
        reply.until = petition.clock.due_at.astimezone(LOCAL).date()
    reply.save(update_fields=["signed_at", "signed_by", "until"])
    ReplyDelivery.objects.create(
        bureau_id=reply.bureau_id,
        reply=reply,
        way=str(DeliveryWay.PAGE),
        at=now,
        recorded_at=now,
    )
    record(
        reply, "petition_reply.signed", officer, now, kind=reply.kind, hash=reply_hash(reply)
    )


def _move_petition(
    reply: PetitionReply, petition: Petition, officer: Officer, now: datetime
) -> None:
    kind, today = ReplyKind(reply.kind), now.astimezone(LOCAL).date()
    if kind == ReplyKind.ACCEPTANCE:
        accept_petition(
            petition=petition,
            accepted=today,
            officer=officer,
            by=reply.drafted_by,
            now=now,
        )
        return
    if kind == ReplyKind.EXTENSION:
        grant = ExtensionGrant(reply.days or 0, reply.text, today)
        extend_petition(petition=petition, grant=grant, officer=officer, now=now)
        return
    claim_petition(petition, None)
    refused = kind in ENDS
    settled = settle_petition(
        petition=petition,
        stage=PetitionStage.REFUSED if refused else PetitionStage.ANSWERED,
        at=now,
        reason=Reason("clocks.petition_refused") if refused else Reason("clocks.answered"),
        officer=officer,
        now=now,
    )
    if not settled:
        raise Stale(str(CHANGED))


def _authors(reply: PetitionReply) -> Collection[int]:
    return {reply.drafted_by_id}


def _clock_of(request: SignoffRequest) -> Clock | None:
    reply = reply_of_request(request)
    return reply.petition.clock if reply else None


def _signs(request: SignoffRequest, officer: Officer) -> bool:
    """Tell whether an officer may sign: a leader, or for a plain answer one who handles them.

    Not who keeps out of the petition.
    """
    reply = reply_of_request(request)
    if reply is None or not any(may(officer, one) for one in signers_of(reply)):
        return False
    return may_sign_for(reply.petition, officer)


REPLY_KIND = SignoffKind[PetitionReply](
    name=KIND,
    content_hash=reply_hash,
    approve=partial(decide_reply, approve=True, reason=""),
    send_back=partial(decide_reply, approve=False),
    changed=CHANGED,
    authors=_authors,
    may_decide=_signs,
    clock=_clock_of,
)
