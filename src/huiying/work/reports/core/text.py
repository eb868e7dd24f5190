"""Texts of the record as a report may hold them: masked, without any accusation.

In:   a text of the record, or of an officer.    Out:  what may be reported.
Cost: as masking, some 50 µs a text.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from huiying.base.audit.house_text import house_text
from huiying.base.refused_text import (
    refuse_accusation,
    refuse_removal_request,
)
from huiying.engine.masking.mask import mask
from huiying.engine.reading.accusations import accusation_words
from huiying.policy.time.zone import LOCAL
from huiying.work.casework.core.text import checked_text


def report_text(text: str) -> str:
    """Return a text of the record for a report, without persons and accusations."""
    if accusation_words(text):
        return house_text("（涉检举控告，内容不载入报告）")
    return mask(" ".join(text.split())).text


def checked_line(text: str, most: int) -> str:
    """Return what an officer wrote for a report.

    Raises:
        Refused: If it accuses somebody, is too long, carries a classification mark, or asks
            that posts be removed.
    """
    words = checked_text(text, most)
    refuse_removal_request(words)
    refuse_accusation(words)
    return words


def minute(at: datetime) -> str:
    """Return a moment as a report writes it, by 24 hours.

    >>> from datetime import UTC
    >>> minute(datetime(2026, 11, 24, 6, 5, tzinfo=UTC))
    '2026年11月24日14:05'
    """
    local = timezone.localtime(at, LOCAL)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def day(at: datetime) -> str:
    """Return the day of a moment as a report writes it."""
    local = timezone.localtime(at, LOCAL)
    return f"{local.year}年{local.month}月{local.day}日"
