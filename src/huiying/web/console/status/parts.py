"""What the state of each part of the work means, in sentences for officers.

In:   the facts of ``jobs/status``.    Out:  what is so, what it means, what to do.
Cost: none.

A sentence here is read by who cannot look at the server: it says what happens to the work
meanwhile, and which way is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiying.base.accounts.roles.capabilities import Capability
from huiying.jobs.status.parts import (
    BackupPart,
    CollectionPart,
    DatabasePart,
    DeadlinesPart,
    DiskPart,
    Health,
    JobsPart,
    PlacingPart,
    SendingPart,
    SystemStatus,
)
from huiying.jobs.upkeep.ready_to_serve import Lack
from huiying.jobs.upkeep.scanner import ScannerAway, ScannerPassesOver
from huiying.web.console.status.job_words import job_words
from huiying.web.shared.time_words import moment_text

C = Capability
NAMED = 3  # of several sources, channels or jobs


@dataclass(frozen=True, slots=True)
class PartWords:
    """One part of the work in words.

    Attributes:
        facts: Whole sentences of what is so.
        meaning, todo: What it means for the work, what to do; "" while all is well.
        ways: Where to see to it: label, name of the page, who may open it.
    """

    code: str
    label: str
    health: Health
    since: datetime | None
    facts: list[str]
    meaning: str = ""
    todo: str = ""
    ways: tuple[tuple[str, str, Capability], ...] = ()


@dataclass(frozen=True, slots=True)
class Moments:
    """The two clocks of a page: of the bureaus, and of the world (backups and jobs)."""

    now: datetime
    real_now: datetime
    unknown: str = field(default_factory=lambda: _("未知"))

    def at(self, moment: datetime | None) -> str:
        """Say a moment of the bureaus' clock."""
        return moment_text(moment, self.now) if moment else self.unknown

    def really_at(self, moment: datetime | None) -> str:
        """Say a moment of the world's clock."""
        return moment_text(moment, self.real_now) if moment else self.unknown


def part_words(found: SystemStatus, moments: Moments) -> list[PartWords]:
    """Return all parts, in the order of the work."""
    return [
        _collection(found.collection, moments),
        _placing(found.placing, moments),
        _sending(found.sending),
        _deadlines(found.deadlines),
        _backup(found.backup, moments),
        _disk(found.disk),
        _database(found.database),
        _jobs(found.jobs, moments),
    ]


def _collection(part: CollectionPart, moments: Moments) -> PartWords:
    facts = [
        _("最近一条新帖：%(at)s。") % {"at": moments.at(part.last_post_at)}
        if part.last_post_at
        else _("尚无新帖。"),
        _("最近一次采集：%(at)s。") % {"at": moments.at(part.last_read_at)}
        if part.last_read_at
        else _("尚无采集记录。"),
    ]
    meaning = todo = ""
    if not part.active:
        facts = [_("未启用来源。")]
        meaning = _("网上的新情况不会自动采集。")
        todo = _("请人工查看有关网站和账号，发现情况的人工录入；请系统管理员启用来源。")
    elif part.health != Health.WELL:
        facts.append(_("采集不正常的来源：%(names)s。") % {"names": _named(part.failing)})
        meaning = (
            _("定时采集的来源均不正常，网上的新情况不会自动采集。")
            if part.health == Health.STOPPED
            else _("这些来源的新帖可能漏采，其他来源不受影响。")
        )
        todo = _("请人工查看这些网站和账号，发现情况的人工录入。")
    return PartWords(
        *(
            "collection",
            pgettext("part of the system", "采集"),
            part.health,
            part.since,
            facts,
            meaning,
            todo,
        ),
        ways=(
            (_("人工录入"), "post-enter", C.ENTER_POSTS),
            (_("查看来源"), "sources", C.SEE_SOURCES),
        ),
    )


