"""Every kind of data that goes by age or rule, or is kept for good: one list.

In:   nothing.    Out:  for each kind the rule, its source, how to count what goes next.
Cost: none.

The page 保存期限, ``huiying retention`` and the table of ``docs/privacy.md`` are made of it. It
deletes nothing: fixed rules run in the job that is named; what is irreversible and chosen waits
for a plan that two others sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.accounts.sign_in import queries as sign_ins
from huiying.base.audit.idempotent_forms import old_forms
from huiying.base.integration.queries import old_deliveries
from huiying.jobs.job_table import JOBS
from huiying.jobs.retention_rules import due
from huiying.jobs.retention_rules.due import CountDue, Due, of_made_files, of_rows
from huiying.jobs.stream.imports import TIDY_EVERY, UPLOADS_KEPT
from huiying.jobs.upkeep.old_runs import old_backup_runs, old_rehearsals
from huiying.work.closing.dossiers.queries import dossiers_made_before
from huiying.work.closing.packets.queries import packets_made_before
from huiying.work.collection.imports.queries import old_uploads
from huiying.work.collection.posts.queries import old_push_answers
from huiying.work.collection.posts.voice_keys import expired_keys
from huiying.work.reports.files.queries import files_made_before

NEEDED = _("运行需要")
RULE_BOOK = _("规则与时限")


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """One kind of data.

    Attributes:
        job: Which job deletes it; "" = none does.
        due: Counts what goes next; None = it is kept, or goes with something else.
        is_signed: Nothing goes before two others signed a plan.
    """

    code: str
    what: Promise
    rule: Promise
    basis: Promise
    job: str = ""
    due: CountDue | None = None
    is_signed: bool = False

    @property
    def every_seconds(self) -> float:
        """How long its job waits between two runs; 0 = it has none."""
        if self.job == "imports":
            return TIDY_EVERY.total_seconds()
        return next((job.every_seconds for job in JOBS if job.name == self.job), 0.0)


@dataclass(frozen=True, slots=True)
class RuleDue:
    """A rule and what would go by it now."""

    rule: RetentionRule
    due: Due | None


def rules_due(bureau: Bureau | None, now: datetime) -> list[RuleDue]:
    """Return every rule with what would go now.

    Args:
        bureau: Whose rows are counted; None = of the installation.
    """
    return [
        RuleDue(rule, rule.due(bureau, now) if rule.due else None) for rule in RETENTION_RULES
    ]


RETENTION_RULES: tuple[RetentionRule, ...] = (
    RetentionRule(
        "posts",
        _("不属于任何事件的帖文"),
        _("满规则所定月数（默认不删除），按计划经两人签署后删除"),
        RULE_BOOK,
        "retention",
        due.posts_due,
        is_signed=True,
    ),
    RetentionRule(
        "petitions",
        _("已办结信访事项的原文和工作文本"),
        _("办结后满规则所定月数（默认不删除），按计划经两人签署后销毁"),
        RULE_BOOK,
        "purges",
        due.petitions_due,
        is_signed=True,
    ),
    RetentionRule(
        "voice-keys",
        _("区分发帖人数的密钥"),
        _("30 天后销毁"),
        _("个人信息保护法第四十七条"),
        "voice-keys",
        of_rows(expired_keys, "until_at", bureau="bureau_id", real=False),
    ),
    RetentionRule(
        "sign-ins",
        _("登录日志"),
        _("184 天后删除"),
        _("网络安全法：网络日志不少于六个月"),
        "sign-ins",
        of_rows(sign_ins.old_sign_ins, "attempt_time"),
    ),
    RetentionRule(
        "sign-in-failures",
        _("口令输错的日志"),
        _("184 天后删除"),
        _("网络安全法：网络日志不少于六个月"),
        "sign-ins",
        of_rows(sign_ins.old_failures, "attempt_time"),
    ),
    RetentionRule(
        "sessions",
        _("已失效的登录会话"),
        _("失效后删除"),
        NEEDED,
        "sign-ins",
        of_rows(sign_ins.ended_sessions, "expire_date"),
    ),
    RetentionRule(
        "locks",
        _("登录锁定"),
        _("1 天后删除"),
        NEEDED,
        "sign-ins",
        of_rows(sign_ins.old_locks, "attempt_time"),
    ),
    RetentionRule(
        "counters",
        _("限制访问次数的计数"),
        _("失效后删除"),
        NEEDED,
        "sign-ins",
        of_rows(sign_ins.expired_counters, "expires"),
    ),
    RetentionRule(
        "forms",
        _("防止重复提交的表单标记"),
        _("2 天后删除"),
        NEEDED,
        "forms",
        of_rows(old_forms, "at", bureau="bureau_ref", real=False),
    ),
    RetentionRule(
        "uploads",
        _("已上传但未开始的导入文件"),
        _("2 天后删除"),
        NEEDED,
        "imports",
        of_rows(
            lambda now: old_uploads(before=now - UPLOADS_KEPT),
            "started_at",
            bureau="bureau_id",
            real=False,
        ),
    ),
    RetentionRule(
        "push-answers",
        _("推送接口的应答"),
        _("7 天后删除，帖文保留"),
        NEEDED,
        "imports",
        of_rows(old_push_answers, "at", bureau="bureau_id", real=False),
    ),
    RetentionRule(
        "webhook-deliveries",
        _("已交付的事件推送"),
        _("90 天后删除"),
        NEEDED,
        "webhook-deliveries",
        of_rows(old_deliveries, "done_at", bureau="bureau_id", real=False),
    ),
    RetentionRule(
        "webhook-failures",
        _("未能交付的事件推送"),
        _("满 HUIYING_OLD_RUNS_DAYS 天（默认 400）删除"),
        _("设置 HUIYING_OLD_RUNS_DAYS"),
        "webhook-deliveries",
        due.of_given_up_deliveries(),
    ),
    RetentionRule(
        "dossiers",
        _("案卷文件"),
        _("生成 7 天后删除，编号和校验值保留"),
        NEEDED,
        "dossiers",
        of_made_files(dossiers_made_before, "bureau_id"),
    ),
    RetentionRule(
        "packets",
        _("证据包文件"),
        _("生成 7 天后删除，编号、对象和校验值保留"),
        NEEDED,
        "packets",
        of_made_files(packets_made_before, "bureau_id"),
    ),
    RetentionRule(
        "report-files",
        _("报告的 PDF 和 DOCX"),
        _("生成 7 天后删除，校验值保留"),
        NEEDED,
        "report-files",
        of_made_files(files_made_before, "report__bureau_id"),
    ),
    RetentionRule(
        "orphans",
        _("没有登记的存档文件"),
        _("1 天后删除"),
        NEEDED,
        "files",
        due.orphans_due,
    ),
    RetentionRule(
        "backups",
        _("备份文件"),
        _("夜间、按申请各保留最近 HUIYING_BACKUP_KEEP 份（默认 7）"),
        _("设置 HUIYING_BACKUP_KEEP"),
        "backups",
        due.backups_due,
    ),
    RetentionRule(
        "backup-lines",
        _("备份记录"),
        _("满 HUIYING_OLD_RUNS_DAYS 天（默认 400）删除，最近一次保留"),
        _("设置 HUIYING_OLD_RUNS_DAYS"),
        "old-runs",
        of_rows(old_backup_runs, "finished_at"),
    ),
    RetentionRule(
        "rehearsal-lines",
        _("试恢复记录"),
        _("满 HUIYING_OLD_RUNS_DAYS 天（默认 400）删除，最近一次保留"),
        _("设置 HUIYING_OLD_RUNS_DAYS"),
        "old-runs",
        of_rows(old_rehearsals, "at"),
    ),
    RetentionRule(
        "matters",
        _("已立卷事件的帖文和材料"),
        _("在档案保管期限内不删除"),
        _("机关档案管理规定"),
    ),
    RetentionRule(
        "record",
        _("审计记录和每日记录指纹"),
        _("长期保存：删去任何一条，其余都无法核验"),
        _("不含个人信息"),
    ),
    RetentionRule(
        "releases",
        _("已发布的回应及其签署"),
        _("长期保存；法律要求不得公开的，经两人签署封存"),
        _("《制度》公开原则"),
    ),
    RetentionRule(
        "messages",
        _("已发送的消息、送达过程、签名链接"),
        _("长期保存：是通报送达的证据"),
        _("《制度》通报时限"),
    ),
    RetentionRule(
        "tokens",
        _("已收回的令牌"),
        _("长期保存授予和收回的记录；令牌本身不保存"),
        _("谁曾有权读取，须能查明"),
    ),
    RetentionRule(
        "destroyed-keys",
        _("销毁清单"),
        _("长期保存：恢复旧备份时据此再次销毁"),
        _("个人信息保护法第四十七条"),
    ),
    RetentionRule(
        "drills",
        _("演练目录"),
        _("不自动删除：内容均为虚构，结果收入后可由管理员删除 DATA_DIR/drills 下的目录"),
        NEEDED,
    ),
    RetentionRule(
        "logs",
        _("运行日志"),
        _("由 journald 或 logrotate 按其配置删除；不含个人信息"),
        _("网络安全法：网络日志不少于六个月"),
    ),
    RetentionRule(
        "exports",
        _("导出文件"),
        _("不由本系统删除：写在管理员指定的位置，由其保管和销毁"),
        _("操作记录载明每次导出"),
    ),
)
