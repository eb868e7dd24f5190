"""The severity of an emergency in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.policy.grading.severity import Severity

NUMERALS = {Severity.I: "Ⅰ", Severity.II: "Ⅱ", Severity.III: "Ⅲ", Severity.IV: "Ⅳ"}


def severity_word(level: str) -> str:
    """Return a level of the law with its numeral; never the word of a grade alone."""
    known = Severity(level)
    if not known:
        return _("未列为突发事件")
    words = {
        Severity.I: _("特别重大（%(numeral)s 级）"),
        Severity.II: _("重大（%(numeral)s 级）"),
        Severity.III: _("较大（%(numeral)s 级）"),
        Severity.IV: _("一般（%(numeral)s 级）"),
    }
    return words[known] % {"numeral": NUMERALS[known]}
