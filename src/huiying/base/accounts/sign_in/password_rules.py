"""What a password must be: long enough, of several classes, none of the last ones, not too old.

In:   a password as it was typed, an officer, the settings ``HUIYING_PASSWORD_…``.
Out:  nothing, or ``ValidationError`` with a sentence; whether a password is past its time.
Cost: one hash for each password that is remembered (five, about a second together).

Django's own rules about common passwords and passwords like the account stand beside these.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.sign_in.models import PastPassword


class LengthRule:
    """At least ``PASSWORD_LENGTH`` characters."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's form
        """Refuse a password that is too short."""
        if len(password) < settings.PASSWORD_LENGTH:
            words = {"least": settings.PASSWORD_LENGTH, "here": len(password)}
            message = _("口令至少 %(least)s 个字符，现为 %(here)s 个。") % words
            raise ValidationError(message, code="password_too_short")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("口令至少 %(least)s 个字符。") % {"least": settings.PASSWORD_LENGTH}


class ClassesRule:
    """Characters of at least ``PASSWORD_CLASSES`` classes."""

    def validate(self, password: str, user: object = None) -> None:  # noqa: ARG002 - Django's form
        """Refuse a password of too few classes."""
        if classes_in(password) < settings.PASSWORD_CLASSES:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _("口令须含大写字母、小写字母、数字、其他字符四类中的至少 %(least)s 类。") % {
            "least": settings.PASSWORD_CLASSES
        }


def classes_in(password: str) -> int:
    """Return how many of four classes a password has: upper, lower, digits, anything else.

    >>> classes_in("abc"), classes_in("aB3-"), classes_in("口令abc")
    (1, 4, 2)
    """
    classes = (
        str.isupper,
        str.islower,
        str.isdecimal,
        lambda one: not (one.isupper() or one.islower() or one.isdecimal()),
    )
    return sum(any(held(one) for one in password) for held in classes)


def refuse_reuse(officer: Officer, password: str) -> None:
    """Refuse a password that is one of the officer's last ``PASSWORD_HISTORY`` ones.

    Raises:
        ValidationError.
    """
    most = settings.PASSWORD_HISTORY
    if not most or officer.pk is None:
        return
    past = PastPassword.objects.filter(officer=officer).order_by("-pk")
    used = [officer.password, *past.values_list("password", flat=True)[: most - 1]]
    if any(check_password(password, one) for one in used):
        message = _("不得使用最近 %(most)s 个用过的口令，请另设。") % {"most": most}
        raise ValidationError(message, code="password_used_before")


def is_too_old(officer: Officer, now: datetime) -> bool:
    """Tell whether a password is past its time; one of unknown age is."""
    if not settings.PASSWORD_DAYS or not officer.has_usable_password():
        return False
    since = officer.password_set_at
    return since is None or now - since > timedelta(days=settings.PASSWORD_DAYS)