def _placing(part: PlacingPart, moments: Moments) -> PartWords:
    if part.waiting:
        values = {"count": part.waiting, "at": moments.at(part.oldest)}
        facts = [_("排队等待归组的帖文 %(count)s 条，最早一条采集于 %(at)s。") % values]
    else:
        facts = [_("新帖均已归组，无排队。")]
    if part.of_files:
        facts.append(_("文件导入的帖文另有 %(count)s 条排队。") % {"count": part.of_files})
    bad = part.health != Health.WELL
    return PartWords(
        *("placing", _("研判"), part.health, part.since, facts),
        _("排队的帖文尚未列入待研判，其中的重大舆情未报警；时限自采集时起算。") if bad else "",
        _("请人工查看有关网站和账号，发现重大情况的先人工登记、电话通报。") if bad else "",
        ways=((_("查看帖文"), "posts", C.SEE_POSTS),),
    )


def _sending(part: SendingPart) -> PartWords:
    facts = [
        _("待发送 %(waiting)s 条，发送失败 %(dead)s 条。")
        % {"waiting": part.waiting, "dead": part.dead}
    ]
    if not part.channels:
        facts.append(_("未配置消息渠道，须电话通知。"))
    if part.failing:
        values = {"names": _named(part.failing)}
        facts.append(_("最近一次发送失败的渠道：%(names)s。") % values)
    if part.late:
        facts.append(_("未按时发送 %(count)s 条。") % {"count": part.late})
    bad = part.health != Health.WELL
    return PartWords(
        *("sending", _("通知发送"), part.health, part.since, facts),
        _("通报、催办和警报可能未送到单位和人员，时限继续计算。") if bad else "",
        _("请改用电话通知，并登记电话送达。") if bad else "",
        ways=(
            (_("发送失败消息"), "messages", C.NOTIFY),
            (_("消息渠道"), "channels", C.MANAGE_CHANNELS),
        ),
    )


def _deadlines(part: DeadlinesPart) -> PartWords:
    counts = part.counts
    facts = [
        _("计时中 %(running)s 项，其中 30 分钟内到期 %(soon)s 项、已超时 %(late)s 项。")
        % {"running": counts.running, "soon": counts.soon, "late": counts.late}
        if counts.running
        else _("暂无计时中的时限。")
    ]
    if counts.late:
        facts.append(_("超时属于办理进度，不属于系统故障。"))
    if part.unreminded:
        facts.append(_("应提醒未提醒 %(count)s 项。") % {"count": part.unreminded})
    bad = part.health != Health.WELL
    return PartWords(
        *("deadlines", _("时限"), part.health, part.since, facts),
        _("时限照常计算，但到期提醒和升级提醒未发出。") if bad else "",
        _("请人工值守倒计时，逐项电话催办。") if bad else "",
        ways=((_("查看倒计时"), "desk", C.SEE_DESK),),
    )


def _backup(part: BackupPart, moments: Moments) -> PartWords:
    found = part.standing
    facts = [
        _("最近一次备份：%(at)s。") % {"at": moments.really_at(found.last)}
        if found.last
        else _("尚无备份。")
    ]
    if part.fictional and found.last is None:
        facts = [_("演示和演练不作备份。")]
        return PartWords("backup", _("备份"), part.health, None, facts)
    if not found.made_here:
        facts.append(_("未开启夜间自动备份。"))
    if found.failed_at:
        facts.append(_("%(at)s 的备份未成功。") % {"at": moments.really_at(found.failed_at)})
    if found.copy_failure:
        facts.append(_("最近一份备份未存异地副本。"))
    if found.rehearsal is None:
        facts.append(_("尚未试恢复。"))
    else:
        values = {"at": moments.really_at(found.rehearsal.at)}
        facts.append(
            _("最近一次试恢复：%(at)s，发现问题。") % values
            if found.rehearsal.wrong
            else _("最近一次试恢复：%(at)s，无误。") % values
        )
    bad = part.health != Health.WELL
    return PartWords(
        *("backup", _("备份"), part.health, part.since, facts),
        _("当前办理不受影响；如设备损坏，最近一次备份以后的数据可能丢失。") if bad else "",
        _("工作时间内请系统管理员核查备份。") if bad else "",
        ways=((_("查看备份"), "backups", C.BACK_UP),),
    )


