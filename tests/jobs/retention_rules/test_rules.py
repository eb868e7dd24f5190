"""What the list says would go is what the job deletes, no more and no less."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils.translation import override

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.models import SentForm
from huiying.base.integration.models import DeliveryState, Webhook, WebhookDelivery
from huiying.jobs import clock
from huiying.jobs.job_table import JOBS
from huiying.jobs.models import BackupRehearsal, BackupRun
from huiying.jobs.retention_rules.due import Due
from huiying.jobs.retention_rules.rules import RETENTION_RULES, rules_due
from huiying.jobs.upkeep import old_runs
from huiying.work.collection.posts.models import VoiceKey

PRIVACY = Path(__file__).resolve().parents[3] / "docs" / "privacy.md"
DAY = timedelta(days=1)

pytestmark = pytest.mark.django_db


def due(code: str, bureau: Bureau | None = None) -> Due | None:
    return {one.rule.code: one.due for one in rules_due(bureau, clock.now())}[code]


def run_job(name: str) -> None:
    [job] = [job for job in JOBS if job.name == name]
    job.work(clock.now())


def sign_in(model, ago: timedelta) -> None:
    more = {"failures_since_start": 1} if model is AccessAttempt else {}
    row = model.objects.create(
        username="fang", ip_address=f"10.0.0.{ago.days}", user_agent="", path_info="/", **more
    )
    model.objects.filter(pk=row.pk).update(attempt_time=clock.real_now() - ago)


def delivery(cast, state: DeliveryState, ago: timedelta, number: int) -> WebhookDelivery:
    webhook, _made = Webhook.objects.get_or_create(
        bureau=cast.bureau, name="平台", defaults={"url": "https://a.example", "events": []}
    )
    at = clock.now() - ago
    return WebhookDelivery.objects.create(
        bureau=cast.bureau,
        webhook=webhook,
        event_id=str(number),
        event_type="incident.graded",
        body="{}",
        state=state,
        queued_at=at,
        next_try_at=at,
        done_at=at if state != DeliveryState.DEAD else None,
    )


@pytest.mark.parametrize(
    ("code", "model", "young", "old"),
    [
        ("sign-ins", AccessLog, 183 * DAY, 185 * DAY),
        ("sign-in-failures", AccessFailureLog, 183 * DAY, 185 * DAY),
        ("locks", AccessAttempt, timedelta(hours=1), 2 * DAY),
    ],
)
def test_logs_of_sign_ins_go_when_they_are_old(db, code, model, young, old):
    for ago in (young, old, old + DAY):
        sign_in(model, ago)

    shown = due(code)
    run_job("sign-ins")

    assert shown is not None
    assert shown.count == 2
    assert shown.oldest is not None
    assert shown.newest is not None
    assert shown.newest - shown.oldest == pytest.approx(DAY, abs=timedelta(seconds=5))
    assert model.objects.count() == 1
    assert due(code) == Due(0, None, None)


def test_counters_and_sessions_go_once_they_run_out(db):
    cache = apps.get_model("accounts", "CacheEntry")
    for number, ago in enumerate((-DAY, DAY)):
        at = clock.real_now() - ago
        cache.objects.create(cache_key=f"k{number}", value="x", expires=at)
        Session.objects.create(session_key=f"s{number}", session_data="", expire_date=at)

    shown = due("counters"), due("sessions")
    run_job("sign-ins")

    assert [one.count for one in shown if one] == [1, 1]
    assert cache.objects.filter(cache_key__in=("k0", "k1")).count() == 1
    assert Session.objects.count() == 1


def test_events_that_nobody_took_go_after_the_days_of_the_setting(yunchuan, settings):
    settings.OLD_RUNS_DAYS = 100
    delivery(yunchuan, DeliveryState.DEAD, 99 * DAY, 1)
    delivery(yunchuan, DeliveryState.DEAD, 101 * DAY, 2)
    delivery(yunchuan, DeliveryState.DONE, 91 * DAY, 3)
    delivery(yunchuan, DeliveryState.DONE, 89 * DAY, 4)

    shown = due("webhook-failures"), due("webhook-deliveries")
    run_job("webhook-deliveries")

    assert [one.count for one in shown if one] == [1, 1]
    assert sorted(WebhookDelivery.objects.values_list("event_id", flat=True)) == ["1", "4"]


def test_an_administrator_is_shown_the_rows_of_his_bureau(yunchuan, linxi):
    delivery(yunchuan, DeliveryState.DONE, 91 * DAY, 1)

    here, there = (due("webhook-deliveries", cast.bureau) for cast in (yunchuan, linxi))

    assert here is not None
    assert there is not None
    assert (here.count, there.count) == (1, 0)


def test_lines_of_old_backups_go_and_the_newest_stays(db, settings):
    settings.OLD_RUNS_DAYS = 100
    now = clock.real_now()
    for ago in (300, 200, 150):
        at = now - ago * DAY
        BackupRun.objects.create(requested_at=at, finished_at=at)
        BackupRehearsal.objects.create(at=at, machine="m")

    shown = due("backup-lines"), due("rehearsal-lines")
    gone = old_runs.turn(now)

    assert [one.count for one in shown if one] == [2, 2]
    assert gone == 4
    assert BackupRun.objects.get().finished_at == now - 150 * DAY
    assert BackupRehearsal.objects.get().at == now - 150 * DAY


def test_a_backup_that_never_ended_is_left_to_who_looks_after_it(db):
    BackupRun.objects.create(requested_at=clock.real_now() - 900 * DAY)

    assert old_runs.turn(clock.now()) == 0


def test_forms_and_keys_of_voices_are_shown_before_they_go(yunchuan, now, time):
    SentForm.objects.create(form="a", bureau_ref=yunchuan.bureau.pk, one="x", at=now - 3 * DAY)
    SentForm.objects.create(form="b", bureau_ref=yunchuan.bureau.pk, one="x", at=now - DAY)
    VoiceKey.objects.create(
        bureau=yunchuan.bureau, from_at=now - 31 * DAY, until_at=now - DAY, key=b"k"
    )

    shown = due("forms"), due("voice-keys")
    run_job("forms")
    run_job("voice-keys")

    assert [one.count for one in shown if one] == [1, 1]
    assert [row.form for row in SentForm.objects.all()] == ["b"]
    assert VoiceKey.objects.get().key is None, "the line stays, the key is destroyed"


def test_posts_and_petitions_alone_wait_for_two_signatures():
    assert {rule.code for rule in RETENTION_RULES if rule.is_signed} == {"posts", "petitions"}


def test_every_rule_names_a_job_that_there_is_and_counts_what_it_deletes():
    names = {job.name for job in JOBS}
    for rule in RETENTION_RULES:
        assert (rule.job in names) == (rule.due is not None), rule.code


def test_the_table_of_the_documentation_is_that_of_the_code():
    with override("en"):
        rows = [f"| {one.what} | {one.rule} | {one.basis} |" for one in RETENTION_RULES]
    text = PRIVACY.read_text(encoding="utf-8")
    [table] = re.findall(
        r"\| Data \| Rule \| Source \|\n\| --- \| --- \| --- \|\n((?:\|.*\n)+)", text
    )

    assert table.splitlines() == rows
