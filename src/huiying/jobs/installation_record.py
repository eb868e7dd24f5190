"""Write into every bureau's record what was done to the whole installation, and by whom.

In:   a verb, what belongs to it, who ran the command.    Out:  one record a bureau.
Cost: a write a bureau, in one transaction.

A command knows nobody: whoever has the server runs it. The record names the account that he
said is his, and the account of the server, which he did not choose.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.core.queries import bureaus
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.actions.append import append
from huiying.base.audit.subjects import MACHINE, Actor, Subject
from huiying.base.errors import Refused
from huiying.jobs import clock

RUN_BY: Final = (Role.ADMINISTRATOR, Role.SECURITY)
"""Whose accounts may be named as who runs a command of the whole installation."""
NOBODY: Final = (
    "没有写明由谁操作。请用 --by 写操作人自己的账号（在用的系统管理员或安全管理员），"
    "写入各局的审计记录。"
)
LONGEST_LABEL = 120


def unknown(login: str) -> str:
    """Return what is said where no administrator in use has an account."""
    return f"没有在用的系统管理员或安全管理员账号“{login}”。" if login else NOBODY


def ran_by(command: str, login: str) -> Actor:
    """Return how the record names who ran a command.

    Raises:
        Refused: If no account in use of an administrator is named. An installation without a
            bureau has neither accounts nor records: nobody need be named there.
    """
    if not bureaus().exists():
        return MACHINE
    rows = Officer.objects.filter(username=login, is_active=True, grants__role__in=RUN_BY)
    officer = rows.first()
    if officer is None:
        raise Refused(unknown(login))
    label = f"{officer.name}（{login}，服务器账号 {_server_account()}）"
    return Actor(f"command:{command}", label[:LONGEST_LABEL])


def _server_account() -> str:
    """Return the account of the server: before ``sudo``, where that says so."""
    if asked := os.environ.get("SUDO_USER"):
        return asked
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may give no name to a number
        return str(os.getuid())


@transaction.atomic
def record_for_every_bureau(verb: str, data: Mapping[str, Any], by: Actor = MACHINE) -> None:
    """Append one record to the chain of each bureau."""
    for bureau in bureaus():
        append(
            bureau_id=bureau.pk,
            actor=by,
            verb=verb,
            subject=Subject("installation", "1", ""),
            now=clock.now(),
            data=dict(data),
        )
