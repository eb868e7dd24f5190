"""Backups nobody runs by hand: by night, on the screen, the newest kept, the desk at work."""

from __future__ import annotations

import fcntl
import os
import platform
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.jobs import clock
from huiying.jobs.backup import runs
from huiying.jobs.models import BackupFailure, BackupRun
from tests.factories import make_cast
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NIGHT = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)  # 03:00 in 云川
NOON = NIGHT + timedelta(hours=9)


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """Backups and the secret of this test alone."""
    settings.DATA_DIR = tmp_path / "data"
    settings.BACKUP_DIR = str(tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def yunchuan(db):
    """A bureau that has worked for a week."""
    cast = make_cast("yunchuan", "云川区")
    cast.bureau.created_at = NIGHT - timedelta(days=7)
    cast.bureau.save(update_fields=["created_at"])
    return cast


@pytest.fixture
def at(monkeypatch):
    """Set the real time that workers read."""

    def moment(when):
        monkeypatch.setattr(clock, "real_now", lambda: when)

    moment(NIGHT)
    return moment


@pytest.fixture
def admin(yunchuan):
    return signed_in(yunchuan.admin)


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def names(folder):
    return sorted(path.name for path in folder.glob("*.tar.gz"))


def test_one_backup_is_made_by_night_however_often_workers_look(yunchuan, at, folder):
    assert runs.turn(NIGHT) == 1
    at(NIGHT + timedelta(minutes=20))
    assert runs.turn(NIGHT) == 0

    assert names(folder) == ["huiying-night-20261126-030000.tar.gz"]


def test_none_is_made_by_day_when_the_night_had_one(yunchuan, at, folder):
    runs.turn(NIGHT)
    at(NOON)
    runs.turn(NOON)

    assert len(names(folder)) == 1


def test_a_machine_that_slept_by_night_makes_it_by_day(yunchuan, at, folder):
    at(NOON)
    runs.turn(NOON)

    assert len(names(folder)) == 1


def test_a_bureau_set_up_this_evening_is_left_alone(yunchuan, at, folder):
    yunchuan.bureau.created_at = NIGHT - timedelta(hours=3)
    yunchuan.bureau.save(update_fields=["created_at"])

    assert runs.turn(NIGHT) == 0


@pytest.mark.parametrize("switch", ["DEMO", "BACKUP_KEEP"])
def test_a_demonstration_and_who_wants_none_get_none(yunchuan, at, settings, switch):
    setattr(settings, switch, switch == "DEMO" or 0)

    assert runs.turn(NIGHT) == 0
    assert not BackupRun.objects.exists()


def test_the_newest_are_kept_and_what_others_put_there_stays(yunchuan, at, settings, folder):
    settings.BACKUP_KEEP = 2
    folder.mkdir()
    (folder / "before-the-move.tar.gz").write_bytes(b"ours")
    for day in range(4):
        at(NIGHT + timedelta(days=day))
        assert runs.turn(NIGHT) == 1

    assert names(folder) == [
        "before-the-move.tar.gz",
        "huiying-night-20261128-030000.tar.gz",
        "huiying-night-20261129-030000.tar.gz",
    ]


def test_asking_often_takes_no_night_away(yunchuan, admin, at, settings, folder):
    settings.BACKUP_KEEP = 1
    runs.turn(NIGHT)
    for hour in (1, 2, 3):
        at(NIGHT + timedelta(hours=hour + 8))
        admin.post(reverse("console:backup-now"))
        runs.turn(NIGHT)

    assert names(folder) == [
        "huiying-asked-20261126-140000.tar.gz",
        "huiying-night-20261126-030000.tar.gz",
    ]


def test_a_full_disk_is_said_and_nothing_is_begun(yunchuan, at, monkeypatch, folder):
    monkeypatch.setattr(runs.shutil, "disk_usage", lambda _: SimpleNamespace(free=9))

    assert runs.turn(NIGHT) == 0

    assert BackupRun.objects.get().failure == BackupFailure.NO_ROOM
    assert names(folder) == []


def test_a_backup_whose_process_was_killed_is_said_to_be_broken_off(yunchuan, at):
    BackupRun.objects.create(requested_at=NIGHT, started_at=NIGHT, night=NIGHT.date())
    at(NIGHT + timedelta(hours=7))

    runs.turn(NIGHT)

    assert BackupRun.objects.earliest("pk").failure == BackupFailure.BROKEN_OFF


def test_who_asks_after_a_restart_in_the_middle_need_not_wait_for_hours(
    yunchuan, admin, at, folder
):
    runs.turn(NIGHT)
    at(NOON)
    BackupRun.objects.create(requested_at=NOON, started_at=NOON, machine=platform.node()[:80])

    runs.turn(NOON)
    admin.post(reverse("console:backup-now"))
    runs.turn(NOON)

    _night, killed, asked = BackupRun.objects.order_by("pk")
    assert (killed.failure, asked.failure) == (BackupFailure.BROKEN_OFF, "")
    assert len(names(folder)) == 2


def test_a_backup_that_another_process_is_making_is_left_to_it(yunchuan, at, settings):
    BackupRun.objects.create(requested_at=NOON, started_at=NOON, machine=platform.node()[:80])
    settings.DATA_DIR.mkdir(exist_ok=True)
    with (settings.DATA_DIR / ".backup-lock").open("a") as others:
        fcntl.flock(others, fcntl.LOCK_EX)

        assert runs.turn(NOON) == 0

    assert BackupRun.objects.get().finished_at is None


def test_what_a_killed_backup_left_is_deleted_and_one_that_runs_is_not(yunchuan, at, folder):
    folder.mkdir()
    for name, age in ((".backup-killed", 7), (".backup-running", 1), ("of-somebody", 99)):
        path = folder / name
        path.write_bytes(b"half of it")
        moment = (NIGHT - timedelta(hours=age)).timestamp()
        os.utime(path, (moment, moment))

    runs.turn(NIGHT)

    written = {*names(folder), *(path.name for path in folder.glob("*.sha256"))}
    left = {path.name for path in folder.iterdir()} - written
    assert left == {".backup-running", "of-somebody"}


def test_a_folder_that_cannot_be_made_ends_in_the_row(yunchuan, at, folder):
    folder.write_text("a file stands in the way")

    runs.turn(NIGHT)

    assert BackupRun.objects.get().failure == BackupFailure.NOT_WRITTEN


def test_the_administrator_asks_twice_and_gets_one_that_can_be_restored(
    yunchuan, admin, at, folder
):
    at(NOON - timedelta(days=1))
    for _ in range(2):
        page = text(admin.post(reverse("console:backup-now"), follow=True))
    assert "等待备份" in page

    assert runs.turn(NOON) == 1

    page = text(admin.get(reverse("console:backups")))
    assert "已写成" in page
    assert "按申请" in page
    assert names(folder)[0] in page
    assert BackupRun.objects.count() == 1
    verbs = list(
        AuditRecord.objects.filter(verb__startswith="backup.")
        .order_by("pk")
        .values_list("verb", flat=True)
    )
    assert verbs == ["backup.asked", "backup.made"]


def test_the_page_hands_no_file_out(yunchuan, admin, at, folder):
    runs.turn(NIGHT)

    page = admin.get(reverse("console:backups")).content.decode()

    links = re.findall(r'(?:href|src|action)="([^"]*)"', page)
    assert ".tar.gz" in page
    assert not [link for link in links if ".tar.gz" in link]
