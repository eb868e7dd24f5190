"""The rule book row by row, as its page shows it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiying.policy.closing.gate import GATE_FIELDS
from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import MEDIA_TIERS, NUMBER_FIELDS
from huiying.policy.grading.promotion import PROMOTION_FIELDS
from huiying.policy.procedure.heavy_path import PROCEDURE_FIELDS
from huiying.policy.rulebook.book import RuleBook
from huiying.policy.rulebook.data import to_data
from huiying.policy.rulebook.edits import row_at
from huiying.policy.rulebook.validation import NOT_EDITABLE
from huiying.policy.time.ladder import LADDER_FIELDS
from huiying.web.console.rulebook.changes import (
    clause_words,
    months_words,
    name_of,
    period_words,
)
from huiying.web.console.shared.rulebook_words import (
    CHANNELS,
    DESK_VOICES,
    NUMBERS,
    STANDING,
    translate_rule,
)


@dataclass(frozen=True, slots=True)
class BasedRow:
    """A row of the book that names its basis and how binding it is."""

    path: str
    basis: str
    standing: str
    standing_words: str


@dataclass(frozen=True, slots=True)
class Rung:
    """Who is reminded after which share of a period."""

    percent: int
    audience: str


@dataclass(frozen=True, slots=True)
class DeadlineRow(BasedRow):
    """A period with its reminders."""

    name: str
    amount: int
    unit: str
    steps: list[Rung]


@dataclass(frozen=True, slots=True)
class ClauseRow(BasedRow):
    """A row of the table of grades."""

    grade: int
    words: str


@dataclass(frozen=True, slots=True)
class NumberRow(BasedRow):
    """A number of grading, of the desk, of reminders, of consultation or of closing."""

    words: str
    value: str


@dataclass(frozen=True, slots=True)
class KeepingRow(BasedRow):
    """How long something is kept: matters of a grade, posts of no matter, petitions."""

    words: str
    value: str


@dataclass(frozen=True, slots=True)
class TierRow(BasedRow):
    """A tier of media with its score and who belongs to it."""

    name: str
    score: str
    hosts: list[str]


@dataclass(frozen=True, slots=True)
class ProofRow:
    """A channel and what proves a delivery on it."""

    path: str
    channel: str
    proofs: list[str]


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """A platform and what exports call it."""

    name: str
    also: str


@dataclass(frozen=True, slots=True)
class BookPage:
    """The rule book as its page shows it.

    Attributes:
        needs: Basic needs, whose loss for a whole area gives content 3 points.
        fixed: What nobody can edit.
        unconfirmed: Periods that the bureau set until they are confirmed.
    """

    version: int
    effective_from: date
    deadlines: list[DeadlineRow]
    clauses: list[ClauseRow]
    numbers: list[NumberRow]
    needs: list[str]
    critical_in_use: bool
    tiers: list[TierRow]
    proofs: list[ProofRow]
    platforms: list[PlatformRow]
    topics: list[str]
    keeping: list[KeepingRow]
    fixed: list[str]
    unconfirmed: int


def book_page(book: RuleBook) -> BookPage:
    """Return the rule book row by row."""
    return BookPage(
        version=book.version,
        effective_from=book.effective_from,
        deadlines=_deadlines(book),
        clauses=_clauses(book),
        numbers=_numbers(book),
        needs=[translate_rule(word) for word in book.grade.basic_needs.values()],
        critical_in_use=book.grade.critical_in_use,
        tiers=_tiers(book),
        proofs=_proofs(book),
        platforms=[
            PlatformRow(name, _("、").join(also)) for name, also in book.platforms.items()
        ],
        topics=list(book.topics),
        keeping=_keeping(book),
        fixed=[translate_rule(rule.sentence) for rule in NOT_EDITABLE],
        unconfirmed=sum(
            rule.standing == Standing.TO_CONFIRM for rule in book.deadlines.values()
        ),
    )


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in one line, for the search; anchor: its part of the page."""

    words: str
    basis: str
    anchor: str


