"""The secrets in a backup: install them at a restore.

In:   the secrets as the backup has them, one a line, the one that seals first.
Out:  ``secret.key``, which its owner alone can read.
Cost: one small file.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings

from huiying.base.files.private_folder import make_private_folder
from huiying.base.files.sealed_text import seal_text
from huiying.base.files.sealing import all_secrets

SETTING = "HUIYING_SECRET_KEY"


def put_secret(secret: bytes) -> None:
    """Put the secret in place of the new installation's own, never readable by others.

    Who is root leaves it to the account that had it: the service could not begin otherwise.
    """
    folder = make_private_folder(_file().parent)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".secret-")
    with os.fdopen(descriptor, "wb") as handle:
        if os.geteuid() == 0:
            before = (_file() if _file().exists() else folder).stat()
            os.fchown(descriptor, before.st_uid, before.st_gid)
        handle.write(secret)
        handle.flush()
        os.fsync(handle.fileno())
    Path(name).replace(_file())


@contextmanager
def sealing_with(secret: bytes) -> Iterator[None]:
    """Seal with the secret of a backup while its rows are loaded: it is in force from then on.

    Columns seal themselves; second factors are sealed once everything is there.

    Raises:
        UnicodeDecodeError: If it is none.
    """
    own = settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS
    settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = secret.decode("utf-8").split("\n")
    try:
        yield
        _seal_second_factors()
    finally:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = own


@contextmanager
def sealing_with_file() -> Iterator[None]:
    """Open with the secrets that ``put_secret`` put in place, as the next start will."""
    own = settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS
    lines = _file().read_text("utf-8").strip().splitlines()
    settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS = lines
    try:
        yield
    finally:
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = own


def _seal_second_factors() -> None:
    """Seal the seeds that an older version did not; those that are sealed stay."""
    for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = seal_text(row.data[name])
        row.save(update_fields=["data"])


def put_new_secret() -> None:
    """Make a key and put it before those in the file; the next start seals with it."""
    new = secrets.token_urlsafe(50)
    put_secret("\n".join((new, *all_secrets())).encode())


def keep_first_secret() -> None:
    """Drop every key but the first from the file."""
    put_secret(settings.SECRET_KEY.encode())


def secret_in_force() -> bool:
    """Tell whether the file's secret is the one with which the next start begins."""
    if not _is_given(SETTING):
        return True
    return _file().exists() and _file().read_text("utf-8").strip().splitlines() == all_secrets()


def keys_are_given() -> bool:
    """Tell whether the environment gives a key, so that the file does not say them all."""
    return _is_given(SETTING) or _is_given(f"{SETTING}_FALLBACKS")


def _is_given(name: str) -> bool:
    return any(os.environ.get(f"{name}{end}", "").strip() for end in ("", "_FILE"))


def _file() -> Path:
    return Path(settings.DATA_DIR) / "secret.key"
