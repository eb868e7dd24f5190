"""What a person can mend is said in a sentence, whichever command met it.

In:   what a command ended with.    Out:  what happened and what to do; "" for a fault of ours.
Cost: none.
"""

from __future__ import annotations

import sqlite3

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError


def what_to_do(error: BaseException) -> str:
    """Say it about settings, folders and the database.

    >>> what_to_do(PermissionError(13, "Permission denied", "/data"))
    '读写不了 /data：Permission denied。请检查这个位置、它的权限和磁盘空间。'
    >>> what_to_do(KeyError("x"))
    ''
    """
    if isinstance(error, ImproperlyConfigured):
        return f"设置不对：{error} 各项设置见 docs/operations.md。"
    if _is_of_database(error):
        said = (str(error).splitlines() or [""])[0]
        return (
            f"数据库现在用不了：{said}。请检查数据库是否在运行、"
            "HUIYING_DATABASE_URL、数据目录的权限和磁盘空间，然后再试。"
        )
    if isinstance(error, OSError) and error.filename:
        return (
            f"读写不了 {error.filename}：{error.strerror}。请检查这个位置、它的权限和磁盘空间。"
        )
    return ""


def _is_of_database(error: BaseException) -> bool:
    """Tell whether the database itself is the trouble, and not what it was asked."""
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR:
        return False  # a table or a column that is not there
    return isinstance(error, OperationalError) or code == sqlite3.SQLITE_NOTADB
