"""The words of an answer as HTML, the same for staff and the public."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiying.base.accounts.core.models import Bureau
from huiying.engine.text.differences import Line, Piece
from huiying.policy.procedure.findings import Finding
from huiying.policy.release.answer_forms import AnswerForm
from huiying.work.responses.core.content import Part, compare_contents
from huiying.work.responses.core.text import (
    Cited,
    cited,
    first_sentence,
    paragraphs,
    without_codes,
)
from huiying.work.responses.responders.models import Reply
from huiying.work.responses.responders.queries import is_named

Content = Mapping[str, Any]  # of an answer, in its canonical shape (JSON)


def finding_words(finding: str) -> str:
    """Return the word of a finding; an empty one is still open."""
    words = {
        Finding.TRUE: _("属实"),
        Finding.PARTLY_TRUE: _("部分属实"),
        Finding.FALSE: _("不属实"),
        Finding.UNVERIFIABLE: _("无法核实"),
    }
    return words[Finding(finding)] if finding else _("尚未核实")


FORMS = {
    AnswerForm.HOLDING: gettext_lazy("先行回应"),
    AnswerForm.CLARIFICATION: gettext_lazy("澄清"),
    AnswerForm.PROGRESS: gettext_lazy("进展通报"),
    AnswerForm.BRIEF: gettext_lazy("答问"),
    AnswerForm.APOLOGY: gettext_lazy("致歉与更正"),
}


def form_words(form: str) -> str:
    """Return how a form of answer is called; an empty one was not chosen."""
    return str(FORMS[AnswerForm(form)]) if form else _("一般回应")


def part_words(name: str) -> str:
    """Return how a part of an answer is called."""
    words = {
        "form": _("回应形式"),
        "title": _("标题"),
        "claim": _("网上的说法"),
        "finding": _("核实结论"),
        "summary": _("一句话回答"),
        "facts": _("证据"),
        "body": _("正文"),
        "speaker": _("发布单位"),
        "note": _("更正说明"),
    }
    return words[name]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What changed in one part of a text, for ``components/_changes.html``."""

    label: str
    lines: Sequence[Line]


def change_rows(old: Content, new: Content) -> list[ChangeRow]:
    """Return what changed between two contents."""
    return [_change_row(part) for part in compare_contents(old, new)]


def _change_row(part: Part) -> ChangeRow:
    """Findings and forms are shown by their words, everything else as it was written."""
    words: dict[str, Callable[[str], str]] = {"finding": finding_words, "form": form_words}
    word = words.get(part.name, str)
    return ChangeRow(
        part_words(part.name),
        [
            Line(line.kind, tuple(Piece(one.kind, word(one.text)) for one in line.pieces))
            for line in part.lines
        ],
    )


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a text, for ``components/_versions.html``.

    Attributes:
        url, diff_url: Its full text, and what it changed; "" = not offered.
        file_url: It as files, for staff; "" = not offered.
    """

    number: int
    at: datetime
    note: str
    current: bool
    url: str
    diff_url: str
    file_url: str = ""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact with its evidence, for ``components/_fact.html``.

    Attributes:
        parts: Who, what and how much; "" = not given.
        bare: It still needs evidence.
    """

    code: str
    text: str
    evidence: str
    url: str
    parts: str = ""
    as_of: datetime | None = None
    bare: bool = False


def released_facts(content: Content, *, parted: bool = False) -> list[FactRow]:
    """Return the facts of a content, each with its evidence.

    Args:
        parted: Also who, what and how much, where they were given.
    """
    names = ("subject", "attribute", "value") if parted else ()
    return [
        FactRow(
            code=fact["code"],
            text=fact["statement"],
            evidence=fact["evidence"],
            url=fact["link"],
            parts=" · ".join(fact[name] for name in names if fact.get(name)),
        )
        for fact in content.get("facts", [])
    ]


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """An answer as its reader is shown it; ``first`` is the first sentence of it."""

    title: str
    number: str
    version: int
    unit: str
    form: str
    holding: bool
    claim: str
    finding: str
    finding_text: str
    first: str
    note: str


def answer_words(bureau: Bureau, content: Content, version: int) -> AnswerWords:
    """Return a content as its reader is shown it."""
    form = content.get("form", "")
    return AnswerWords(
        title=content["title"],
        number=number_words(content["answer"]),
        version=version,
        unit=speaker_words(bureau, content["speaker"]),
        form=form_words(form) if form else "",
        holding=form == AnswerForm.HOLDING,
        claim=content["claim"],
        finding=content["finding"],
        finding_text=without_codes(content["summary"]),
        first=without_codes(first_sentence(content["summary"])),
        note=content["note"],
    )


def paragraph_rows(body: str) -> list[list[Cited]]:
    """Return the paragraphs of a body as stretches with the facts that they cite."""
    return [cited(text) for text in paragraphs(body)]


def who_words(reply: Reply, bureau: Bureau | None = None) -> str:
    """Say who posted a reply: unit and work name; the unit alone once he left the roster.

    Args:
        bureau: Name the unit as readers see it (``speaker_words``); None = by itself.
    """
    line = reply.responder
    unit = speaker_words(bureau, line.public_unit) if bureau else line.public_unit
    return f"{unit} {line.work_name}" if is_named(line) else unit


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A fact as a reader sees it: by its place, counted from 1.

    Attributes:
        later_url: The answer that replaced it; "" = it stands.
    """

    place: int
    code: str
    text: str
    evidence: str
    url: str
    later_url: str


def evidence_rows(
    facts: Sequence[dict[str, str]], later: Mapping[str, str] | None = None
) -> list[EvidenceRow]:
    """Return the facts as a reader sees them.

    Args:
        later: Code of a fact → the address of the answer that replaced it.
    """
    return [
        EvidenceRow(
            place=place,
            code=fact["code"],
            text=fact["statement"],
            evidence=fact["evidence"],
            url=fact["link"],
            later_url=(later or {}).get(fact["code"], ""),
        )
        for place, fact in enumerate(facts, 1)
    ]


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A stretch of text and the places of the evidence that it cites."""

    text: str
    places: list[int]


def placed_paragraphs(body: str, evidence: Sequence[EvidenceRow]) -> list[list[PlacedText]]:
    """Return the paragraphs; a citation becomes the number of its evidence."""
    places = {row.code: row.place for row in evidence}
    return [
        [
            PlacedText(one.text, [places[code] for code in one.facts if code in places])
            for one in paragraph
        ]
        for paragraph in paragraph_rows(body)
    ]


def number_words(number: str) -> str:
    """Say a number to the public: ``2026-0148`` → ``2026年第148号``."""
    year, _dash, count = number.partition("-")
    return _("%(year)s年第%(count)s号") % {"year": year, "count": count.lstrip("0")}


def speaker_words(bureau: Bureau, unit: str) -> str:
    """Name the unit that speaks; a section carries the bureau's name.

    An agency of the district, written 区卫健局, carries the district's: 云川区卫健局. Any other
    body is named as the answer has it: it is no part of the bureau. The words of the answer
    decide alone, so that nobody changes what a published page says by a change of the list.
    """
    if unit[:1] == bureau.district[-1:]:
        return f"{bureau.district[:-1]}{unit}"
    if unit.startswith((bureau.name, bureau.district)) or not _SECTION.fullmatch(unit):
        return unit
    return f"{bureau.name}{unit}"


_SECTION = re.compile(
    r"[^局委府院校司镇乡]*(?:科|股|室)"
)  # 来访接待科, 综合办公室; no 市政府办公室
