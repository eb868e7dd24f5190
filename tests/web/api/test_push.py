"""Push: a result per item, the same answer for the same key, a clear word for each bad call."""

import json

import pytest
from django.db import connection
from django.test import Client

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.posts.actions.accept_push import (
    drop_old_push_answers,
)
from huiying.work.collection.posts.models import Arrival, Lane, Post, PostReach, PushBatch
from huiying.work.collection.posts.queries import ANSWERS_KEPT_FOR
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.pause_source import pause_source
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from huiying.work.collection.sources.models import Source

ADDRESS = "/api/v1/posts"


@pytest.fixture
def source(yunchuan, now):
    return add_source(
        bureau=yunchuan.bureau, name="论坛", kind="PUSH", channel="论坛", actor=MACHINE, now=now
    )


@pytest.fixture
def token(source, now):
    return rotate_token(source=source, actor=MACHINE, now=now)


@pytest.fixture
def push(token):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    def send(body, *, key=None, bearer=token):
        data = body if isinstance(body, bytes) else json.dumps(body)
        headers = {"Authorization": f"Bearer {bearer}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        return client.post(ADDRESS, data, content_type="application/json", headers=headers)

    return send


def test_while_too_many_posts_wait_a_push_is_told_to_come_later_and_another_bureau_is_not(
    push, token, yunchuan, linxi, now, settings
):
    settings.PUSH_QUEUE = 2
    other = add_source(
        bureau=linxi.bureau, name="论坛", kind="PUSH", channel="论坛", actor=MACHINE, now=now
    )
    others_token = rotate_token(source=other, actor=MACHINE, now=now)
    three = {"items": [{"external_id": n, "text": f"停水第 {n} 天"} for n in range(3)]}
    more = {"items": [{"external_id": "9", "text": "还没来水"}]}
    assert push(three).status_code == 200

    refused = push(more, key="k1")

    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "queue_full"
    assert int(refused["Retry-After"]) > 0
    assert not Post.objects.filter(text="还没来水").exists()
    assert push(more, bearer=others_token).status_code == 200

    Arrival.objects.filter(bureau=yunchuan.bureau).update(lane=Lane.BACKLOG)  # of a file
    assert push(more, key="k1").json()["accepted"] == 1
    settings.PUSH_QUEUE = 0
    assert push(three).status_code == 200


@pytest.mark.clause("5a")
def test_a_pushed_post_is_stored_and_answered_per_item(push, yunchuan):
    response = push(
        {
            "items": [
                {"external_id": 7, "title": "停水", "text": "三天了", "author": "云上听雨"},
                {"external_id": "8", "text": ""},
            ]
        }
    )

    answer = response.json()
    assert response.status_code == 200
    assert (answer["accepted"], answer["repeated"], answer["refused"]) == (1, 0, 1)
    first, second = answer["results"]
    post = Post.objects.get()
    assert first["post_id"] == str(post.pk)
    assert post.bureau == yunchuan.bureau
    assert (second["status"], second["code"], second["index"]) == ("refused", "empty", 1)
    assert "云上听雨" not in response.content.decode()


def test_the_same_push_twice_gets_the_same_answer_and_is_stored_once(push):
    body = {"items": [{"external_id": "1", "text": "停水"}]}
    first, again = push(body, key="k-1"), push(body, key="k-1")

    assert first.json() == again.json()
    assert "Idempotent-Replay" not in first.headers
    assert again.headers["Idempotent-Replay"] == "true"
    assert Post.objects.count() == 1


def test_the_same_push_without_a_key_is_repeated_and_not_doubled(push):
    body = {"items": [{"external_id": "1", "text": "停水"}]}
    push(body)

    assert push(body).json()["repeated"] == 1
    assert Post.objects.count() == 1


@pytest.mark.parametrize("odd", ["昨天\0下午", "昨天\ud83d", "昨天\u202e下午"])
def test_a_date_that_no_database_keeps_is_answered_and_the_answer_kept(push, odd):
    body = {"items": [{"external_id": "1", "text": "停水", "published_at": odd}]}
    first, again = push(body, key="k-1"), push(body, key="k-1")

    assert first.status_code == 200
    [result] = first.json()["results"]
    assert result["warnings"][0]["code"] == "date_unreadable"
    assert again.json() == first.json()


def test_the_same_key_with_another_body_is_a_conflict(push):
    push({"items": [{"text": "停水"}]}, key="k-1")
    response = push({"items": [{"text": "停电"}]}, key="k-1")

    assert response.status_code == 409
    assert response.json()["error"]["code"] == "idempotency_key_reused"
    assert Post.objects.count() == 1


def test_a_push_that_is_being_taken_in_is_told_to_come_again(push):
    body = {"items": [{"text": "停水"}]}
    push(body, key="k-1")
    PushBatch.objects.update(answer=None)
    response = push(body, key="k-1")

    assert (response.status_code, response.headers["Retry-After"]) == (409, "2")
    assert response.json()["error"]["code"] == "in_progress"


def test_one_key_may_be_used_by_two_sources(push, yunchuan, now):
    other = add_source(
        bureau=yunchuan.bureau, name="二", kind="PUSH", channel="论坛", actor=MACHINE, now=now
    )
    bearer = rotate_token(source=other, actor=MACHINE, now=now)
    push({"items": [{"text": "停水"}]}, key="k-1")

    assert push({"items": [{"text": "停电"}]}, key="k-1", bearer=bearer).status_code == 200


@pytest.mark.parametrize("bearer", ["", "hy_wrong", "\u00e9"])
def test_a_wrong_token_is_told_so_and_changes_nothing(push, bearer):
    response = push({"items": [{"text": "停水"}]}, bearer=bearer)

    assert response.status_code == 401
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert "推送令牌有误或已更换" in response.json()["error"]["message"]
    assert Post.objects.count() == 0


def test_no_token_at_all_is_not_a_way_in(source):
    response = Client().post(ADDRESS, "{}", content_type="application/json")

    assert response.status_code == 401


def test_an_old_token_stops_at_once(push, source, now):
    rotate_token(source=source, actor=MACHINE, now=now)

    assert push({"items": []}).status_code == 401


def test_only_a_digest_of_the_token_is_stored(token):
    (row,) = Source.objects.values()

    assert token not in str(row)


def test_a_paused_source_takes_nothing(push, source, now):
    pause_source(source=source, reason="停机维护", actor=MACHINE, now=now)

    response = push({"items": [{"text": "停水"}]})
    assert (response.status_code, Post.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{not json", "bad_json"),
        (b"\xff\xfe", "bad_json"),
        (b"[" * 100_000, "bad_json"),
        (b'{"items": [{"text": NaN}]}', "bad_json"),
        (b"[]", "no_items"),
        (b'{"items": {}}', "no_items"),
        (b"", "bad_json"),
    ],
)
def test_a_call_that_cannot_be_read_says_what_is_wrong(push, body, code):
    response = push(body)

    assert response.status_code == 400
    assert response.json()["error"]["code"] == code
    assert "未收录" in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("bad", "code", "field"),
    [
        ({"text": 5}, "wrong_type", "text"),
        ({"text": "停水", "title": ["a"]}, "wrong_type", "title"),
        ({"text": "停水", "external_id": 1.5}, "wrong_type", "external_id"),
        ({"text": "停水", "external_id": True}, "wrong_type", "external_id"),
        ("停水", "not_an_object", ""),
        (None, "not_an_object", ""),
        ({}, "empty", "text"),
    ],
)
def test_a_bad_item_is_refused_alone(push, bad, code, field):
    answer = push({"items": [{"text": "一"}, bad, {"text": "三"}]}).json()

    assert [r["status"] for r in answer["results"]] == ["accepted", "refused", "accepted"]
    assert (answer["results"][1]["code"], answer["results"][1]["field"]) == (code, field)


