"""The installation's own secret: made once, readable by its owner alone.

In:   the data folder; the database while there is no key.
Out:  a key of 50 random characters.
Cost: one small file; half a second to be sure that nobody is writing an empty one.

A machine that lacks the data folder of the others makes no key of its own: what it sealed
nobody else could open.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from huiying.base.files.private_folder import make_private_folder
from huiying.config.settings.base import DATA_DIR, DATABASES

ATTEMPTS, ATTEMPT_PAUSE = (
    5,
    0.1,
)  # at an empty key, seconds between: whoever makes it writes it at once


def secret_keys() -> list[str]:
    """Return the keys in ``DATA_DIR/secret.key``, making one at the first start.

    One a line: the first one seals and signs, all of them open and verify.
    """
    path = DATA_DIR / "secret.key"
    with suppress(FileExistsError):  # another process makes it at this moment
        if not path.exists():
            _refuse_beside_data(path)
            _make(path)
    for _ in range(ATTEMPTS):
        if keys := path.read_text(encoding="utf-8").strip().splitlines():
            return keys
        time.sleep(ATTEMPT_PAUSE)
    raise ImproperlyConfigured(
        f"密钥文件 {path} 是空的。请从备份里取回 secret.key；全新的安装可以删掉这个文件。"
    )


def _refuse_beside_data(path: Path) -> None:
    """Refuse to make a key where the database holds what another one sealed.

    Raises:
        ImproperlyConfigured: If there is a bureau in it.
        OperationalError: If it does not answer.
    """
    if has_data(DATABASES["default"]):
        raise ImproperlyConfigured(
            f"数据库里已有数据，这里却没有它的密钥（{path}），没有另造一个。请放回原来的 "
            "secret.key（在别的机器上，或在备份里），或设同一个 HUIYING_SECRET_KEY。"
        )


def has_data(database: dict[str, Any]) -> bool:
    """Tell whether a database holds a bureau; asked without Django, which needs the key."""
    question = "SELECT 1 FROM accounts_bureau LIMIT 1"
    if "sqlite" in database["ENGINE"]:
        return _sqlite_has(Path(str(database["NAME"])), question)
    import psycopg  # noqa: PLC0415 - of PostgreSQL alone

    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    given = {ours: database.get(key) for key, ours in (names | {"PORT": "port"}).items()}
    options = {key: value for key, value in database["OPTIONS"].items() if key != "pool"}
    options.setdefault("connect_timeout", 10)
    try:
        with psycopg.connect(**{**options, **{k: v for k, v in given.items() if v}}) as server:
            return server.execute(question).fetchone() is not None
    except psycopg.errors.UndefinedTable:
        return False
    except psycopg.OperationalError as error:
        raise OperationalError(str(error)) from error


def _sqlite_has(path: Path, question: str) -> bool:
    with suppress(sqlite3.Error, ValueError):  # not there, no table, in memory
        address = f"{path.as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as base:
            return base.execute(question).fetchone() is not None
    return False


def _make(path: Path) -> None:
    """Make the key.

    Raises:
        FileExistsError: If another process was quicker.
    """
    make_private_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_urlsafe(50))
    except OSError as error:
        path.unlink()  # of a full disk: an empty one would look like a key that was lost
        raise OSError(error.errno, error.strerror, str(path)) from error
