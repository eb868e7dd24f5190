"""The rule book: everything a bureau may set, with the basis beside each number."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from huiying.policy.closing.archive import DEFAULT as ARCHIVE
from huiying.policy.closing.archive import ArchiveRules
from huiying.policy.closing.gate import DEFAULT as GATES
from huiying.policy.closing.gate import GateRules
from huiying.policy.core.standing import Number, Standing
from huiying.policy.grading.grades import Grade, GradeClause, GradeRules
from huiying.policy.grading.promotion import DEFAULT, PromotionRules
from huiying.policy.procedure.delivery import POSSIBLE, Proof
from huiying.policy.procedure.heavy_path import DEFAULT as PROCEDURE
from huiying.policy.procedure.heavy_path import ProcedureRules
from huiying.policy.rulebook.media_seed import MEDIA
from huiying.policy.rulebook.platform_seed import PLATFORMS
from huiying.policy.rulebook.platforms import names_by_word
from huiying.policy.rulebook.topic_seed import TOPICS
from huiying.policy.time import deadlines as codes
from huiying.policy.time.deadlines import DeadlineRule, DeadlineUnit
from huiying.policy.time.ladder import DEFAULT as LADDER
from huiying.policy.time.ladder import Audience, LadderRules, Rung
from huiying.reasons.marking import marked


@dataclass(frozen=True, slots=True)
class RuleBook:
    """One version of the rules of a bureau."""

    version: int  # from 1 upward
    effective_from: date  # local day
    grade: GradeRules
    promotion: PromotionRules
    ladder: LadderRules
    procedure: ProcedureRules
    gates: GateRules
    deadlines: Mapping[str, DeadlineRule]  # by code, in the order of deadlines.CODES
    media_tiers: Mapping[str, str]  # host in lower case, or a name in Chinese → tier
    delivery_proofs: Mapping[str, frozenset[Proof]]  # channel → proofs that count
    platforms: Mapping[str, tuple[str, ...]]  # name → what else exports call it
    topics: tuple[str, ...]  # that public answers are filed under
    archive: ArchiveRules = ARCHIVE

    def deadline(self, code: str) -> DeadlineRule:
        """Return the rule of a code; raises KeyError if there is none."""
        return self.deadlines[code]

    def medium_of(self, host: str, *names: str) -> str | None:
        """Return the entry of the media table that a post comes from, or None.

        Args:
            host: Of the post's address; subdomains follow their parent.
            names: What the post's place is called; only the whole name counts, for 新华社区
                is a neighbourhood.
        """
        labels = host.lower().rstrip(".").split(".")
        parents = (".".join(labels[n:]) for n in range(len(labels)))
        entries = (*parents, *(name.strip().lower() for name in names))
        return next((entry for entry in entries if entry in self.media_tiers), None)

    def platform_words(self) -> dict[str, str]:
        """Return folded word → the platform or medium that it names; nothing else is one."""
        return names_by_word(self.platforms, self.media_tiers)

    def stops_clock(self, channel: str, proof: str) -> bool:
        """Tell whether a proof on a channel counts as delivery and stops the notice clock.

        Args:
            channel: Kind of the channel in any case: "console", "SMTP", "WEBHOOK", …
            proof: A ``Proof`` or its value; anything else never counts.
        """
        return proof in self.delivery_proofs.get(channel.lower(), frozenset())


_GRADING = marked("《制度》第六条未给出数值")
_NOTICE = marked("《制度》第四条第（三）项")
_OWN = marked("本局内部管理规则")
_EMERGENCY = marked("国办发〔2016〕80号：特别重大、重大突发事件")


def _example(value: float) -> Number:
    return Number(value, _GRADING, Standing.EXAMPLE)


def _default_grade() -> GradeRules:
    return GradeRules(
        dead=_example(1),
        missing=_example(1),
        hurt_or_trapped=_example(10),
        hurt_group=_example(3),
        hurt_single=_example(1),
        breakout=_example(3),
        times_breakout=_example(5),
        platforms=_example(3),
        times_usual=_example(3),
        voices=_example(5),
        media_scores={
            "national": _example(3),
            "provincial": _example(2),
            "city": _example(2),
            "local": _example(1),
        },
        basic_needs={
            "water": marked("用水"),
            "heat": marked("供热"),
            "housing_safety": marked("住房安全"),
            "school": marked("上学"),
            "medicine": marked("就医用药"),
        },
        clauses=_CLAUSES,
    )


_CLAUSES = (
    GradeClause("MAJOR_CONTENT", Grade.MAJOR, marked("内容 3 分"), content=3),
    GradeClause(
        "MAJOR_SPREAD",
        Grade.MAJOR,
        marked("内容 ≥ 1 分，且有一项 3 分、另一项 ≥ 2 分"),
        content=1,
        highest=3,
        second=2,
    ),
    GradeClause(
        "SIGNIFICANT_MATTER",
        Grade.SIGNIFICANT,
        marked("内容 ≥ 1 分，且有一项 ≥ 2 分"),
        content=1,
        highest=2,
    ),
    GradeClause("SIGNIFICANT_SPREAD", Grade.SIGNIFICANT, marked("反应或媒体 3 分"), spread=3),
)


def _rule(
    code: str, name: str, length: tuple[int, DeadlineUnit], basis: str, standing: Standing
) -> DeadlineRule:
    amount, unit = length
    return DeadlineRule(code, name, amount, unit, basis, standing)


def _default_deadlines() -> tuple[DeadlineRule, ...]:
    minutes, hours, days = DeadlineUnit.MINUTES, DeadlineUnit.HOURS, DeadlineUnit.WORKING_DAYS
    bureau, regulation, law = Standing.BUREAU, Standing.REGULATION, Standing.LAW
    unset = marked("《制度》未规定较大舆情的通报时限")
    unset_check = marked("《制度》第五条“核实衔接”，未给出时限")
    urgent = marked("《制度》第六条“按程序报审”，未规定紧急情形")
    confirming = marked("《制度》第八条“沟通确认”，未给出时限")
    sudden = marked("《制度》第八条网上突发敏感舆情机制，未规定紧急情形")
    response = marked("国办发〔2016〕61号")
    steering = marked("《制度》第四条“协调和处理相关事宜”、第七条“及时妥善处置”，未规定时限")
    article_2 = marked("《制度》第二条“正确对待舆论监督”，未规定时限")
    return (
        _rule("NOTICE_ORDINARY", marked("一般舆情通报"), (24, hours), _NOTICE, regulation),
        _rule(
            "NOTICE_SIGNIFICANT", marked("较大舆情通报"), (2, hours), unset, Standing.TO_CONFIRM
        ),
        _rule("NOTICE_MAJOR", marked("重大负面舆情通报"), (30, minutes), _NOTICE, regulation),
        _rule("RECEIPT_ORDINARY", marked("一般舆情签收"), (4, hours), _OWN, bureau),
        _rule("RECEIPT_SIGNIFICANT", marked("较大舆情签收"), (2, hours), _OWN, bureau),
        _rule("RECEIPT_MAJOR", marked("重大舆情签收"), (30, minutes), _OWN, bureau),
        _rule(codes.FIRST_RESPONSE, marked("首次公开回应"), (48, hours), response, law),
        _rule(
            codes.EMERGENCY_RESPONSE,
            marked("突发事件权威信息发布"),
            (5, hours),
            _EMERGENCY,
            law,
        ),
        _rule(
            codes.EMERGENCY_PRESS, marked("突发事件新闻发布会"), (24, hours), _EMERGENCY, law
        ),
        _rule(codes.APPROVAL, marked("回应审定"), (1, hours), _OWN, bureau),
        _rule(codes.VERIFICATION, marked("核实反馈"), (1, days), _OWN, bureau),
        _rule(
            codes.CLAIM_CHECK, marked("说法核实"), (24, hours), unset_check, Standing.TO_CONFIRM
        ),
        _rule(
            codes.RATIFICATION, marked("紧急交办追认"), (24, hours), urgent, Standing.TO_CONFIRM
        ),
        _rule(
            codes.CONFIRMATION, marked("沟通确认"), (5, hours), confirming, Standing.TO_CONFIRM
        ),
        _rule(
            codes.PROCEDURE_RATIFICATION,
            marked("先发布后追认"),
            (24, hours),
            sudden,
            Standing.TO_CONFIRM,
        ),
        _rule(
            codes.WITHHOLDING_REVIEW,
            marked("不予公开复审"),
            (180, DeadlineUnit.CALENDAR_DAYS),
            marked("《政府信息公开条例》第十八条，未规定周期"),
            Standing.TO_CONFIRM,
        ),
        replace(
            _rule(
                codes.LIAISON,
                marked("定期联络"),
                (90, DeadlineUnit.CALENDAR_DAYS),
                marked("《制度》第九条“定期沟通”，未规定间隔"),
                Standing.TO_CONFIRM,
            ),
            steps=(Rung(0.9, Audience.HOLDER), Rung(1.0, Audience.DEPUTY)),
        ),
        _rule(
            codes.MEDIA_ENQUIRY,
            marked("媒体问询答复"),
            (24, hours),
            article_2,
            Standing.TO_CONFIRM,
        ),
        *_report_deadlines(),
        _rule(codes.SUPERVISION, marked("督办反馈"), (5, days), steering, Standing.TO_CONFIRM),
        _rule(
            codes.LATE_RECORD,
            marked("电话、书面送达的登记"),
            (30, DeadlineUnit.MINUTES),
            _OWN,
            Standing.BUREAU,
        ),
        *_petition_deadlines(),
        *_prevention_deadlines(),
    )


def _report_deadlines() -> tuple[DeadlineRule, ...]:
    """Return the periods of reporting to superior bodies: Article 10 has no number."""
    return (
        _rule(
            codes.INITIAL_REPORT,
            marked("重大舆情初报"),
            (2, DeadlineUnit.HOURS),
            marked("《制度》第十条“及时有效”，未规定时限；参照兰州市县区向市政府报告突发事件"),
            Standing.TO_CONFIRM,
        ),
        replace(
            _rule(
                codes.REPORT_RECEIPT,
                marked("报送回执"),
                (1, DeadlineUnit.WORKING_DAYS),
                marked("《制度》第十条“有效”，未规定回执时限"),
                Standing.TO_CONFIRM,
            ),
            steps=(Rung(0.9, Audience.HOLDER), Rung(1.0, Audience.DEPUTY)),
        ),
    )


def _petition_deadlines() -> tuple[DeadlineRule, ...]:
    """Return the legal periods of the competent and the superior body (信访工作条例 2022)."""
    days = DeadlineUnit.CALENDAR_DAYS
    extended = marked("《信访工作条例》第三十四条：情况复杂的，经本机关负责人批准")
    return (
        _rule(
            codes.PETITION_RECEIPT,
            marked("信访受理告知"),
            (15, days),
            marked("《信访工作条例》第二十三条"),
            Standing.LAW,
        ),
        _rule(
            codes.PETITION_DECISION,
            marked("信访事项办结"),
            (60, days),
            marked("《信访工作条例》第三十四条"),
            Standing.LAW,
        ),
        _rule(
            codes.PETITION_EXTENSION, marked("信访办结延期"), (30, days), extended, Standing.LAW
        ),
        _rule(
            codes.PETITION_REVIEW,
            marked("信访复查复核"),
            (30, days),
            marked("《信访工作条例》第三十五条、第三十六条"),
            Standing.LAW,
        ),
        replace(
            _rule(
                codes.PETITION_DIVERSION,
                marked("转办核对"),
                (1, DeadlineUnit.WORKING_DAYS),
                _OWN,
                Standing.BUREAU,
            ),
            steps=(Rung(0.5, Audience.HOLDER), Rung(1.0, Audience.LEADER)),
        ),
        *_reply_deadlines(),
    )


def _reply_deadlines() -> tuple[DeadlineRule, ...]:
    """Return the periods of answers that no law counts: questions and suggestions."""
    return (
        _rule(
            codes.QUESTION_REPLY,
            marked("咨询答复"),
            (5, DeadlineUnit.WORKING_DAYS),
            marked("《制度》第二条第三项“及时受理”，未规定时限；参照政府网站留言答复"),
            Standing.TO_CONFIRM,
        ),
        _rule(
            codes.SUGGESTION_REPLY,
            marked("建议意见答复"),
            (15, DeadlineUnit.WORKING_DAYS),
            marked("《信访工作条例》第二十九条，未规定时限；参照政府网站留言答复"),
            Standing.TO_CONFIRM,
        ),
    )


def _prevention_deadlines() -> tuple[DeadlineRule, ...]:
    """Return the periods of combing for risks: Article 4(4) has no number."""
    days = DeadlineUnit.WORKING_DAYS
    period = marked("《制度》第四条第（四）项“定期梳理”，未规定周期；暂按每季度")
    sweep = marked("《制度》第四条第（四）项“定期梳理”，未规定时限")
    upward = marked("《制度》第四条第（四）项“及时上报信息”，未规定时限")
    confirm = Standing.TO_CONFIRM
    return (
        replace(
            _rule(
                codes.RISK_SWEEP,
                marked("风险定期梳理"),
                (90, DeadlineUnit.CALENDAR_DAYS),
                period,
                confirm,
            ),
            steps=(Rung(0.9, Audience.HOLDER), Rung(1.0, Audience.DEPUTY)),
        ),
        _rule(codes.RISK_SWEEP_UNIT, marked("各单位确认风险梳理"), (5, days), sweep, confirm),
        _rule(codes.RISK_SWEEP_SIGN, marked("风险梳理汇总签发"), (10, days), sweep, confirm),
        _rule(codes.RISK_REPORT, marked("风险梳理上报"), (2, days), upward, confirm),
    )


def default_book() -> RuleBook:
    """Return the rules that a new bureau starts from."""
    return RuleBook(
        version=1,
        effective_from=date(2022, 7, 1),
        grade=_default_grade(),
        promotion=DEFAULT,
        ladder=LADDER,
        procedure=PROCEDURE,
        gates=GATES,
        deadlines={rule.code: rule for rule in _default_deadlines()},
        media_tiers=dict(MEDIA),
        delivery_proofs=dict(POSSIBLE),
        platforms=dict(PLATFORMS),
        topics=TOPICS,
        archive=ARCHIVE,
    )
