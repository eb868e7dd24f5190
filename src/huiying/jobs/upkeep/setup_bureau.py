"""Create a bureau that can be worked in: rule book, office of the leading group, administrator.

In:   names and a password.    Out:  the bureau.
Cost: a few writes, one transaction.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.text import slugify

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.organisation.actions.set_up import add_bureau, add_officer
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.jobs import clock

COMMAND = Actor("command:setup", "huiying setup")


@transaction.atomic
def set_up_bureau(
    *, slug: str, name: str, district: str, username: str, person: str, password: str
) -> Bureau:
    """Make the bureau and its first administrator.

    Raises:
        Refused: If a name is empty or taken, or the password is weak.
    """
    if slugify(slug) != slug or not slug:
        raise Refused("短名只能用小写字母、数字和短横线。")
    now = clock.now()
    bureau = add_bureau(slug=slug, name=name, district=district, actor=COMMAND, now=now)
    adopt_default(bureau=bureau, now=now)
    add_officer(
        bureau=bureau,
        username=username,
        name=person,
        password=password,
        roles=frozenset({Role.ADMINISTRATOR}),
        actor=COMMAND,
        now=now,
    )
    return bureau
