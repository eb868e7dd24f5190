"""The rows of the rule book, and the differences of two books, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiying.policy.closing.archive import ArchivePeriod
from huiying.policy.core.standing import Standing
from huiying.policy.grading.grades import MEDIA_TIERS, Grade
from huiying.policy.petitions.kinds import PetitionKind
from huiying.policy.procedure.delivery import Proof
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.rulebook.book import RuleBook, default_book
from huiying.policy.rulebook.data import to_data
from huiying.policy.rulebook.edits import (
    WHOLE,
    RowChange,
    row_at,
    row_changes,
    rows_of,
    table_of,
)
from huiying.policy.time.deadlines import DeadlineUnit
from huiying.policy.time.ladder import Audience
from huiying.web.console.shared.rulebook_words import (
    CHANNELS,
    DESK_VOICES,
    NUMBERS,
    STANDING,
    translate_rule,
)


def name_of(path: str, data: Mapping[str, Any]) -> str:
    """Return what people call the row at a path; ``data`` is a book that has it."""
    table, code = table_of(path), path.rpartition("/")[2]
    if path in WHOLE:
        return _("媒体层级")
    named = _NAMES.get(table)
    return named(code, row_at(data, path)) if named else path


def _clause_name(_code: str, row: Mapping[str, Any]) -> str:
    return _("定为%(grade)s的条件") % {"grade": translate_rule(Grade(row["grade"]).label)}


_NAMES: Mapping[str, Callable[[str, Any], str]] = {
    "deadlines": lambda _code, row: translate_rule(row["name"]),
    "grade/numbers": lambda code, _row: _(NUMBERS[code]),
    "promotion/numbers": lambda code, _row: _(
        DESK_VOICES if code == "voices" else NUMBERS[code]
    ),
    "ladder": lambda code, _row: _(NUMBERS[code]),
    "procedure": lambda code, _row: _(NUMBERS[code]),
    "gates": lambda code, _row: _(NUMBERS[code]),
    "grade/media_scores": lambda code, _row: (
        _("%(tier)s媒体的媒体分") % {"tier": translate_rule(MEDIA_TIERS[code])}
    ),
    "grade/clauses": _clause_name,
    "delivery_proofs": lambda code, _row: (
        _("%(channel)s的送达凭证") % {"channel": _(CHANNELS[code])}
    ),
    "platforms": lambda _code, _row: _("平台名单"),
    "topics": lambda _code, _row: _("主题名单"),
    "archive/periods": lambda code, _row: (
        _("%(grade)s事件的保管期限") % {"grade": translate_rule(Grade[code].label)}
    ),
    "archive/reports": lambda code, _row: (
        _("%(kind)s的保管期限") % {"kind": translate_rule(ReportKind(code).label)}
    ),
    "archive/posts": lambda _code, _row: _("未列入事件的帖文的保存月数"),
    "archive/petitions": lambda code, _row: (
        _("%(kind)s办结后的保存月数") % {"kind": translate_rule(PetitionKind(code).label)}
    ),
    "media_tiers": lambda code, _row: _("媒体“%(medium)s”的层级") % {"medium": code},
}


def facts_of(path: str, row: Any) -> dict[str, str]:
    """Return a row as words for people: what is said → how; empty for an absent row."""
    table = path.rpartition("/")[0]
    if row is None:
        return {}
    if table in _LISTED:
        return _LISTED[table](row)
    if not isinstance(row, Mapping):
        return {path: str(row)}
    facts: dict[str, str] = {}
    if table == "deadlines":
        facts[_("时限")] = f"{row['amount']} {translate_rule(DeadlineUnit(row['unit']).label)}"
        facts[_("提醒")] = " · ".join(
            f"{round(rung['share'] * 100)}% {translate_rule(Audience(rung['tell']).label)}"
            for rung in row["steps"]
        )
    elif table == "grade/clauses":
        facts[_("条件")] = clause_words(row)
    elif table.startswith("archive/"):
        facts |= _keeping_facts(row)
    elif "value" in row:
        facts[_("数值")] = f"{row['value']:g}"
    return facts | {
        _("依据"): translate_rule(row["basis"]),
        _("效力"): _(STANDING[Standing(row["standing"])]),
    }


def period_words(period: str) -> str:
    """Say a retention period; "" = the bureau has not set it."""
    return translate_rule(ArchivePeriod(period).label) if period else _("本局未设定")


def months_words(months: float) -> str:
    """Say for how many months something stays; 0 = none is deleted."""
    return _("%(count)s 个月") % {"count": f"{months:g}"} if months else _("未设定，不删除")


def _keeping_facts(row: Mapping[str, Any]) -> dict[str, str]:
    if "period" in row:
        return {_("保管期限"): period_words(row["period"])}
    return {_("保存月数"): months_words(row["value"])}


def _proof_facts(row: Any) -> dict[str, str]:
    names = _("、").join(translate_rule(Proof(proof).label) for proof in row)
    return {_("算送达的凭证"): names or _("无")}


def _platform_facts(row: Any) -> dict[str, str]:
    return {name: _("、").join(also) or _("无别名") for name, also in row.items()}


_LISTED: Mapping[str, Callable[[Any], dict[str, str]]] = {
    "delivery_proofs": _proof_facts,
    "platforms": _platform_facts,
    "topics": lambda row: {_("主题"): _("、").join(row)},
    "media_tiers": lambda row: {_("层级"): translate_rule(MEDIA_TIERS[row])},
}


def clause_words(row: Mapping[str, Any]) -> str:
    """Say the demands of a clause in the language of the page."""
    demands = (
        (row["content"], _("内容至少 %(score)s 分")),
        (row["highest"], _("三项中最高的至少 %(score)s 分")),
        (row["second"], _("第二高的至少 %(score)s 分")),
        (row["spread"], _("反应或媒体至少 %(score)s 分")),
    )
    return _("；").join(words % {"score": score} for score, words in demands if score)


@dataclass(frozen=True, slots=True)
class FactChange:
    """One thing that a row of the book says: as it was, and as it is to be."""

    word: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A row of the book that differs, for ``console/rulebook/_changes.html``.

    Attributes:
        path: Of the row that is edited for it; a table that is edited whole is its own.
    """

    path: str
    name: str
    facts: list[FactChange]