def _disk(part: DiskPart) -> PartWords:
    facts = [_("剩余空间 %(free)s GB。") % {"free": f"{part.free / 1e9:.1f}"}]
    meaning = todo = ""
    if not part.writable:
        facts.append(_("数据无法写入。"))
        meaning = _("填写的内容不能保存，采集、提醒和发送均停止。")
        todo = _("请立即致电系统管理员；其间先在纸上登记，恢复后补录，并电话通报。")
    elif part.health != Health.WELL:
        meaning = _("当前办理不受影响；空间用尽后，填写的内容不能保存。")
        todo = _("请系统管理员尽快清理空间。")
    return PartWords("disk", _("磁盘"), part.health, part.since, facts, meaning, todo)


def _database(part: DatabasePart) -> PartWords:
    lacking = {
        Lack.DATABASE: (_("数据库无应答。"), _("页面不能打开，填写的内容不能保存。")),
        Lack.MIGRATIONS: (
            _("数据库与程序的版本不一致。"),
            _("部分页面可能不能打开，填写的内容可能不能保存。"),
        ),
        Lack.KEY: (
            _("密钥与本安装不符。"),
            _("加密的内容不能打开，采集、提醒和发送均停止。"),
        ),
        Lack.FILES: (_("附件目录不可用。"), _("附件不能打开，也不能上传。")),
    }
    fact, meaning = lacking.get(part.lack, (_("应答正常，版本一致。"), ""))
    todo = _("请立即致电系统管理员；其间先在纸上登记，并电话通报。") if meaning else ""
    return PartWords("database", _("数据库"), part.health, part.since, [fact], meaning, todo)


def _jobs(part: JobsPart, moments: Moments) -> PartWords:
    facts = [
        _("最近一次运行：%(at)s。") % {"at": moments.really_at(part.last_at)}
        if part.last_at
        else _("尚无运行记录。")
    ]
    if part.failing:
        names = _named(job_words(name) for name, _since in part.failing)
        facts.append(_("运行失败：%(names)s。") % {"names": names})
    if part.late:
        names = _named(job_words(name) for name, _since in part.late)
        facts.append(_("未按时运行：%(names)s。") % {"names": names})
    meaning = todo = ""
    if part.health == Health.STOPPED:
        meaning = _("后台任务均未运行：不采集、不研判、不提醒、不发送，时限继续计算。")
        todo = _("请立即致电系统管理员；其间人工值守倒计时、查看网站，并电话通报。")
    elif part.health == Health.ATTENTION:
        meaning = _uploads(part)
        if not meaning or len(part.failing) + len(part.late) > 1:  # other work stands still
            meaning = _("上列工作暂停，其他任务不受影响；失败的任务自动重试。") + meaning
        todo = _("超过 30 分钟未恢复的，请致电系统管理员。")
    return PartWords("jobs", _("后台任务"), part.health, part.since, facts, meaning, todo)


def _uploads(part: JobsPart) -> str:
    """Say what a fault of the scanner means for files that are uploaded; "" without one."""
    if part.scanner == ScannerAway.__name__:
        return _("恶意代码扫描程序没有应答，上传的文件一律不收。")
    if part.scanner == ScannerPassesOver.__name__:
        return _("恶意代码扫描程序对没有查完的文件也判为未发现，已收的文件可能未经检查。")
    return ""


def _named(names: Iterable[str]) -> str:
    """Return the first names, and how many more there are."""
    found = list(names)
    shown = _("、").join(found[:NAMED])
    if len(found) <= NAMED:
        return shown
    return _("%(names)s等 %(count)s 个") % {"names": shown, "count": len(found)}
