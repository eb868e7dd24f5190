"""The fictional district: sandbox outbox, fast clock, one-click roles. Never for real data."""

from huiying.config.settings.prod import *

DEMO = True
# One box with data of its own, whatever the environment says: its backups neither lie among
# those of the bureau nor drive them out, and nobody outside signs its record.
BROKER_URL = FILES_URL = BACKUP_DIR = BACKUP_COPY_DIR = TIMESTAMP_URL = ""
BACKUP_RECIPIENTS = []
THREE_ADMINISTRATORS = False  # its cast has two
SECURE = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
SESSION_COOKIE_AGE = 12 * 3600
IDLE_SECONDS = 0
