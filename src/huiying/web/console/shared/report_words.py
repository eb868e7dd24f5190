"""What a report is called: 初报, 续报 一, in the reader's language."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiying.policy.procedure.reports import ReportKind
from huiying.reasons.chinese_numerals import chinese_number


def report_label(kind: ReportKind | str, sequence: int = 0) -> str:
    """Return the kind of a report, and which of its kind it is; 0 = kinds that are not counted.

    >>> report_label(ReportKind.INITIAL)
    '初报'
    """
    words = _(ReportKind(kind).label)
    if not sequence:
        return words
    is_chinese = (get_language() or "zh").startswith("zh")
    return f"{words} {chinese_number(sequence) if is_chinese else sequence}"
