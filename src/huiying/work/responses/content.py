"""The frozen words of a version, the hash that binds them, and what changed between two.

In:   a draft with its facts, or two contents.    Out:  a canonical dict, a SHA-256, a diff.
Cost: O(n) for the hash; that of ``engine.differences`` for the diff.

The hash covers exactly what the public reads, so that a reader can re-compute it. Schema 2
adds the form of the answer, and who, what and how much of each fact; what was begun or
published with schema 1 keeps it, so no published hash changes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from huiying.base.audit.chain import canonical
from huiying.engine.differences import Line, changed_lines
from huiying.work.responses.models import Draft, Fact
from huiying.work.responses.withholding import redacted

FACT_WORDS = ("code", "statement", "subject", "attribute", "value", "evidence", "link")
FIRST_SCHEMA = 1  # without the form, and facts without their parts
PARTS = ("form", "title", "claim", "finding", "summary", "facts", "body", "speaker", "note")

_CITATIONS = re.compile(r"((?:\s*\[F\d{1,2}\])+)")
_CODE = re.compile(r"F\d{1,2}")
_SENTENCE = re.compile(
    r"[^。！？!?；;\n]*[。！？!?；;]+[”’」』）)]*(?:\s*\[F\d{1,2}\])*|[^。！？!?；;\n]+"
)
# Controls that cannot stand in XML, and direction overrides that make a text read differently
# from its order; plain right-to-left writing stays.
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an answer in which something changed: a name of ``PARTS``, and its lines."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A stretch of text and the facts that stand behind it."""

    text: str
    facts: tuple[str, ...]  # codes: F1, F2, …


def fit(text: str) -> str:
    """Return a text as it may be published: no control or direction-override characters."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


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
    said = {
        "code": f"F{fact.order}",
        "statement": fact.statement,
        "evidence": fact.evidence,
        "link": fact.link,
    }
    if schema == FIRST_SCHEMA:
        return said
    return {
        **said,
        "subject": fact.subject,
        "attribute": fact.attribute,
        "value": fact.value,
        "as_of": fact.as_of.astimezone(UTC).isoformat() if fact.as_of else "",
    }


def hash_of(content: dict[str, Any]) -> str:
    """Return the SHA-256 of the canonical JSON of a content, 64 hexadecimal characters."""
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: its lines that are not empty."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def cited(paragraph: str) -> list[Cited]:
    """Return a paragraph in stretches, each with the facts that are cited after it.

    >>> cited("不需要。[F2]已补4人。[F1] [F3]")
    [Cited(text='不需要。', facts=('F2',)), Cited(text='已补4人。', facts=('F1', 'F3'))]
    """
    found: list[Cited] = []
    pieces = _CITATIONS.split(paragraph)
    for text, codes in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if text or codes:
            found.append(Cited(text, tuple(_CODE.findall(codes))))
    return found


def codes_in(text: str) -> list[str]:
    """Return the codes of the facts that a text cites, in order, each once."""
    return list(dict.fromkeys(_CODE.findall("".join(_CITATIONS.findall(text)))))


def without_codes(text: str) -> str:
    """Return a text without its citations, for a feed or a description."""
    return _CITATIONS.sub("", text)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, in order, with their closing marks.

    >>> sentences("不需要。预约是“自愿的！”吗？")
    ['不需要。', '预约是“自愿的！”', '吗？']
    """
    return [found.strip() for found in _SENTENCE.findall(text) if found.strip()]


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, empty when there is none."""
    return next(iter(sentences(text)), "")


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Part]:
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


def _lines_of(content: dict[str, Any], name: str) -> list[str]:
    if name == "facts":
        return [
            " · ".join(fact[key] for key in FACT_WORDS if fact.get(key))
            for fact in content.get("facts", [])
        ]
    if name in ("form", "finding", "speaker"):
        return [value] if (value := content.get(name, "")) else []
    return sentences(content.get(name, ""))
