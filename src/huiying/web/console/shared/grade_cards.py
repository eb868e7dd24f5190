"""The three cards of Article 6, for their component."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.web.shared.reasons import all_in_language, without_names

DIMENSIONS = {
    "content": gettext_lazy("内容"),
    "reaction": gettext_lazy("公众反应"),
    "media": gettext_lazy("媒体介入"),
}
LABELS = {**DIMENSIONS, "content": gettext_lazy("舆情内容")}


@dataclass(frozen=True, slots=True)
class CardReason:
    """One line under a card; a link is optional."""

    text: str
    url: str = ""
    url_label: str = ""


@dataclass(frozen=True, slots=True)
class GradeCardRow:
    """One card as ``components/_grade_cards.html`` draws it."""

    label: str
    level: int | None  # 0…3, None = no data
    reasons: list[CardReason]


def grade_card_rows(
    cards: list[dict[str, Any]], phrases: dict[str, list[str]]
) -> list[GradeCardRow]:
    """Return the three cards of Article 6 with their reasons and the phrases behind them."""
    rows = []
    for card in cards:
        lines = [CardReason(text) for text in all_in_language(card["reasons"])]
        if card["dimension"] == "content":
            quoted = list(dict.fromkeys(phrase for _post, phrase in phrases.values()))
            lines += [
                CardReason(_("原话：“%(phrase)s”") % {"phrase": without_names(phrase)})
                for phrase in quoted[:3]
            ]
        rows.append(GradeCardRow(str(LABELS[card["dimension"]]), card["score"], lines))
    return rows
