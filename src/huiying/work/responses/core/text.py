"""The text of an answer: paragraphs, sentences, citations, and what may not be in it.

In:   a text.    Out:  its parts; the text without what must not be published.
Cost: linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

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
class Cited:
    """A stretch of text and the facts that stand behind it."""

    text: str
    facts: tuple[str, ...]  # codes: F1, F2, …


def strip_unsafe(text: str) -> str:
    """Return a text as it may be published: no control or direction-override characters."""
    return _UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


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
