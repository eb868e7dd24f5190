"""Steps to a signed plan of petitions, as its tests take them."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.jobs.upkeep import purge_petitions
from huiying.policy.petitions.kinds import PetitionKind, ReplyKind
from huiying.work.closing.petition_purges.actions.plan import (
    PURGE_KIND,
    decide_purge,
    plan_purge,
)
from huiying.work.petitions.replies.actions.draft import ReplyDraft
from tests.factories import T0
from tests.scenarios.petitions import registered, signed
from tests.work.closing.archive.steps import change_rules

MONTHS = 24
LATER = T0 + timedelta(days=760)
ANSWER = ReplyDraft(ReplyKind.ANSWER, text="经核实，来访登记不需要先撤帖。")


def answered(cast, *, now=T0, kind=PetitionKind.QUESTION):
    """Return a question that was answered on a day."""
    petition = registered(cast, kind=kind, now=now)
    signed(cast, petition, ANSWER, now=now)
    petition.refresh_from_db()
    return petition


def set_months(cast, *, now=T0 + timedelta(days=700), **months):
    """Let the bureau set months: QUESTION=24."""
    adopt_default(bureau=cast.bureau, now=T0)
    change_rules(cast, now, petitions=months or {"QUESTION": MONTHS})


def sign(purge, officer, now=LATER):
    purge.refresh_from_db()
    return decide_purge(
        purge,
        approve=True,
        reason="",
        shown_hash=PURGE_KIND.content_hash(purge),
        officer=officer,
        now=now,
    )


def signed_plan(cast, now=LATER):
    """Let 沈青禾 plan, and 陆鸣 and the leader sign."""
    purge = plan_purge(officer=cast.shen, now=now)
    assert not sign(purge, cast.lu, now)
    assert sign(purge, cast.leader, now)
    purge.refresh_from_db()
    return purge


def run(now=LATER, turns=3):
    return sum(purge_petitions.turn(now) for _ in range(turns))
