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
from django.views.decorators.cache import never_cache

from huiying.base.accounts.core.models import Officer, Unit, UnitKind
from huiying.base.accounts.organisation.actions.edit_officer import edit_officer
from huiying.base.accounts.organisation.actions.set_up import add_officer, add_unit
from huiying.base.accounts.organisation.queries import (
    all_units_of,
    taken_usernames,
    unit_kinds,
)
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability, Role, granted_roles
from huiying.base.accounts.sign_in.actions.set_password import new_password
from huiying.base.errors import Refused
from huiying.base.personnel.actions.set_roles import set_roles
from huiying.jobs import clock
from huiying.web.console.people.invitations import show_invitations
from huiying.web.console.people.standard_bureau import officer_template
from huiying.web.console.people.unit_sheet import (
    LONGEST,
    UnitSheet,
    example_cells,
    kind_of,
    wrong_kind,
)
from huiying.web.console.shared.column_help import listed
from huiying.web.console.shared.sheet_import import Cells, Column, sheet_view
from huiying.web.errors.disk_full import disk_full_message, is_disk_full, log_disk_full
from huiying.web.shared.requests import OfficerRequest, form_page
from huiying.web.shared.time_words import sentences

SEVERAL = re.compile(r"[、,，;；/]+")
BY_PAGE = (Role.ADMINISTRATOR, Role.SECURITY)  # never by a list
MOST_OFFICERS = 100  # a password is hashed for each


class OfficerSheet:
    """Officers: account, name, unit, title, phone, roles; each gets a one-time link."""

    def __init__(self, request: OfficerRequest) -> None:
        self._request, self._by, self._to_sign = request, request.user, 0
        self.title = _("导入人员")
        self.lead = _(
            "一行一人，多个角色用顿号分隔。尚无的单位随人员一并添加，已有单位不变。"
            "导入后每人获得一次性链接，自行设定口令。"
        )
        self.template = officer_template()
        self.news = ""
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
                values=_("单位名称，尚无的一并添加；不属于任何单位的不填"),
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
            Column(
                "kind",
                _("单位性质"),
                values=_("新单位填写，不填为科室：%(kinds)s")
                % {"kinds": listed(label for _value, label in unit_kinds())},
            ),
            Column("duties", _("单位职责"), values=_("新单位填写，供分办建议使用")),
        )
        cells = (
            "xunanqiao",
            _("许南乔"),
            _("综合办公室"),
            _("科员"),
            "",
            _("值班员"),
            _("科室"),
            _("综合协调、文稿、督办。"),
        )
        self.example: Sequence[tuple[str, str]] = example_cells(self.columns, cells)
        every = list(all_units_of(self._by.bureau_id))
        self._units = {unit.name: unit for unit in every if unit.active}
        self._idle = {unit.name for unit in every if not unit.active}
        self._rows: Sequence[Cells] = ()
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
        good = [row for number, row in enumerate(rows) if number not in wrong]
        self.news = sentences(self._new_units(good), self._by_one_hand(good))
        return wrong

    def add(self, rows: Sequence[Cells]) -> HttpResponse:
        """Add the officers one by one, and lead to their links."""
        made, failed = [], []
        self._rows = rows
        for row in rows:
            try:
                officer = self._add(row, self._unit(row))
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
            message += _("%(count)s 人的角色须由第二人签署，签署前不生效。") % {
                "count": self._to_sign
            }
        messages.success(self._request, message)
        return show_invitations(self._request, made, failed)

    @transaction.atomic
    def _add(self, row: Cells, unit: Unit | None) -> Officer:
        roles = frozenset(self._roles[word.lower()] for word in _words(row["roles"]))
        officer = add_officer(
            bureau=self._by.bureau,
            username=row["username"],
            name=row["name"],
            password=new_password(),  # nobody knows it: the link leads to another
            roles=frozenset(),  # each waits for its second signature
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
        """Return the unit of a row; one that the bureau has not yet is added with it."""
        name = row["unit"]
        if name and name not in self._units:
            described = next(
                (one for one in self._rows if one["unit"] == name and one["duties"]), row
            )
            self._units[name] = add_unit(
                bureau=self._by.bureau,
                name=name,
                kind=kind_of(described),
                duties=described["duties"],
                actor=self._by.audit_actor(),
                now=clock.now(),
            )
        return self._units[name] if name else None

    def _new_units(self, rows: Sequence[Cells]) -> str:
        """Say which units come with these rows: a slip of the pen would make one too."""
        names = dict.fromkeys(row["unit"] for row in rows if row["unit"])
        new = [name for name in names if name not in self._units]
        return _("随人员添加单位：%(names)s。") % {"names": _("、").join(new)} if new else ""

    def _by_one_hand(self, rows: Sequence[Cells]) -> str:
        """Say what follows when one person adds the bureau's officers and an agency's."""
        kinds = {self._kind(row) == UnitKind.AGENCY for row in rows if row["unit"]}
        if len(kinds) == 1 or not kinds:
            return ""
        return _(
            "名单中有本局人员，也有外单位人员：由您一人添加的，经第二人确认本人已接管账号前，不得"
            "互相核签，外单位的沟通确认须由组长等不是您添加的人员核签。"
        )

    def _kind(self, row: Cells) -> str:
        unit = self._units.get(row["unit"])
        return unit.kind if unit else kind_of(row)

    def _wrong(self, row: Cells, taken: set[str]) -> str:
        if problem := _wrong_account(row["username"], taken):
            return problem
        if not row["name"]:
            return _("请填写姓名。")
        if any(len(row[key]) > LONGEST[key] for key in ("name", "title", "phone")):
            return _("姓名、职务或电话超过字数限制。")
        return self._wrong_unit(row) or self._wrong_roles(_words(row["roles"]))

    def _wrong_unit(self, row: Cells) -> str:
        if len(row["unit"]) > LONGEST["unit"]:
            return _("单位名称最多 80 字。")
        if row["unit"] in self._idle:
            return _("单位“%(name)s”已停用，请先启用。") % {"name": row["unit"]}
        return "" if kind_of(row) else wrong_kind(row["kind"])

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
