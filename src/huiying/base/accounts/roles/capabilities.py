"""Who may do what: one table of roles and capabilities.

In:   the roles of an officer.    Out:  the set of capabilities.
Cost: a dictionary look-up. ``docs/permissions.md`` describes every entry; a test compares.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles of the regulation's organisation (Art. 3) and of the system."""

    ADMINISTRATOR = "administrator", _("系统管理员")
    DUTY_OFFICER = "duty_officer", _("值班员")
    OFFICE = "office", _("领导小组办公室")
    LEADER = "leader", _("组长")
    DEPUTY = "deputy", _("副组长")
    MEMBER = "member", _("领导小组成员")
    SECTION_OFFICER = "section_officer", _("承办人员")
    SPOKESPERSON = "spokesperson", _("新闻发言人")
    AUDITOR = "auditor", _("审计员")
    DISCIPLINE = "discipline", _("检举控告经办人")
    SECURITY = "security", _("安全管理员")


APPROVERS = [(value, label) for value, label in Role.choices if value != Role.SECURITY]
"""Roles as which something is approved, as choices of a column; of older tables."""


class Capability(models.TextChoices):
    """Acts that are guarded. Names are verbs."""

    SEE_DESK = "SEE_DESK", _("查看值班台")
    SEE_INCIDENTS = "SEE_INCIDENTS", _("查看事件")
    SEE_POSTS = "SEE_POSTS", _("查看帖文")
    TRIAGE = "TRIAGE", _("研判舆情")
    GRADE = "GRADE", _("定级")
    ARRANGE = "ARRANGE", _("并案、拆分和移动帖文")
    NOTIFY = "NOTIFY", _("通报")
    RECUSE = "RECUSE", _("决定他人回避")
    RECORD_DELIVERY = "RECORD_DELIVERY", _("登记电话或书面送达")
    SIGN = "SIGN", _("签收和退回")
    REPORT_BACK = "REPORT_BACK", _("反馈核实与处置情况")
    VERIFY = "VERIFY", _("提出核实")
    CONFIRM_FINDING = "CONFIRM_FINDING", _("审核结论")
    CONSULT = "CONSULT", _("会商、处置意见和交办")
    INSTRUCT = "INSTRUCT", _("作出领导批示")
    SUPERVISE = "SUPERVISE", _("登记领导批示和督办")
    COMB_RISKS = "COMB_RISKS", _("梳理风险")
    FORM_TEAM = "FORM_TEAM", _("成立、解散处置回应工作小组")
    LIAISE = "LIAISE", _("联络其他机关")
    CONTACT = "CONTACT", _("联系当事人、来件和承诺")
    SEE_PETITIONS = "SEE_PETITIONS", _("查看信访事项")
    HANDLE_PETITIONS = "HANDLE_PETITIONS", _("登记、转办和答复信访事项")
    HANDLE_ACCUSATIONS = "HANDLE_ACCUSATIONS", _("办理检举控告")
    PAUSE_CLOCK = "PAUSE_CLOCK", _("依法暂停和恢复时限")
    REVEAL_IDENTITY = "REVEAL_IDENTITY", _("查看来件人信息（须写明理由）")
    DRAFT = "DRAFT", _("起草回应")
    REPORT = "REPORT", _("编写和报送信息")
    ASK_MODEL = "ASK_MODEL", _("请语言模型拟概要")
    REVIEW = "REVIEW", _("审核回应")
    APPROVE = "APPROVE", _("审定回应")
    PUBLISH = "PUBLISH", _("发布和更正")
    CLOSE = "CLOSE", _("办结、请求豁免和复盘")
    ARCHIVE = "ARCHIVE", _("归档、调取卷宗和提出帖文删除")
    MANAGE_RESPONDERS = "MANAGE_RESPONDERS", _("管理回应人员名单和官方账号")
    OUTREACH = "OUTREACH", _("各渠道发布、新闻发布会和媒体")
    SEE_LEDGER = "SEE_LEDGER", _("查看违规台账")
    JUDGE = "JUDGE", _("认定和移送违规")
    ENTER_POSTS = "ENTER_POSTS", _("人工录入")
    IMPORT_POSTS = "IMPORT_POSTS", _("导入文件")
    SEE_SOURCES = "SEE_SOURCES", _("查看来源")
    MANAGE_SOURCES = "MANAGE_SOURCES", _("管理来源")
    MANAGE_PEOPLE = "MANAGE_PEOPLE", _("管理单位和人员")
    SIGN_ROLES = "SIGN_ROLES", _("签署角色授予")
    CONFIRM_ACCOUNTS = "CONFIRM_ACCOUNTS", _("确认账号由本人使用，签署新账号的业务角色")
    MANAGE_ROSTER = "MANAGE_ROSTER", _("排值班表")
    SEE_RULES = "SEE_RULES", _("查看规则与时限")
    MANAGE_RULES = "MANAGE_RULES", _("修改规则")
    MANAGE_CHANNELS = "MANAGE_CHANNELS", _("管理消息渠道")
    BACK_UP = "BACK_UP", _("备份")
    READ_RECORD = "READ_RECORD", _("查阅审计记录")


READS = frozenset(
    capability
    for capability in Capability
    if capability.name.startswith("SEE_") or capability is Capability.READ_RECORD
)
"""Capabilities that only look; every other one is an act."""

