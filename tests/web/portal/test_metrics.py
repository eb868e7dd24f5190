"""What monitoring is shown: numbers that agree with the rows, to who has the token."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError
from prometheus_client.parser import text_string_to_metric_families

from huiying.base.audit.subjects import MACHINE
from huiying.base.clocks.actions.stop import stop_clock
from huiying.base.outbox.about import About
from huiying.base.outbox.actions.queue import queue_message
from huiying.base.outbox.models import Channel, Message, MessageState
from huiying.jobs.upkeep import state_metrics
from huiying.jobs.upkeep.state_metrics import StateCollector
from huiying.reasons.reason import Reason
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Lane
from huiying.work.collection.sources.models import Source
from tests.factories import T0
from tests.scenarios.incidents import notice_clock, source_of

pytestmark = pytest.mark.django_db
TOKEN = "long-enough-for-nobody-to-guess"
BUREAU = ("bureau", "yunchuan")
Samples = dict[tuple[str, ...], float]


@pytest.fixture
def shown(settings, client, time):
    """Ask as the monitoring does; return each sample by its name and its labels."""
    settings.METRICS_TOKEN = TOKEN

    def ask():
        answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/plain; version=0.0.4")
        families = text_string_to_metric_families(answer.content.decode())
        samples = [sample for family in families for sample in family.samples]
        return {(one.name, *sorted(one.labels.items())): one.value for one in samples}

    return ask


def test_without_a_token_in_the_settings_nothing_is_there(client, db):
    answer = client.get("/metrics", headers={"Authorization": "Bearer "})

    assert answer.status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", "Bearer é"])
def test_who_has_not_the_token_sees_no_number(client, settings, given):
    settings.METRICS_TOKEN = TOKEN

    answer = client.get("/metrics", headers={"Authorization": given})

    assert (answer.status_code, answer.content) == (401, b"wrong token\n")


def test_a_bureau_without_anything_is_shown_with_zeros(shown, yunchuan):
    samples = shown()

    assert samples["huiying_database_up",] == 1
    assert samples["huiying_posts", BUREAU] == 0
    assert samples["huiying_placement_lag_seconds", BUREAU] == 0
    assert samples["huiying_deadlines_late", BUREAU] == 0
    assert samples["huiying_messages", BUREAU, ("state", "dead")] == 0
    assert samples["huiying_sources", BUREAU, ("state", "failed")] == 0


def post(cast, *texts, lane=Lane.LIVE):
    accept_posts(
        source=source_of(cast),
        items=[RawItem(text=text, external_key=text) for text in texts],
        lane=lane,
        history=False,
        actor=MACHINE,
        now=T0,
    )


def test_posts_are_counted_and_the_longest_wait_is_said(shown, time, yunchuan):
    post(yunchuan, "佳园停水三天了", "幸福路路灯坏了")
    time.set(T0 + timedelta(seconds=90))

    samples = shown()

    assert samples["huiying_posts", BUREAU] == 2
    assert samples["huiying_posts_waiting", BUREAU, ("state", "live")] == 2
    assert samples["huiying_placement_lag_seconds", BUREAU] == 90


def test_posts_of_a_file_wait_apart_and_are_no_lag(shown, time, yunchuan):
    post(yunchuan, "去年的旧帖", lane=Lane.BACKLOG)
    time.set(T0 + timedelta(hours=1))

    samples = shown()

    assert samples["huiying_posts_waiting", BUREAU, ("state", "backlog")] == 1
    assert samples["huiying_placement_lag_seconds", BUREAU] == 0


def deadlines(samples):
    return [
        samples[f"huiying_deadlines_{name}", BUREAU] for name in ("running", "soon", "late")
    ]


def test_a_deadline_is_running_then_due_soon_then_late_then_gone(shown, time, yunchuan):
    clock = notice_clock(yunchuan)
    time.set(clock.due_at - timedelta(minutes=31))
    early = deadlines(shown())
    time.set(clock.due_at - timedelta(minutes=5))
    soon = deadlines(shown())
    time.set(clock.due_at + timedelta(minutes=1))
    late = deadlines(shown())
    stop_clock(clock=clock, at=T0, reason=Reason("clocks.delivered_on_paper"), now=T0)

    assert (early, soon, late) == ([1, 0, 0], [1, 1, 0], [1, 0, 1])
    assert deadlines(shown()) == [0, 0, 0]


def test_messages_that_wait_and_those_that_are_dead_are_counted(shown, yunchuan):
    channel = Channel.objects.create(
        bureau=yunchuan.bureau, kind="WEBHOOK", name="值班群", target="https://hook.example"
    )
    for key in "abc":
        queue_message(
            bureau_id=yunchuan.bureau.pk,
            channel=channel,
            key=key,
            subject="通报",
            body="请核实",
            about=About("notice", "2026-0001"),
            urgent=True,
            now=T0,
        )
    Message.objects.filter(key="c").update(state=MessageState.DEAD)

    samples = shown()

    assert samples["huiying_messages", BUREAU, ("state", "waiting")] == 2
    assert samples["huiying_messages", BUREAU, ("state", "dead")] == 1


def test_sources_are_counted_by_health_while_they_are_active(shown, yunchuan):
    source_of(yunchuan)
    Source.objects.update(health="FAILED")
    failed = shown()["huiying_sources", BUREAU, ("state", "failed")]
    Source.objects.update(active=False)

    assert failed == Source.objects.count() >= 1
    assert shown()["huiying_sources", BUREAU, ("state", "failed")] == 0


def test_each_bureau_has_its_own_line(shown, yunchuan, linxi):
    post(linxi, "林溪路口积水")

    samples = shown()

    assert samples["huiying_posts", ("bureau", "linxi")] == 1
    assert samples["huiying_posts", BUREAU] == 0


def test_a_database_that_does_not_answer_is_said_and_the_rest_is_shown(
    shown, yunchuan, monkeypatch
):
    def gone():
        raise OperationalError("connection to 10.0.0.7 failed")

    monkeypatch.setattr(state_metrics, "bureaus", gone)

    samples = shown()

    assert samples["huiying_database_up",] == 0
    assert not [name for name, *_labels in samples if name.startswith("huiying_deadlines")]
    assert samples["huiying_server_processes",] >= 0


def test_a_scrape_asks_seven_questions_however_many_bureaus(
    yunchuan, linxi, django_assert_num_queries
):
    with django_assert_num_queries(7):
        list(StateCollector(T0).collect())
