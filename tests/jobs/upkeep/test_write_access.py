"""What cannot be written is found before pages are shown of which nothing is kept."""

from __future__ import annotations

import os
import tempfile
import time
from errno import ENOSPC
from pathlib import Path

import pytest
import typer

from huiying.config.commands.up import run
from huiying.jobs.upkeep.doctor import findings
from huiying.jobs.upkeep.write_access import stops_all_work, unwritable_places
from huiying.web.portal import service
from huiying.web.portal.service import _can_write

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = settings.BACKUP_DIR = tmp_path
    (tmp_path / "secret.key").touch()
    (tmp_path / "lost+found").mkdir()
    (tmp_path / "files").mkdir()
    return tmp_path


@pytest.fixture
def read_only(folder, monkeypatch):
    """Take the right to write from one place after another, as a disk or another owner does."""
    taken = {folder / "secret.key", folder / "lost+found"}
    asked = os.access

    def access(place, mode):
        return asked(place, mode) and not (mode & os.W_OK and Path(place) in taken)

    monkeypatch.setattr(os, "access", access)
    return taken


def test_all_can_be_written_and_of_what_we_never_write_nobody_asks(folder, read_only):
    assert unwritable_places() == []


def test_what_lies_there_and_is_somebody_elses_is_found(folder, read_only):
    read_only.add(folder / "files")

    assert unwritable_places() == [folder / "files"]
    wrong = [finding.sentence for finding in findings() if not finding.fine]
    assert any("写不进去" in one and str(folder / "files") in one for one in wrong)


def test_what_lies_where_we_may_not_look_cannot_be_written(folder, monkeypatch):
    backups, look = folder / "backups", os.stat

    def stat(place, **how):
        if Path(place) == backups:
            raise PermissionError(13, "Permission denied", str(place))
        return look(place, **how)

    monkeypatch.setattr(os, "stat", stat)

    assert unwritable_places() == [backups]


def test_what_holds_up_a_part_of_the_work_keeps_no_server_from_its_pages(folder, read_only):
    read_only.add(folder / "files")

    assert [stops_all_work(place) for place in unwritable_places()] == [False]


def test_a_server_that_could_keep_nothing_does_not_begin(folder, read_only, capsys):
    read_only.add(folder)

    with pytest.raises(typer.Exit) as ended:
        run(port=0, jobs=False)

    assert ended.value.exit_code == 2
    assert "写不进去" in capsys.readouterr().err


@pytest.fixture
def _asked_anew():
    _can_write.cache_clear()
    yield
    _can_write.cache_clear()


@pytest.mark.usefixtures("_asked_anew")
def test_the_probe_says_when_a_disk_is_full_or_read_only(folder, client, monkeypatch):
    assert client.get("/healthz").content == b"ok\n"
    _can_write.cache_clear()

    def full(**_how):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (503, b"nothing can be written\n")


@pytest.mark.usefixtures("_asked_anew")
def test_the_probe_says_when_the_data_folder_is_read_only(folder, client, read_only):
    read_only.add(folder)

    assert client.get("/healthz").status_code == 503


@pytest.mark.usefixtures("_asked_anew")
def test_who_asks_often_writes_nothing_each_time(folder, client, monkeypatch):
    looks = []
    monkeypatch.setattr(service, "can_write", lambda: looks.append(1) or True)
    monkeypatch.setattr(time, "monotonic", lambda: 1000.0)

    for _ask in range(3):
        client.get("/healthz")

    assert looks == [1]