def test_a_lone_surrogate_is_taken_without_it(push):
    answer = push(b'{"items": [{"text": "\\ud83d\\u505c\\u6c34", "external_id": "\\ud83d"}]}')

    assert answer.json()["accepted"] == 1
    assert Post.objects.get().text == "停水"


def test_null_means_not_given(push):
    answer = push({"items": [{"text": "停水", "title": None, "external_id": None}]}).json()

    assert answer["accepted"] == 1


def test_a_thousand_items_are_taken_and_one_more_is_not(push):
    items = [{"text": f"第{n}条"} for n in range(1000)]

    assert push({"items": items}).json()["accepted"] == 1000
    response = push({"items": [*items, {"text": "多一条"}]})
    assert response.status_code == 413
    assert "1001" in response.json()["error"]["message"]
    assert Post.objects.count() == 1000


def test_a_body_over_the_limit_is_refused(push, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1 << 20

    assert push(b'{"items": ["' + b"x" * (1 << 20) + b'"]}').status_code == 413


def test_a_key_that_is_too_long_is_refused(push):
    assert push({"items": []}, key="k" * 101).status_code == 400


def test_a_push_writes_one_record(push, source):
    push({"items": [{"text": "一"}, {"text": "二"}]})

    record = AuditRecord.objects.get(verb="posts.accepted")
    assert (record.actor, record.data["accepted"]) == (f"source:{source.pk}", 2)


def test_answers_are_forgotten_after_a_week_and_posts_are_not(push, now):
    push({"items": [{"text": "停水"}]}, key="k")
    at = PushBatch.objects.get().at

    assert drop_old_push_answers(at + ANSWERS_KEPT_FOR) == 0
    assert drop_old_push_answers(at + ANSWERS_KEPT_FOR * 2) == 1
    assert Post.objects.count() == 1


def test_the_interface_describes_itself_without_a_page_of_scripts(db):
    client = Client()

    described = client.get("/api/v1/openapi.json").json()
    assert "/api/v1/posts" in described["paths"]
    assert client.get("/api/v1/docs").status_code == 404
    assert client.get(ADDRESS).status_code == 405


def test_a_row_that_breaks_a_constraint_stays_out_of_the_log(push, caplog):
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX one_text ON collection_post (text)")
    told = [{"external_id": n, "title": "停水", "text": "停水三天了"} for n in "12"]

    response = push({"items": told})

    assert response.status_code == 500
    assert "IntegrityError" in caplog.text
    assert "one_text" in caplog.text or "collection_post.text" in caplog.text
    assert "三天" not in caplog.text
    assert Post.objects.count() == 0


def test_reads_and_reactions_are_taken_as_numbers_or_as_platforms_write_them(push):
    answer = push(
        {"items": [{"external_id": 1, "text": "停水三天了", "reads": "1.2万", "likes": 30}]}
    ).json()

    assert answer["accepted"] == 1
    row = PostReach.objects.get()
    assert (row.reads, row.likes, row.comments) == (12_000, 30, None)


@pytest.mark.parametrize("bad", [True, [1], {"n": 1}, 1.5])
def test_a_number_that_is_none_refuses_its_item_alone(push, bad):
    items = [{"text": "停水三天了", "likes": bad}, {"text": "路灯不亮两周了"}]

    answer = push({"items": items}).json()

    assert [one["status"] for one in answer["results"]] == ["refused", "accepted"]
    assert answer["results"][0]["field"] == "likes"
