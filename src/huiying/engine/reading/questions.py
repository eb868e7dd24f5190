"""What posts ask, how often, and whether an answer addresses it.

In:   texts of an event with their copies; the paragraphs of an answer.
Out:  questions word for word, the most asked first, each with the posts that ask it; for a
      question the paragraph that shares most of its words, or none.
Cost: about 40 µs a text; pure.

Sharing words is no proof of an answer: the page says which paragraph, and a person looks.
Questions that only complain ("does nobody care?") ask nothing and are left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from huiying.engine.masking.mask import mask
from huiying.engine.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from huiying.engine.types import EventText

MAX_QUESTIONS: Final = 8
_LEAST, _MOST = 5, 60  # characters of a question that can be shown
_TEXT_CHARS: Final = 1_500  # what a text asks stands at its beginning
_ALIKE: Final = 0.5  # share of two questions from which they ask the same
_ANSWERING_SHARE: Final = 0.4  # share of a question's words from which a paragraph speaks of it
_MIN_CLAUSE_PAIRS: Final = 4  # pairs of characters from which a clause says what is asked
_CLAUSE = re.compile(r"[,:，：]")
_TAG = re.compile(r"#[^#\n]{1,40}#")  # says which matter, asks nothing
_SENTENCE = re.compile(r"[^。！？!?；;\n]+[?？]?")
_ASKS = re.compile(
    r"[?？]$|请问|想问|求问|咨询一下|怎么办|(?:吗|呢|多久|多少钱|什么时候|为什么|是不是真的)[。.!！]?$"
)
_COMPLAINS = re.compile(
    r"有没有人管|管不管|没人管|谁来管|谁管|凭什么|难道|能不能管|还有王法|良心|是人吗|像话吗|算什么|有意思吗|什么时候才"
)
_ASKING = re.compile(
    r"请问|想问一下|想问|求问|到底|究竟|大家|有人知道|知道|一下|怎么办|怎么|怎样|如何|为什么|为啥|什么时候|什么|多久|多少|是不是|有没有|能不能|可不可以"
    r"|要不要|会不会|还会|以后|是否|是谁|谁|哪里|哪儿|哪|几|真的|吗|呢|啊|吧|的|了|是|我们|我|你们|您|现在|还"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question word for word, and how many posts ask it or nearly the same."""

    text: str
    posts: int  # copies included


def collect_questions(tellings: Iterable[EventText]) -> list[Question]:
    """Return what many posts ask, the most asked first, at most eight.

    >>> from huiying.engine.types import EventText
    >>> texts = ["登记要先撤帖吗？急。", "来访登记要先撤帖吗?"]
    >>> [found] = collect_questions(EventText(n, "", x, 3 - n) for n, x in enumerate(texts))
    >>> found.text, found.posts
    ('登记要先撤帖吗?', 5)
    """
    groups: list[tuple[list[str], list[int], frozenset[str]]] = []
    for telling in tellings:
        asked: set[int] = set()
        for text in _questions_in(telling):
            grams = _grams(text)
            if not grams:
                continue
            place = next(
                (n for n, row in enumerate(groups) if _same(row[2], grams)), len(groups)
            )
            if place == len(groups):
                groups.append(([], [], grams))
            if place not in asked:
                groups[place][0].append(text)
                groups[place][1].append(telling.copies)
                asked.add(place)
    found = [
        Question(texts[copies.index(max(copies))], sum(copies)) for texts, copies, _g in groups
    ]
    return sorted(found, key=lambda question: -question.posts)[:MAX_QUESTIONS]


def answering_paragraph(question: str, paragraphs: Sequence[str]) -> int | None:
    """Return the place of the paragraph that speaks most of a question, None when none does.

    >>> answering_paragraph("来访登记要不要先撤帖？", ["我们道歉。", "来访登记不需要先撤帖。"])
    1
    """
    clauses = [_grams(clause) for clause in (question, *_CLAUSE.split(clean(question)))]
    asked = [
        grams
        for place, grams in enumerate(clauses)
        if len(grams) >= (_MIN_CLAUSE_PAIRS, 1)[not place]
    ]
    best, found = 0.0, None
    for place, text in enumerate(paragraphs):
        part_pairs = _pairs(clean(text))
        share = max((len(grams & part_pairs) / len(grams) for grams in asked), default=0.0)
        if share > best:
            best, found = share, place
    return found if best >= _ANSWERING_SHARE else None


def _questions_in(telling: EventText) -> Iterable[str]:
    title, text = telling.title[:_TEXT_CHARS], telling.text[:_TEXT_CHARS]
    whole = text if not title or text.startswith(title) else f"{title}\n{text}"
    for line in _TAG.sub(" ", whole).split("\n"):
        for part in _SENTENCE.findall(clean(mask(line).text)):
            part_pairs = part.strip(" ,，:：")
            if (
                _LEAST <= len(part_pairs) <= _MOST
                and _ASKS.search(part_pairs)
                and not _COMPLAINS.search(part_pairs)
            ):
                yield part_pairs


def _grams(question: str) -> frozenset[str]:
    """Return the neighbouring characters of what a question is about, without how it asks."""
    return _pairs(_ASKING.sub(" ", clean(question)))


def _pairs(text: str) -> frozenset[str]:
    runs = re.findall(r"\w+", text)
    return frozenset(run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))


def _same(left: frozenset[str], right: frozenset[str]) -> bool:
    return len(left & right) >= _ALIKE * min(len(left), len(right)) and bool(left & right)
