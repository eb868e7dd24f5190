"""The proposed unit in words: its likelihood, the deciding words, or 'not sure'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

LIKELY: Final = (  # probability from which on → word
    (0.95, gettext_noop("极有可能")),
    (0.8, gettext_noop("很可能")),
    (0.5, gettext_noop("较可能")),
    (0.0, gettext_noop("有可能")),
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RoutingLines:
    """What the screens show of a proposal."""

    lines: tuple[str, ...]  # one a unit, best first
    note: str  # what follows from it


def routing_lines(rows: Sequence[Row], *, chosen: bool) -> RoutingLines:
    """Return the lines of a proposal and what follows from it.

    Args:
        chosen: Whether an officer named the unit already; until then a proposal that is asked
            blind stays hidden.
    """
    if not rows:
        return RoutingLines((), "")
    if is_hidden(rows, chosen=chosen):
        return RoutingLines(
            (_("本件请先选择单位，再查看系统建议。"),),
            _("随机抽取少量事件如此办理，用于测定建议的准确率。"),
        )
    best = rows[0]
    if best.get("blind"):
        note = _("本件先由人工选择，后显示建议。")
    elif best["sure"]:
        note = _("登记为事件后，通报单位预选%(unit)s，可更改。") % {"unit": best["unit"]}
    elif len(rows) > 1:
        note = _("系统无明确建议：列出 %(count)s 个可能单位，不预选，由人工确定。") % {
            "count": len(rows)
        }
    else:
        note = _("系统无明确建议，不预选，由人工确定。")
    return RoutingLines(tuple(_line(row) for row in rows), note)


def is_hidden(rows: Sequence[Row], *, chosen: bool) -> bool:
    """Tell whether the proposal waits until the officer chose."""
    return bool(rows) and bool(rows[0].get("blind")) and not chosen


def likelihood_words(probability: float) -> str:
    """Return a probability in words, with the number.

    >>> likelihood_words(0.92)
    '很可能 92%'
    """
    word = next(word for least, word in LIKELY if probability >= least)
    # Nothing is certain: what rounds to 100 % is shown as 99 %.
    return f"{_(word)} {min(99, round(probability * 100))}%"


def _line(row: Row) -> str:
    words = _("、").join(row["words"])
    if "probability" not in row:
        return _("%(unit)s（依据：%(words)s）") % {"unit": row["unit"], "words": words}
    likelihood = row["probability"]  # None: too little was confirmed to say
    likelihood_text = likelihood_words(likelihood) if likelihood is not None else _("可能")
    if not words:
        return _("%(unit)s：%(likely)s") % {"unit": row["unit"], "likely": likelihood_text}
    return _("%(unit)s：%(likely)s（依据：%(words)s）") % {
        "unit": row["unit"],
        "likely": likelihood_text,
        "words": words,
    }
