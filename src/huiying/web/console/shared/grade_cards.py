"""The three cards of Article 6, for their component.

In:   cards as kept with a proposal or a decision.    Out:  dictionaries for the templates.
Cost: no query.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.web.shared.machine_words import translate_reasons

DIMENSIONS = {
    "content": gettext_lazy("内容"),
    "reaction": gettext_lazy("公众反应"),
    "media": gettext_lazy("媒体介入"),
}
LABELS = {**DIMENSIONS, "content": gettext_lazy("舆情内容")}


def grade_card_rows(
    cards: list[dict[str, Any]], phrases: dict[str, list[str]]
) -> list[dict[str, Any]]:
    """Return the three cards of Article 6 with their reasons and the phrases behind them."""
    rows = []
    for card in cards:
        lines = [
            {"text": text, "url": "", "url_label": ""}
            for text in translate_reasons(card["reasons"])
        ]
        if card["dimension"] == "content":
            lines += [
                {
                    "text": _("原话：“%(phrase)s”") % {"phrase": phrase},
                    "url": "",
                    "url_label": "",
                }
                for _post, phrase in list(phrases.values())[:3]
            ]
        rows.append(
            {"label": LABELS[card["dimension"]], "level": card["score"], "reasons": lines}
        )
    return rows
