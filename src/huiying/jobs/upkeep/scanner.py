"""Find a scanner of malicious code that does not answer, or that passes files over unread.

In:   the settings, the scanner itself.    Out:  a sentence about what is wrong.
Cost: two small questions to the scanner; none where no scanner is set.

Asked by ``huiying doctor``, and by a job, since nobody runs that command every day: the job
fails for as long as something is wrong, and the page of the system's state says so. In a
cluster it is the scanner of the machine that does the long jobs.
"""

from __future__ import annotations

import time
from datetime import datetime

from django.conf import settings

from huiying.base.files.scanning import calls_unread_clean, is_scanner_there

TIMES, PAUSE = 3, 5.0  # asked so often, so many seconds apart: it may read its signatures anew


class ScannerFault(Exception):
    """Something is wrong with the scanner; the text says what to do."""


class ScannerAway(ScannerFault):
    """It does not answer, and no file is taken."""


class ScannerPassesOver(ScannerFault):
    """It calls files clean that it did not read to the end, and they are taken."""


def scanner_fault() -> ScannerFault | None:
    """Return what is wrong with the scanner that is set; None: nothing, or none is set."""
    if not settings.CLAMAV:
        return None
    if not is_scanner_there():
        return ScannerAway(
            f"恶意代码扫描程序（HUIYING_CLAMAV，{settings.CLAMAV}）没有应答，上传的文件一律"
            "不收。请启动 clamd，或检查地址和访问权限。"
        )
    if calls_unread_clean():
        return ScannerPassesOver(
            "恶意代码扫描程序对没有查完的文件（过大、层层压缩）也判为未发现，这样的文件会被收下。"
            "请在 clamd.conf 里写 AlertExceedsMax yes，并放宽 MaxFileSize 和 MaxScanSize"
            "（docs/operations.md）。"
        )
    return None


def turn(_now: datetime) -> None:
    """Ask the scanner, again after a pause when something seems wrong.

    Raises:
        ScannerFault: If something is wrong with it each time.
    """
    for _again in range(1, TIMES):
        if scanner_fault() is None:
            return
        time.sleep(PAUSE)
    if fault := scanner_fault():
        raise fault
