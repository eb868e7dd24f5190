"""A developer's machine: as production, without HTTPS, with error pages."""

from huiying.config.settings.prod import *

DEBUG = True
SECURE = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
