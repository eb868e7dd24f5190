"""A file, as the tests of files keep it."""

from __future__ import annotations

from huiying.base.files.actions.keep import keep_file
from huiying.base.files.incoming import check_incoming, write_file
from huiying.base.files.models import Retention, StoredFile
from tests.factories import T0
from tests.scenarios.tasks import PICTURE


def kept(cast, data: bytes = PICTURE) -> StoredFile:
    written = write_file(cast.bureau.pk, check_incoming(data))
    return keep_file(
        bureau_id=cast.bureau.pk, written=written, retention=Retention.THIRTY_YEARS, now=T0
    )
