"""The check-list of a new bureau: what is left to set up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.organisation.queries import superiors_of, units_of
from huiying.base.accounts.roles.capabilities import Capability, Role
from huiying.base.accounts.roles.queries import holders_of, may
from huiying.base.accounts.roles.separation import signs_roles
from huiying.base.accounts.roster.queries import desk_cover
from huiying.base.outbox.queries import channels_of_desk
from huiying.base.personnel.models import as_roles
from huiying.base.personnel.queries import pending_role_requests
from huiying.base.rulebook.queries import book_of
from huiying.jobs.backup.archive import last_backup
from huiying.jobs.upkeep.readiness import readiness
from huiying.policy.core.standing import Standing
from huiying.web.console.shared.sheet_import import TEMPLATE
from huiying.web.shared.time_words import sentences
from huiying.work.casework.notices.actions.practice import practice_signed
from huiying.work.collection.sources.queries import sources_of
from huiying.work.responses.contact_details.queries import contact_details_of


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step of the set-up, and where it is done.

    Attributes:
        minutes: How long it takes; 0 = it can be done after the first day.
        is_next: It is the first that is left: its button is the filled one.
    """

    label: str
    note: str
    done: bool
    url: str
    minutes: int = 0
    is_next: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps of the set-up; done: how many are.

    Attributes:
        steps: Those without which no notice can go out, in the order they are done.
        later: Those that can wait until the bureau works.
        minutes: What is left of the first ones takes so long.
    """

    done: int
    total: int
    steps: list[SetupStep]
    later: list[SetupStep]
    minutes: int


def checklist(officer: Officer, now: datetime) -> Checklist | None:
    """Return the check-list for the administrator's desk; None when nothing is left."""
    if not may(officer, Capability.MANAGE_PEOPLE):
        return None
    bureau_id = officer.bureau_id
    first = [*_people(bureau_id), *_ways(bureau_id, now)]
    later = _later(bureau_id, now)
    done = sum(step.done for step in (*first, *later))
    if done == len(first) + len(later):
        return None
    left = sum(step.minutes for step in first if not step.done)
    due = next((step for step in first if not step.done), None)
    first = [replace(step, is_next=step is due) for step in first]
    return Checklist(done, len(first) + len(later), first, later, left)


NEEDED = (
    (Role.DUTY_OFFICER,),
    (Role.LEADER, Role.DEPUTY),
    (Role.SPOKESPERSON,),
    (Role.SECTION_OFFICER,),
)
"""Roles without which the work stops; one of each line."""


def _people(bureau_id: int) -> list[SetupStep]:
    """A second signatory, officers with the roles that the work needs, units with duties."""
    people = reverse("console:people")
    units = list(units_of(bureau_id))
    silent = [unit.name for unit in units if not unit.duties]
    signers = {row.pk for role in signs_roles() for row in holders_of(bureau_id, role)}
    return [
        SetupStep(
            _("指定第二位可签署角色的人员"),
            _("授予角色须两人完成。请在服务器上运行 huiying appoint --role leader 指定组长。"),
            done=len(signers) > 1,
            url=people,
            minutes=2,
        ),
        _officers(bureau_id),
        SetupStep(
            _("补齐单位和职责"),
            _("未填写职责：%(names)s。系统据职责建议通报单位。")
            % {"names": _("、").join(silent)}
            if silent
            else _(
                "单位可随人员名单一并添加；另有单位的，从表格中复制名称、性质、电话、职责。"
            ),
            done=bool(units) and not silent,
            url=people if units and silent else reverse("console:unit-import"),
            minutes=2,
        ),
    ]


def _officers(bureau_id: int) -> SetupStep:
    """Officers with the roles without which the work stops; what was asked for is signed."""
    lacking = [
        roles
        for roles in NEEDED
        if not any(holders_of(bureau_id, role).exists() for role in roles)
    ]
    requested = {
        role for row in pending_role_requests(bureau_id) for role in as_roles(row.added)
    }
    unsigned = [roles for roles in lacking if requested.intersection(roles)]
    missing = [roles for roles in lacking if roles not in unsigned]
    words = []
    if unsigned:
        sentence = _("已申请、待第二人签署：%(names)s。")
        words.append(sentence % {"names": _role_names(unsigned)})
    if missing:
        words.append(_("尚缺角色：%(names)s。") % {"names": _role_names(missing)})
        words.append(
            _("同一人添加的账号，由组长等第二人签署角色并确认本人已接管前，不得互相核签。")
        )
    only_signing = bool(unsigned) and not missing
    return SetupStep(
        _("粘贴人员和单位名单，授予角色"),
        sentences(*words) or _("值班员、领导、新闻发言人、承办人员均已指定。"),
        done=not lacking,
        url=_officers_url(bureau_id, only_signing=only_signing),
        minutes=5,
    )


