"""A backup is restored into a scratch installation, looked at, and the scratch is dropped."""

from __future__ import annotations

import platform
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from huiying.base.audit.models import AuditRecord
from huiying.base.audit.subjects import MACHINE
from huiying.base.files.actions.erase import erase_file
from huiying.base.files.actions.keep import keep_file
from huiying.base.files.destroyed_list import complete_list
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.files.models import Retention, StoredFile
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.jobs.backup import follow_up, rehearsal, runs
from huiying.jobs.backup.archive import back_up
from huiying.jobs.backup.encryption import make_key
from huiying.jobs.backup.errors import CannotBackUp
from huiying.jobs.backup.rehearsal import rehearse, rehearse_what_would_be_written
from huiying.jobs.backup.runs import to_be_deleted
from huiying.jobs.key_rotation.rotate import rotate
from huiying.jobs.models import BackupRehearsal, BackupRun
from huiying.jobs.shared_data import register_installation
from tests.factories import T0, make_cast
from tests.scenarios.incidents import WATER, incident_of, restart_workers
from tests.scenarios.tasks import PICTURE
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NIGHT = datetime(2026, 11, 25, 19, 0, tzinfo=UTC)  # 03:00 in 云川


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"
    settings.BACKUP_DIR = str(tmp_path / "kept")
    (tmp_path / "kept").mkdir()
    restart_workers()


@pytest.fixture
def yunchuan(db):
    cast = make_cast("yunchuan", "云川区")
    adopt_default(bureau=cast.bureau, now=T0)
    written = write_file(cast.bureau.pk, check_incoming(PICTURE))
    keep_file(
        bureau_id=cast.bureau.pk, written=written, retention=Retention.THIRTY_YEARS, now=T0
    )
    return cast


def test_a_good_backup_is_found_good_and_what_is_younger_is_counted(
    yunchuan, tmp_path, settings
):
    path = tmp_path / "kept" / "b.tar.gz"
    done = back_up(target=path)
    before = AuditRecord.objects.count()
    incident_of(yunchuan, WATER)

    found = rehearse(path)

    assert found.good, found.wrong
    assert (
        (found.rows, found.files) == (done.rows, StoredFile.objects.count()) == (done.rows, 1)
    )
    assert found.lost_records == AuditRecord.objects.count() - before > 0
    assert found.made_at is not None
    assert not list(settings.DATA_DIR.glob(f"{rehearsal.PREFIX}*"))


def test_what_was_destroyed_since_makes_no_backup_a_bad_one(yunchuan, tmp_path):
    path = tmp_path / "kept" / "b.tar.gz"
    back_up(target=path)
    before = AuditRecord.objects.count()
    erase_file(
        file=StoredFile.objects.get(), reason="依法销毁", topic="", actor=MACHINE, now=T0
    )
    complete_list()

    found = rehearse(path)

    assert found.good, found.wrong
    assert found.files == 0, "destroyed again, by the list of this installation"
    assert found.lost_records == AuditRecord.objects.count() - before == 1


def test_a_process_from_before_a_new_key_writes_no_backup(yunchuan, tmp_path, settings):
    old, path = settings.SECRET_KEY, tmp_path / "kept" / "b.tar.gz"
    register_installation()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [old]
    rotate(lambda _label, _seen: None, MACHINE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = old, []
    run = BackupRun.objects.create(requested_at=T0)

    with pytest.raises(CannotBackUp, match="密钥不是这个安装的"):
        back_up(target=path)
    assert runs.turn(T0) == 0

    run.refresh_from_db()
    assert run.started_at is None, "it waits for a process that has the key"
    assert not path.exists()


def test_an_encrypted_one_needs_its_key_and_what_would_be_written_needs_none(
    yunchuan, tmp_path, settings
):
    settings.BACKUP_RECIPIENTS = [make_key(tmp_path / "b.key")]
    path = tmp_path / "kept" / "b.tar.gz.age"
    back_up(target=path)

    with pytest.raises(CannotBackUp, match="没有私钥不能试恢复"):
        rehearse(path)
    with_key = rehearse(path, tmp_path / "b.key")
    would_be = rehearse_what_would_be_written()

    assert with_key.good, with_key.wrong
    assert would_be.good, would_be.wrong
    assert would_be.rows == with_key.rows


def test_a_damaged_backup_and_one_of_another_installation_are_found(yunchuan, tmp_path):
    path = tmp_path / "kept" / "b.tar.gz"
    back_up(target=path)
    last = AuditRecord.objects.filter(bureau_ref=yunchuan.bureau.pk).order_by("-seq").first()
    body = path.read_bytes()

    path.write_bytes(body[: len(body) // 2])
    damaged = rehearse(path)
    path.write_bytes(body)
    heads = {"heads": {str(last.bureau_ref): [last.seq, "0" * 64]}, "unreadable": ["F7"]}
    other = rehearsal._judged({"rows": 1, "files": 1, **heads}, 1.0)

    assert "损坏" in damaged.wrong[0]
    assert "没有恢复任何内容" in damaged.wrong[0]
    assert "F7" in other.wrong[0]
    assert "不是同一条" in other.wrong[1]


def test_without_room_nothing_is_begun(yunchuan, tmp_path, monkeypatch):
    path = tmp_path / "kept" / "b.tar.gz"
    back_up(target=path)
    monkeypatch.setattr(rehearsal, "SPARE_BYTES", 1 << 60)

    with pytest.raises(CannotBackUp, match="磁盘空间不足"):
        rehearse(path)


@pytest.mark.parametrize(
    ("days", "hours", "due"), [(6, 0, False), (7, 0, True), (7, 9, False), (8, 9, True)]
)
def test_it_is_due_by_night_a_week_after_the_last(yunchuan, days, hours, due):
    BackupRehearsal.objects.create(at=NIGHT, machine=platform.node()[:80])

    moment = NIGHT + timedelta(days=days, hours=hours)

    assert follow_up.is_due_to_rehearse(moment) is due


def test_the_week_ends_in_a_row_that_the_page_shows(yunchuan, tmp_path):
    path = tmp_path / "kept" / "huiying-night-20261118-030000.tar.gz"
    back_up(target=path)
    here = platform.node()[:80]
    made = {"requested_at": NIGHT, "finished_at": NIGHT - timedelta(days=8), "machine": here}
    BackupRun.objects.create(path=str(path), **made)
    page = signed_in(yunchuan.admin)

    follow_up.rehearse_by_week(NIGHT)
    good = page.get(reverse("console:backups")).content.decode()
    path.write_bytes(b"broken")
    follow_up.rehearse_by_week(NIGHT + timedelta(days=7))
    bad = page.get(reverse("console:backups")).content.decode()

    assert [bool(row.wrong) for row in BackupRehearsal.objects.order_by("pk")] == [False, True]
    assert "试恢复无误" in good
    assert "试恢复发现问题" in bad


def test_what_the_next_backup_deletes_is_shown_before(yunchuan, tmp_path, settings):
    settings.BACKUP_KEEP = 2
    for day in (18, 19, 20):
        (tmp_path / "kept" / f"huiying-night-202611{day}-030000.tar.gz").write_bytes(b"x")

    page = signed_in(yunchuan.admin).get(reverse("console:backups")).content.decode()

    names = [path.name for path in to_be_deleted("night")]
    assert names == [
        "huiying-night-20261118-030000.tar.gz",
        "huiying-night-20261119-030000.tar.gz",
    ]
    assert all(name in page for name in names)
    assert to_be_deleted("asked") == []
