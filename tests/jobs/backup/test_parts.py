"""Backups whose process was killed leave nothing on the disk for long."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from huiying.jobs.backup.encryption import PLAIN_PREFIX
from huiying.jobs.backup.parts import PARTIAL_PREFIX, drop_parts, part_prefix
from huiying.jobs.backup.rehearsal import PREFIX, drop_left_behind
from huiying.jobs.stream.process_name import name_of

NOW = datetime.now(UTC)


def part_of(pid, folder):
    path = folder / f"{PARTIAL_PREFIX}{name_of(pid).replace(':', '=')}-x1_y"
    path.write_bytes(b"half of it")
    return path


def names(folder):
    return {path.name for path in folder.iterdir()}


def test_the_part_of_a_process_is_deleted_as_soon_as_it_was_killed(tmp_path):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as writer:
        part = part_of(writer.pid, tmp_path)
        drop_parts(tmp_path)
        assert part.exists(), "it writes"
        writer.kill()

    drop_parts(tmp_path)

    assert not part.exists()


def test_what_a_killed_restore_or_rehearsal_had_opened_goes_with_the_next_backup(tmp_path):
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as opening:
        process = name_of(opening.pid).replace(":", "=")
        opened = tmp_path / f"{PLAIN_PREFIX}{process}-x1_y"
        opened.write_bytes(b"every row, and the key")
        scratch = tmp_path / f"{PREFIX}{process}-x1_y"
        (scratch / "data").mkdir(parents=True)
        (scratch / "data" / "secret.key").write_bytes(b"the key")
        drop_left_behind(tmp_path)
        assert names(tmp_path) == {opened.name, scratch.name}, "it works"
        opening.kill()

    drop_left_behind(tmp_path)

    assert names(tmp_path) == set()


def test_the_part_of_another_machine_is_deleted_when_it_is_old(tmp_path):
    part = tmp_path / f"{PARTIAL_PREFIX}{'0' * 16}=4711=99-x1_y"
    part.write_bytes(b"half of it")

    drop_parts(tmp_path)
    drop_parts(tmp_path, before=NOW - timedelta(hours=6))
    assert part.exists()
    drop_parts(tmp_path, before=NOW + timedelta(hours=6))

    assert not part.exists()


def test_what_is_no_part_stays(tmp_path):
    for name in ("huiying-night-20261130-020000.tar.gz", ".backup-lock", "of-somebody"):
        (tmp_path / name).write_bytes(b"whole")
    mine = tmp_path / f"{part_prefix()}x1"
    mine.write_bytes(b"half of it")

    drop_parts(tmp_path)

    assert len(names(tmp_path)) == 4
    assert str(os.getpid()) in mine.name
