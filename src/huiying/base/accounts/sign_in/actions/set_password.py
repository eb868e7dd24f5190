"""Give an officer a new password, or take his second factor away when the device is lost.

In:   an officer, a password that the administrator typed or that we made.
Out:  the row; every session of the officer ends, because it is bound to the old password.
Cost: one password hash and two writes.
"""

from __future__ import annotations

import secrets
import string
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.models import PastPassword
from huiying.base.accounts.sign_in.password_rules import classes_in, refuse_reuse
from huiying.base.audit.record import record
from huiying.base.audit.subjects import Actor
from huiying.base.errors import Refused

# No 0/o, 1/l/i: the password is read from a screen or a slip of paper and typed once.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP_LENGTH = 4, 4
ALL_CLASSES = 4


def new_password() -> str:
    """Return a password such as ``k7mq-3nvx-…`` of about 79 random bits that fits the rules."""
    most = max(GROUPS, -(-(settings.PASSWORD_LENGTH + 1) // (GROUP_LENGTH + 1)))
    capitals = string.ascii_uppercase.translate({ord(one): None for one in "ILO"})
    letters = ALPHABET + (capitals if settings.PASSWORD_CLASSES == ALL_CLASSES else "")
    while True:
        password = "-".join(
            "".join(secrets.choice(letters) for _ in range(GROUP_LENGTH)) for _ in range(most)
        )
        if classes_in(password) >= settings.PASSWORD_CLASSES:
            return password


@transaction.atomic
def set_password(*, officer: Officer, password: str, actor: Actor, now: datetime) -> None:
    """Replace an officer's password; one that somebody else set is changed at first sign-in.

    Raises:
        Refused: If the password is too short, too simple, too common or too like the account;
            if an officer chooses one again that he had lately. Somebody else learns nothing of
            what an officer had.
    """
    own = actor == officer.audit_actor()
    try:
        validate_password(password, officer)
        if own:
            refuse_reuse(officer, password)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    officer.set_password(password)
    _keep(officer, must_change=not own, now=now)
    record(officer, "officer.password_set", actor, now)


@transaction.atomic
def keep_own_password(*, officer: Officer, now: datetime) -> None:
    """Record that an officer who is signed in has changed his own password."""
    _keep(officer, must_change=False, now=now)
    record(officer, "officer.password_set", officer, now)


def _keep(officer: Officer, *, must_change: bool, now: datetime) -> None:
    """Store a new password; the hash of the one before is kept as long as it is asked for."""
    before = Officer.objects.values_list("password", flat=True).get(pk=officer.pk)
    past = PastPassword.objects.filter(officer=officer)
    if is_password_usable(before):
        PastPassword.objects.create(
            bureau_id=officer.bureau_id, officer=officer, password=before, replaced_at=now
        )
    newest = list(past.order_by("-pk").values_list("pk", flat=True)[: _most_kept()])
    past.exclude(pk__in=newest).delete()
    officer.must_change_password, officer.password_set_at = must_change, now
    officer.save(update_fields=["password", "must_change_password", "password_set_at"])


def _most_kept() -> int:
    """Return how many hashes of before are kept: the password in use is the last of them."""
    return max(0, settings.PASSWORD_HISTORY - 1)


@transaction.atomic
def remove_second_factor(*, officer: Officer, actor: Actor, now: datetime) -> int:
    """Remove every second factor of an officer whose device is lost; return how many."""
    removed = int(Authenticator.objects.filter(user=officer).delete()[0])
    if removed:
        record(officer, "officer.second_factor_removed", actor, now, removed=removed)
    return removed
