"""Let an authority of time sign the newest frozen head, and check what it signed before.

In:   ``HUIYING_TIMESTAMP_URL`` and the certificates that are trusted.
Out:  timestamps; which of them are not valid; up to which head the others reach.
Cost: one request a day; one read of all timestamps to check them.

The authority sees a hash and nothing else. Without an address nothing is asked, and timestamps
that are there are still checked.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.x509 import Certificate
from django.conf import settings
from django.db import IntegrityError, transaction

from huiying.base.audit.models import DayHead, HeadTimestamp
from huiying.base.audit.timestamps import (
    REQUEST_TYPE,
    InvalidTimestamp,
    read_certificates,
    read_timestamp,
    timestamp_request,
)
from huiying.base.audit.verdict import Stamp
from huiying.jobs.delivery.http_post import post_bytes
from huiying.reasons.reason import Reason, reason

log = logging.getLogger("huiying.record")
RETRY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TimestampCheck:
    """What the timestamps prove."""

    problems: tuple[Reason, ...] = ()
    newest: Stamp | None = None  # of the highest head that is proven


def stamp_newest_head(now: datetime) -> bool:
    """Ask for the time of the newest head, if it has none; False = nothing to do, or no answer.

    An authority that does not answer is asked again after an hour.
    """
    newest = DayHead.objects.order_by("-number").first()
    if not settings.TIMESTAMP_URL or newest is None:
        return False
    if HeadTimestamp.objects.filter(number=newest.number).exists():
        return False
    if _failed.get(newest.number, now - RETRY) > now - RETRY:
        return False
    request = timestamp_request(newest.link)
    try:
        token = post_bytes(settings.TIMESTAMP_URL, request.as_bytes(), REQUEST_TYPE)
        at = read_timestamp(token, newest.link, trusted_certificates(), request.nonce)
    except (OSError, ValueError, InvalidTimestamp) as error:
        _failed.clear()
        _failed[newest.number] = now
        log.warning("no timestamp for head %d: %s", newest.number, error)
        return False
    try:
        with transaction.atomic():
            HeadTimestamp.objects.create(number=newest.number, token=token, at=at)
    except IntegrityError:  # another worker was faster
        return False
    return True


_failed: dict[int, datetime] = {}  # number of the head → when it was last asked for in vain


def forget_failures() -> None:
    """Ask at the next turn, whatever was not answered before."""
    _failed.clear()


def trusted_certificates() -> list[Certificate]:
    """Return the certificates of the authorities that are trusted.

    Raises:
        OSError, ValueError: If the file cannot be read, or holds no certificate.
    """
    if not settings.TIMESTAMP_CERTIFICATES:
        message = "HUIYING_TIMESTAMP_CERTIFICATES is not set"
        raise ValueError(message)
    return read_certificates(Path(settings.TIMESTAMP_CERTIFICATES).read_bytes())


def check_timestamps() -> TimestampCheck:
    """Check every timestamp; without trusted certificates none proves anything."""
    if not settings.TIMESTAMP_CERTIFICATES:
        return TimestampCheck()
    try:
        trusted = trusted_certificates()
    except (OSError, ValueError):
        return TimestampCheck((reason("record.certificates_unreadable"),))
    links = dict(DayHead.objects.values_list("number", "link"))
    problems, newest = [], None
    for row in HeadTimestamp.objects.order_by("number"):
        try:
            at = read_timestamp(bytes(row.token), links.get(row.number, ""), trusted)
        except InvalidTimestamp:
            problems.append(reason("record.timestamp_invalid", number=row.number))
        else:
            newest = Stamp(row.number, at)
    return TimestampCheck(tuple(problems), newest)
