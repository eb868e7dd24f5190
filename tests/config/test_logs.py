"""The log: a refusal is one line, a fault keeps its traceback."""

import logging
import sys

from django.conf import settings

from huiying.config.logs import OneLineForAnswers


def recorded(status):
    try:
        raise PermissionError("no")
    except PermissionError:
        record = logging.LogRecord(
            "django.request", logging.WARNING, __file__, 1, "Forbidden", (), sys.exc_info()
        )
    record.status_code = status
    assert OneLineForAnswers().filter(record)
    return record


def test_a_refusal_is_one_line():
    assert recorded(403).exc_info is None


def test_a_fault_keeps_its_traceback():
    assert recorded(500).exc_info is not None


def test_the_console_uses_it():
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["answers"]
