"""The severity and the kind of an emergency event in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.policy.grading.event_kinds import EventKind, severity_basis
from huiying.policy.grading.severity import Severity
from huiying.reasons.rendering import render

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


def severity_with_kind(level: str, kind: str) -> str:
    """Return a level and the kind of event; only the level where no kind was signed."""
    if not kind:
        return severity_word(level)
    return _("%(level)s，%(kind)s") % {"level": severity_word(level), "kind": kind_word(kind)}


def kind_word(kind: str) -> str:
    """Return the kind of an emergency event."""
    return _(EventKind(kind).label)


def basis_line(kind: str) -> str:
    """Say by what the severity of a kind is set."""
    return render(severity_basis(EventKind(kind)), _)