def change_rows(old: RuleBook, new: RuleBook) -> list[RuleChange]:
    """Return the rows that differ."""
    before, after = to_data(old), to_data(new)
    return [_change_row(change, before, after) for change in row_changes(old, new)]


def edited_rows(
    before: Mapping[str, Any], after: Mapping[str, Any], paths: Iterable[str]
) -> list[RuleChange]:
    """Return the same of edited rows, also where the whole cannot be a book yet."""
    changes = [
        RowChange(path, row_at(before, path), row_at(after, path))
        for path in rows_of(paths, before, after)
    ]
    return [_change_row(one, before, after) for one in changes if one.old != one.new]


def _change_row(
    change: RowChange, before: Mapping[str, Any], after: Mapping[str, Any]
) -> RuleChange:
    old, new = facts_of(change.path, change.old), facts_of(change.path, change.new)
    table = table_of(change.path)
    return RuleChange(
        table if table in WHOLE else change.path,
        name_of(change.path, before if change.old is not None else after),
        [
            FactChange(word, old.get(word, _("无")), new.get(word, _("无")))
            for word in dict.fromkeys([*old, *new])
            if old.get(word) != new.get(word)
        ],
    )


def is_prescribed(path: str) -> bool:
    """Tell whether the regulation or a superior document sets a row's number."""
    rule = default_book().deadlines.get(path.removeprefix("deadlines/"))
    return rule is not None and rule.standing in (Standing.REGULATION, Standing.LAW)
