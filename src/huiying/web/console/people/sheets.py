"""Import units and officers from a spreadsheet, with a preview of each row.

In:   cells as people write them.    Out:  rows added, or what is wrong with one.
Cost: two queries a sheet; one password hash an officer, each in its own short transaction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from huiying.base.accounts.core.models import Officer, Unit
from huiying.base.accounts.organisation.actions.edit_officer import edit_officer
from huiying.base.accounts.organisation.actions.set_up import add_officer, add_unit
from huiying.base.accounts.organisation.queries import (
    all_units_of,
    taken_usernames,
    unit_kinds,
    units_of,
)
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role, granted_roles
from huiying.base.accounts.sign_in.actions.set_password import new_password
from huiying.base.errors import Refused
from huiying.base.personnel.actions.set_roles import plan_roles, set_roles
from huiying.jobs import clock
from huiying.web.console.people.invitations import show_invitations
from huiying.web.console.shared.column_help import listed
from huiying.web.console.shared.sheet_import import Cells, Column, sheet_view
from huiying.web.errors.disk_full import disk_full_message, is_disk_full, log_disk_full
from huiying.web.shared.requests import OfficerRequest, form_page

SEVERAL = re.compile(r"[、,，;；/]+")
LONGEST = {
    "unit": 80,
    "unit_phone": 40,
    "contact": 60,
    "name": 40,
    "title": 40,
    "phone": 30,
    "username": 150,
}
BY_PAGE = (Role.ADMINISTRATOR, Role.SECURITY)  # never by a list
MOST_OFFICERS = 100  # a password is hashed for each


class UnitSheet:
    """Units: name, kind, telephone, contact, duties."""

    def __init__(self, request: OfficerRequest) -> None:
        self._by = request.user
        self.title = _("导入单位")
        self.lead = _("一行一个单位，已有单位不变。")
        self.file_name = "units"
        self.back = reverse("console:people")
        self.columns: Sequence[Column] = (
            Column("name", _("单位名称"), ("单位名称", "名称", "单位"), required=True),
            Column(
                "kind",
                _("性质"),
                ("性质", "类别"),
                values=listed(label for _value, label in unit_kinds()),
            ),
            Column("phone", _("联系电话"), ("电话", "值班电话")),
            Column("contact", _("联系岗位"), ("岗位", "联系人")),
            Column(
                "duties",
                _("职责"),
                ("主要职责", "职能"),
                values=_("办理事项的关键词，供分办建议使用"),
            ),
        )
        self._kinds = {label.lower(): value for value, label in unit_kinds()}
        self._kinds |= {value.lower(): value for value, _label in unit_kinds()}
        unit = pgettext("example", "区水务局")
        duties = _("供水、水质、停水、水管抢修。")
        cells = (unit, _("外单位"), "0000-8262008", _("办公室值班"), duties)
        self.example: Sequence[tuple[str, str]] = _example(self.columns, cells)

    def check(self, rows: Sequence[Cells]) -> Mapping[int, str]:
        """Return what is wrong with rows, beside the units there are and each other."""
        taken = {unit.name for unit in all_units_of(self._by.bureau_id)}
        wrong = {}
        for number, row in enumerate(rows):
            reason = self._wrong(row, taken)
            if reason:
                wrong[number] = reason
            taken.add(row["name"])
        return wrong

    def add(self, rows: Sequence[Cells]) -> str:
        """Add the units, all or none."""
        try:
            with transaction.atomic():
                for row in rows:
                    add_unit(
                        bureau=self._by.bureau,
                        name=row["name"],
                        kind=self._kind(row),
                        duties=row["duties"],
                        contact=row["contact"],
                        phone=row["phone"],
                        actor=self._by.audit_actor(),
                        now=clock.now(),
                    )
        except Refused as error:
            raise Refused(str(error)) from error
        return _("已添加 %(count)s 个单位。") % {"count": len(rows)}

    def _kind(self, row: Cells) -> str:
        return self._kinds.get(row["kind"].lower() or "section", "")

    def _wrong(self, row: Cells, taken: set[str]) -> str:
        if not row["name"]:
            return _("请填写单位名称。")
        if len(row["name"]) > LONGEST["unit"]:
            return _("单位名称最多 80 字。")
        if (
            len(row["phone"]) > LONGEST["unit_phone"]
            or len(row["contact"]) > LONGEST["contact"]
        ):
            return _("联系电话最多 40 字，联系岗位最多 60 字。")
        if row["name"] in taken:
            return _("本局已有“%(name)s”。") % {"name": row["name"]}
        if not self._kind(row):
            kinds = _("、").join(label for _value, label in unit_kinds())
            return _("性质“%(kind)s”无法识别，可填写：%(kinds)s。") % {
                "kind": row["kind"],
                "kinds": kinds,
            }
        return ""


class OfficerSheet:
    """Officers: account, name, unit, title, phone, roles; each gets a one-time link."""

    def __init__(self, request: OfficerRequest) -> None:
        self._request, self._by, self._to_sign = request, request.user, 0
        self.title = _("导入人员")
        self.lead = _("一行一人，多个角色用顿号分隔。导入后每人获得一次性链接，自行设定口令。")
        self.back = reverse("console:people")
        self.file_name = "officers"
        self.columns: Sequence[Column] = (
            Column(
                "username",
                _("账号"),
                ("账号", "account"),
                required=True,
                values=_("登录用，字母、数字，不与他人重复"),
            ),
            Column("name", _("姓名"), ("姓名",), required=True),
            Column(
                "unit",
                _("单位"),
                ("单位", "所在单位", "部门"),
                values=_("本局已添加的单位名称；不属于任何单位的不填"),
            ),
            Column("title", _("职务"), ("职务",)),
            Column("phone", _("值班电话"), ("值班电话", "电话")),
            Column(
                "roles",
                _("角色"),
                ("角色",),
                required=True,
                values=listed(role.label for role in granted_roles() if role not in BY_PAGE),
            ),
        )
        cells = ("xunanqiao", _("许南乔"), _("综合办公室"), _("科员"), "", _("值班员"))
        self.example: Sequence[tuple[str, str]] = _example(self.columns, cells)
        self._units = {unit.name: unit for unit in units_of(self._by.bureau_id)}
        self._roles = {str(role.label).lower(): role for role in granted_roles()}
        self._roles |= {role.value: role for role in granted_roles()}

    def check(self, rows: Sequence[Cells]) -> Mapping[int, str]:
        """Return what is wrong with rows, beside the accounts there are and each other."""
        taken = taken_usernames(row["username"] for row in rows)
        wrong = {}
        for number, row in enumerate(rows):
            reason = self._wrong(row, taken)
            if number >= MOST_OFFICERS:
                reason = _("一次最多 %(most)s 人，其余请分次导入。") % {"most": MOST_OFFICERS}
            if reason:
                wrong[number] = reason
            taken.add(row["username"].lower())
        return wrong

    def add(self, rows: Sequence[Cells]) -> HttpResponse:
        """Add the officers one by one, and lead to their links."""
        made, failed = [], []
        for row in rows:
            try:
                officer = self._add(row)
            except Refused as error:
                failed.append({"name": row["name"], "reason": str(error)})
            except DatabaseError as error:  # those before him are there, with their links
                if not is_disk_full(error):
                    raise
                log_disk_full(self._request, error)
                failed.append({"name": row["name"], "reason": disk_full_message()})
            else:
                made.append(officer)
        message = _("已添加 %(count)s 人。") % {"count": len(made)}
        if self._to_sign:
            message += _("其中 %(count)s 人的角色须由另一位系统管理员或组长签署。") % {
                "count": self._to_sign
            }
        messages.success(self._request, message)
        return show_invitations(self._request, made, failed)

    @transaction.atomic
    def _add(self, row: Cells) -> Officer:
        unit = self._unit(row)
        roles = frozenset(self._roles[word.lower()] for word in _words(row["roles"]))
        officer = add_officer(
            bureau=self._by.bureau,
            username=row["username"],
            name=row["name"],
            password=new_password(),  # nobody knows it: the link leads to another
            roles=plan_roles(frozenset(), roles).at_once,
            unit=unit,
            title=row["title"],
            actor=self._by.audit_actor(),
            by=self._by,
            now=clock.now(),
        )
        if row["phone"]:
            edit_officer(
                officer=officer,
                name=row["name"],
                title=row["title"],
                phone=row["phone"],
                unit=unit,
                actor=self._by.audit_actor(),
                by=self._by,
                now=clock.now(),
            )
        role_request = set_roles(
            officer=officer, roles=roles, active=True, by=self._by, now=clock.now()
        )
        self._to_sign += role_request is not None
        return officer

    def _unit(self, row: Cells) -> Unit | None:
        return self._units[row["unit"]] if row["unit"] else None

    def _wrong(self, row: Cells, taken: set[str]) -> str:
        if problem := _wrong_account(row["username"], taken):
            return problem
        if not row["name"]:
            return _("请填写姓名。")
        if any(len(row[key]) > LONGEST[key] for key in ("name", "title", "phone")):
            return _("姓名、职务或电话超过字数限制。")
        if row["unit"] and row["unit"] not in self._units:
            return _("单位“%(name)s”不存在，请先添加。") % {"name": row["unit"]}
        return self._wrong_roles(_words(row["roles"]))

    def _wrong_roles(self, words: list[str]) -> str:
        unknown = [word for word in words if word.lower() not in self._roles]
        if unknown or not words:
            return _("角色“%(role)s”无法识别。") % {"role": unknown[0] if unknown else "…"}
        for role in BY_PAGE:
            if any(self._roles[word.lower()] == role for word in words):
                return _("%(role)s须在页面单独添加。") % {"role": role.label}
        return ""


def _wrong_account(username: str, taken: set[str]) -> str:
    if not username or len(username) > LONGEST["username"]:
        return _("账号未填写或超过字数限制。")
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError:
        return _("账号限用字母、数字和 @ . + - _。")
    if username.lower() in taken:
        return _("账号“%(username)s”已被使用。请换一个。") % {"username": username}
    return ""


def _words(text: str) -> list[str]:
    return [word for word in (part.strip() for part in SEVERAL.split(text)) if word]


def _example(columns: Sequence[Column], cells: Sequence[str]) -> list[tuple[str, str]]:
    return list(zip((column.label for column in columns), cells, strict=True))


@form_page
def import_units(request: OfficerRequest) -> HttpResponse:
    """Add the units of a sheet."""
    require(request.user, Capability.MANAGE_PEOPLE)
    return sheet_view(request, UnitSheet(request))


@form_page
@never_cache
def import_officers(request: OfficerRequest) -> HttpResponse:
    """Add the officers of a sheet."""
    require(request.user, Capability.MANAGE_PEOPLE)
    return sheet_view(request, OfficerSheet(request))
