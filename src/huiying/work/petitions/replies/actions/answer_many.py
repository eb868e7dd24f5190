"""Answer many petitions that ask the same with the same words: each gets its own letter.

In:   petitions that one officer chose, one text.    Out:  which letters wait for a signature,
      and after another person signed them together, which were answered; which not.
Cost: about 15 writes each, each in a transaction of its own: what was done stays done, and
      sending the form again drafts only what is left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.models import Decision
from huiying.policy.petitions.kinds import ReplyKind
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.core.texts import MAX_REPLY, checked_words
from huiying.work.petitions.replies.actions.draft import ReplyDraft, draft_reply, reply_hash
from huiying.work.petitions.replies.actions.sign import (
    CHANGED,
    REPLY_KIND,
    decide_reply,
    sign_reply,
)
from huiying.work.petitions.replies.models import PetitionReply
from huiying.work.petitions.replies.offered import needs_leader, offered_kinds
from huiying.work.petitions.replies.queries import draft_of

MOST = 200


@dataclass(frozen=True, slots=True)
class ManyAnswered:
    """Numbers of petitions: drafted or answered; not, each with the reason."""

    answered: tuple[str, ...]
    left: tuple[tuple[str, str], ...]


def answer_many(
    *,
    petitions: Sequence[Petition],
    text: str,
    basis: str,
    officer: Officer,
    now: datetime,
) -> ManyAnswered:
    """Draft an answer to each petition that can have it, and ask another person to sign.

    Raises:
        PermissionDenied: If the officer does not handle petitions.
        Refused: If there is no text, no petition, or there are too many.
    """
    require(officer, Capability.HANDLE_PETITIONS)
    if not petitions:
        raise Refused(_("请选择要答复的信访事项。"))
    if len(petitions) > MOST:
        raise Refused(_("一次最多答复 %(most)s 件。") % {"most": MOST})
    checked_words(text, MAX_REPLY, _("请填写答复内容。"))
    draft = ReplyDraft(ReplyKind.ANSWER, text=text, basis=basis)
    answered: list[str] = []
    left: list[tuple[str, str]] = []
    for petition in petitions:
        why = why_not_together(petition)
        if not why:
            why = _answer(petition, draft, officer, now)
        if why:
            left.append((petition.number, why))
        else:
            answered.append(petition.number)
    return ManyAnswered(tuple(answered), tuple(left))


def letters_alike(reply: PetitionReply) -> list[PetitionReply]:
    """Return the letters that were drafted together with one and wait for a signature."""
    rows = PetitionReply.objects.filter(
        bureau_id=reply.bureau_id,
        kind=ReplyKind.ANSWER,
        drafted_by_id=reply.drafted_by_id,
        drafted_at=reply.drafted_at,
        text=reply.text,
        basis=reply.basis,
        signed_at__isnull=True,
        superseded_at__isnull=True,
        signoff__decision=Decision.PENDING,
    )
    return list(
        rows.select_related("petition__clock", "petition__repeat_of", "signoff").order_by("pk")
    )


def sign_alike(
    reply: PetitionReply, *, shown_hash: str, officer: Officer, now: datetime
) -> ManyAnswered:
    """Sign the letters of the same words as the one that was on the screen.

    Raises:
        Stale: If another text was shown, or none waits any more.
    """
    letters = letters_alike(reply)
    if shown_hash != reply_hash(reply) or not letters:
        raise Stale(str(CHANGED))
    answered: list[str] = []
    left: list[tuple[str, str]] = []
    for letter in letters:
        number = letter.petition.number
        if why := _sign(letter, officer, now):
            left.append((number, why))
        else:
            answered.append(number)
    return ManyAnswered(tuple(answered), tuple(left))


def _sign(letter: PetitionReply, officer: Officer, now: datetime) -> str:
    if letter.signoff is None or not REPLY_KIND.may_decide(letter.signoff, officer):
        return _("您不得签发此件")
    try:
        decide_reply(
            letter,
            approve=True,
            reason="",
            shown_hash=reply_hash(letter),
            officer=officer,
            now=now,
        )
    except Refused as error:
        return str(error)
    return ""


ALIKE_KIND = replace(REPLY_KIND, approve=sign_alike)
"""The same kind of request; its signature goes to each letter of the same words."""


def why_not_together(petition: Petition) -> str:
    """Say why a petition cannot be answered together with others; "" if it can."""
    if petition.text_checked_at is None:
        return _("尚未登记")
    if ReplyKind.ANSWER not in offered_kinds(petition):
        return _("须单独出具意见书，或已办结")
    if needs_leader(petition, ReplyKind.ANSWER):
        return _("原为申诉求决，须领导签发")
    return _("已有答复稿") if draft_of(petition) is not None else ""


def _answer(petition: Petition, draft: ReplyDraft, officer: Officer, now: datetime) -> str:
    try:
        with transaction.atomic():
            reply = draft_reply(petition=petition, draft=draft, officer=officer, now=now)
            sign_reply(reply=reply, shown_hash=reply_hash(reply), officer=officer, now=now)
    except Refused as error:
        petition.refresh_from_db()
        return str(error)
    return ""
