"""Steps to a signed deletion, as its tests take them."""

from __future__ import annotations

from datetime import timedelta

from huiying.jobs.upkeep import retention
from huiying.work.closing.retention.actions.plan import (
    DELETION_KIND,
    decide_deletion,
    plan_deletion,
)
from huiying.work.closing.retention.queries import limits_of, plan_of
from huiying.work.collection.posts.models import Post
from tests.factories import T0
from tests.scenarios.incidents import run_stream, submit_posts
from tests.work.closing.archive.steps import change_rules

MONTHS = 6
LATER = T0 + timedelta(days=250)
OTHER_WORDS = ("广场舞音响声音大", "公交站牌字看不清", "图书馆周末几点开门")


def old_posts(cast, *texts, now=T0):
    """Posts that came long ago, and one of now that the stream placed last."""
    keys = submit_posts(cast, *(texts or OTHER_WORDS), now=now)
    run_stream(cast, now=now + timedelta(seconds=1))
    submit_posts(cast, "今天新来的一条帖文", now=LATER - timedelta(hours=1), channel="微博")
    run_stream(cast, now=LATER)
    return keys


def set_months(cast, months=MONTHS):
    change_rules(cast, T0 + timedelta(days=200), months=months)


def free(cast, now=LATER):
    return plan_of(cast.bureau.pk, limits_of(MONTHS, now)).total


def sign(deletion, officer, now=LATER):
    deletion.refresh_from_db()
    return decide_deletion(
        deletion,
        approve=True,
        reason="",
        shown_hash=DELETION_KIND.content_hash(deletion),
        officer=officer,
        now=now,
    )


def signed_plan(cast, now=LATER):
    deletion = plan_deletion(officer=cast.shen, now=now)
    assert not sign(deletion, cast.lu, now)
    assert sign(deletion, cast.leader, now)
    deletion.refresh_from_db()
    return deletion


def run(now=LATER, turns=20):
    return sum(retention.turn(now) for _ in range(turns))


def there(keys):
    return set(Post.objects.filter(pk__in=keys).values_list("pk", flat=True))
