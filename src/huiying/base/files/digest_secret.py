"""The secret of digests that nobody can make anew: it stays when the key goes.

In:   the row of ``InstallationSecret``, which the key in force seals; before the first rotation
      the oldest key.
Out:  what query codes, numbers of tickets, external keys of posts and webhooks are hashed with.
Cost: one query.

A code that somebody holds, or a number that stands nowhere, cannot be hashed again under a new
key. So the first rotation keeps the key of that day as a secret of its own, sealed like others.
"""

from __future__ import annotations

from huiying.base.files.models import InstallationSecret
from huiying.base.files.sealing import CannotOpen, all_secrets

DIGESTS = "digests"


def digest_secret() -> str:
    """Return the secret.

    Raises:
        CannotOpen: If no key of the installation opens it.
    """
    row = InstallationSecret.objects.filter(kind=DIGESTS).first()
    if row is None:
        return all_secrets()[-1]
    if not row.value:
        raise CannotOpen
    return str(row.value)


def has_digest_secret() -> bool:
    """Tell whether digests no longer need the oldest key."""
    return InstallationSecret.objects.filter(kind=DIGESTS).exists()


def keep_digest_secret() -> None:
    """Keep the oldest key as the secret of digests, unless an earlier rotation did."""
    InstallationSecret.objects.get_or_create(
        kind=DIGESTS, defaults={"value": all_secrets()[-1]}
    )
