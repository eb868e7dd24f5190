"""Find a scanner of malicious code that does not answer, or that passes files over unread.

In:   the settings, the scanner itself.    Out:  a sentence about what is wrong.
Cost: two small questions to the scanner; none where no scanner is set.

Asked by ``huiying doctor``, and by a job, since nobody runs that command every day: the job
fails for as long as something is wrong, and the page of the system's state says so.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from huiying.base.files.scanning import calls_unread_clean, is_scanner_there


class ScannerFault(Exception):
    """The scanner is not there, or not to be relied on; the text says which and what to do."""


def scanner_fault() -> str:
    """Return what is wrong with the scanner that is set; "" when nothing is, or none is set."""
    if not settings.CLAMAV:
        return ""
    if not is_scanner_there():
        return (
            f"恶意代码扫描程序（HUIYING_CLAMAV，{settings.CLAMAV}）没有应答，上传的文件一律"
            "不收。请启动 clamd，或检查地址和访问权限。"
        )
    if calls_unread_clean():
        return (
            "恶意代码扫描程序对没有查完的文件（过大、层层压缩）也判为未发现，这样的文件会被收下。"
            "请在 clamd.conf 里写 AlertExceedsMax yes，并放宽 MaxFileSize 和 MaxScanSize"
            "（docs/operations.md）。"
        )
    return ""


def turn(_now: datetime) -> None:
    """Ask the scanner.

    Raises:
        ScannerFault: If something is wrong with it.
    """
    if fault := scanner_fault():
        raise ScannerFault(fault)
