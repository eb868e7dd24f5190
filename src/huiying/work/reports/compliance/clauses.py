"""The sub-clauses of the regulation, and what of the record shows that each is carried out.

In:   nothing.    Out:  ``ARTICLES``, pure data.    Cost: none.

A number is the article, its item, and a letter where one of them holds several demands, as in
docs/regulation-map.md. Nothing here judges: an act is counted, a deadline was met or not, and
what is missing is computed by ``checks``.
"""

from __future__ import annotations

from dataclasses import dataclass

from huiying.policy.grading.grades import Grade
from huiying.policy.procedure.offline import CONTACT, FOLLOW_UP, OWED_ANSWER, PROMISE, TASK
from huiying.policy.time import deadlines as codes
from huiying.policy.time.petitions import REGISTRATION
from huiying.reasons.marking import marked
from huiying.work.reports.compliance.checks import Check


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts that are counted together: what they are called, and their verbs in the record."""

    words: str
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A demand of the regulation.

    Attributes:
        deadlines: Rules whose deadlines it sets, by their codes in the rule book.
        checks: What may be missing.
    """

    number: str
    words: str
    acts: tuple[Acts, ...] = ()
    deadlines: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its demands, in their order."""

    number: int
    label: str
    title: str
    clauses: tuple[Clause, ...]


def acts(words: str, *verbs: str) -> Acts:
    """Return acts that are counted together."""
    return Acts(words, verbs)


def clause_of(number: str) -> Clause | None:
    """Return the clause of a number, None if there is none."""
    return next(
        (one for article in ARTICLES for one in article.clauses if one.number == number), None
    )


ARTICLES = (
    Article(
        1,
        marked("第一条"),
        marked("目的"),
        (
            Clause(
                "1",
                marked("明确预防、预警、回应的机构和程序"),
                (acts(marked("启用规则版本"), "rulebook.adopted"),),
            ),
        ),
    ),
    Article(
        2,
        marked("第二条"),
        marked("工作原则"),
        (
            Clause(
                "2(1)a",
                marked("公开为原则，不公开为例外"),
                (
                    acts(marked("发布的回应"), "answer.published", "answer.corrected"),
                    acts(marked("依法划为不公开"), "draft.withheld"),
                ),
                (codes.WITHHOLDING_REVIEW,),
            ),
            Clause(
                "2(1)b",
                marked("正确对待舆论监督"),
                (acts(marked("答复媒体问询"), "media.answered"),),
                (codes.MEDIA_ENQUIRY,),
            ),
            Clause(
                "2(1)c",
                marked("不缺位、不失语、不被动"),
                (acts(marked("研判的回应价值"), "incident.value", "incident.value_signed"),),
                (codes.FIRST_RESPONSE, codes.EMERGENCY_RESPONSE, codes.EMERGENCY_PRESS),
            ),
            Clause(
                "2(2)a",
                marked("按照法规和规定办理"),
                (acts(marked("规则改动"), "rulebook.edited", "rulebook.adopted"),),
                checks=(Check.RULES_TO_CONFIRM,),
            ),
            Clause(
                "2(2)b",
                marked("把握时、度、效"),
                (acts(marked("发布的更正"), "answer.corrected"),),
            ),
            Clause(
                "2(2)c",
                marked("主动回应群众关切"),
                (acts(marked("记为政策咨询并统一答复"), "candidate.called_topic"),),
            ),
            Clause(
                "2(2)d",
                marked("提高统筹、管理和引导能力"),
                (
                    acts(marked("完成的复盘"), "review.finished"),
                    acts(marked("完成整改"), "review.lesson_settled"),
                ),
                checks=(Check.LESSONS_LATE,),
            ),
            Clause(
                "2(3)a",
                marked("规范信访互动渠道"),
                (acts(marked("确认官方账号"), "account.confirmed"),),
                checks=(Check.NO_CONTACT_DETAILS,),
            ),
            Clause(
                "2(3)b",
                marked("建立实名回应人员队伍"),
                (acts(marked("回应人员公开回应"), "reply.recorded"),),
                checks=(Check.NO_RESPONDERS,),
            ),
            Clause(
                "2(3)c",
                marked("快速受理群众咨询投诉"),
                (acts(marked("收到信访事项"), "petition.received"),),
                (
                    REGISTRATION.code,
                    *codes.PETITION,
                    codes.QUESTION_REPLY,
                    codes.SUGGESTION_REPLY,
                ),
            ),
            Clause(
                "2(3)d",
                marked("及时公开真实情况"),
                (acts(marked("发布的回应"), "answer.published", "answer.corrected"),),
            ),
            Clause(
                "2(3)e",
                marked("主动对接沟通"),
                (acts(marked("联系当事人次数"), "reference.contacted"),),
            ),
        ),
    ),
    Article(
        3,
        marked("第三条"),
        marked("组织机构"),
        (
            Clause(
                "3a",
                marked("成立舆情应对领导小组"),
                (acts(marked("签署角色变动"), "officer.roles_signed"),),
                checks=(Check.VACANT_ROLES,),
            ),
            Clause(
                "3b",
                marked("办公室、各科室和值班"),
                (acts(marked("交接班次数"), "shift.handed_over", "shift.taken_over"),),
                checks=(Check.NOBODY_ON_DUTY,),
            ),
        ),
    ),
    Article(
        4,
        marked("第四条"),
        marked("主要职责"),
        (
            Clause(
                "4(1)",
                marked("根据内容确定应对科室"),
                (acts(marked("确定应对单位并通报"), "notice.sent"),),
            ),
            Clause(
                "4(2)a",
                marked("审定反馈内容"),
                (acts(marked("审定同意"), "draft.approved"),),
                (codes.APPROVAL, codes.RATIFICATION),
            ),
            Clause(
                "4(2)b",
                marked("及时联系、接待相关人员"),
                (acts(marked("联系、接待"), "reference.contacted"),),
                (CONTACT.code,),
            ),
            Clause(
                "4(3)a",
                marked("收集、跟踪、分析、处置"),
                (
                    acts(marked("登记事件"), "incident.opened"),
                    acts(marked("办结的事件"), "incident.closed"),
                ),
            ),
            Clause(
                "4(3)b",
                marked("一般舆情 24 小时内通报（较大的按本局时限）"),
                deadlines=(codes.NOTICE[Grade.ORDINARY], codes.NOTICE[Grade.SIGNIFICANT]),
            ),
            Clause(
                "4(3)c",
                marked("重大负面舆情 30 分钟内通报"),
                deadlines=(codes.NOTICE[Grade.MAJOR],),
            ),
            Clause(
                "4(3)d",
                marked("指导各单位解疑释惑"),
                (
                    acts(marked("印发口径"), "guidance.issued"),
                    acts(marked("签收的口径"), "guidance.signed"),
                ),
                tuple(dict.fromkeys(codes.RECEIPT.values())),
            ),
            Clause(
                "4(3)e",
                marked("澄清事实，批驳谣言"),
                (acts(marked("审核核实结论"), "docket.confirmed"),),
            ),
            Clause(
                "4(4)a",
                marked("定期梳理可能引发舆情的情况"),
                (
                    acts(marked("登记、复核风险点"), "risk.registered", "risk.reviewed"),
                    acts(marked("签发的梳理结果"), "sweep.signed"),
                ),
                (codes.RISK_SWEEP, codes.RISK_SWEEP_UNIT, codes.RISK_SWEEP_SIGN),
                (Check.NO_SWEEP, Check.RISKS_UNREVIEWED, Check.RISKS_WITHOUT_OWNER),
            ),
            Clause(
                "4(4)b",
                marked("梳理情况及时上报"),
                (acts(marked("上报梳理结果"), "sweep.reported"),),
                (codes.RISK_REPORT,),
            ),
        ),
    ),
    Article(
        5,
        marked("第五条"),
        marked("监测收集"),
        (
            Clause(
                "5a",
                marked("日常监测网站、新媒体"),
                (acts(marked("接收帖文批次"), "posts.accepted", "import.finished"),),
                checks=(Check.SOURCES_FAILING,),
            ),
            Clause(
                "5b",
                marked("突发事件监测和预警"),
                (
                    acts(marked("重大预警"), "candidate.alarmed"),
                    acts(
                        marked("启动应急监测"),
                        "emergency_monitoring.started",
                        "emergency_monitoring.prolonged",
                    ),
                ),
            ),
            Clause(
                "5c",
                marked("日常巡查"),
                (acts(marked("登记巡查"), "patrol.recorded"),),
                checks=(Check.PATROLS_MISSED,),
            ),
            Clause(
                "5d",
                marked("捕捉疑虑、误解、歪曲和谣言"),
                (acts(marked("提出待研判舆情"), "candidate.raised"),),
            ),
            Clause(
                "5e",
                marked("与相关管理部门核实衔接"),
                (acts(marked("请单位核实"), "docket.asked", "docket.asked_again"),),
                (codes.CLAIM_CHECK,),
            ),
            Clause("5f", marked("不漏报、不迟报"), checks=(Check.SOURCE_GAPS,)),
            Clause(
                "5g",
                marked("信息互通共享"),
                (acts(marked("共享情况"), "share.made"),),
            ),
            Clause(
                "5h",
                marked("全覆盖、全方位监测"),
                (acts(marked("抽样核对定稿"), "sample.closed"),),
                checks=(Check.COVERAGE_GAPS,),
            ),
        ),
    ),
    Article(
        6,
        marked("第六条"),
        marked("分析研判"),
        (
            Clause(
                "6a",
                marked("按内容、公众反应、媒体介入定级"),
                (
                    acts(marked("定级的事件"), "incident.opened"),
                    acts(marked("改定等级"), "incident.graded", "incident.grade_signed"),
                ),
            ),
            Clause(
                "6b",
                marked("研判回应价值"),
                (acts(marked("研判的回应价值"), "incident.value", "incident.value_signed"),),
            ),
            Clause(
                "6c",
                marked("决策前评估风险，制定预案"),
                (
                    acts(marked("签署决策风险评估"), "decision.signed"),
                    acts(marked("批准处置预案"), "plan.approved"),
                    acts(marked("启动的处置预案"), "plan.activated"),
                ),
                checks=(Check.PLANS_UNREVIEWED,),
            ),
            Clause(
                "6d",
                marked("重大敏感舆情及时会商"),
                (
                    acts(marked("召集的会商"), "consultation.called"),
                    acts(marked("登记不会商的理由"), "consultation.skipped"),
                ),
            ),
            Clause(
                "6e",
                marked("评估性质、走势和风险"),
                (acts(marked("签署会商纪要"), "minutes.signed"),),
            ),
            Clause(
                "6f",
                marked("提出预控处置意见，按程序报审"),
                (
                    acts(marked("批准处置意见"), "proposal.approved"),
                    acts(
                        marked("紧急先行后追认"), "proposal.ratified", "proposal.not_ratified"
                    ),
                ),
            ),
            Clause(
                "6g",
                marked("及时交办工作小组"),
                (acts(marked("交办的任务"), "proposal.assigned"),),
            ),
        ),
    ),
    Article(
        7,
        marked("第七条"),
        marked("应对处置"),
        (
            Clause(
                "7a",
                marked("网上问题，网下解决"),
                (
                    acts(marked("单位反馈核实情况"), "notice.reported"),
                    acts(marked("经领导豁免办结条件"), "waiver.granted"),
                ),
                (codes.VERIFICATION,),
            ),
            Clause(
                "7b",
                marked("妥善处置反映的问题"),
                (
                    acts(marked("验收交办"), "task.closed"),
                    acts(marked("兑现公开承诺"), "commitment.kept"),
                ),
                (TASK.code, PROMISE.code, codes.SUPERVISION),
            ),
            Clause(
                "7c",
                marked("回应社会关切"),
                (acts(marked("签发信访答复"), "petition_reply.signed"),),
            ),
        ),
    ),
    Article(
        8,
        marked("第八条"),
        marked("公开回应"),
        (
            Clause(
                "8a",
                marked("信息发布贯穿全过程"),
                (acts(marked("发布的回应"), "answer.published", "answer.corrected"),),
            ),
            Clause(
                "8b",
                marked("谁主管谁发声、谁处置谁发声"),
                (acts(marked("确定发声单位并起草"), "draft.started"),),
            ),
            Clause(
                "8c",
                marked("涉及其他机关的沟通确认"),
                (
                    acts(marked("征求确认的稿件"), "confirmation.asked"),
                    acts(marked("决定不经确认"), "confirmation.waived"),
                ),
                (codes.CONFIRMATION,),
            ),
            Clause(
                "8d",
                marked("以事实说话"),
                (acts(marked("写入的事实"), "draft.fact_added"),),
            ),
            Clause(
                "8e",
                marked("微信、网站联动互补"),
                (
                    acts(marked("各渠道已发布"), "outlet.carried"),
                    acts(marked("渠道未发出"), "outlet.failed", "outlet.absent"),
                ),
            ),
            Clause(
                "8f",
                marked("专家解读、新闻发布会、专访"),
                (
                    acts(
                        marked("发布会、解读、答复媒体"),
                        "press.held",
                        "expert.explained",
                        "media.answered",
                    ),
                ),
                (OWED_ANSWER.code,),
            ),
            Clause(
                "8g",
                marked("重大、较大敏感舆情按区委办、政府办机制办理"),
                (
                    acts(marked("核签机制审核"), "mechanism.countersigned"),
                    acts(
                        marked("登记未经机制审核的理由"),
                        "procedure.absent",
                        "procedure.to_ratify",
                    ),
                ),
                (codes.PROCEDURE_RATIFICATION,),
            ),
        ),
    ),
    Article(
        9,
        marked("第九条"),
        marked("沟通协调"),
        (
            Clause(
                "9a",
                marked("定期沟通"),
                (acts(marked("联络次数"), "liaison.talked"),),
                (codes.LIAISON,),
            ),
            Clause(
                "9b",
                marked("了解最新动态"),
                (acts(marked("收到线索"), "lead.received"),),
                (FOLLOW_UP.code,),
            ),
            Clause(
                "9c",
                marked("学习科学方法"),
                (acts(marked("组织的培训"), "training.recorded"),),
            ),
        ),
    ),
    Article(
        10,
        marked("第十条"),
        marked("归口报送"),
        (
            Clause(
                "10a",
                marked("规范渠道，分类报送"),
                (
                    acts(marked("签发报告"), "report.signed"),
                    acts(marked("撤回报告"), "report.withdrawn"),
                ),
            ),
            Clause(
                "10b",
                marked("及时有效报送"),
                (acts(marked("报送的报告"), "report.sent"),),
                (codes.INITIAL_REPORT, codes.REPORT_RECEIPT),
            ),
        ),
    ),
    Article(
        11,
        marked("第十一条"),
        marked("追责问责"),
        (
            Clause(
                "11",
                marked("违反制度的按规定追责问责"),
                (acts(marked("认定违规情况"), "breach.decided", "breach.reviewed"),),
                checks=(Check.BREACHES_UNEXPLAINED, Check.RECORD_DIFFERS),
            ),
        ),
    ),
)
