"""Which letters a petition can get as it stands, and which of them a leader signs.

In:   a petition.    Out:  kinds of replies; whether a leader decides.
Cost: at most one query.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.second_person import is_second_person
from huiying.base.clocks.models import ClockState
from huiying.policy.petitions.kinds import PetitionKind, PetitionStage, ReplyKind
from huiying.policy.time.deadlines import PETITION_DECISION
from huiying.policy.time.petitions import ReviewStep
from huiying.work.petitions.core.models import Petition
from huiying.work.petitions.petitions.queries import was_lowered
from huiying.work.petitions.replies.models import PetitionReply

S, K = PetitionStage, ReplyKind


def offered_kinds(petition: Petition) -> tuple[ReplyKind, ...]:
    """Return the letters that fit the stage; () while no officer has read the petition."""
    stage = PetitionStage(petition.stage)
    if petition.text_checked_at is None or petition.erased_at is not None:
        return ()
    if not PetitionKind(petition.kind).has_legal_periods:
        return (K.ANSWER, K.REFUSAL) if stage in (S.REGISTERED, S.FORWARDED) else ()
    if stage == S.UNDER_REVIEW:
        again = petition.review_step >= ReviewStep.RE_REVIEW
        return (K.RE_REVIEW,) if again else (K.REVIEW,)
    if stage == S.ACCEPTED:
        return (K.OPINION, K.EXTENSION) if _decision_runs(petition) else (K.OPINION,)
    ends = (K.REFUSAL, K.NO_FURTHER) if _was_re_reviewed(petition) else (K.REFUSAL,)
    if stage == S.FORWARDED:
        return (K.ACCEPTANCE, *ends)
    return ends if stage == S.REGISTERED else ()


def not_offered(petition: Petition, kind: ReplyKind) -> str:
    """Say that a letter does not fit how a petition stands."""
    stage, letter = _(PetitionStage(petition.stage).label), _(kind.label)
    return _("该信访事项当前为“%(stage)s”，不能出具%(letter)s。") % {
        "stage": stage,
        "letter": letter,
    }


def needs_leader(petition: Petition, kind: ReplyKind) -> bool:
    """Tell whether a leader decides: nobody refuses, extends or ends a claim alone.

    A petition that was sent as a claim and registered as a question ends so as well. The plain
    answer to a question or a suggestion is signed by anybody but who drafted it.
    """
    return kind.asks_leader or (kind.is_answer and was_lowered(petition))


def signs_own(reply: PetitionReply, officer: Officer, now: datetime) -> bool:
    """Tell whether an officer would sign his own answer, himself or through others."""
    if not ReplyKind(reply.kind).is_answer:
        return False
    author, since = reply.drafted_by, reply.drafted_at
    return not is_second_person(officer, author, since=since, now=now)


def _decision_runs(petition: Petition) -> bool:
    clock = petition.clock
    return (
        clock is not None
        and clock.state == ClockState.RUNNING
        and clock.rule_code == PETITION_DECISION
    )


def _was_re_reviewed(petition: Petition) -> bool:
    """The same matter has had its last opinion (art. 36)."""
    earlier = petition.repeat_of
    return earlier is not None and (
        earlier.review_step >= ReviewStep.RE_REVIEW and earlier.settled_at is not None
    )