def rule_lines(book: RuleBook) -> list[RuleLine]:
    """Return every rule in force in one line."""
    return [
        *(
            RuleLine(f"{row.name} {row.amount} {row.unit}", row.basis, "h-deadlines")
            for row in _deadlines(book)
        ),
        *(RuleLine(row.words, row.basis, "h-grade") for row in _clauses(book)),
        *(
            RuleLine(f"{row.words} {row.value}", row.basis, "h-numbers")
            for row in _numbers(book)
        ),
        *(
            RuleLine(f"{row.words} {row.value}", row.basis, "h-keeping")
            for row in _keeping(book)
        ),
        *(RuleLine(f"{row.name} {row.score}", row.basis, "h-media") for row in _tiers(book)),
        *(RuleLine(translate_rule(rule.sentence), "", "h-fixed") for rule in NOT_EDITABLE),
    ]


def _deadlines(book: RuleBook) -> list[DeadlineRow]:
    return [
        DeadlineRow(
            path=f"deadlines/{rule.code}",
            basis=translate_rule(rule.basis),
            standing=rule.standing.value,
            standing_words=_(STANDING[rule.standing]),
            name=translate_rule(rule.name),
            amount=rule.amount,
            unit=translate_rule(rule.unit.label),
            steps=[
                Rung(round(rung.share * 100), translate_rule(rung.tell.label))
                for rung in rule.steps
            ],
        )
        for rule in book.deadlines.values()
    ]


def _clauses(book: RuleBook) -> list[ClauseRow]:
    return [
        ClauseRow(
            path=f"grade/clauses/{clause.code}",
            basis=translate_rule(clause.basis),
            standing=clause.standing.value,
            standing_words=_(STANDING[clause.standing]),
            grade=int(clause.grade),
            words=clause_words(asdict(clause)),
        )
        for clause in book.grade.clauses
    ]


def _numbers(book: RuleBook) -> list[NumberRow]:
    tables = (
        ("grade/numbers", book.grade, NUMBER_FIELDS),
        ("promotion/numbers", book.promotion, PROMOTION_FIELDS),
        ("ladder", book.ladder, LADDER_FIELDS),
        ("procedure", book.procedure, PROCEDURE_FIELDS),
        ("gates", book.gates, GATE_FIELDS),
    )
    return [
        _number(f"{table}/{name}", getattr(numbers, name))
        for table, numbers, names in tables
        for name in names
    ]


def _number(path: str, number: Number) -> NumberRow:
    words = NUMBERS[path.rpartition("/")[2]]
    return NumberRow(
        path=path,
        basis=translate_rule(number.basis),
        standing=number.standing.value,
        standing_words=_(STANDING[number.standing]),
        words=_(DESK_VOICES if path == "promotion/numbers/voices" else words),
        value=f"{number.value:g}",
    )


def _keeping(book: RuleBook) -> list[KeepingRow]:
    data = to_data(book)
    paths = [f"archive/periods/{grade.name}" for grade in book.archive.periods]
    petitions = [f"archive/petitions/{kind}" for kind in book.archive.petition_months]
    reports = [f"archive/reports/{kind}" for kind in book.archive.report_periods]
    every = (*paths, *reports, "archive/posts/months", *petitions)
    return [_keeping_row(path, data) for path in every]


def _keeping_row(path: str, data: dict[str, Any]) -> KeepingRow:
    row = row_at(data, path)
    shown = period_words(row["period"]) if "period" in row else months_words(row["value"])
    return KeepingRow(
        path=path,
        basis=translate_rule(row["basis"]),
        standing=row["standing"],
        standing_words=_(STANDING[Standing(row["standing"])]),
        words=name_of(path, data),
        value=shown,
    )


def _tiers(book: RuleBook) -> list[TierRow]:
    return [
        TierRow(
            path=f"grade/media_scores/{tier}",
            basis=translate_rule(number.basis),
            standing=number.standing.value,
            standing_words=_(STANDING[number.standing]),
            name=translate_rule(MEDIA_TIERS.get(tier, tier)),
            score=f"{number.value:g}",
            hosts=sorted(host for host, of in book.media_tiers.items() if of == tier),
        )
        for tier, number in book.grade.media_scores.items()
    ]


def _proofs(book: RuleBook) -> list[ProofRow]:
    return [
        ProofRow(
            path=f"delivery_proofs/{channel}",
            channel=_(CHANNELS[channel]) if channel in CHANNELS else channel,
            proofs=[translate_rule(proof.label) for proof in sorted(proofs)],
        )
        for channel, proofs in book.delivery_proofs.items()
    ]
