"""Settings that every installation shares; values from the environment (docs/operations.md)."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from huiying.config.settings.environment import Environment

env = Environment()

PACKAGE = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("HUIYING_DATA_DIR", default="") or "var").resolve()

DEBUG = False
ALLOWED_HOSTS = env.list("HUIYING_ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("HUIYING_TRUSTED_ORIGINS", default=[])
PUBLIC_URL = env.str("HUIYING_PUBLIC_URL", default="")
WECHAT_API = env.str("HUIYING_WECHAT_API", default="https://api.weixin.qq.com")
CONTACT = env.str("HUIYING_CONTACT", default="")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "huiying.base.audit",
    "huiying.base.search",
    "huiying.base.accounts",
    "huiying.base.counters",
    "huiying.base.rulebook",
    "huiying.base.files",
    "huiying.base.outbox",
    "huiying.base.clocks",
    "huiying.base.signoff",
    "huiying.base.personnel",
    "huiying.base.integration",
    "huiying.base.learning",
    "huiying.work.collection",
    "huiying.work.petitions",
    "huiying.work.incidents",
    "huiying.work.casework",
    "huiying.work.responses",
    "huiying.work.prevention",
    "huiying.work.closing",
    "huiying.work.reports",
    "huiying.jobs",
    "huiying.web",
]

MIDDLEWARE = [
    "huiying.web.portal.page_cache.CachedPages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huiying.web.middleware.ContentSecurityPolicy",
    "huiying.web.middleware.NoStore",
    "huiying.web.middleware.FragmentSignIn",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "huiying.web.errors.unreadable_headers.ReadableForm",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "huiying.web.shared.idle.IdleEnd",
    "huiying.web.middleware.SignInRequired",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiying.web.middleware.RefuseNulls",
    "huiying.web.middleware.OfficerContext",
    "huiying.web.middleware.OwnPasswordRequired",
    "huiying.web.middleware.SecondFactorRequired",
    "huiying.web.shared.scan_records.ScanRecords",
    "axes.middleware.AxesMiddleware",
    "huiying.web.shared.idempotent_forms.IdempotentForms",
]

ROOT_URLCONF = "huiying.config.urls"
ASGI_APPLICATION = "huiying.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],  # ours before allauth's
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiying.web.context.shell",
            ]
        },
    }
]

AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "huiying.base.accounts.sign_in.password_rules.LengthRule"},
    {"NAME": "huiying.base.accounts.sign_in.password_rules.ClassesRule"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_LENGTH = env.whole("HUIYING_PASSWORD_LENGTH", default=12, least=8, most=64)
PASSWORD_CLASSES = env.whole("HUIYING_PASSWORD_CLASSES", default=2, least=1, most=4)
PASSWORD_HISTORY = env.whole("HUIYING_PASSWORD_HISTORY", default=5, least=0, most=24)
PASSWORD_DAYS = env.whole("HUIYING_PASSWORD_DAYS", default=0, least=0, most=3650)  # 0: no end
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "console:desk"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "huiying.web.signin.views.ClosedSignup"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # a sensitive act asks again after these seconds
ACCOUNT_SESSION_REMEMBER = False  # ends with the browser, at the latest after 12 hours
# Passwords: axes counts by account and address, web/signin/attempts.py by address, by account
# and by device. This guards the six digits after the password.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/15m/key"}
MFA_ADAPTER = "huiying.web.signin.second_factor.SealedSecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = False
# Who acts only with a second factor: who signs or administers, all, or who administers alone.
SECOND_FACTOR = env.one_of(
    "HUIYING_SECOND_FACTOR", choices=("SIGNERS", "ALL", "ADMINISTRATORS")
)
# The three administrators of 等保 level 3 are three persons (docs/permissions.md).
THREE_ADMINISTRATORS = env.flag("HUIYING_THREE_ADMINISTRATORS", default=False)
MFA_TOTP_ISSUER = "回应"
AXES_FAILURE_LIMIT = 5
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # an officer sees who tried his account
AXES_COOLOFF_TIME = 0.25
AXES_CLIENT_IP_CALLABLE = "huiying.web.shared.client_address.client_address"
AXES_USERNAME_CALLABLE = "huiying.web.signin.attempts.typed_account"
AXES_WHITELIST_CALLABLE = "huiying.web.signin.attempts.is_known_device"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_CLIENT_STR_CALLABLE = "huiying.config.logs.unnamed_client"
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"

# FULL: what was answered survives a power failure (docs/operations.md, SQLite).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA secure_delete=ON; PRAGMA journal_mode=WAL; "
        "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;"
        "PRAGMA journal_size_limit=67108864"
    ),
}

# Pages ask short questions, and a count that stops early looks long to the planner: compiling
# such a query or starting workers for it takes longer than answering it.
# A machine that was lost within a transaction blocks the others for five minutes at most.
POSTGRES_OPTIONS = (
    "-c jit=off -c max_parallel_workers_per_gather=0"
    " -c idle_in_transaction_session_timeout=300000"
)
POSTGRES_KEEPALIVES = {
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}


def database(url: str) -> dict[str, Any]:
    """Return Django's settings for one database address; SQLite gets WAL and IMMEDIATE.

    An address that has ``?options=…`` of its own keeps them.
    """
    config: dict[str, Any] = env.db_url_config(url)
    engine = str(config.get("ENGINE"))
    if not engine.endswith(("sqlite3", "postgresql")):
        raise ImproperlyConfigured("HUIYING_DATABASE_URL 要以 postgres:// 或 sqlite:/// 开头。")
    if engine.endswith("sqlite3"):
        config["OPTIONS"] = SQLITE_OPTIONS
    else:
        config["ENGINE"] = "huiying.config.postgresql"
        config["OPTIONS"] = {
            "options": POSTGRES_OPTIONS,
            **POSTGRES_KEEPALIVES,
            **(config.get("OPTIONS") or {}),
        }
        config["CONN_MAX_AGE"] = 0
        config["CONN_HEALTH_CHECKS"] = True
    config["ATOMIC_REQUESTS"] = False
    return config


REQUESTS_AT_ONCE = 20  # of one server process; each has a thread and a connection
TURNS_AT_ONCE = 1  # of those, how many it works for at the same time

DATABASES = {
    "default": database(
        env.str("HUIYING_DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'huiying.sqlite3'}")
    )
}
# What all processes must count together stands in the database; what only makes a page quicker
# stays in the memory of its process.
CACHES = {
    "default": {
        "BACKEND": "huiying.base.db.shared_cache.SharedCache",
        "LOCATION": "accounts_cacheentry",
        "TIMEOUT": 3600,  # seconds; longer than any counter runs
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "process": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "process",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
IDLE_SECONDS = 60 * env.whole("HUIYING_IDLE_MINUTES", default=30, least=0, most=720)  # 0: off
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "huiying.web.errors.handlers.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# A scanner for malicious code (clamd) that sees every upload first; off while none is set.
CLAMAV = env.socket("HUIYING_CLAMAV")
CLAMAV_SECONDS = env.whole("HUIYING_CLAMAV_SECONDS", default=60, least=1, most=600)
UPLOAD_LIMIT_BYTES = 200 * 1024 * 1024
# Live posts of a bureau that may wait before pushes are told to come later; 0: no limit.
PUSH_QUEUE = env.whole("HUIYING_PUSH_QUEUE", default=20_000, least=0, most=10_000_000)
PUSH_LIMIT_BYTES = 16 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = PUSH_LIMIT_BYTES
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
SMTP_URL = env.str("HUIYING_SMTP_URL", default="")
FETCH_INTERVAL_SECONDS = 1.0  # between two requests to one host
# A language model that may propose a summary; off while no address is set.
LLM_URL = env.str("HUIYING_LLM_URL", default="")
LLM_MODEL = env.str("HUIYING_LLM_MODEL", default="")
LLM_KEY = env.str("HUIYING_LLM_KEY", default="")
LLM_SECONDS = env.float("HUIYING_LLM_SECONDS", default=30.0)
FETCH_ALLOW_PRIVATE = frozenset(env.list("HUIYING_FETCH_ALLOW_PRIVATE", default=[]))

# An authority of time that signs the frozen heads (RFC 3161); off while no address is set.
TIMESTAMP_URL = env.str("HUIYING_TIMESTAMP_URL", default="")
TIMESTAMP_CERTIFICATES = env.str("HUIYING_TIMESTAMP_CERTIFICATES", default="")

# A cluster: the broker that wakes its workers; off while no address is set (docs/adr/0050).
BROKER_URL = env.broker("HUIYING_BROKER_URL")
BROKER_PREFIX = env.str("HUIYING_BROKER_PREFIX", default="huiying")

# The cipher of what is sealed from now on: AES-256, or SM4 (国密). Both are always read.
CIPHER = env.cipher("HUIYING_CIPHER")

# Encrypted files at an S3-compatible store instead of the data folder.
FILES_URL = env.bucket("HUIYING_FILES_URL")
FILES_KEY = env.str("HUIYING_FILES_KEY", default="")
FILES_SECRET = env.str("HUIYING_FILES_SECRET", default="")

# Numbers for monitoring are shown to who has this token; off while there is none.
METRICS_TOKEN = env.secret("HUIYING_METRICS_TOKEN")

LEVELS = ("INFO", "DEBUG", "WARNING", "ERROR", "CRITICAL")
LOG_LINES = {"TEXT": "TextLines", "JSON": "JsonLines"}
LOG_FORMAT = env.one_of("HUIYING_LOG_FORMAT", choices=tuple(LOG_LINES))
LOG_LEVEL = env.one_of("HUIYING_LOG_LEVEL", choices=LEVELS)
LOG_FILE = env.new_file("HUIYING_LOG_FILE")  # opened anew when a rotation moved it
LOG_TARGET = (
    {"class": "logging.handlers.WatchedFileHandler", "filename": LOG_FILE, "encoding": "utf-8"}
    if LOG_FILE
    else {"class": "logging.StreamHandler"}
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": f"huiying.config.logs.{LOG_LINES[LOG_FORMAT]}"}},
    "filters": {
        "answers": {"()": "huiying.config.logs.OneLineForAnswers"},
    },
    "handlers": {
        "console": {
            **LOG_TARGET,
            "formatter": "line",
            "filters": ["answers"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "huiying": {"level": LOG_LEVEL},
        # A line a request is for machines; a person who watches a terminal reads none.
        "huiying.request": {"level": LOG_LEVEL if LOG_FORMAT == "JSON" else "WARNING"},
        "apscheduler": {"level": "ERROR"},  # a job that still runs is not run twice: no news
    },
}

DEMO = False
DRILL: dict[str, Any] | None = None  # number, title and rate, in the installation of a drill
CLOCK_FILE = DATA_DIR / "clock.json"
BACKUP_DIR = env.str("HUIYING_BACKUP_DIR", default="")  # empty: beside the data
BACKUP_RECIPIENTS = env.list("HUIYING_BACKUP_RECIPIENTS", default=[])  # public keys of age
BACKUP_COPY_DIR = env.str("HUIYING_BACKUP_COPY_DIR", default="")  # empty: no second copy
OLD_RUNS_DAYS = env.whole("HUIYING_OLD_RUNS_DAYS", default=400, least=30, most=3_650)
BACKUP_KEEP = env.int("HUIYING_BACKUP_KEEP", default=7)  # newest files; 0: none by night
