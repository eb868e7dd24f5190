"""Production: secrets from the environment (or *_FILE), HTTPS assumed behind a proxy."""

from huiying.config.settings.base import *
from huiying.config.settings.base import DATABASES, env
from huiying.config.settings.secrets import secret_keys

# A burst of requests has a thread each and waits for a connection: PostgreSQL has as many as
# it was told to, and workers, alarms and other machines need some of them.
REQUESTS_AT_ONCE = CONNECTIONS = env.int("HUIYING_DATABASE_CONNECTIONS", default=20)
if "postgresql" in DATABASES["default"]["ENGINE"]:
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
