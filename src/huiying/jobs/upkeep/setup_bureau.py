"""Create a bureau that can be worked in: rule book, administrator; seed the second person.

In:   names and a password.    Out:  the bureau; an administrator or leader.
Cost: a few writes, one transaction.
"""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.core.queries import bureau_by_slug
from huiying.base.accounts.organisation.actions.set_up import add_bureau, add_officer
from huiying.base.accounts.roles.actions.change_roles import appoint_by_command
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.accounts.roles.separation import signs_roles
from huiying.base.accounts.sign_in.actions.set_password import new_password
from huiying.base.accounts.sign_in.invitations import invitation_of
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused
from huiying.base.rulebook.actions.adopt import adopt_default
from huiying.jobs import clock

COMMAND = Actor("command:setup", "huiying setup")
APPOINT = Actor("command:appoint", "huiying appoint")


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
        bootstrap=True,
        actor=COMMAND,
        now=now,
    )
    return bureau


@transaction.atomic
def appoint(
    *, slug: str, username: str, person: str, role: Role, password: str = ""
) -> Officer:
    """Seed an administrator or a leader in a bureau that has no two administrators yet.

    Args:
        person, password: Of an account that is made; unused when there is one already. Without
            a password nobody knows it: the officer chooses one by ``first_invitation_path``.

    Raises:
        Refused: If there is no such bureau, the role is another one, the account is another
            bureau's, or the bureau has two administrators.
    """
    now, bureau = clock.now(), bureau_by_slug(slug)
    if bureau is None:
        raise Refused(f"没有短名为“{slug}”的局。")
    if role not in signs_roles():
        first = signs_roles()[0]
        raise Refused(f"只能初始授予{first.label}（{first}）或组长（leader）。")
    officer = Officer.objects.filter(bureau=bureau, username__iexact=username).first()
    if officer is None:
        return add_officer(
            bureau=bureau,
            username=username,
            name=person,
            password=password or new_password(),
            roles=frozenset({role}),
            bootstrap=True,
            temporary=True,
            actor=APPOINT,
            now=now,
        )
    appoint_by_command(officer=officer, role=role, actor=APPOINT, now=now)
    return officer


def first_invitation_path(officer: Officer) -> str:
    """Return the path of the one-time link of an officer who was just appointed.

    Of nobody else: a command that printed a link for any account would let who runs the machine
    sign as its officer.

    Returns:
        "" = the officer signed in before, and has a password.
    """
    if officer.last_login is not None:
        return ""
    return reverse("invitation", args=invitation_of(officer))
