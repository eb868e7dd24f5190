"""Production: secrets from the environment (or *_FILE), HTTPS assumed behind a proxy."""

from huiying.config.settings.base import *
from huiying.config.settings.base import DATABASES, env
from huiying.config.settings.secrets import secret_keys

# PostgreSQL has as many connections as it was told to, and workers, alarms and other machines
# need some of them. A connection to SQLite stays with its thread, with up to 64 MB of pages: to
# read 250 tables and their triggers anew for each request took a third of a page's time.
_on_postgresql = "postgresql" in DATABASES["default"]["ENGINE"]
CONNECTIONS = env.int("HUIYING_DATABASE_CONNECTIONS", default=20 if _on_postgresql else 8)
REQUESTS_AT_ONCE = CONNECTIONS
TURNS_AT_ONCE = 4 if _on_postgresql else 1  # one computes while others' queries are answered
if not _on_postgresql:
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    DATABASES["default"]["OPTIONS"]["pool"] = {
        "min_size": 1,
        "max_size": CONNECTIONS,
        "timeout": 30,
        "max_idle": 60,
    }

SECRET_KEY, *SECRET_KEY_FALLBACKS = (
    env.str("HUIYING_SECRET_KEY", default="").splitlines() or secret_keys()
)
SECRET_KEY_FALLBACKS += env.list("HUIYING_SECRET_KEY_FALLBACKS", default=[])
SECURE = env.flag("HUIYING_HTTPS", default=True)
SESSION_COOKIE_SECURE = SECURE
CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None

# Pages link to names with a hash, which browsers keep; `huiying up` makes the copies.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "huiying.web.shared.static_files.HashedStaticFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
