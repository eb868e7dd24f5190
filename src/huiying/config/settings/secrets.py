"""The installation's own secret: made once, readable by its owner alone.

In:   the data folder.    Out:  a key of 50 random characters.
Cost: one small file; half a second to be sure that nobody is writing an empty one.
"""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from huiying.base.files.private_folder import make_private_folder
from huiying.config.settings.base import DATA_DIR

ATTEMPTS, ATTEMPT_PAUSE = (
    5,
    0.1,
)  # at an empty key, seconds between: whoever makes it writes it at once


def secret_key() -> str:
    """Return the key in ``DATA_DIR/secret.key``, making it at the first start."""
    path = DATA_DIR / "secret.key"
    with suppress(FileExistsError):  # another process makes it at this moment
        if not path.exists():
            _make(path)
    for _ in range(ATTEMPTS):
        if key := path.read_text(encoding="ascii").strip():
            return key
        time.sleep(ATTEMPT_PAUSE)
    raise ImproperlyConfigured(
        f"密钥文件 {path} 是空的。请从备份里取回 secret.key；全新的安装可以删掉这个文件。"
    )


def _make(path: Path) -> None:
    """Make the key.

    Raises:
        FileExistsError: If another process was quicker.
    """
    make_private_folder(path.parent)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as handle:
            handle.write(secrets.token_urlsafe(50))
    except OSError as error:
        path.unlink()  # of a full disk: an empty one would look like a key that was lost
        raise OSError(error.errno, error.strerror, str(path)) from error
