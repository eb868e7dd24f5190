"""Errors that an operator can correct, reported in one sentence by every command.

In:   what a command ended with.    Out:  what happened and what to do; "" for a fault of ours.
Cost: none.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from huiying.web.errors.disk_full import causes_of, is_disk_full

NEEDED = 1 << 16  # bytes


def operator_advice(error: BaseException) -> str:
    """Say it about settings, folders and the database.

    >>> operator_advice(PermissionError(13, "Permission denied", "/data"))
    '读写不了 /data：Permission denied。请检查这个位置、它的权限和磁盘空间。'
    >>> operator_advice(OSError(28, "No space left on device"))
    '磁盘满了，没有做完，已经存下的都在。请腾出空间，然后再试。'
    >>> operator_advice(KeyError("x"))
    ''
    """
    if isinstance(error, ImproperlyConfigured):
        return f"设置不对：{error} 各项设置见 docs/operations.md。"
    if is_disk_full(error) or (_is_of_database(error) and _has_no_room()):
        return "磁盘满了，没有做完，已经存下的都在。请腾出空间，然后再试。"
    if refused := next(filter(None, map(_refusal, causes_of(error))), ""):
        return refused
    if _is_of_database(error):
        message = (str(error).splitlines() or [""])[0]
        return (
            f"数据库现在用不了：{message}。请检查数据库是否在运行、"
            "HUIYING_DATABASE_URL、数据目录的权限和磁盘空间，然后再试。"
        )
    if isinstance(error, OSError) and error.filename:
        return (
            f"读写不了 {error.filename}：{error.strerror}。请检查这个位置、它的权限和磁盘空间。"
        )
    return ""


def _refusal(error: BaseException) -> str:
    """Return what to do when PostgreSQL lets its account do less than is needed."""
    message = (str(error).splitlines() or [""])[0]
    match getattr(error, "sqlstate", None):
        case "42501":
            return (
                f"数据库账号的权限不够：{message}。这个数据库要归 HUIYING_DATABASE_URL "
                "里的账号所有：ALTER DATABASE 库名 OWNER TO 账号。"
            )
        case "25006":
            return (
                f"数据库只能读：{message}。它也许是备用的那一台，"
                "请把 HUIYING_DATABASE_URL 指到主库。"
            )
    return ""


def _has_no_room() -> bool:
    """Tell whether SQLite has no room for the files that it makes even to read."""
    with suppress(OSError, ImproperlyConfigured, OperationalError):
        return shutil.disk_usage(settings.DATA_DIR).free < NEEDED
    return False


def _is_of_database(error: BaseException) -> bool:
    """Tell whether the database itself is the trouble, and not what it was asked."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR:
        return False  # a table or a column that is not there
    return isinstance(error, OperationalError) or code == sqlite3.SQLITE_NOTADB
