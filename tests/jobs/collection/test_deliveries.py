"""What people send to an inbox or a hotline: petitions; accusations apart, before any post."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.errors import Refused
from huiying.jobs.collection import deliveries
from huiying.jobs.stream import imports
from huiying.policy.petitions.kinds import PetitionChannel, PetitionKind
from huiying.work.casework.liaison.actions.hand_in import hand_in_lead
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.imports.actions.start import start_import
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.actions.enter_post import enter_post
from huiying.work.collection.posts.models import Arrival, Delivery, HourVolume, Lane, Post
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.actions.edit_source import edit_source
from huiying.work.collection.sources.actions.rotate_token import rotate_token
from huiying.work.collection.sources.models import Intake
from huiying.work.collection.sources.settings import SourceSettings
from huiying.work.petitions.accusations.models import Accusation
from huiying.work.petitions.core.models import Petition
from tests.scenarios.incidents import incident_of
from tests.scenarios.liaison import contact_of, make_share
from tests.scenarios.petitions import ACCUSING_TEXT, opened

pytestmark = [pytest.mark.django_db, pytest.mark.clause("2(3)c")]
QUESTION = "请问办理居住证需要哪些材料？"


def source_of(cast, now, kind="PUSH", channel="12345", **more):
    return add_source(
        bureau=cast.bureau,
        name=f"来源{kind}{channel}",
        kind=kind,
        channel=channel,
        actor=MACHINE,
        now=now,
        **more,
    )


@pytest.fixture
def hotline(yunchuan, now):
    return source_of(yunchuan, now)


def push(source, now, *texts, keys=None):
    token = rotate_token(source=source, actor=MACHINE, now=now)
    items = [
        {"external_id": (keys or range(1, 99))[place], "text": text}
        for place, text in enumerate(texts)
    ]
    answer = Client().post(
        "/api/v1/posts",
        json.dumps({"items": items}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.status_code == 200
    return answer.json()


def test_an_accusation_becomes_no_post_and_nothing_counts_it(hotline, now):
    push(hotline, now, ACCUSING_TEXT)
    deliveries.turn(now)

    assert not Post.objects.exists()
    assert not Arrival.objects.exists()
    assert not HourVolume.objects.exists()
    assert not Petition.objects.exists()
    row = Accusation.objects.get()
    assert row.channel == PetitionChannel.HOTLINE
    text = opened(row).text
    assert text == ACCUSING_TEXT


def test_who_pushes_it_is_told_what_he_is_told_of_any_other(hotline, now):
    answers = push(hotline, now, ACCUSING_TEXT, QUESTION)
    first, second = answers["results"]
    assert answers["accepted"] == 2
    assert len(first["post_id"]) == len(second["post_id"])
    assert {**first, "index": 0, "post_id": ""} == {**second, "index": 0, "post_id": ""}

    again = push(hotline, now, ACCUSING_TEXT, QUESTION)

    assert [one["status"] for one in again["results"]] == ["repeated", "repeated"]
    assert [one["post_id"] for one in again["results"]] == [
        first["post_id"],
        second["post_id"],
    ]
    deliveries.turn(now)
    assert (Accusation.objects.count(), Petition.objects.count()) == (1, 1)


def test_before_it_is_taken_in_it_lies_sealed_and_afterwards_nowhere_else(hotline, now):
    push(hotline, now, ACCUSING_TEXT)
    assert "举报" not in str(list(Delivery.objects.values()))
    row = Delivery.objects.get()
    assert row.data_key is not None

    assert deliveries.turn(now) == 1
    assert deliveries.turn(now) == 0

    row.refresh_from_db()
    assert (row.data_key, row.body) == (None, None)


def test_the_record_does_not_count_it(hotline, now):
    push(hotline, now, ACCUSING_TEXT)
    assert not AuditRecord.objects.filter(verb="posts.accepted").exists()
    push(hotline, now, QUESTION, keys=[7])
    assert AuditRecord.objects.get(verb="posts.accepted").data["accepted"] == 1


def test_what_accuses_nobody_is_a_petition_and_a_post(hotline, now):
    push(hotline, now, QUESTION, "路灯坏了一周没人修。")
    deliveries.turn(now)

    assert Post.objects.count() == 2
    kinds = set(Petition.objects.values_list("kind", flat=True))
    assert kinds == {PetitionKind.QUESTION.value, PetitionKind.CLAIM.value}
    assert set(Petition.objects.values_list("channel", flat=True)) == {"HOTLINE"}
    assert set(Petition.objects.values_list("outside_number", flat=True)) == {"1", "2"}


def test_a_public_post_that_accuses_stays_a_post(yunchuan, now):
    forum = source_of(yunchuan, now, channel="论坛")
    push(forum, now, ACCUSING_TEXT)
    deliveries.turn(now)

    assert Post.objects.count() == 1
    assert not Accusation.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("history", [False, True])
def test_a_file_of_tickets_is_sorted_row_by_row(yunchuan, now, tmp_path, history):
    source = source_of(yunchuan, now, kind="FILE")
    file = tmp_path / "tickets.csv"
    file.write_text(f"内容\n{QUESTION}\n{ACCUSING_TEXT}\n", encoding="utf-8")
    job = start_import(
        bureau=yunchuan.bureau,
        source=source,
        path=file,
        mapping=Mapping(text="内容"),
        history=history,
        actor=MACHINE,
        now=now,
    )
    imports.run(job.pk)
    deliveries.turn(now)

    job.refresh_from_db()
    assert (job.accepted, job.diverted, Post.objects.count()) == (2, 1, 1)
    assert Accusation.objects.count() == 1
    assert Petition.objects.count() == (0 if history else 1)
    record = AuditRecord.objects.get(verb="import.finished")
    assert record.data["accepted"] == 1


def test_two_files_that_count_from_one_lose_no_accusation(yunchuan, now):
    source = source_of(yunchuan, now, kind="FILE")
    other = ACCUSING_TEXT.replace("来访接待科", "网上信访科")
    for text in (ACCUSING_TEXT, QUESTION, other):
        accept_posts(
            source=source,
            items=[RawItem(text=text, external_key="1")],
            lane=Lane.LIVE,
            history=False,
            actor=MACHINE,
            now=now,
        )
    deliveries.turn(now)

    assert Post.objects.count() == 1
    waiting = Delivery.objects.filter(is_post=False).count()
    assert waiting == 2, "none was taken for the other"


def enter(cast, now, text, url=""):
    return enter_post(
        bureau=cast.bureau,
        title="",
        text=text,
        url=url,
        channel="来电",
        published_at=None,
        noticed_at=now,
        actor=cast.lu.audit_actor(),
        now=now,
    )


def test_what_somebody_told_an_officer_is_diverted_and_what_stands_on_the_web_is_not(
    yunchuan, now
):
    enter(yunchuan, now, ACCUSING_TEXT)
    enter(yunchuan, now, ACCUSING_TEXT, "https://forum.example/1")
    enter(yunchuan, now, QUESTION)
    deliveries.turn(now)

    assert Accusation.objects.count() == 1
    assert Post.objects.count() == 2
    assert not Petition.objects.exists(), "petitions have a form"
    assert AuditRecord.objects.filter(verb="post.entered").count() == 2


def test_a_long_accusation_is_kept_whole(hotline, now):
    text = ACCUSING_TEXT + "详细经过。" * 10_000
    push(hotline, now, text)
    deliveries.turn(now)

    row = Accusation.objects.get()
    assert opened(row).text == text


def test_it_counts_from_the_day_it_was_sent(yunchuan, now, hotline):
    sent = now - timedelta(days=3)
    accept_posts(
        source=hotline,
        items=[RawItem(text=ACCUSING_TEXT, published_at=sent.isoformat())],
        lane=Lane.LIVE,
        history=False,
        actor=MACHINE,
        now=now,
    )
    deliveries.turn(now)
    assert Accusation.objects.get().received_at == sent


@pytest.mark.parametrize(
    ("kind", "channel", "intake"),
    [
        ("PUSH", "12345", Intake.HOTLINE),
        ("FILE", "政府网站", Intake.INBOX),
        ("PUSH", "论坛", Intake.PUBLIC),
    ],
)
def test_the_platform_says_to_whom_it_is_addressed(yunchuan, now, kind, channel, intake):
    assert source_of(yunchuan, now, kind=kind, channel=channel).intake == intake


def test_an_inbox_is_not_made_public_by_one_person(hotline, now):
    facts = SourceSettings(name="热线", channel="12345", intake=Intake.PUBLIC)
    with pytest.raises(Refused, match="检举控告会成为帖文"):
        edit_source(source=hotline, revision=0, facts=facts, actor=MACHINE, now=now)


def test_a_lead_of_an_agency_that_accuses_is_not_kept_in_the_register(yunchuan, now):
    contact_of(yunchuan)
    share, _lead, _link = make_share(yunchuan, incident_of(yunchuan))
    with pytest.raises(Refused, match="检举控告"):
        hand_in_lead(share=share, text=ACCUSING_TEXT, link="", post="值班室", now=now)
