"""The installation's own secret: made once, readable by its owner alone.

In:   the data folder.    Out:  a key of 50 random characters.
Cost: one small file.
"""

from __future__ import annotations

import os
import secrets

from django.core.exceptions import ImproperlyConfigured

from huiying.base.files.private import private
from huiying.config.settings.base import DATA_DIR


def secret_key() -> str:
    """Return the key in ``DATA_DIR/secret.key``, making it at the first start."""
    path = DATA_DIR / "secret.key"
    if not path.exists():
        private(DATA_DIR)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as handle:
                handle.write(secrets.token_urlsafe(50))
        except OSError as error:
            path.unlink()  # of a full disk: an empty one would look like a key that was lost
            raise OSError(error.errno, error.strerror, str(path)) from error
    if not (key := path.read_text(encoding="ascii").strip()):
        raise ImproperlyConfigured(
            f"密钥文件 {path} 是空的。请从备份里取回 secret.key；全新的安装可以删掉这个文件。"
        )
    return key
