"""Which tables are in no backup and in no export, and why.

In:   nothing.    Out:  labels of models; names of tables; a sentence of the reason.
Cost: none.

What is here is of one machine, of one evening, or is made by the software itself. A table that
is in neither list is in every backup and export: a new model is never left out by oversight.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.apps import apps


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a table is left out, in the two languages of an export's README."""

    chinese: str
    english: str


_SESSION = Exclusion("登录会话，离开本机即失效", "sessions of who is signed in")
_SIGN_IN = Exclusion("登录和口令输错的日志，到期删除", "logs of sign-ins, deleted when old")
_MACHINE = Exclusion("本机后台进程的状态", "state of the processes of one machine")
_BACKUP = Exclusion("本机备份文件的清单", "the list of backups on one machine")
_MADE = Exclusion("由软件生成，未用于授权", "made by the software, grants nothing")
_COUNTER = Exclusion("限制访问次数的计数，一小时内失效", "counters against floods, an hour old")

EXCLUDED: Mapping[str, Exclusion] = MappingProxyType(
    {
        "sessions.session": _SESSION,
        "usersessions.usersession": _SESSION,
        "jobs.streamlease": _MACHINE,
        "jobs.installation": _MACHINE,
        "jobs.importrunner": _MACHINE,
        "jobs.jobstate": _MACHINE,
        "jobs.backuprun": _BACKUP,
        "jobs.backuprehearsal": _BACKUP,
        "contenttypes.contenttype": _MADE,
        "auth.permission": _MADE,
        "accounts.cacheentry": _COUNTER,
        "axes.accessattempt": _SIGN_IN,
        "axes.accessattemptexpiration": _SIGN_IN,
        "axes.accesslog": _SIGN_IN,
        "axes.accessfailurelog": _SIGN_IN,
    }
)
"""By label of the model."""


def excluded_tables() -> dict[str, Exclusion]:
    """Return the tables that are left out, also those that only join others to one of them."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if why := EXCLUDED.get(model._meta.label_lower):
            found[model._meta.db_table] = why
        if model._meta.auto_created:
            for field in model._meta.get_fields():
                other = field.related_model
                if isinstance(other, type) and other._meta.label_lower in EXCLUDED:
                    found[model._meta.db_table] = EXCLUDED[other._meta.label_lower]
    return found
