"""运行情况: the duty officer reads whether everything works, and what to do if it does not."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from django.urls import reverse

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.audit.subjects import MACHINE
from huiying.base.outbox.models import Channel, Message, MessageState
from huiying.jobs import clock
from huiying.jobs.job_states import JobStates
from huiying.jobs.job_table import jobs_here
from huiying.jobs.models import BackupFailure, BackupRehearsal, BackupRun, JobState
from huiying.jobs.status import system
from huiying.jobs.upkeep import scanner as scanner_job
from huiying.jobs.upkeep.ready_to_serve import Lack
from huiying.jobs.upkeep.scanner import ScannerFault
from huiying.web.console.status.job_words import JOB_WORDS
from huiying.web.console.status.views import POLL_SECONDS
from huiying.work.collection.core.items import RawItem
from huiying.work.collection.posts.actions.accept import accept_posts
from huiying.work.collection.posts.models import Arrival, Lane
from huiying.work.collection.sources.gaps import open_gap
from huiying.work.collection.sources.models import Health, Source
from tests.base.files.clamd import scanner
from tests.scenarios.incidents import notice_clock, source_of
from tests.web.clients import signed_in
from tests.web.console.bulk_rows import queries
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
STATUS = "/desk/status/"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def _everything_works(yunchuan, time, now, settings, tmp_path):
    time.set(now)
    settings.DATA_DIR, settings.BACKUP_KEEP = tmp_path, 7
    at = clock.real_now()
    source = source_of(yunchuan)
    Source.objects.filter(pk=source.pk).update(health=Health.HEALTHY, last_ok_at=now)
    Channel.objects.create(
        bureau=yunchuan.bureau, kind="WEBHOOK", name="值班群", target="http://127.0.0.1:9/",
        last_ok_at=now,
    )  # fmt: skip
    BackupRun.objects.create(
        requested_at=at - DAY, started_at=at - DAY, finished_at=at - DAY, sha256="0" * 64
    )
    BackupRehearsal.objects.create(at=at - DAY, machine="one")
    JobState.objects.bulk_create(
        JobState(name=job.name, began_at=at, ended_at=at) for job in jobs_here()
    )
    Unit.objects.filter(pk=yunchuan.office.pk).update(phone="0571-8800 1234")
    Officer.objects.filter(pk=yunchuan.admin.pk).update(unit=yunchuan.office)


def take_in(cast, text, now):
    accept_posts(
        source=source_of(cast), items=[RawItem(text=text, external_key="1")], lane=Lane.LIVE,
        history=False, actor=MACHINE, now=now,
    )  # fmt: skip


def page(officer):
    return page_of(signed_in(officer).get(STATUS))


def part(officer, label):
    return page(officer).row(label)


def states(officer):
    return {
        row.tags("th")[0].text.strip(): next(
            word for word in ("正常", "需要注意", "已中断") if word in row.text
        )
        for row in page(officer).rows()
        if row.tags("th") and "状态" not in row.text
    }


def test_when_all_is_well_eight_lines_say_so(yunchuan):
    found = page(yunchuan.lu)

    assert list(states(yunchuan.lu).items()) == [
        (label, "正常")
        for label in (
            "采集", "研判", "通知发送", "时限", "备份", "磁盘", "数据库", "后台任务",
        )
    ]  # fmt: skip
    assert "各项运行正常" in found.text
    assert "系统管理员（综合办公室）" in found.text
    assert "tel:057188001234" in found
    assert yunchuan.admin.name not in found.text


def test_a_source_that_fails_is_named_with_since_when_and_the_way_by_hand(yunchuan, now):
    other = source_of(yunchuan, "云川论坛二版")
    Source.objects.filter(pk=other.pk).update(
        kind="FEED", health=Health.FAILED, failures=4, last_ok_at=now - 90 * MINUTE
    )
    open_gap(bureau_id=yunchuan.bureau.pk, source_id=other.pk, since=now - 80 * MINUTE)
    healthy = source_of(yunchuan)
    Source.objects.filter(pk=healthy.pk).update(kind="FEED", interval_minutes=10)

    row = part(yunchuan.lu, "采集")

    assert "需要注意" in row.text
    assert "自 08:40 起" in row.text
    assert "云川论坛二版" in row.text
    assert "人工录入" in row.text
    assert reverse("console:sources") in row

    Source.objects.filter(pk=healthy.pk).update(health=Health.FAILED)
    assert "已中断" in part(yunchuan.lu, "采集").text


def test_a_worker_that_is_stuck_shows_in_posts_that_wait_and_in_jobs_that_are_late(
    yunchuan, now, time
):
    take_in(yunchuan, "佳园停水三天了", now)
    assert Arrival.objects.exists()
    assert "正常" in part(yunchuan.lu, "研判").text

    time.forward(minutes=5)
    row = part(yunchuan.lu, "研判")
    assert "需要注意" in row.text
    assert "自 10:00 起" in row.text
    assert "尚未列入待研判" in row.text

    time.forward(minutes=40)
    assert "已中断" in part(yunchuan.lu, "研判").text


def test_jobs_that_fail_and_jobs_that_are_late_are_named_in_words(yunchuan):
    at = clock.real_now()
    JobState.objects.filter(pk="deliver").update(
        failing_since=at - 3 * MINUTE, failure="ConnectionError"
    )
    JobState.objects.filter(pk="ladder").update(
        began_at=at - 45 * MINUTE, ended_at=at - 46 * MINUTE
    )

    row = part(yunchuan.lu, "后台任务")

    assert "需要注意" in row.text
    assert "运行失败：消息发送" in row.text
    assert "未按时运行：时限提醒" in row.text
    assert "ConnectionError" not in row.text


def test_a_scanner_that_passes_files_over_unread_is_said_to_everybody(
    yunchuan, settings, monkeypatch
):
    monkeypatch.setattr(scanner_job, "PAUSE", 0)

    def asked():
        with suppress(ScannerFault), JobStates().during("scanner"):
            scanner_job.turn(clock.now())
        return part(yunchuan.lu, "后台任务").text

    with scanner(settings):
        assert "恶意代码" not in asked()
    with scanner(settings, lax=True):
        passes_over = asked()
        JobState.objects.filter(pk="deliver").update(failing_since=clock.real_now())
        both = part(yunchuan.lu, "后台任务").text
    away = asked()
    settings.CLAMAV = ""
    none = asked()

    assert "需要注意" in passes_over
    assert "运行失败：核对恶意代码扫描程序" in passes_over
    assert "已收的文件可能未经检查" in passes_over
    assert "一律不收" not in passes_over
    assert "上列工作暂停" not in passes_over, "nothing stands still"
    assert "上列工作暂停" in both
    assert "已收的文件可能未经检查" in both
    assert "上传的文件一律不收" in away
    assert "未经检查" not in away
    assert "恶意代码" not in none


def test_a_scanner_that_misses_one_question_is_asked_again(settings, monkeypatch):
    """It reads its signatures anew, and answers a moment later."""
    faults = [ScannerFault("没有应答"), None]
    monkeypatch.setattr(scanner_job, "PAUSE", 0)
    monkeypatch.setattr(scanner_job, "scanner_fault", lambda: faults.pop(0))

    scanner_job.turn(clock.now())

    assert faults == []


def test_when_no_job_was_heard_of_all_of_them_stand(yunchuan):
    long_ago = clock.real_now() - 10 * MINUTE
    JobState.objects.update(began_at=long_ago, ended_at=long_ago)

    row = part(yunchuan.lu, "后台任务")

    assert "已中断" in row.text
    assert "后台任务均未运行" in row.text
    assert "立即致电系统管理员" in row.text


def test_shares_of_a_cluster_that_is_gone_are_no_trouble(yunchuan):
    old = clock.real_now() - DAY
    JobState.objects.create(name="stream.3", began_at=old, ended_at=old, failing_since=old)

    assert "正常" in part(yunchuan.lu, "后台任务").text


def test_a_channel_that_fails_leads_to_the_telephone(yunchuan, now):
    channel = Channel.objects.get()
    Channel.objects.filter(pk=channel.pk).update(last_error="超时")
    Message.objects.create(
        bureau=yunchuan.bureau, channel=channel, key="1", subject="通报", body="",
        about_kind="notice", about_ref="1", state=MessageState.DEAD,
        queued_at=now, next_try_at=now,
    )  # fmt: skip

    row = part(yunchuan.lu, "通知发送")

    assert "已中断" in row.text  # the only way out
    assert "值班群" in row.text
    assert "发送失败 1 条" in row.text
    assert "改用电话通知" in row.text
    assert reverse("console:messages") in row
    assert reverse("console:channels") not in row  # for who manages them
    assert reverse("console:channels") in part(yunchuan.admin, "通知发送")


def test_a_deadline_that_is_late_is_no_fault_of_the_system_a_reminder_that_is_late_is(
    yunchuan, time
):
    notice_clock(yunchuan)
    assert "正常" in part(yunchuan.lu, "时限").text

    time.forward(minutes=60)
    row = part(yunchuan.lu, "时限")

    assert "应提醒未提醒" in row.text
    assert "超时属于办理进度" in row.text
    assert "电话催办" in row.text


@pytest.mark.parametrize(("days", "state"), [(1, "正常"), (3, "需要注意"), (9, "已中断")])
def test_a_backup_that_grows_old_is_said(yunchuan, days, state):
    BackupRun.objects.update(finished_at=clock.real_now() - days * DAY)

    assert state in part(yunchuan.lu, "备份").text


def test_a_backup_that_failed_and_a_rehearsal_that_found_something_are_said(yunchuan):
    at = clock.real_now()
    BackupRun.objects.create(
        requested_at=at, started_at=at, finished_at=at, failure=BackupFailure.NO_ROOM
    )
    assert "的备份未成功" in part(yunchuan.lu, "备份").text

    BackupRun.objects.filter(failure=BackupFailure.NO_ROOM).delete()
    BackupRehearsal.objects.create(at=at, machine="one", wrong="少了三行")

    row = part(yunchuan.lu, "备份")
    assert "需要注意" in row.text
    assert "发现问题" in row.text
    assert "少了三行" not in row.text
    assert reverse("console:backups") in part(yunchuan.admin, "备份")


def test_a_disk_that_is_nearly_full_or_takes_nothing_is_said(yunchuan, monkeypatch):
    monkeypatch.setattr(system, "free_bytes", lambda: 3 << 20)
    assert "需要注意" in part(yunchuan.lu, "磁盘").text

    monkeypatch.setattr(system, "lack", lambda: Lack.DISK)
    row = part(yunchuan.lu, "磁盘")
    assert "已中断" in row.text
    assert "纸上登记" in row.text
    assert "正常" in part(yunchuan.lu, "数据库").text


def test_another_key_is_said_in_the_line_of_the_database(yunchuan, monkeypatch):
    monkeypatch.setattr(system, "lack", lambda: Lack.KEY)

    row = part(yunchuan.lu, "数据库")
    assert "已中断" in row.text
    assert "密钥与本安装不符" in row.text


def test_nothing_of_another_bureau_is_counted(yunchuan, linxi, now, time):
    take_in(linxi, "佳园停水三天了", now)
    notice_clock(linxi)
    time.forward(minutes=60)

    assert "正常" in part(yunchuan.lu, "研判").text
    assert "暂无计时中的时限" in part(yunchuan.lu, "时限").text


def test_without_a_telephone_the_administrator_may_enter_one_and_others_ask_who_leads(yunchuan):
    Unit.objects.filter(pk=yunchuan.office.pk).update(phone="")

    assert "请联系带班领导" in page(yunchuan.lu).text
    assert "登记电话" in page(yunchuan.admin).text


def test_the_page_fetches_itself_and_stands_in_the_menu_of_the_desk(yunchuan):
    found = page(yunchuan.window)

    assert f"every {POLL_SECONDS}s" in found
    assert "http-equiv" in found
    assert STATUS in found.links("运行情况")


def test_the_desk_fetches_a_mark_that_says_how_many_parts_are_not_well(yunchuan):
    desk = signed_in(yunchuan.lu).get(reverse("console:desk")).content.decode()
    assert reverse("console:status-mark") in desk

    mark = signed_in(yunchuan.lu).get(reverse("console:status-mark")).content.decode()
    assert "系统运行正常" in mark
    JobState.objects.all().delete()
    mark = signed_in(yunchuan.lu).get(reverse("console:status-mark")).content.decode()
    assert "已中断 1 项" in mark
    assert STATUS in mark


def test_every_job_has_words(settings):
    named = {job.name for job in jobs_here()}
    settings.DEMO = True
    named |= {job.name for job in jobs_here()}
    settings.DRILL = "演练一"
    named |= {job.name for job in jobs_here()}

    assert named == set(JOB_WORDS)


def test_the_page_takes_fifty_queries_at_most(yunchuan):
    client = signed_in(yunchuan.lu)
    client.get(STATUS)

    assert queries(client, STATUS) <= 45
