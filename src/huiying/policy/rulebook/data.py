"""Turn a rule book into data and back, check data, and compare two books.

In:   ``RuleBook`` or JSON data.          Out:  data, problems in sentences, changes.
Cost: linear in the size of the book.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from huiying.policy.closing.archive import ArchivePeriod, ArchiveRules, PeriodRule
from huiying.policy.closing.gate import GATE_FIELDS, GateRules
from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import NUMBER_FIELDS, Grade, GradeClause, GradeRules
from huiying.policy.grading.promotion import PROMOTION_FIELDS, PromotionRules
from huiying.policy.petitions.kinds import PetitionKind
from huiying.policy.procedure.delivery import Proof
from huiying.policy.procedure.heavy_path import PROCEDURE_FIELDS, ProcedureRules
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.rulebook.book import RuleBook, default_book
from huiying.policy.rulebook.checker import Problem
from huiying.policy.rulebook.validation import validate
from huiying.policy.time.deadlines import ADDED, DeadlineRule, DeadlineUnit
from huiying.policy.time.ladder import LADDER_FIELDS, Audience, LadderRules, Rung


class InvalidRuleBook(Exception):
    """Data that is not a valid rule book; ``problems`` says what is wrong, in sentences."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(";".join(f"{p.path}: {p.sentence}" for p in problems))


def to_data(book: RuleBook) -> dict[str, Any]:
    """Return the book as JSON-able data."""
    grade, promotion = book.grade, book.promotion
    return {
        "version": book.version,
        "effective_from": book.effective_from.isoformat(),
        "grade": {
            "numbers": {name: _number_data(getattr(grade, name)) for name in NUMBER_FIELDS},
            "media_scores": {tier: _number_data(n) for tier, n in grade.media_scores.items()},
            "basic_needs": dict(grade.basic_needs),
            "clauses": {clause.code: _row(clause) for clause in grade.clauses},
            "critical_in_use": grade.critical_in_use,
        },
        "promotion": {
            "numbers": {
                name: _number_data(getattr(promotion, name)) for name in PROMOTION_FIELDS
            },
            "quiet_kinds": list(promotion.quiet_kinds),
        },
        "ladder": {name: _number_data(getattr(book.ladder, name)) for name in LADDER_FIELDS},
        "procedure": {
            name: _number_data(getattr(book.procedure, name)) for name in PROCEDURE_FIELDS
        },
        "gates": {name: _number_data(getattr(book.gates, name)) for name in GATE_FIELDS},
        "deadlines": {code: _row(rule) for code, rule in book.deadlines.items()},
        "media_tiers": dict(book.media_tiers),
        "delivery_proofs": {
            channel: sorted(str(proof) for proof in proofs)
            for channel, proofs in book.delivery_proofs.items()
        },
        "platforms": {"names": {name: list(also) for name, also in book.platforms.items()}},
        "topics": {"names": list(book.topics)},
        "archive": _archive_data(book.archive),
    }


def _archive_data(rules: ArchiveRules) -> dict[str, Any]:
    return {
        "periods": {grade.name: _period_data(rule) for grade, rule in rules.periods.items()},
        "posts": {"months": _number_data(rules.posts_months)},
        "petitions": _petitions_data(rules),
        "reports": _reports_data(rules),
    }


def _period_data(rule: PeriodRule) -> dict[str, str]:
    return {
        "period": str(rule.period or ""),
        "basis": rule.basis,
        "standing": str(rule.standing),
    }


def _reports_data(rules: ArchiveRules) -> dict[str, Any]:
    return {str(kind): _period_data(rule) for kind, rule in rules.report_periods.items()}


def _petitions_data(rules: ArchiveRules) -> dict[str, Any]:
    return {str(kind): _number_data(number) for kind, number in rules.petition_months.items()}


def _number_data(number: Number) -> dict[str, Any]:
    return {"value": number.value, "basis": number.basis, "standing": str(number.standing)}


def _row(row: GradeClause | DeadlineRule) -> dict[str, Any]:
    data = asdict(row)
    del data["code"]
    plain = {"standing": str(row.standing)}
    if isinstance(row, DeadlineRule):
        plain |= {"unit": str(row.unit)}
        data["steps"] = [{"share": rung.share, "tell": str(rung.tell)} for rung in row.steps]
    else:
        data["grade"] = int(row.grade)
    return {**data, **plain}


