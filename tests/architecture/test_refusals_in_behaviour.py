"""The refusals (design, §2) as behaviour: tried at the doors, through the whole machine."""

from __future__ import annotations

import ast
import json
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import BinaryField
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.queries import verify
from huiying.base.outbox.models import BoardAlarm
from huiying.jobs.clocks import ladder
from huiying.jobs.delivery import deliver
from huiying.policy.grading.grades import Grade
from huiying.work.casework.notices.models import Notice
from huiying.work.collection.fetch.policy import fetch_policy
from huiying.work.collection.posts.actions.accept_push import accept_push
from huiying.work.incidents.candidates.models import Candidate
from huiying.work.incidents.core.models import Incident
from huiying.work.incidents.placements.models import Placement
from huiying.work.responses.core.models import Draft, Release
from tests.architecture.source_files import name_of, our_models, python_files, room_of
from tests.scenarios.incidents import (
    QUEUE,
    WATER,
    restart_workers,
    run_stream,
    source_of,
    submit_posts,
)
from tests.tampering import triggers_dropped
from tests.web.clients import signed_in
from tests.work.responses import desk

INSULTS = (
    "信访局的领导全是废物，一群饭桶，早该滚下台",
    "局长就是骗子，这帮人良心被狗吃了，恶心透顶",
    "垃圾单位，官官相护，无耻，丢人现眼，给我等着",
    "这种局长该撤职，全局上下没一个好东西，气死人了",
)


@pytest.fixture(autouse=True)
def _cold():
    restart_workers()


def said(cast, texts, now) -> Candidate | None:
    """Let posts come in over two platforms; return the candidate that holds most of them."""
    keys = [
        key
        for minute, channel in enumerate(("论坛", "微言"))
        for key in submit_posts(
            cast, *texts, now=now + timedelta(minutes=minute), channel=channel
        )
    ]
    run_stream(cast, now=now + timedelta(minutes=3))
    events = list(Placement.objects.filter(post_id__in=keys).values_list("event_id", flat=True))
    rows = Candidate.objects.filter(bureau=cast.bureau, event_id__in=events)
    return max(rows, key=lambda row: events.count(row.event_id), default=None)


def scores(row: Candidate) -> dict[str, int | None]:
    return {card["dimension"]: card["score"] for card in row.proposal["cards"]}


# 1. No person ---------------------------------------------------------------------------------


@pytest.mark.django_db
def test_1_who_wrote_is_nowhere_in_the_database_after_a_push(yunchuan, now):
    source = source_of(yunchuan)
    item = {
        "text": "三号窗口排队两个小时，@小城旧事 可以作证。"
        "电话 13800001234，身份证110101199003070011",
        "author": "某某网友甲乙丙",
        "url": "https://forum.yunchuan.example/p/1",
    }

    accept_push(source=source, items=[item], key="k1", now=now)
    run_stream(yunchuan, now=now)

    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own tables
            kept = repr(cursor.fetchall())
            for secret in ("某某网友甲乙丙", "小城旧事", "13800001234", "110101199003070011"):
                assert secret not in kept, (model, secret)
    assert Placement.objects.count() == 1


# 2. No covert comment -------------------------------------------------------------------------


@pytest.mark.clause("8b")
@pytest.mark.django_db
def test_2_every_public_word_is_signed_by_a_named_unit_of_the_bureau(client, yunchuan, now):
    release = desk.published(yunchuan, now)

    page = client.get(
        reverse("portal:answer", args=["yunchuan", release.answer.number])
    ).content.decode()

    assert release.content["speaker"] == yunchuan.reception.name
    assert yunchuan.reception.name in page
    assert yunchuan.bureau.name in page


def test_2_there_is_no_account_elsewhere_to_comment_with():
    covert = re.compile(
        r"\bpersona\b|sock_?puppet|account_pool|水军|小号|评论账号|代发账号", re.I
    )
    for model in our_models():
        names = f"{model.__name__} {' '.join(field.name for field in model._meta.fields)}"
        assert not covert.search(names), model
    for path in python_files():
        if "demo" not in path.parts:
            assert not covert.search(path.read_text(encoding="utf-8")), name_of(path)


# 3. No takedown -------------------------------------------------------------------------------


@pytest.mark.clause("2(1)b")
@pytest.mark.django_db
def test_3_no_screen_of_any_role_offers_a_takedown(yunchuan, now):
    row = said(yunchuan, WATER, now)
    offered = re.compile(r"删帖|封号|禁言|屏蔽账号|举报账号")
    for who in ("lu", "shen", "leader", "cheng", "speaker", "water", "auditor", "admin"):
        page = signed_in(getattr(yunchuan, who)).get("/desk/").content.decode()
        assert not offered.search(page), who
    page = signed_in(yunchuan.lu).get(reverse("console:candidate", args=[row.event_id]))
    assert not offered.search(page.content.decode())


# 4. No grade by hostility ---------------------------------------------------------------------


