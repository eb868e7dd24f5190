"""Tests: fast hashing, temporary files, any database (HUIYING_TEST_DATABASE_URL)."""

import os
import tempfile
from pathlib import Path

from huiying.config.settings.base import *
from huiying.config.settings.base import CACHES, database, env

SECRET_KEY = "tests-only"
DATA_DIR = Path(tempfile.gettempdir()) / f"huiying-tests-{os.getuid()}"
CLOCK_FILE = DATA_DIR / "clock.json"
STATIC_ROOT = DATA_DIR / "static"
DATABASES = {
    "default": database(
        env.str("HUIYING_TEST_DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'tests.sqlite3'}")
    )
}
_options = DATABASES["default"]["OPTIONS"]  # a test waits for no disk
if "postgresql" in DATABASES["default"]["ENGINE"]:
    _options["options"] += " -c synchronous_commit=off"
else:
    _quick = _options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
    DATABASES["default"]["OPTIONS"] = {**_options, "init_command": _quick}
DATA_DIR.mkdir(parents=True, exist_ok=True)
STATIC_ROOT.mkdir(exist_ok=True)
CACHES = {**CACHES, "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
AXES_ENABLED = False
WHITENOISE_AUTOREFRESH = True  # else each test browser begins with a walk over all files
SECURE = False
FETCH_ALLOW_PRIVATE = frozenset({"127.0.0.1"})
SECOND_FACTOR = "ADMINISTRATORS"  # tests/web/signin/test_signers.py asks the others
IDLE_SECONDS = 0  # tests/web/signin/test_idle.py asks for others
