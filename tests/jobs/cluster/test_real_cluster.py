"""A cluster that loses its queues, its worker or its schedule loses and doubles nothing.

Real processes on a real RabbitMQ and PostgreSQL; one cluster for all tests of this file.
"""

from __future__ import annotations

import signal
import socket
from urllib.parse import urlsplit

import pytest
from django.db import connection

from huiying.jobs.cluster import health
from huiying.jobs.cluster.app import TURN, bury, cluster_app
from huiying.jobs.cluster.queues import queue_name
from huiying.jobs.job_table import Lane
from tests.jobs.cluster.real_cluster import RealCluster, all_placed, real_cluster
from tests.jobs.peers import Hook, serving
from tests.polling import wait_until

SCHEDULE = "bureau_ref = -1"


@pytest.fixture(scope="module")
def module_patch():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.fixture(scope="module")
def cluster(tmp_path_factory, django_db_setup, django_db_blocker, module_patch):
    if connection.vendor != "postgresql":
        pytest.skip("a cluster needs PostgreSQL")
    folder = tmp_path_factory.mktemp("cluster")
    with django_db_blocker.unblock(), real_cluster(folder) as running:
        module_patch.setattr("django.conf.settings.BROKER_PREFIX", running.prefix)
        running.worker("alarm,stream,work")
        running.beat()
        yield running


def test_what_waits_is_placed_and_sent_once_through_the_queues(cluster: RealCluster):
    with serving(Hook()) as hook:
        cluster.fill("message", hook.url, "a", "b", "c")
        cluster.fill("posts", 0, 300)

        all_placed(cluster)
        wait_until(lambda: not cluster.count("outbox_message where state = 'QUEUED'"))

    assert cluster.count("collection_post") == 300
    assert len(hook.got) == 3


def test_queues_that_are_lost_are_filled_again_from_the_database(cluster: RealCluster):
    with cluster.standing_still():
        cluster.fill("posts", 1_000, 800)
        cluster.purge_queues()
        cluster.delete_queues()
        assert cluster.count("collection_arrival") == 800

    all_placed(cluster)


def test_while_the_broker_is_away_work_waits_and_then_goes_on(cluster: RealCluster):
    cluster.wire.cut()
    wait_until(lambda: "the broker cannot be reached" in cluster.log("beat"))
    cluster.fill("posts", 5_000, 300)
    cluster.wire.mend()

    all_placed(cluster)
    assert cluster.log("beat").count("the broker cannot be reached") == 1
    assert "work goes on" in cluster.log("beat")


def test_a_worker_killed_in_a_batch_is_taken_over_and_nothing_is_lost_or_doubled(
    cluster: RealCluster,
):
    cluster.worker("alarm,stream,work")
    wait_until(lambda: cluster.log("worker").count("takes from") == 2)
    with cluster.standing_still():
        cluster.fill("posts", 10_000, 2_500)
    wait_until(lambda: cluster.count("collection_arrival") < 2_500)
    killed = cluster.holder()

    cluster.end(cluster.process(killed), signal.SIGKILL)
    left = cluster.count("collection_arrival")
    all_placed(cluster)

    assert left > 0
    assert cluster.holder() != killed


def test_of_two_schedules_one_wakes_and_workers_of_one_box_stand_back(cluster: RealCluster):
    held = cluster.holder(SCHEDULE)
    cluster.beat()
    box = cluster.one_box()
    wait_until(lambda: "stands by" in cluster.log("beat"))
    wait_until(lambda: "stand back" in cluster.log("box"))
    cluster.fill("posts", 20_000, 300)
    all_placed(cluster)
    assert cluster.end(box) == 0

    cluster.end(cluster.process(held), signal.SIGKILL)
    wait_until(lambda: cluster.holder(SCHEDULE) not in {None, held})
    cluster.fill("posts", 30_000, 300)
    all_placed(cluster)


def test_a_message_of_a_job_that_is_not_known_is_dead_and_said_in_the_log(
    cluster: RealCluster, settings, caplog
):
    settings.BROKER_URL = cluster.url
    app = cluster_app.__wrapped__()
    app.send_task(TURN, ["no-such-job"], queue=queue_name(Lane.ALARM))
    app.send_task("of-another-version", ["秘密"], queue=queue_name(Lane.ALARM))
    wait_until(lambda: cluster.waiting("dead") == 2)

    assert bury(app) == 2
    assert bury(app) == 0
    app.close()

    said = "\n".join(row.getMessage() for row in caplog.records)
    assert "huiying.turn ['no-such-job'], rejected" in said
    assert "an unknown task , rejected" in said
    for told in (said, cluster.log("worker")):
        assert "秘密" not in told
        assert "u79d8" not in told


@pytest.mark.django_db
def test_the_health_report_names_queues_without_workers_and_a_beat_that_is_not_there(
    cluster: RealCluster, settings, monkeypatch
):
    settings.BROKER_URL = cluster.url
    monkeypatch.setattr(health, "cluster_app", cluster_app.__wrapped__)

    def said():
        return [(one.fine, one.sentence) for one in health.cluster_findings()]

    untaken = f"队列 {cluster.prefix}.long、{cluster.prefix}.collect.0"
    wait_until(lambda: untaken in said()[1][1])

    reached, _workers, beat = said()  # of a database that no beat has
    assert reached[0]
    assert "能连上消息队列" in reached[1]
    assert "没有 huiying beat" in beat[1]


@pytest.mark.django_db
def test_a_silent_node_is_passed_over_and_a_wrong_password_is_one_finding(
    cluster: RealCluster, settings, monkeypatch
):
    monkeypatch.setattr(health, "cluster_app", cluster_app.__wrapped__)
    monkeypatch.setattr(health, "TIMEOUT", 0.5)

    def said(url):
        settings.BROKER_URL = url
        return [(one.fine, one.sentence) for one in health.cluster_findings()]

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        reached = said(f"amqp://huiying:sesame@127.0.0.1:{port}//;{cluster.url}")[0]
    parts = urlsplit(cluster.url)
    where = parts.netloc.rpartition("@")[2]
    [(fine, refused)] = said(parts._replace(netloc=f"nobody:sesame@{where}").geturl())

    assert reached[0]
    assert f"能连上消息队列 {where}" in reached[1]
    assert not fine
    assert "ACCESS_REFUSED" in refused
    assert "sesame" not in refused


def test_told_to_end_a_process_gives_back_what_it_held(cluster: RealCluster):
    worker, beat = cluster.process(cluster.holder()), cluster.process(cluster.holder(SCHEDULE))

    assert cluster.end(worker) == 0
    assert cluster.end(beat) == 0

    assert cluster.count("jobs_streamlease") == 0
