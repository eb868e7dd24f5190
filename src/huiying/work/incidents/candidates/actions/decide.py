"""Change the state of a candidate and record it, for every decision about one.

In:   a candidate, a move, a reason, the officer.    Out:  its new state.
Cost: a conditional UPDATE decides when two officers act at once.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.claims import claim_row
from huiying.base.errors import Refused, Stale
from huiying.base.signoff.actions.void import void_about
from huiying.policy.core.moves import IllegalMove, ReasonMissing
from huiying.policy.procedure.candidates import CandidateMove, next_state
from huiying.policy.procedure.candidates import CandidateState as PolicyState
from huiying.work.collection.posts.models import Post
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.candidates.set_aside_requests import KIND
from huiying.work.incidents.placements.models import Placement

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
        Refused: If the move is not open, or its reason is missing.
    """
    state = check_move(candidate, move, reason, undo=undo)
    changes = {
        "state": str(state),
        "decided_by": officer,
        "decided_at": now,
        "reason": masked_text(reason.strip())[:400],
        "opened_by": None,
        "opened_until": None,
    }
    if not claim_row(candidate, revision, changes, state=candidate.state):
        candidate.refresh_from_db()
        raise Stale(stale_message(candidate))
    mark_posts_noticed(candidate, now)
    if move not in (CandidateMove.WATCH, CandidateMove.UNWATCH):
        void_about(
            bureau_id=candidate.bureau_id, kind=KIND, about_ref=str(candidate.event_id), now=now
        )


def check_move(
    candidate: Candidate, move: CandidateMove, reason: str, *, undo: bool = False
) -> PolicyState:
    """Return the state that a move leads to.

    Raises:
        Refused, Stale: As ``decide``.
    """
    try:
        return next_state(PolicyState(candidate.state), move, reason=reason, undo=undo)
    except ReasonMissing as error:
        raise Refused(_("请写明理由。")) from error
    except (IllegalMove, ValueError) as error:
        raise Stale(stale_message(candidate)) from error


def mark_posts_noticed(candidate: Candidate, now: datetime) -> None:
    """Keep when a person first saw the posts (design §5: published, collected, noticed)."""
    unseen = Placement.objects.filter(
        bureau_id=candidate.bureau_id, event_id=candidate.event_id, post__noticed_at=None
    )
    Post.objects.filter(pk__in=unseen.values("post_id")).update(noticed_at=now)


def record_decision(
    candidate: Candidate, move: CandidateMove, officer: Officer, reason: str, now: datetime
) -> None:
    """Write a decision about a candidate into the record."""
    record(candidate, VERBS[move], officer, now, reason=reason.strip(), state=candidate.state)


def stale_message(candidate: Candidate) -> str:
    """Say who decided about a candidate in the meantime, and how."""
    who = candidate.decided_by.name if candidate.decided_by else _("系统")
    return _("待研判舆情已由%(who)s处理为“%(state)s”，本次操作未执行，未作任何更改。") % {
        "who": who,
        "state": candidate.get_state_display(),
    }
