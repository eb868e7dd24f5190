"""Faults of what everything is kept in: connections that are cut, a disk that is full."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection

from tests.factories import make_cast
from tests.faults import invariants
from tests.faults.around import Client, came, messages, settled, workers
from tests.faults.deeds import Deed, Ingest, KeepFile
from tests.faults.receiver import receiver

CUTS = 15
LEFT_FREE = (0, 40_000, 200_000, 600_000)  # bytes on the disk when a deed begins


def cut_connections(lease: float) -> dict[str, Any]:
    """End every connection to the database again and again while all work."""
    told = {"fault": "cut_connections", "checked": "", "wrong": []}
    if connection.vendor != "postgresql":
        return {**told, "checked": "nothing: SQLite has no connections to a server"}
    cast, client = make_cast("yunchuan", "云川区"), Client(40, 0.4)
    address = {key: settings.DATABASES["default"][key] for key in ("HOST", "PORT", "USER")}
    name, cut = settings.DATABASES["default"]["NAME"], 0
    with receiver(), workers(2, lease):
        messages(cast, 30)
        client.start()
        with psycopg.connect(
            host=address["HOST"], port=address["PORT"], user=address["USER"],
            dbname="postgres", autocommit=True,
        ) as link:  # fmt: skip
            for _cut in range(CUTS):
                time.sleep(1)
                rows = link.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    [name],
                ).fetchall()
                cut += len(rows)
        client.join()
        connection.close()
        wrong = settled(
            150.0
        )  # a message that was on its way waits for its lease of two minutes
    late, twice = came(once=False)
    return {
        "fault": "cut_connections",
        "times": CUTS,
        "connections_ended": cut,
        "pushes_repeated": client.repeated,
        "posts": len(client.texts),
        "messages_twice_under_one_key": twice,
        "checked": "each post once and placed once, each message came, none waits, the record",
        "wrong": wrong + late + invariants.posts(client.texts) + invariants.always(),
    }


def full_disk(_lease: float) -> dict[str, Any]:
    """Fill the disk before deeds begin, then give room and let them come to their end.

    The folder of data is a small disk of its own (``disturbances`` mounts it).
    """
    disk = os.statvfs(settings.DATA_DIR)
    if disk.f_blocks * disk.f_frsize > 1 << 28:
        return {
            "fault": "full_disk",
            "checked": "nothing: a small disk cannot be mounted here",
            "wrong": [],
        }
    deeds: tuple[Deed, ...] = (Ingest(), KeepFile())
    make_cast("yunchuan", "云川区")
    for deed in deeds:
        deed.do(0)
    refused, wrong = 0, []
    for number, free in enumerate(LEFT_FREE, start=1):
        for deed in deeds:
            _fill(free)
            refused += _refused(lambda deed=deed, number=number: deed.do(number))  # type: ignore[misc]
            wrong += [f"full, {free} bytes left: {one}" for one in _looked_at()]
            _give_room()
            connection.close()
            deed.do(number)
            wrong += deed.check(number) + invariants.always()
    wrong += _backups()
    return {
        "fault": "full_disk",
        "disk_mb": disk.f_blocks * disk.f_frsize >> 20,
        "deeds": len(LEFT_FREE) * len(deeds),
        "refused_for_want_of_room": refused,
        "checked": "posts, files, backup whole; no part left; all goes on with room",
        "wrong": wrong + ([] if refused else ["nothing was refused: the disk was not full"]),
    }


def _backups() -> list[str]:
    """Let a backup meet a full disk: the one before it stays as it was."""
    from huiying.jobs.backup.archive import back_up
    from huiying.jobs.backup.errors import CannotBackUp
    from huiying.jobs.backup.restoring import check_backup

    target = Path(settings.DATA_DIR) / "by-command.tar.gz"
    back_up(target=target)
    before = target.read_bytes()
    _fill(20_000)
    try:
        back_up(target=target, replace=True)
    except CannotBackUp:
        pass
    else:
        return ["a backup was written to a full disk"]
    finally:
        _give_room()
    wrong = [] if target.read_bytes() == before else ["the backup before it was changed"]
    back_up(target=target, replace=True)
    check_backup(target)
    return wrong + invariants.parts_left()


def _refused(work: Callable[[], Any]) -> bool:
    try:
        work()
    except (DatabaseError, OSError, RuntimeError):
        connection.close()
        return True
    return False


def _looked_at() -> list[str]:
    """Look while the disk is full; SQLite may be unable even to read without room."""
    try:
        return invariants.always()
    except (DatabaseError, OSError):
        connection.close()
        return []


def _ballast() -> Path:
    return Path(settings.DATA_DIR) / "ballast"


def _fill(free: int) -> None:
    disk = os.statvfs(settings.DATA_DIR)
    size = max(0, disk.f_bavail * disk.f_frsize - free)
    with _ballast().open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, size))


def _give_room() -> None:
    _ballast().unlink(missing_ok=True)