C = Capability
SIGNS = frozenset(
    {
        C.TRIAGE,
        C.GRADE,
        C.RECUSE,
        C.RECORD_DELIVERY,
        C.CONFIRM_FINDING,
        C.CONSULT,
        C.INSTRUCT,
        C.SUPERVISE,
        C.CONTACT,
        C.HANDLE_ACCUSATIONS,
        C.PAUSE_CLOCK,
        C.REVIEW,
        C.APPROVE,
        C.PUBLISH,
        C.JUDGE,
        C.MANAGE_RESPONDERS,
        C.MANAGE_SOURCES,
        C.SIGN_ROLES,
        C.CONFIRM_ACCOUNTS,
        C.MANAGE_RULES,
    }
)
"""Capabilities with which one signs: approves, decides, confirms for another, publishes.

Not ``SIGN``: a unit acknowledges behind a link too, without an account."""

ADMINISTERS = frozenset({C.MANAGE_PEOPLE, C.MANAGE_CHANNELS, C.BACK_UP, C.READ_RECORD})
"""Capabilities of who runs the installation, who lets people in, and who audits both."""

_READ = frozenset({C.SEE_DESK, C.SEE_INCIDENTS, C.SEE_POSTS, C.SEE_SOURCES, C.SEE_RULES})
_DUTY = _READ | {
    C.TRIAGE,
    C.GRADE,
    C.ARRANGE,
    C.NOTIFY,
    C.VERIFY,
    C.CONFIRM_FINDING,
    C.LIAISE,
    C.CONTACT,
    C.SEE_PETITIONS,
    C.HANDLE_PETITIONS,
    C.RECORD_DELIVERY,
    C.REPORT,
    C.REVIEW,
    C.ENTER_POSTS,
    C.IMPORT_POSTS,
}
_LEADS = _READ | {
    C.SEE_PETITIONS,
    C.GRADE,
    C.CONFIRM_FINDING,
    C.REVIEW,
    C.APPROVE,
    C.INSTRUCT,
    C.FORM_TEAM,
    C.PAUSE_CLOCK,
    C.RECUSE,
    C.SEE_LEDGER,
    C.JUDGE,
    C.CONFIRM_ACCOUNTS,
}

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.ADMINISTRATOR: frozenset(
        {
            C.SEE_DESK,
            C.SEE_SOURCES,
            C.MANAGE_SOURCES,
            C.MANAGE_PEOPLE,
            C.SIGN_ROLES,
            C.CONFIRM_ACCOUNTS,
            C.MANAGE_ROSTER,
            C.SEE_RULES,
            C.MANAGE_RULES,
            C.MANAGE_CHANNELS,
            C.BACK_UP,
        }
    ),
    Role.DUTY_OFFICER: _DUTY,
    Role.OFFICE: _DUTY
    | {
        C.CONSULT,
        C.SUPERVISE,
        C.COMB_RISKS,
        C.FORM_TEAM,
        C.PAUSE_CLOCK,
        C.OUTREACH,
        C.REVEAL_IDENTITY,
        C.CLOSE,
        C.ARCHIVE,
        C.SEE_LEDGER,
        C.DRAFT,
        C.ASK_MODEL,
        C.MANAGE_RESPONDERS,
        C.MANAGE_SOURCES,
        C.MANAGE_ROSTER,
        C.MANAGE_RULES,
        C.CONFIRM_ACCOUNTS,
        C.SIGN,
        C.REPORT_BACK,
    },
    Role.LEADER: _LEADS | {C.SIGN_ROLES},
    Role.DEPUTY: _LEADS,
    Role.MEMBER: _READ | {C.REVIEW, C.COMB_RISKS},
    Role.SECTION_OFFICER: frozenset(
        {
            C.SEE_DESK,
            C.SEE_INCIDENTS,
            C.SIGN,
            C.REPORT_BACK,
            C.COMB_RISKS,
            C.DRAFT,
            C.SEE_LEDGER,
        }
    ),
    Role.SPOKESPERSON: _READ
    | {C.DRAFT, C.ASK_MODEL, C.PUBLISH, C.OUTREACH, C.MANAGE_RESPONDERS},
    Role.AUDITOR: frozenset(
        {C.SEE_DESK, C.SEE_INCIDENTS, C.READ_RECORD, C.SEE_RULES, C.SEE_LEDGER}
    ),
    Role.DISCIPLINE: frozenset({C.SEE_DESK, C.HANDLE_ACCUSATIONS}),
    Role.SECURITY: frozenset({C.SEE_DESK, C.MANAGE_PEOPLE, C.SIGN_ROLES, C.CONFIRM_ACCOUNTS}),
}

OF_SECURITY = frozenset({C.MANAGE_PEOPLE, C.SIGN_ROLES, C.CONFIRM_ACCOUNTS})
"""What the system administrator does not have where three administrators share the work."""


def roles_with(capability: Capability) -> tuple[Role, ...]:
    """Return the roles that allow something, in the order of the table."""
    return tuple(role for role in CAPABILITIES if capability in _held_by(role))


def capabilities_of(roles: frozenset[Role]) -> frozenset[Capability]:
    """Return everything that the given roles allow together."""
    return frozenset().union(*(_held_by(role) for role in roles)) if roles else frozenset()


def granted_roles() -> list[Role]:
    """Return the roles that an officer can be given in this installation."""
    return [role for role in Role if role != Role.SECURITY or settings.THREE_ADMINISTRATORS]


def _held_by(role: Role) -> frozenset[Capability]:
    held = CAPABILITIES[role]
    parted = settings.THREE_ADMINISTRATORS and role == Role.ADMINISTRATOR
    return held - OF_SECURITY if parted else held
