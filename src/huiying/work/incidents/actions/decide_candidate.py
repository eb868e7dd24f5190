"""Decide about a candidate: watch, dismiss, transfer, merge into an incident; and take it back.

In:   a candidate, a move, a reason, the officer.    Out:  its new state, in the record.
Cost: a conditional UPDATE decides when two officers act at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from huiying.base.accounts.models import Officer
from huiying.base.accounts.queries import actor_of
from huiying.base.audit.actions.append import Subject, append
from huiying.base.clocks.actions.relabel import relabel
from huiying.base.clocks.actions.reopen import reopen_clock
from huiying.base.clocks.actions.stop import cancel_clock
from huiying.base.outbox.actions.alarm import take_alarms_about
from huiying.policy.candidates import (
    CandidateMove,
    IllegalMove,
    ReasonMissing,
    next_state,
)
from huiying.policy.candidates import CandidateState as PolicyState
from huiying.policy.stages import Stage
from huiying.work.collection.models import Post
from huiying.work.incidents.actions.propose import refresh_incident
from huiying.work.incidents.exceptions import CannotDecide, Stale
from huiying.work.incidents.models import Candidate, Incident, IncidentEvent, Placement
from huiying.work.incidents.notice_clock import subject_of, subject_of_candidate

UNDO_FOR = timedelta(minutes=1)
OPENED_FOR = timedelta(minutes=10)
VERBS = {
    CandidateMove.WATCH: "candidate.watched",
    CandidateMove.UNWATCH: "candidate.unwatched",
    CandidateMove.DISMISS: "candidate.dismissed",
    CandidateMove.UNDISMISS: "candidate.restored",
    CandidateMove.TRANSFER: "candidate.transferred",
    CandidateMove.RECALL: "candidate.restored",
    CandidateMove.MERGE: "candidate.merged",
    CandidateMove.UNMERGE: "candidate.restored",
}
BACK = {
    "DISMISSED": CandidateMove.UNDISMISS,
    "TRANSFERRED": CandidateMove.RECALL,
    "MERGED": CandidateMove.UNMERGE,
    "WATCHED": CandidateMove.UNWATCH,
}


def decide(
    *,
    candidate: Candidate,
    move: CandidateMove,
    officer: Officer,
    reason: str,
    now: datetime,
    revision: int | None,
    undo: bool = False,
) -> None:
    """Move a candidate's state; exactly one of two officers who act at once succeeds.

    Raises:
        Stale: If the row changed since ``revision``.
        CannotDecide: If the move is not open, or its reason is missing.
    """
    seen = candidate.revision if revision is None else revision
    try:
        state = next_state(PolicyState(candidate.state), move, reason=reason, undo=undo)
    except ReasonMissing as error:
        raise CannotDecide(_("请写明理由。")) from error
    except (IllegalMove, ValueError) as error:
        raise Stale(_stale_words(candidate)) from error
    changed = Candidate.objects.filter(
        pk=candidate.pk, revision=seen, state=candidate.state
    ).update(
        state=str(state),
        decided_by=officer,
        decided_at=now,
        reason=reason.strip()[:400],
        revision=F("revision") + 1,
        opened_by=None,
        opened_until=None,
    )
    if changed != 1:
        candidate.refresh_from_db()
        raise Stale(_stale_words(candidate))
    candidate.refresh_from_db()
    notice_posts(candidate, now)


@transaction.atomic
def set_aside(
    *,
    candidate: Candidate,
    move: CandidateMove,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Watch, dismiss or transfer a candidate; its clock is cancelled with the reason."""
    decide(
        candidate=candidate,
        move=move,
        officer=officer,
        reason=reason,
        now=now,
        revision=revision,
    )
    if move in (CandidateMove.DISMISS, CandidateMove.TRANSFER):
        if candidate.notice_clock is not None:
            cancel_clock(clock=candidate.notice_clock, reason=reason.strip()[:200], now=now)
        take_alarms_about(
            bureau_id=candidate.bureau_id, ref=str(candidate.event_id), officer=officer, now=now
        )
    _record(candidate, move, officer, reason, now)


