"""The fictional district: sandbox outbox, fast clock, one-click roles. Never for real data."""

from huiying.config.settings.prod import *

DEMO = True
BROKER_URL = FILES_URL = ""  # one box, whatever the environment says
SECURE = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_AGE = 12 * 3600
IDLE_SECONDS = 0
