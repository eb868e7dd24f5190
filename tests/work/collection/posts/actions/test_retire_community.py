"""A community is taken off the list: its posts and sources name it no more."""

from __future__ import annotations

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.jobs.upkeep import settle_places
from huiying.policy.rulebook.platforms import is_other
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.communities.known_places import known_places_of
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.actions.retire_community import retire_community
from huiying.work.collection.posts.models import Lane, Post
from huiying.work.collection.sources.models import Source


@pytest.fixture
def community(forum, now):
    return register_community(bureau=forum.bureau, name="云上听雨", actor=MACHINE, now=now)


def retire(community, now):
    retire_community(community=community, actor=MACHINE, now=now)


def take(source, text, now):
    accept_posts(
        source=source,
        items=[RawItem(text=text, community="云上听雨")],
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=now,
    )


def test_neither_new_nor_earlier_posts_name_it(forum, community, now):
    Source.objects.filter(pk=forum.pk).update(community="云上听雨")
    take(forum, "路灯不亮", now)
    assert Post.objects.get().community == "云上听雨"

    retire(community, now)
    take(forum, "停水", now)
    settle_places.turn(now)

    earlier, later = Post.objects.order_by("pk").values_list("community", flat=True)
    assert earlier == later, "it still counts as one community"
    assert is_other(earlier)
    assert Source.objects.get().community == ""
    assert known_places_of(forum.bureau_id, now).community("云上听雨") is None
    assert AuditRecord.objects.get(verb="community.retired").ref == str(community.pk)


def test_the_second_of_two_is_told_and_the_name_may_be_listed_again(forum, community, now):
    retire(community, now)

    with pytest.raises(Refused, match="已不在名单中"):
        retire(community, now)

    again = register_community(bureau=forum.bureau, name="云上听雨", actor=MACHINE, now=now)
    assert again.pk != community.pk
    assert AuditRecord.objects.filter(verb="community.retired").count() == 1