@transaction.atomic
def take_back(
    *,
    candidate: Candidate,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
    at_once: timedelta = UNDO_FOR,
) -> None:
    """Undo a decision at once by the same officer, or later with a reason.

    Args:
        at_once: How long no reason is asked for: a minute, in the time that ``now`` counts.

    Raises:
        CannotDecide: If there is nothing to take back, or a reason is missing.
    """
    move = BACK.get(candidate.state)
    if move is None:
        raise CannotDecide(_("没有可以撤回的决定。立为事件的，请在事件页办理。"))
    undo = (
        candidate.decided_by_id == officer.pk
        and candidate.decided_at is not None
        and now - candidate.decided_at <= at_once
    )
    decide(
        candidate=candidate,
        move=move,
        officer=officer,
        reason=reason,
        now=now,
        revision=revision,
        undo=undo,
    )
    if candidate.incident is not None:
        _take_out(candidate, candidate.incident)
    if candidate.notice_clock is not None:
        reopen_clock(clock=candidate.notice_clock, now=now)
    _record(candidate, move, officer, reason, now)


def _take_out(candidate: Candidate, incident: Incident) -> None:
    """Undo a merge: posts and clock are the candidate's own again."""
    IncidentEvent.objects.filter(
        bureau_id=candidate.bureau_id, event_id=candidate.event_id
    ).delete()
    candidate.incident = None
    candidate.save(update_fields=["incident"])
    if candidate.notice_clock is not None:
        relabel(
            bureau_id=candidate.bureau_id,
            old_ref=incident.number,
            subject=subject_of_candidate(candidate),
            only=candidate.notice_clock,
        )
    refresh_incident(incident)


@transaction.atomic
def merge_into_incident(
    *,
    candidate: Candidate,
    incident: Incident,
    reason: str,
    officer: Officer,
    now: datetime,
    revision: int | None = None,
) -> None:
    """Put a candidate into an incident; the incident keeps every clock of both.

    Raises:
        CannotDecide: If the incident is of another bureau, or itself set aside.
    """
    if incident.bureau_id != candidate.bureau_id:
        raise CannotDecide(_("没有这个事件。"))
    # As it stands: posts that joined one that was just folded into another would be in neither.
    incident.refresh_from_db(from_queryset=Incident.objects.select_for_update())
    if incident.stage in (Stage.MERGED, Stage.DISMISSED):
        raise CannotDecide(_("该事件已并入或排除，不能再并入。"))
    decide(
        candidate=candidate,
        move=CandidateMove.MERGE,
        officer=officer,
        reason=reason,
        now=now,
        revision=revision,
    )
    IncidentEvent.objects.create(
        bureau_id=candidate.bureau_id, incident=incident, event_id=candidate.event_id
    )
    candidate.incident = incident
    candidate.save(update_fields=["incident"])
    relabel(
        bureau_id=candidate.bureau_id,
        old_ref=str(candidate.event_id),
        subject=subject_of(incident),
    )
    take_alarms_about(
        bureau_id=candidate.bureau_id, ref=str(candidate.event_id), officer=officer, now=now
    )
    refresh_incident(incident)
    _record(candidate, CandidateMove.MERGE, officer, reason, now)


def open_candidate(*, candidate: Candidate, officer: Officer, now: datetime) -> bool:
    """Say that an officer is on it (正在处理); False when somebody else is.

    From this moment its posts are noticed: a person has seen them.
    """
    notice_posts(candidate, now)
    free = Candidate.objects.filter(pk=candidate.pk).exclude(
        opened_until__gt=now, opened_by__isnull=False
    )
    mine = Candidate.objects.filter(pk=candidate.pk, opened_by=officer)
    values = {"opened_by": officer, "opened_until": now + OPENED_FOR}
    return bool(mine.update(**values) or free.update(**values))


def notice_posts(candidate: Candidate, now: datetime) -> None:
    """Keep when a person first saw the posts (design §5: published, collected, noticed)."""
    unseen = Placement.objects.filter(
        bureau_id=candidate.bureau_id, event_id=candidate.event_id, post__noticed_at=None
    )
    Post.objects.filter(pk__in=unseen.values("post_id")).update(noticed_at=now)


def topic_of(candidate: Candidate) -> str:
    """Return under which topic the record tells of a candidate."""
    incident = candidate.incident
    return f"incident:{incident.number}" if incident else f"candidate:{candidate.event_id}"


def _record(
    candidate: Candidate, move: CandidateMove, officer: Officer, reason: str, now: datetime
) -> None:
    topic = topic_of(candidate)
    append(
        bureau_id=candidate.bureau_id,
        actor=actor_of(officer),
        verb=VERBS[move],
        subject=Subject("candidate", str(candidate.event_id), candidate.title, topic),
        now=now,
        data={"reason": reason.strip(), "state": candidate.state},
    )


def _stale_words(candidate: Candidate) -> str:
    who = candidate.decided_by.name if candidate.decided_by else _("系统")
    return _("这条候选刚被%(who)s处理为“%(state)s”。你的操作没有生效，也没有改动任何内容。") % {
        "who": who,
        "state": candidate.get_state_display(),
    }
