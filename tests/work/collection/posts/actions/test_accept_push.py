"""A push is answered item by item, and the same key gets the same answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huiying.base.audit.models import AuditRecord
from huiying.work.collection.posts.actions import accept_push as module
from huiying.work.collection.posts.actions.accept_push import (
    ANSWERED_WITHIN,
    KeyConflict,
    PushInProgress,
    accept_push,
    drop_old_push_answers,
)
from huiying.work.collection.posts.models import Post, PushBatch
from huiying.work.collection.posts.queries import ANSWERS_KEPT_FOR
from tests.factories import T0

pytestmark = pytest.mark.django_db
ITEMS = [{"text": "停水"}, {"text": "路灯不亮", "external_id": 7}]


def push(source, items=ITEMS, key="k", now=T0):
    return accept_push(source=source, items=items, key=key, now=now)


def test_each_item_has_its_answer_and_a_wrong_one_holds_nobody_up(forum):
    items = [*ITEMS, "no object", {"text": 7}, {"text": ""}, {"text": "机密★10年\n停水"}]

    answer = push(forum, items).body

    statuses = [row["status"] for row in answer["results"]]
    assert statuses == ["accepted"] * 2 + ["refused"] * 4
    assert (answer["accepted"], answer["refused"]) == (2, 4)
    assert answer["results"][0]["post_id"] == str(Post.objects.get(text="停水").pk)
    assert answer["results"][3]["field"] == "text"
    assert all(row["message"] for row in answer["results"][2:])
    assert AuditRecord.objects.get(verb="posts.classified_refused").actor == (
        f"source:{forum.pk}"
    )


def test_the_same_key_gets_the_stored_answer_and_stores_nothing(forum):
    first, second = push(forum), push(forum, now=T0 + timedelta(minutes=1))

    assert (first.replayed, second.replayed) == (False, True)
    assert first.body == second.body
    assert Post.objects.count() == 2


def test_a_key_is_not_used_for_another_body_and_without_one_nothing_is_replayed(forum):
    push(forum)

    with pytest.raises(KeyConflict):
        push(forum, [{"text": "另一条"}])
    again = push(forum, key="")

    assert not again.replayed
    assert (again.body["repeated"], again.body["accepted"]) == (2, 0)
    assert PushBatch.objects.count() == 1


def test_a_key_is_reserved_before_anything_is_stored(forum, monkeypatch):
    def another_call(*_args, **_facts):
        with pytest.raises(PushInProgress):
            push(forum)
        with pytest.raises(KeyConflict):
            push(forum, [{"text": "另一条"}])
        return real(*_args, **_facts)

    real = module.accept_prepared
    monkeypatch.setattr(module, "accept_prepared", another_call)

    assert push(forum).body["accepted"] == 2
    assert Post.objects.count() == 2


def test_a_call_that_fails_gives_its_key_back(forum, monkeypatch):
    def broken(**_facts):
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(module, "accept_prepared", broken)
        with pytest.raises(RuntimeError):
            push(forum)

    assert push(forum).body["accepted"] == 2


def test_a_key_that_a_killed_call_reserved_is_free_after_five_minutes(forum):
    push(forum)
    PushBatch.objects.update(answer=None)

    with pytest.raises(PushInProgress):
        push(forum, now=T0 + ANSWERED_WITHIN - timedelta(seconds=1))
    again = push(forum, now=T0 + ANSWERED_WITHIN)

    assert (again.replayed, again.body["repeated"]) == (False, 2)
    assert push(forum, now=T0 + ANSWERED_WITHIN).replayed


def test_answers_are_kept_for_seven_days_and_posts_for_good(forum):
    push(forum)

    assert drop_old_push_answers(T0 + ANSWERS_KEPT_FOR) == 0
    assert drop_old_push_answers(T0 + ANSWERS_KEPT_FOR + timedelta(seconds=1)) == 1

    assert Post.objects.count() == 2
    assert not push(forum, now=T0 + timedelta(days=8)).replayed
