"""The check-list of a new bureau: what is left to set up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import units_of
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.queries import holders_of, may
from huiying.base.accounts.roles.separation import SIGNS_ROLES
from huiying.base.accounts.roster.queries import desk_cover
from huiying.base.outbox.queries import channels_of_desk
from huiying.base.rulebook.queries import book_of
from huiying.jobs.backup.archive import last_backup
from huiying.jobs.upkeep.readiness import readiness
from huiying.policy.core.standing import Standing
from huiying.work.collection.sources.queries import sources_of


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step of the set-up, and where it is done."""

    label: str
    note: str
    done: bool
    url: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps of the set-up; done: how many are."""

    done: int
    total: int
    steps: list[SetupStep]


def steps_of(bureau_id: int, now: datetime) -> list[SetupStep]:
    """Return every step of the set-up with whether it is done."""
    return [*_people(bureau_id), *_duty(bureau_id, now), *_work(bureau_id, now)]


def checklist(officer: Officer, now: datetime) -> Checklist | None:
    """Return the check-list for the administrator's desk."""
    if not may(officer, Capability.MANAGE_PEOPLE):
        return None
    steps = steps_of(officer.bureau_id, now)
    done = sum(step.done for step in steps)
    if done == len(steps):
        return None
    return Checklist(done, len(steps), steps)


def _people(bureau_id: int) -> list[SetupStep]:
    """Units, officers, and the roles without which the work stops."""
    people = reverse("console:people")
    units = list(units_of(bureau_id))
    silent = [unit.name for unit in units if not unit.duties]

    def held(*roles: Role) -> bool:
        return any(holders_of(bureau_id, role).exists() for role in roles)

    signers = {row.pk for role in SIGNS_ROLES for row in holders_of(bureau_id, role)}
    return [
        SetupStep(
            _("指定第二位能签署角色的人"),
            _("授予组长等角色须两人完成。请在服务器上运行 huiying appoint。"),
            done=len(signers) > 1,
            url=people,
        ),
        SetupStep(
            _("添加科室、直属单位和外单位"),
            _("没有写职责的：%(names)s。机器据职责建议通报给谁。")
            % {"names": _("、").join(silent)}
            if silent
            else _("每个单位写明职责，机器据此建议通报给谁。可以从表格导入。"),
            done=bool(units) and not silent,
            url=people if units else reverse("console:unit-import"),
        ),
        SetupStep(
            _("指定值班员"),
            _("没有值班员，重大舆情没有人接。人员可以从表格导入。"),
            done=held(Role.DUTY_OFFICER),
            url=reverse("console:officer-import"),
        ),
        SetupStep(
            _("指定组长或副组长"),
            _("回应须由起草人以外的领导审定。"),
            done=held(Role.LEADER, Role.DEPUTY),
            url=people,
        ),
        SetupStep(
            _("指定新闻发言人"),
            _("审定后的回应由发言人发布。"),
            done=held(Role.SPOKESPERSON),
            url=people,
        ),
        SetupStep(
            _("指定承办人员"),
            _("单位里至少一人能签收通报。"),
            done=held(Role.SECTION_OFFICER),
            url=people,
        ),
    ]


def _duty(bureau_id: int, now: datetime) -> list[SetupStep]:
    """Somebody keeps the desk, and is reached away from it."""
    found = desk_cover(bureau_id, now)
    channels = list(channels_of_desk(bureau_id))
    arrived = any(channel.last_ok_at for channel in channels)
    return [
        SetupStep(
            _("排好值班表"),
            _("今后 24 小时里还有没人值班的时段。")
            if found.planned and found.holes
            else _("排了班，值班台才知道现在谁值班、谁带班。"),
            done=not found.holes,
            url=reverse("console:roster"),
        ),
        SetupStep(
            _("添加系统外的提醒渠道，并试发一条"),
            _("渠道已有，还没有试发成功。")
            if channels and not arrived
            else _("值班员不在屏幕前时也能收到警报。"),
            done=arrived,
            url=reverse("console:channels"),
        ),
    ]


def _work(bureau_id: int, now: datetime) -> list[SetupStep]:
    """Sources, rules that wait for the bureau's word, a backup."""
    open_rules = [
        rule.name
        for rule in book_of(bureau_id, now).deadlines.values()
        if rule.standing == Standing.TO_CONFIRM
    ]
    return [
        SetupStep(
            _("添加来源"),
            _("订阅源、网页、推送或文件。"),
            done=sources_of(bureau_id).exists(),
            url=reverse("console:sources"),
        ),
        SetupStep(
            _("确认制度没有写明的时限"),
            _("等本局确认：%(names)s。")
            % {"names": _("、").join(_(name) for name in open_rules)}
            if open_rules
            else _("没有等本局确认的时限。"),
            done=not open_rules,
            url=reverse("console:rules"),
        ),
        SetupStep(
            _("确认 30 分钟通报做得到"),
            _("来源间隔、值班表和渠道合起来要来得及。"),
            done=all(point.fine for point in readiness(bureau_id, now)),
            url=reverse("console:rules-readiness"),
        ),
        SetupStep(
            _("做第一次备份"),
            _("备份写在服务器上；请把文件放到另一台机器上。"),
            done=last_backup() is not None,
            url=reverse("console:backups"),
        ),
    ]
