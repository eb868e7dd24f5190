"""Redaction that removes: a withheld passage is in nothing that is published.

In:   a content, passages with their grounds.    Out:  the content with marks in their place.
Cost: linear in the text and the passages.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huiying.policy.release.disclosure import LAW, MARK_START, Ground, withheld_mark
from huiying.work.responses.core.models import Draft, Withholding

WORDS = ("title", "claim", "summary", "body", "note")
FACT_WORDS = ("statement", "evidence", "subject", "attribute", "value")


def redacted(content: dict[str, Any], rows: Iterable[Withholding]) -> dict[str, Any]:
    """Return a content without the passages, and with what was kept back and why.

    Every place where a passage stands is replaced; an address that holds one is left out.
    """
    parts = sorted(rows, key=lambda row: -len(row.passage))
    if not parts:
        return content
    cuts = [(row.passage, withheld_mark(Ground(row.ground))) for row in parts]
    return {
        **content,
        **{name: _cut(content[name], cuts) for name in WORDS},
        "facts": [_fact(fact, cuts) for fact in content["facts"]],
        "withheld": sorted(
            {
                f"{LAW}{Ground(row.ground).rule.article} · "
                f"{Ground(row.ground).rule.label} · {row.reason}"
                for row in parts
            }
        ),
    }


def contains_passage(content: dict[str, Any], passage: str) -> bool:
    """Tell whether a passage stands anywhere in the words of a content."""
    texts = [content[name] for name in WORDS]
    texts += [text for fact in content["facts"] for text in fact.values()]
    return any(passage in text for text in texts)


def has_withheld(draft: Draft) -> bool:
    """Tell whether a draft keeps something back, also what an earlier version did already."""
    texts = (draft.title, draft.claim, draft.summary, draft.body, draft.correction_note)
    return any(MARK_START in text for text in texts) or draft.withheld.exists()


def _cut(text: str, cuts: list[tuple[str, str]]) -> str:
    for passage, mark in cuts:
        text = text.replace(passage, mark)
    return text


def _fact(fact: dict[str, str], cuts: list[tuple[str, str]]) -> dict[str, str]:
    done = {
        name: _cut(text, cuts) if name in FACT_WORDS else text for name, text in fact.items()
    }
    if any(passage in fact["link"] for passage, _mark in cuts):
        done["link"] = ""
    return done