def _officers_url(bureau_id: int, *, only_signing: bool) -> str:
    """Return where officers are added; a bureau without units begins with common ones."""
    if only_signing:
        return reverse("console:role-requests")
    sheet = reverse("console:officer-import")
    return sheet if units_of(bureau_id).exists() else f"{sheet}?{TEMPLATE}=1"


def _role_names(lines: Iterable[tuple[Role, ...]]) -> str:
    return _("、").join(_("或").join(str(role.label) for role in roles) for roles in lines)


def _ways(bureau_id: int, now: datetime) -> list[SetupStep]:
    """Somebody keeps the desk and is reached away from it; posts come in."""
    found = desk_cover(bureau_id, now)
    channels = list(channels_of_desk(bureau_id))
    arrived = any(channel.last_ok_at for channel in channels)
    return [
        SetupStep(
            _("排定值班表"),
            _("今后 24 小时存在值班空缺。")
            if found.planned and found.holes
            else _("排班后，值班台显示当前值班、带班人员。"),
            done=not found.holes,
            url=reverse("console:roster"),
            minutes=2,
        ),
        SetupStep(
            _("添加消息渠道并发送测试"),
            _("渠道已添加，测试尚未成功。")
            if channels and not arrived
            else _("值班员离开屏幕时仍可收到警报。"),
            done=arrived,
            url=reverse("console:channels"),
            minutes=2,
        ),
        SetupStep(
            _("添加来源"),
            _("订阅源、网页或推送；文件由值班员在“帖文”页导入。"),
            done=sources_of(bureau_id).exists(),
            url=reverse("console:sources-find"),
            minutes=2,
        ),
        SetupStep(
            _("发送演练通报并签收"),
            _("通过真实渠道发至本局值班台，标明演练，不计入统计。"),
            done=practice_signed(bureau_id),
            url=reverse("console:notice-practice"),
            minutes=2,
        ),
    ]


def _later(bureau_id: int, now: datetime) -> list[SetupStep]:
    """What may follow the first day: superiors, open rules, public details, tests, a backup."""
    open_rules = [
        rule.name
        for rule in book_of(bureau_id, now).deadlines.values()
        if rule.standing == Standing.TO_CONFIRM
    ]
    superiors = superiors_of(bureau_id).filter(active=True)
    details = contact_details_of(bureau_id)
    return [
        SetupStep(
            _("登记上级机关"),
            _(
                "写明报送内容和渠道；登记后方可列入归口报送，较大以上事件的回应也须登记其审核意见后方可发布。"
            ),
            done=superiors.exists(),
            url=f"{reverse('console:group')}#superiors",
        ),
        SetupStep(
            _("确认制度未规定的时限"),
            _("待本局确认：%(names)s。")
            % {"names": _("、").join(_(name) for name in open_rules)}
            if open_rules
            else _("暂无待本局确认的时限。"),
            done=not open_rules,
            url=reverse("console:rules"),
        ),
        SetupStep(
            _("填写公开的来访地址、接待时间和电话"),
            _("公开页面据此显示；未填写的项目不显示。"),
            done=all((details.address, details.hours, details.office_line)),
            url=reverse("console:contact-details"),
        ),
        SetupStep(
            _("通过 30 分钟通报自检"),
            _("来源间隔、值班表和渠道合计须满足 30 分钟。"),
            done=all(point.fine for point in readiness(bureau_id, now)),
            url=reverse("console:rules-readiness"),
        ),
        SetupStep(
            _("完成首次备份"),
            _("备份存于服务器，请另存至其他设备。"),
            done=last_backup() is not None,
            url=reverse("console:backups"),
        ),
    ]
