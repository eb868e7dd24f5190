"""The units and posts of a common bureau, as rows that an administrator fills with names.

In:   nothing.    Out:  a table for the form of officers, accounts and names left empty.
Cost: none.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.accounts.roles.capabilities import Role


def officer_template() -> str:
    """Return the rows, cells parted by tabs; who heads the bureau belongs to no unit."""
    office, section = _("综合办公室"), (Role.SECTION_OFFICER, Role.MEMBER)
    rows = (
        _row("", _("分管副局长"), Role.DEPUTY),
        _row(office, _("主任"), Role.OFFICE, Role.MEMBER, duties=_("综合协调、文稿、督办。")),
        _row(office, _("值班员"), Role.DUTY_OFFICER),
        _row(office, _("新闻发言人"), Role.SPOKESPERSON),
        _row(
            _("来访接待科"),
            _("科长"),
            *section,
            duties=_("来访登记、窗口排队、叫号、接待秩序。"),
        ),
        _row(_("办信科"), _("科长"), *section, duties=_("来信登记、转送、交办、答复。")),
        _row(
            _("网上信访科"),
            _("科长"),
            *section,
            duties=_("网上信访受理、查询、平台答复。"),
        ),
        _row("", "", Role.AUDITOR),
    )
    headings = (
        *(_("账号"), _("姓名"), _("单位"), _("职务"), _("值班电话"), _("角色")),
        *(_("单位性质"), _("单位职责")),
    )
    return "\n".join("\t".join(row) for row in (headings, *rows))


def _row(unit: str, title: str, *roles: Role, duties: str = "") -> tuple[str, ...]:
    names = _("、").join(str(role.label) for role in roles)
    return "", "", unit, title, "", names, _("科室") if duties else "", duties
