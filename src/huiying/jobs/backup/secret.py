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

from django.conf import settings

from huiying.base.files.private_folder import make_private_folder

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

    Raises:
        UnicodeDecodeError: If it is none.
    """
    own, settings.SECRET_KEY = settings.SECRET_KEY, secret.decode("utf-8")
    try:
        yield
    finally:
        settings.SECRET_KEY = own


def secret_in_force() -> bool:
    """Tell whether the file's secret is the one with which the next start begins."""
    given = any(os.environ.get(f"{SETTING}{end}") for end in ("", "_FILE"))
    return not given or _file().read_text("utf-8").strip() == settings.SECRET_KEY


def _file() -> Path:
    return Path(settings.DATA_DIR) / "secret.key"
