"""The frozen words of a version, the hash that binds them, and what changed between two.

In:   a draft with its facts, or two contents.    Out:  a canonical dict, a SHA-256, a diff.
Cost: O(n) for the hash; that of ``engine.differences`` for the diff.

The hash covers exactly what the public reads, so that a reader can re-compute it. Schema 2
adds the form of the answer, and who, what and how much of each fact; what was begun or
published with schema 1 keeps it, so no published hash changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from huiying.engine.text.differences import Line, changed_lines
from huiying.work.responses.core.models import Draft, Fact
from huiying.work.responses.core.text import sentences
from huiying.work.responses.core.withholding import redacted

FACT_WORDS = ("code", "statement", "subject", "attribute", "value", "evidence", "link")
FIRST_SCHEMA = 1  # without the form, and facts without their parts
PARTS = ("form", "title", "claim", "finding", "summary", "facts", "body", "speaker", "note")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer in which something changed: a name of ``PARTS``, and its lines."""

    name: str
    lines: tuple[Line, ...]


def content_of(draft: Draft) -> dict[str, Any]:
    """Return what a draft would publish, in its one canonical shape.

    What is kept back (不予公开) is not in it: the mark of its ground stands in its place.

    Cost: two queries, for the facts and what is kept back, unless they were prefetched.
    """
    return redacted(whole_content(draft), draft.withheld.all())


def whole_content(draft: Draft) -> dict[str, Any]:
    """Return the words of a draft as they were written, with what is kept back."""
    answer = draft.answer
    content = {
        "schema": draft.schema,
        "bureau": answer.bureau.slug,
        "answer": answer.number,
        "version": draft.version,
        "speaker": answer.speaker.name,
        "title": draft.title,
        "claim": draft.claim,
        "finding": draft.finding,
        "summary": draft.summary,
        "body": draft.body,
        "facts": [_fact(fact, draft.schema) for fact in draft.facts.all()],
        "note": draft.correction_note,
    }
    return content if draft.schema == FIRST_SCHEMA else {**content, "form": draft.form}


def _fact(fact: Fact, schema: int) -> dict[str, str]:
    facts = {
        "code": f"F{fact.order}",
        "statement": fact.statement,
        "evidence": fact.evidence,
        "link": fact.link,
    }
    if schema == FIRST_SCHEMA:
        return facts
    return {
        **facts,
        "subject": fact.subject,
        "attribute": fact.attribute,
        "value": fact.value,
        "as_of": fact.as_of.astimezone(UTC).isoformat() if fact.as_of else "",
    }


def compare_contents(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Part]:
    """Return the parts in which two contents differ, sentence by sentence."""
    parts = []
    for name in PARTS:
        before, after = _lines_of(old, name), _lines_of(new, name)
        if before != after:
            parts.append(Part(name, changed_lines(before, after)))
    return parts


def lines_between(old: str, new: str) -> tuple[Line, ...]:
    """Return what changed between two texts, sentence by sentence."""
    return changed_lines(sentences(old), sentences(new))


def _lines_of(content: Mapping[str, Any], name: str) -> list[str]:
    if name == "facts":
        return [
            " · ".join(fact[key] for key in FACT_WORDS if fact.get(key))
            for fact in content.get("facts", [])
        ]
    if name in ("form", "finding", "speaker"):
        return [value] if (value := content.get(name, "")) else []
    return sentences(content.get(name, ""))
