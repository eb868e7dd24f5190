"""沟通确认 by telephone or on paper: recorded, and countersigned or proved by a scan.

In:   a confirmation that waits, who said what, when and how.
Out:  a paper with its scan: confirmed; else recorded, until a second person countersigns.
Cost: three writes and a record each.

Nor does a paper count alone that an account brought which somebody put into its unit lately.
What is recorded is bound to the hash of the text like an answer by the link, and any edit voids
it. The agency's own answer by its link counts before it, until it is countersigned.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.hands import (
    in_one_hand,
    in_one_hand_until,
    is_new_to_unit,
)
from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.accounts.roles.delegations import principals_of
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.errors import Refused
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import WrittenFile
from huiying.base.files.models import Retention
from huiying.policy.time.zone import LOCAL
from huiying.reasons.reason import Reason
from huiying.work.responses.confirmations.actions.answer import (
    AgencyAnswer,
    check_answer,
    store_answer,
)
from huiying.work.responses.confirmations.models import Confirmation, ConfirmationState, Manner
from huiying.work.responses.confirmations.record import hand_over, record_confirmation
from huiying.work.responses.core.bureau_only import refuse_agencies

WAITING = (ConfirmationState.ASKED,)


@dataclass(frozen=True, slots=True)
class OfflineAnswer:
    """What an agency said outside the system: how, when, by which post; a scan of the paper."""

    manner: Manner
    answer: AgencyAnswer
    at: datetime
    file: WrittenFile | None = None


@transaction.atomic
def record_offline_answer(
    *,
    confirmation: Confirmation,
    offline_answer: OfflineAnswer,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Record what an agency said on the phone or on paper about exactly these words.

    Raises:
        PermissionDenied: If the officer may not draft.
        Refused: If he works for an agency, no post is named, a paper comes without its scan,
            or the moment is before the question or has not come.
        Stale: If the text is no longer the one that was shown, or it was answered already.
    """
    require(officer, Capability.DRAFT)
    refuse_agencies(officer)
    post, words = check_answer(offline_answer.answer)
    if offline_answer.manner == Manner.PAPER and offline_answer.file is None:
        raise Refused(_("书面确认须附扫描件。"))
    if not confirmation.requested_at <= offline_answer.at <= now:
        raise Refused(_("答复的时间须在送出以后、现在之前。"))
    # a file makes no telephone call a paper
    proved = offline_answer.manner == Manner.PAPER and not is_new_to_unit(officer, now)
    state = ConfirmationState.CONFIRMED if proved else ConfirmationState.RECORDED
    if not offline_answer.answer.agrees:
        state = ConfirmationState.OBJECTED
    store_answer(
        confirmation,
        shown_hash,
        WAITING,
        state=state,
        words=words,
        answered_by=f"{confirmation.unit.name} · {post}",
        answered_at=offline_answer.at,
        manner=offline_answer.manner,
        recorded_by=officer,
        file=_store_file(confirmation, offline_answer.file, now),
    )
    if state == ConfirmationState.RECORDED:
        hand_over(confirmation, now)
    else:
        _stop(confirmation, now)
    record_confirmation(
        confirmation,
        "confirmation.recorded",
        officer,
        now,
        manner=str(offline_answer.manner),
        state=str(state),
        file=confirmation.file.sha256 if confirmation.file else "",
    )


@transaction.atomic
def countersign(
    *,
    confirmation: Confirmation,
    agrees: bool,
    shown_hash: str,
    officer: Officer,
    now: datetime,
) -> None:
    """A second person stands for what was recorded, or sends it back to be asked again.

    Raises:
        PermissionDenied: If the officer may not review.
        Refused: If he recorded it, wrote on the text, or stands in for who did; or one person
            could act with both accounts.
        Stale: If the text is no longer the one that was shown, or it does not wait for him.
    """
    require(officer, Capability.REVIEW)
    own = {officer.pk, *principals_of(officer, since=confirmation.requested_at, now=now)}
    first = {confirmation.recorded_by_id, *confirmation.draft.writers}
    if own & first:
        raise Refused(_("您登记过或参与起草本稿，须由另一人核签。"))
    recorder = confirmation.recorded_by
    if agrees and recorder is not None and in_one_hand(officer, recorder, now):
        raise Refused(_in_one_hand(officer, recorder, now))
    if agrees:
        changes = {
            "state": ConfirmationState.CONFIRMED,
            "countersigned_by": officer,
            "countersigned_at": now,
        }
    else:
        changes = {
            "state": ConfirmationState.ASKED,
            "answered_by": "",
            "answered_at": None,
            "recorded_by": None,
            "manner": Manner.LINK,
            "words": "",
        }
    store_answer(confirmation, shown_hash, (ConfirmationState.RECORDED,), **changes)
    if agrees:
        _stop(confirmation, now)
    else:
        hand_over(confirmation, now)
    verb = "confirmation.countersigned" if agrees else "confirmation.sent_back"
    record_confirmation(confirmation, verb, officer, now)


def _in_one_hand(officer: Officer, recorder: Officer, now: datetime) -> str:
    """Say which ways remain; a day only where time alone ends it."""
    until = in_one_hand_until(officer, recorder, now)
    if until is None:
        return _(
            "两个账号由同一人添加、调整、启用或重设过，且新账号尚未经第二人确认，不得分别答复和"
            "核签。可选办法：由不是同一人添加的人员核签；由对方通过签名链接确认；由领导决定不经"
            "确认；或由组长等先确认新账号已由本人接管。"
        )
    return _(
        "两个账号七日内由同一人添加、调整或重设过，不得分别答复和核签。可选办法："
        "由不是同一人添加的人员核签；由对方通过签名链接确认；由领导决定不经确认；"
        "或于 %(at)s 后由您核签。"
    ) % {"at": f"{until.astimezone(LOCAL):%m-%d %H:%M}"}


def _store_file(row: Confirmation, written: WrittenFile | None, now: datetime) -> object:
    if written is None:
        return None
    return keep_file(
        bureau_id=row.bureau_id, written=written, retention=Retention.THIRTY_YEARS, now=now
    )


def _stop(row: Confirmation, now: datetime) -> None:
    if row.clock is not None:
        at = row.answered_at or now
        stop_clock(clock=row.clock, at=at, reason=Reason("clocks.answered"), now=now)