def from_data(data: Mapping[str, Any]) -> RuleBook:
    """Build the book from data.

    Raises:
        InvalidRuleBook: If ``validate`` finds a problem; nothing is built from such data.
    """
    data = with_added_rules(data)
    problems = validate(data)
    if problems:
        raise InvalidRuleBook(problems)
    return RuleBook(
        version=data["version"],
        effective_from=date.fromisoformat(data["effective_from"]),
        grade=_grade(data["grade"]),
        promotion=PromotionRules(
            **_numbers(data["promotion"]["numbers"]),
            quiet_kinds=tuple(data["promotion"]["quiet_kinds"]),
        ),
        ladder=LadderRules(**_numbers(data["ladder"])),
        procedure=ProcedureRules(**_numbers(data["procedure"])),
        gates=GateRules(**_numbers(data["gates"])),
        deadlines={code: _deadline(code, row) for code, row in data["deadlines"].items()},
        media_tiers=dict(data["media_tiers"]),
        delivery_proofs={
            channel: frozenset(Proof(proof) for proof in proofs)
            for channel, proofs in data["delivery_proofs"].items()
        },
        platforms={name: tuple(also) for name, also in data["platforms"]["names"].items()},
        topics=tuple(data["topics"]["names"]),
        archive=_archive(data["archive"]),
    )


def _archive(data: Mapping[str, Any]) -> ArchiveRules:
    return ArchiveRules(
        periods={Grade[name]: _period(row) for name, row in data["periods"].items()},
        posts_months=_numbers(data["posts"])["months"],
        petition_months={
            PetitionKind(kind): number for kind, number in _numbers(data["petitions"]).items()
        },
        report_periods={
            ReportKind(kind): _period(row) for kind, row in data["reports"].items()
        },
    )


def _period(row: Mapping[str, str]) -> PeriodRule:
    period = ArchivePeriod(row["period"]) if row["period"] else None
    return PeriodRule(period, row["basis"], Standing(row["standing"]))


def with_added_rules(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the data of an earlier release with the defaults of what came later."""
    rules = data.get("deadlines") if isinstance(data, Mapping) else None
    if not isinstance(rules, Mapping):
        return data
    defaults = default_book()
    added = {code: _row(defaults.deadlines[code]) for code in ADDED if code not in rules}
    found = {**data, "deadlines": {**rules, **added}}
    archive = data.get("archive")
    if isinstance(archive, Mapping):
        later = {
            "petitions": _petitions_data(defaults.archive),
            "reports": _reports_data(defaults.archive),
        }
        found["archive"] = {**archive} | {
            table: _with_later_kinds(rows, archive.get(table)) for table, rows in later.items()
        }
    return found


def _with_later_kinds(defaults: Mapping[str, Any], stored: Any) -> Any:
    """Return a table of periods with the kinds that it does not know yet."""
    if stored is None:
        return defaults
    return {**defaults, **stored} if isinstance(stored, Mapping) else stored


def _numbers(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: Number(row["value"], row["basis"], Standing(row["standing"]))
        for name, row in data.items()
    }


def _grade(data: Mapping[str, Any]) -> GradeRules:
    demands = {field.name for field in fields(GradeClause)} - {"code", "grade", "standing"}
    return GradeRules(
        **_numbers(data["numbers"]),
        media_scores=_numbers(data["media_scores"]),
        basic_needs=dict(data["basic_needs"]),
        clauses=tuple(
            GradeClause(
                code=code,
                grade=Grade(row["grade"]),
                standing=Standing(row["standing"]),
                **{name: row[name] for name in demands},
            )
            for code, row in data["clauses"].items()
        ),
        critical_in_use=data["critical_in_use"],
    )


def _deadline(code: str, row: Mapping[str, Any]) -> DeadlineRule:
    return DeadlineRule(
        code=code,
        name=row["name"],
        amount=row["amount"],
        unit=DeadlineUnit(row["unit"]),
        basis=row["basis"],
        standing=Standing(row["standing"]),
        steps=tuple(Rung(rung["share"], Audience(rung["tell"])) for rung in row["steps"]),
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One place where two books differ; None = absent."""

    path: str  # parts joined by "/"
    old: Any
    new: Any


def diff(old: RuleBook, new: RuleBook) -> list[Change]:
    """Return every place where two books differ, sorted by path."""
    before, after = _flat(to_data(old)), _flat(to_data(new))
    paths = sorted(before.keys() | after.keys())
    return [
        Change(path, before.get(path), after.get(path))
        for path in paths
        if before.get(path) != after.get(path)
    ]


def _flat(data: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        path = f"{prefix}{key}"
        flat |= _flat(value, f"{path}/") if isinstance(value, Mapping) else {path: value}
    return flat
