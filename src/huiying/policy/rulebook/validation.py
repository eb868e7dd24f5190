"""Validate rule-book data, and report each problem in a sentence.

In:   any JSON data, also broken.          Out:  list of ``Problem``; empty = valid.
Cost: linear in the data.  Never raises, so that a screen can show every problem at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiying.policy.closing.archive import (
    LEAST_MONTHS,
    LEAST_PETITION_MONTHS,
    MOST_MONTHS,
    ArchivePeriod,
)
from huiying.policy.closing.gate import GATE_FIELDS
from huiying.policy.core.standing import BINDING
from huiying.policy.grading.grades import MEDIA_TIERS, NUMBER_FIELDS, Grade
from huiying.policy.grading.promotion import PROMOTION_FIELDS
from huiying.policy.petitions.kinds import PetitionKind
from huiying.policy.procedure.delivery import POSSIBLE
from huiying.policy.procedure.heavy_path import PROCEDURE_FIELDS
from huiying.policy.procedure.reports import ReportKind
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.checker import (
    MAX_BASIS_LENGTH,
    NUMBER_KEYS,
    Checker,
    Problem,
)
from huiying.policy.rulebook.platforms import ALIAS, NAME, fold_name
from huiying.policy.rulebook.topic_seed import TOPIC
from huiying.policy.time.deadlines import CODES, NOTICE, RECEIPT, DeadlineRule, DeadlineUnit
from huiying.policy.time.ladder import LADDER_FIELDS
from huiying.reasons.marking import marked


@dataclass(frozen=True, slots=True)
class NotEditable:
    """A rule that no bureau can switch off."""

    code: str
    sentence: str  # Chinese


NOT_EDITABLE = (
    NotEditable("author_is_not_approver", marked("拟稿人不得审定自己的稿件。")),
    NotEditable(
        "withholding_grounds", marked("不予公开只能依据列举的法定理由，“负面”不是理由。")
    ),
    NotEditable(
        "hash_bound_confirmations", marked("其他机关的确认只对所确认的文本有效，改动即失效。")
    ),
    NotEditable("accused_block", marked("被检举控告的单位和人员看不到该检举控告。")),
    NotEditable(
        "acceptance_is_not_delivery", marked("中继、机器人或网络回调接收消息不视为送达。")
    ),
)
_FIXED = {rule.code: rule.sentence for rule in NOT_EDITABLE}
_MINUTE, _HOUR, _DAY = 1, 60, 24 * 60
_MINUTES = {
    DeadlineUnit.MINUTES: _MINUTE,
    DeadlineUnit.HOURS: _HOUR,
    DeadlineUnit.WORKING_DAYS: _DAY,
    DeadlineUnit.CALENDAR_DAYS: _DAY,
}
"""The least length of each unit in minutes: a period in days is never shorter."""
_CLOCK_UNITS = (DeadlineUnit.MINUTES, DeadlineUnit.HOURS)
_MOST = {
    DeadlineUnit.MINUTES: 366 * _DAY,
    DeadlineUnit.HOURS: 366 * 24,
    DeadlineUnit.WORKING_DAYS: 250,
    DeadlineUnit.CALENDAR_DAYS: 366,
}
"""No period is longer than about a year."""
_BOTH, _ROOM = 2, 20  # fewest and most who must attend or sign
_WEEK, _WHOLE = 7, 100  # days; per cent
_TOP, _BREAKOUT_TOP, _MANY = 3, 6, 1_000_000
_DEMANDS = ("content", "highest", "second", "spread")
_DEADLINE_KEYS = ("name", "amount", "unit", "basis", "standing", "steps")
_CLAUSE_KEYS = ("grade", "words", *_DEMANDS, "basis", "standing")


def validate(data: Any) -> list[Problem]:
    """Return every problem of rule-book data, with its path; empty when it is valid."""
    check = Checker()
    keys = ("version", "effective_from", "grade", "promotion", "ladder", "procedure",
            "gates", "deadlines", "media_tiers", "delivery_proofs", "platforms",
            "topics", "archive")  # fmt: skip
    top = check.mapping("", data, keys, fixed=_FIXED)
    check.whole("version", top.get("version"), 1, _MANY)
    check.day("effective_from", top.get("effective_from"))
    _grade(check, top.get("grade"))
    _promotion(check, top.get("promotion"))
    _ladder(check, top.get("ladder"))
    _procedure(check, top.get("procedure"))
    _gates(check, top.get("gates"))
    _deadlines(check, top.get("deadlines"))
    _media(check, top.get("media_tiers"))
    _proofs(check, top.get("delivery_proofs"))
    _platforms(check, top.get("platforms"))
    _topics(check, top.get("topics"))
    _archive(check, top.get("archive"))
    return check.problems


def _grade(check: Checker, data: Any) -> None:
    keys = ("numbers", "media_scores", "basic_needs", "clauses", "critical_in_use")
    grade = check.mapping("grade", data, keys, fixed=_FIXED)
    numbers = _numbers(check, "grade/numbers", grade.get("numbers"), NUMBER_FIELDS)
    if numbers.get("breakout", 1) > _BREAKOUT_TOP:
        check.say("grade/numbers/breakout/value", marked("扩散等级只有 1 至 6 级。"))
    hurt = [numbers.get(f"hurt_{name}") for name in ("single", "group", "or_trapped")]
    known = [number for number in hurt if number is not None]
    if known != sorted(known):
        check.say("grade/numbers", marked("伤困人数标准不得随得分升高而降低。"))
    scores = _numbers(
        check, "grade/media_scores", grade.get("media_scores"), tuple(MEDIA_TIERS)
    )
    for tier, score in scores.items():
        if score not in range(1, _TOP + 1):
            check.say(f"grade/media_scores/{tier}/value", marked("媒体得分须为 1、2 或 3。"))
    for code, word in check.mapping("grade/basic_needs", grade.get("basic_needs")).items():
        check.text(f"grade/basic_needs/{code}", word)
    critical = check.flag("grade/critical_in_use", grade.get("critical_in_use"))
    _clauses(check, grade.get("clauses"), critical=critical)


def _numbers(check: Checker, path: str, data: Any, names: tuple[str, ...]) -> dict[str, float]:
    values = {}
    for name, row in check.mapping(path, data, names).items():
        if name in names:
            fields = check.mapping(f"{path}/{name}", row, NUMBER_KEYS)
            value = check.amount(f"{path}/{name}/value", fields.get("value"), _MANY)
            check.basis(f"{path}/{name}", fields)
            if value is not None:
                values[name] = value
    return values


def _clauses(check: Checker, data: Any, *, critical: bool) -> None:
    grades = set()
    for code, row in check.mapping("grade/clauses", data).items():
        path = f"grade/clauses/{code}"
        clause = check.mapping(path, row, _CLAUSE_KEYS)
        grade = check.whole(f"{path}/grade", clause.get("grade"), 2, 4)
        grades.add(grade)
        if grade == Grade.CRITICAL and not critical:
            check.say(f"{path}/grade", marked("特别重大未启用，不能作为建议等级。"))
        check.text(f"{path}/words", clause.get("words"))
        check.basis(path, clause)
        demands = [
            check.whole(f"{path}/{name}", clause.get(name), 0, _TOP) for name in _DEMANDS
        ]
        if not any(demands):
            check.say(path, marked("至少要有一项要求大于 0，否则所有舆情都会达到这一等级。"))
    if Grade.MAJOR not in grades:
        check.say(
            "grade/clauses",
            marked("至少须有一条规则达到重大，否则 30 分钟通报时限不会启动。"),
        )


def _promotion(check: Checker, data: Any) -> None:
    promotion = check.mapping("promotion", data, ("numbers", "quiet_kinds"))
    numbers = _numbers(check, "promotion/numbers", promotion.get("numbers"), PROMOTION_FIELDS)
    for name in ("content", "grade"):
        if numbers.get(name, 1) not in range(1, _TOP + 1):
            check.say(
                f"promotion/numbers/{name}/value",
                marked("须为 1、2 或 3：重大舆情总要上值班台。"),
            )
    check.words("promotion/quiet_kinds", promotion.get("quiet_kinds"))


def _ladder(check: Checker, data: Any) -> None:
    for name, value in _numbers(check, "ladder", data, LADDER_FIELDS).items():
        if not value.is_integer() or value > _HOUR:
            check.say(f"ladder/{name}/value", marked("须为 1 至 60 的整数，单位是分钟。"))


def _procedure(check: Checker, data: Any) -> None:
    for name, value in _numbers(check, "procedure", data, PROCEDURE_FIELDS).items():
        if not value.is_integer() or not _BOTH <= value <= _ROOM:
            check.say(
                f"procedure/{name}/value",
                marked("须为 2 至 20 的整数：一人不成会商，起草人不得自行签署。"),
            )


def _gates(check: Checker, data: Any) -> None:
    numbers = _numbers(check, "gates", data, GATE_FIELDS)
    if numbers.get("calm_days", 1) not in range(1, _WEEK + 1):
        check.say("gates/calm_days/value", marked("须为 1 至 7 的整数，单位是天。"))
    if numbers.get("calm_share", 1) > _WHOLE:
        check.say(
            "gates/calm_share/value", marked("不得超过 100：高于全部常态水平的，不能视为平息。")
        )
    for name in ("calm_posts", "flare_posts"):
        if not numbers.get(name, 1.0).is_integer():
            check.say(f"gates/{name}/value", marked("须为整数，单位是条。"))


def _deadlines(check: Checker, data: Any) -> None:
    minutes: dict[str, tuple[DeadlineUnit, int]] = {}
    for code, row in check.mapping("deadlines", data, CODES, fixed=_FIXED).items():
        if code in CODES:
            length = _deadline(check, f"deadlines/{code}", row)
            if length is not None:
                minutes[code] = length
                _binding(check, code, row, length)
    for table in (NOTICE, RECEIPT):
        for grade in (Grade.ORDINARY, Grade.SIGNIFICANT):
            light, grave = table[grade], table[Grade(grade + 1)]
            both = light in minutes and grave in minutes
            if both and not _never_later(minutes[grave], minutes[light]):
                check.say(f"deadlines/{grave}", marked("等级更高的时限不得比等级更低的更长。"))


def _deadline(check: Checker, path: str, data: Any) -> tuple[DeadlineUnit, int] | None:
    rule = check.mapping(path, data, _DEADLINE_KEYS)
    check.text(f"{path}/name", rule.get("name"))
    check.basis(path, rule)
    check.steps(f"{path}/steps", rule.get("steps"))
    unit = check.choice(f"{path}/unit", rule.get("unit"), tuple(DeadlineUnit))
    if unit is None:
        return None
    amount = check.whole(f"{path}/amount", rule.get("amount"), 1, _MOST[DeadlineUnit(unit)])
    return None if amount is None else (DeadlineUnit(unit), amount)


def _binding(
    check: Checker, code: str, row: Mapping[str, Any], length: tuple[DeadlineUnit, int]
) -> None:
    """A period that the regulation or a superior document sets may only become shorter."""
    rule = _DEFAULT[code]
    if rule.standing not in BINDING:
        return
    if row.get("standing") != rule.standing:
        check.say(
            f"deadlines/{code}/standing",
            marked("此时限由%(basis)s规定，性质不能更改。"),
            basis=rule.basis,
        )
    if not _never_later(length, (rule.unit, rule.amount)):
        check.say(
            f"deadlines/{code}/amount",
            marked("%(basis)s规定为 %(amount)s %(unit)s：可缩短，不得延长。"),
            basis=rule.basis,
            amount=rule.amount,
            unit=rule.unit.label,
        )


def _never_later(grave: tuple[DeadlineUnit, int], light: tuple[DeadlineUnit, int]) -> bool:
    """Tell whether from every start the first period ends no later than the second."""
    (unit, amount), (other, most) = grave, light
    if unit in _CLOCK_UNITS:
        return amount * _MINUTES[unit] <= most * _MINUTES[other]
    return unit == other and amount <= most


def _media(check: Checker, data: Any) -> None:
    for medium, tier in check.mapping("media_tiers", data).items():
        check.medium(f"media_tiers/{medium}", medium)
        check.choice(f"media_tiers/{medium}", tier, tuple(MEDIA_TIERS))


def _proofs(check: Checker, data: Any) -> None:
    table = check.mapping("delivery_proofs", data, tuple(POSSIBLE), fixed=_FIXED)
    for channel, proofs in table.items():
        allowed = POSSIBLE.get(channel, frozenset())
        for proof in check.words(f"delivery_proofs/{channel}", proofs):
            if proof not in allowed:
                check.say(
                    f"delivery_proofs/{channel}",
                    marked("“%(proof)s”不得作为该渠道的送达证明：%(rule)s"),
                    proof=proof,
                    rule=_FIXED["acceptance_is_not_delivery"],
                )
    if not table.get("console"):
        check.say(
            "delivery_proofs/console",
            marked("系统内显示须视为送达，否则通报时限无法停止计时。"),
        )


def _platforms(check: Checker, data: Any) -> None:
    path = "platforms/names"
    names = check.mapping("platforms", data, ("names",)).get("names")
    taken: dict[str, str] = {}
    for name, aliases in check.mapping(path, names).items():
        check.place(path, name, NAME)
        for alias in check.words(path, aliases):
            check.place(path, alias, ALIAS)
        for word in {fold_name(word) for word in (name, *_texts(aliases))}:
            if taken.setdefault(word, name) != name:
                check.say(
                    path, marked("“%(word)s”同时列在两个平台。"), word=word
                )  # fmt: skip
    if not taken:
        check.say(path, marked("平台名单不得为空。"))


def _topics(check: Checker, data: Any) -> None:
    path = "topics/names"
    names = check.words(path, check.mapping("topics", data, ("names",)).get("names"))
    for name in names:
        if not TOPIC.fullmatch(name):
            words = marked("“%(name)s”不得作为主题：须为 2 至 20 个字，不含空格和标点。")
            check.say(path, words, name=name[:MAX_BASIS_LENGTH])
        if names.count(name) > 1:
            check.say(path, marked("主题“%(name)s”重复。"), name=name)


def _archive(check: Checker, data: Any) -> None:
    archive = check.mapping("archive", data, ("periods", "posts", "petitions", "reports"))
    grades = tuple(grade.name for grade in Grade)
    _periods(check, "archive/periods", archive.get("periods"), grades)
    kinds = tuple(str(kind) for kind in ReportKind)
    _periods(check, "archive/reports", archive.get("reports"), kinds)
    path = "archive/posts/months"
    posts = check.mapping("archive/posts", archive.get("posts"), ("months",))
    months = check.mapping(path, posts.get("months"), NUMBER_KEYS)
    if months.get("value") != 0 or isinstance(months.get("value"), bool):
        check.whole(f"{path}/value", months.get("value"), LEAST_MONTHS, MOST_MONTHS)
    check.basis(path, months)
    _petition_months(check, archive.get("petitions"))


def _periods(check: Checker, path: str, data: Any, names: tuple[str, ...]) -> None:
    for name, row in check.mapping(path, data, names).items():
        if name not in names:
            continue
        rule = check.mapping(f"{path}/{name}", row, ("period", "basis", "standing"))
        if rule.get("period") != "":  # "" = not set
            check.choice(f"{path}/{name}/period", rule.get("period"), tuple(ArchivePeriod))
        check.basis(f"{path}/{name}", rule)


def _petition_months(check: Checker, data: Any) -> None:
    path, kinds = "archive/petitions", tuple(str(kind) for kind in PetitionKind)
    for kind, row in check.mapping(path, data, kinds).items():
        if kind not in kinds:
            continue
        months = check.mapping(f"{path}/{kind}", row, NUMBER_KEYS)
        value = months.get("value")
        if value != 0 or isinstance(value, bool):
            least = LEAST_PETITION_MONTHS
            check.whole(f"{path}/{kind}/value", value, least, MOST_MONTHS)
        check.basis(f"{path}/{kind}", months)


def _texts(value: Any) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


_DEFAULT: Mapping[str, DeadlineRule] = default_book().deadlines
