"""One-time links with which officers set their own passwords.

In:   an officer.    Out:  the two parts of an address; from an address, the officer; a mark
      that tells whether an invitation still holds, and gives nothing of it away.
Cost: one HMAC.

Django's own token: it names no row, and holds until the password changes, the officer signs in,
or ``PASSWORD_RESET_TIMEOUT`` (three days) is over. So it works once, and a newer one voids it.
"""

from __future__ import annotations

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from huiying.base.accounts.core.models import Officer

_INVITING = PasswordResetTokenGenerator()
_INVITING.key_salt = "huiying.base.accounts.invitations"


def invitation_of(officer: Officer) -> tuple[str, str]:
    """Return the two parts of the address of an invitation."""
    return urlsafe_base64_encode(force_bytes(officer.pk)), _INVITING.make_token(officer)


def invitation_state(officer: Officer) -> str:
    """Return a mark that is another one when an invitation was used or replaced."""
    rests_on = f"{officer.pk} {officer.password} {officer.last_login}"
    return salted_hmac(f"{_INVITING.key_salt}.mark", rests_on).hexdigest()


def invited_officer(key: str, token: str) -> Officer | None:
    """Return who an invitation is for; None when it does not hold (any more)."""
    try:
        number = int(urlsafe_base64_decode(key))
    except ValueError:
        return None
    officer = Officer.objects.filter(pk=number, is_active=True).first()
    return officer if officer is not None and _INVITING.check_token(officer, token) else None
