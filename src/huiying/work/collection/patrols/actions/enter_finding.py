"""巡查发现: enter a post that was found at a place of a round, in one act.

In:   a place, the time of a slot, the post as it is entered by hand.
Out:  a post, and that it was found there; the round is recorded by itself afterwards.
Cost: as a post entered by hand, and one write.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.record import record
from huiying.base.errors import Refused
from huiying.policy.time.patrols import slot_at
from huiying.policy.time.zone import LOCAL
from huiying.work.collection.patrols.models import Patrol, PatrolFinding, PatrolPlace
from huiying.work.collection.patrols.queries import rhythm_of
from huiying.work.collection.posts.actions.enter_post import enter_post


@dataclass(frozen=True, slots=True)
class FoundPost:
    """A post as an officer enters it."""

    title: str
    text: str
    url: str
    channel: str
    published_at: datetime | None
    noticed_at: datetime


def enter_finding(
    *, place: PatrolPlace, at: datetime, found: FoundPost, officer: Officer, now: datetime
) -> PatrolFinding:
    """Enter one post that was found at a place.

    Raises:
        PermissionDenied: If the officer may not enter posts.
        Refused: If the plan has no such slot, the round is recorded or cannot be done now, or
            as for ``enter_post``.
    """
    require(officer, Capability.ENTER_POSTS)
    slot = slot_at(rhythm_of(place.plan), at)
    if slot is None:
        raise Refused(_("该安排无此次巡查。"))
    if (
        not slot.state(None, now).open
        or Patrol.objects.filter(plan=place.plan, slot_at=at).exists()
    ):
        raise Refused(_("本次巡查已登记或不在巡查时间内。请改用“人工录入”。"))
    # A mark of classification is on record also when the post is refused: not inside atomic.
    result = enter_post(
        bureau=officer.bureau,
        title=found.title,
        text=found.text,
        url=found.url,
        channel=found.channel,
        published_at=found.published_at,
        noticed_at=found.noticed_at,
        actor=officer.audit_actor(),
        now=now,
    )
    with transaction.atomic():
        row = PatrolFinding.objects.create(
            bureau_id=place.bureau_id,
            place=place,
            slot_at=at,
            post_id=result.post_id if result.is_post else None,
            at=now,
            by=officer,
        )
        slot_word = at.astimezone(LOCAL).strftime("%m-%d %H:%M")
        record(place.plan, "patrol.found", officer, now, slot=slot_word, place=place.name)
    return row
