"""Give an officer a new password, or take his second factor away when the device is lost.

In:   an officer, a password that the administrator typed or that we made.
Out:  the row; every session of the officer ends, because it is bound to the old password.
Cost: one password hash and two writes.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused

# No 0/o, 1/l/i: the password is read from a screen or a slip of paper and typed once.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4


def new_password() -> str:
    """Return a password such as ``k7mq-3nvx-…`` of about 79 random bits."""
    groups = (
        "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS)
    )
    return "-".join(groups)


@transaction.atomic
def set_password(*, officer: Officer, password: str, actor: Actor, now: datetime) -> None:
    """Replace an officer's password; one that somebody else set is changed at first sign-in.

    Raises:
        Refused: If the password is too short, too common or too like the account.
    """
    try:
        validate_password(password, officer)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    officer.set_password(password)
    officer.must_change_password = actor != officer.audit_actor()
    officer.save(update_fields=["password", "must_change_password"])
    record(officer, "officer.password_set", actor, now)


@transaction.atomic
def keep_own_password(*, officer: Officer, now: datetime) -> None:
    """Record that an officer who is signed in has changed his own password."""
    officer.must_change_password = False
    officer.save(update_fields=["password", "must_change_password"])
    record(officer, "officer.password_set", officer, now)


@transaction.atomic
def remove_second_factor(*, officer: Officer, actor: Actor, now: datetime) -> int:
    """Remove every second factor of an officer whose device is lost; return how many."""
    removed = int(Authenticator.objects.filter(user=officer).delete()[0])
    if removed:
        record(officer, "officer.second_factor_removed", actor, now, removed=removed)
    return removed
