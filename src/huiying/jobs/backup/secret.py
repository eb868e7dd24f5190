"""The secret in a backup: install it at a restore, and check that it opens the files.

In:   the secret as the backup has it.    Out:  ``secret.key``, which its owner alone can read.
Cost: one small file.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.conf import settings

from huiying.base.files.private_folder import make_private_folder
from huiying.base.files.sealed_text import seal_text

SETTING = "HUIYING_SECRET_KEY"


def put_secret(secret: bytes) -> None:
    """Put the secret in place of the new installation's own, never readable by others."""
    folder = make_private_folder(_file().parent)
    descriptor, name = tempfile.mkstemp(dir=folder, prefix=".secret-")
    with os.fdopen(descriptor, "wb") as handle:
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
    own, settings.SECRET_KEY = settings.SECRET_KEY, secret.decode("utf-8")
    try:
        yield
        _seal_second_factors()
    finally:
        settings.SECRET_KEY = own


def _seal_second_factors() -> None:
    """Seal the seeds that an older version did not; those that are sealed stay."""
    for row in Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = seal_text(row.data[name])
        row.save(update_fields=["data"])


def secret_in_force() -> bool:
    """Tell whether the file's secret is the one with which the next start begins."""
    given = any(os.environ.get(f"{SETTING}{end}") for end in ("", "_FILE"))
    return not given or _file().read_text("utf-8").strip() == settings.SECRET_KEY


def _file() -> Path:
    return Path(settings.DATA_DIR) / "secret.key"
