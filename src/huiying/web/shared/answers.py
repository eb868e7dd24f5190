"""The words of an answer as HTML, the same for staff and the public."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.engine.text.differences import Line
from huiying.policy.procedure.findings import Finding
from huiying.policy.release.answer_forms import AnswerForm
from huiying.work.responses.core.content import Part, compare_contents
from huiying.work.responses.core.text import cited, paragraphs
from huiying.work.responses.responders.models import Reply
from huiying.work.responses.responders.queries import is_named


def finding_words(finding: str) -> str:
    """Return the word of a finding; an empty one is still open."""
    words = {
        Finding.TRUE: _("属实"),
        Finding.PARTLY_TRUE: _("部分属实"),
        Finding.FALSE: _("不属实"),
        Finding.UNVERIFIABLE: _("无法核实"),
    }
    return words[Finding(finding)] if finding else _("尚未核实")


def form_words(form: str) -> str:
    """Return how a form of answer is called; an empty one was not chosen."""
    words = {
        AnswerForm.HOLDING: _("先行回应"),
        AnswerForm.CLARIFICATION: _("澄清"),
        AnswerForm.PROGRESS: _("进展通报"),
        AnswerForm.BRIEF: _("答问"),
        AnswerForm.APOLOGY: _("致歉与更正"),
    }
    return words[AnswerForm(form)] if form else _("一般回应")


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


def change_rows(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what changed between two contents, for ``components/_changes.html``."""
    return [_change_row(part) for part in compare_contents(old, new)]


def _change_row(part: Part) -> dict[str, Any]:
    """Findings and forms are shown by their words, everything else as it was written."""
    word = {"finding": finding_words, "form": form_words}.get(part.name, str)
    return {
        "label": part_words(part.name),
        "lines": [line_row(row, word) for row in part.lines],
    }


def line_row(line: Line, word: Callable[[str], str] = str) -> dict[str, Any]:
    """Return one line of a comparison for ``components/_changes.html``."""
    pieces = [{"kind": piece.kind, "text": word(piece.text)} for piece in line.pieces]
    return {"kind": line.kind, "pieces": pieces}


def paragraph_rows(body: str) -> list[dict[str, Any]]:
    """Return the paragraphs of a body as stretches with the facts that they cite."""
    return [
        {
            "sentences": [
                {"text": stretch.text, "facts": stretch.facts} for stretch in cited(text)
            ]
        }
        for text in paragraphs(body)
    ]


def who_words(reply: Reply) -> str:
    """Say who posted a reply: unit and work name; the unit alone once he left the roster."""
    line = reply.responder
    return f"{line.unit.name} {line.work_name}" if is_named(line) else line.unit.name


def evidence_rows(facts: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Return the facts with the number that a reader sees, counted from 1."""
    return [
        {
            "place": place,
            "code": fact["code"],
            "text": fact["statement"],
            "evidence": fact["evidence"],
            "url": fact["link"],
        }
        for place, fact in enumerate(facts, 1)
    ]


def placed_paragraphs(body: str, places: dict[str, int]) -> list[list[dict[str, Any]]]:
    """Return the paragraphs; a citation becomes the number of its evidence."""
    return [
        [
            {
                "text": stretch["text"],
                "places": [places[code] for code in stretch["facts"] if code in places],
            }
            for stretch in paragraph["sentences"]
        ]
        for paragraph in paragraph_rows(body)
    ]


def number_words(number: str) -> str:
    """Say a number to the public: ``2026-0148`` → ``2026年第148号``."""
    year, _dash, count = number.partition("-")
    return _("%(year)s年第%(count)s号") % {"year": year, "count": count.lstrip("0")}


def speaker_words(bureau: Bureau, unit: str) -> str:
    """Name the unit that speaks; one of the bureau's own carries the bureau's name.

    An agency of the district, written 区卫健局, carries the district's: 云川区卫健局.
    """
    if unit[:1] == bureau.district[-1:]:
        return f"{bureau.district[:-1]}{unit}"
    return unit if unit.startswith((bureau.name, bureau.district)) else f"{bureau.name}{unit}"