@pytest.mark.clause("2(1)b")
@pytest.mark.django_db
@pytest.mark.parametrize("texts", [QUEUE, WATER], ids=["queue", "water"])
def test_4_the_same_posts_with_insults_get_the_same_grade_by_the_same_scores(
    yunchuan, linxi, now, texts
):
    angry = [f"{text}。{insult}" for text, insult in zip(texts, INSULTS, strict=True)]

    calm, hostile = said(yunchuan, texts, now), said(linxi, angry, now)

    assert calm is not None
    assert hostile is not None
    assert hostile.proposed_grade == calm.proposed_grade
    assert scores(hostile) == scores(calm)
    assert hostile.proposal["rule"] == calm.proposal["rule"]
    assert (hostile.notice_clock is None) == (calm.notice_clock is None)


@pytest.mark.clause("2(1)b")
@pytest.mark.django_db
def test_4_criticism_alone_however_loud_raises_no_alarm(yunchuan, now):
    for minute in range(6):
        for channel in ("论坛", "微言", "圈子", "短视频"):
            submit_posts(
                yunchuan, *INSULTS, now=now + timedelta(minutes=minute), channel=channel
            )
        run_stream(yunchuan, now=now + timedelta(minutes=minute))

    assert not BoardAlarm.objects.exists()
    for row in Candidate.objects.all():
        assert row.proposed_grade < Grade.MAJOR, row.proposal
        assert scores(row)["content"] == 0


# 5. No machine that decides -------------------------------------------------------------------


@pytest.mark.django_db
def test_5_three_days_without_a_person_decide_nothing(yunchuan, now):
    candidate = said(yunchuan, WATER, now)
    assert candidate.proposed_grade == Grade.MAJOR

    for hour in range(0, 72, 6):
        at = now + timedelta(hours=hour, minutes=10)
        submit_posts(yunchuan, WATER[hour % 4], now=at, channel=f"平台{hour}")
        run_stream(yunchuan, now=at)
        ladder.turn(at)
        deliver.turn(at)

    candidate.refresh_from_db()
    assert candidate.state == "NEW"
    for nothing in (Incident, Notice, Draft, Release):
        assert not nothing.objects.exists(), nothing
    decided = re.compile(r"^(incident|notice|draft|answer|signoff)\.")
    verbs = AuditRecord.objects.values_list("verb", flat=True).distinct()
    assert not [verb for verb in verbs if decided.match(verb)]
    assert "clock.breached" in set(verbs), "it says that it is late, and waits"
    assert BoardAlarm.objects.filter(taken_at=None, key__startswith="major:").exists()


# 6. No collector that logs in or hides --------------------------------------------------------


def test_6_no_source_keeps_what_it_would_log_in_with():
    for name in ("Source", "FetchAddress"):
        fields = {field.name for field in apps.get_model("collection", name)._meta.fields}
        assert not [f for f in fields if re.search(r"password|cookie|login|account|session", f)]


def test_6_the_collector_says_who_it_is_and_sends_no_cookie(settings):
    settings.CONTACT = "0000-8261000"

    agent = fetch_policy().user_agent

    assert agent.startswith("huiying/")
    assert "0000-8261000" in agent
    for path in python_files():
        if room_of(path) == "work" and "collection" in path.parts:
            words = [
                node.value
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            ]
            sent = {word.lower() for word in words}
            assert not sent & {"cookie", "authorization", "proxy-authorization"}, name_of(path)
            assert not any("mozilla/" in word for word in sent), name_of(path)


# 7. A petitioner's identity -------------------------------------------------------------------


def test_7_no_table_holds_the_identity_of_somebody_who_complains_but_sealed():
    identity = re.compile(
        r"id_?card|identity|petitioner|complainant|phone|mobile|address$", re.I
    )
    for app in ("collection", "incidents", "casework", "responses", "search", "learning"):
        for model in apps.get_app_config(app).get_models():
            named = {
                field.name
                for field in model._meta.fields
                if identity.search(field.name) and not isinstance(field, BinaryField)
            }
            assert named <= {"address"}, (model, named)  # of a feed


# 8. Nothing changed in silence ----------------------------------------------------------------


@pytest.mark.clause("2(3)d")
@pytest.mark.django_db
@pytest.mark.usefixtures("time")
def test_8_a_correction_is_a_new_version_with_its_note_and_the_old_one_stays(
    client, yunchuan, now
):
    first = desk.published(yunchuan, now)
    content = json.dumps(first.content, ensure_ascii=False, sort_keys=True)

    desk.corrected(yunchuan, first, now, note="受影响的是7人，不是6人。")

    number = first.answer.number
    first = Release.objects.get(pk=first.pk)
    assert json.dumps(first.content, ensure_ascii=False, sort_keys=True) == content
    page = client.get(reverse("portal:answer", args=["yunchuan", number])).content.decode()
    assert "受影响的是7人，不是6人。" in page
    old = client.get(reverse("portal:version", args=["yunchuan", number, 1]))
    assert first.content["title"] in old.content.decode()


@pytest.mark.django_db
def test_8_a_record_that_was_changed_behind_the_house_is_noticed(yunchuan, now):
    desk.published(yunchuan, now)
    assert verify(bureau_id=yunchuan.bureau.pk).holds
    published = AuditRecord.objects.get(verb="answer.published")

    with triggers_dropped():
        AuditRecord.objects.filter(pk=published.pk).update(actor="officer:99")

    broken = verify(bureau_id=yunchuan.bureau.pk)
    assert not broken.holds
    assert broken.broken_at == published.seq
