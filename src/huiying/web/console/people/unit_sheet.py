"""Rows of units from a spreadsheet, and the kind of a unit as people write it.

In:   cells as people write them.    Out:  units added, or what is wrong with a row.
Cost: one query a sheet; one write a row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from huiying.base.accounts.organisation.actions.set_up import add_unit
from huiying.base.accounts.organisation.queries import (
    all_units_of,
    unit_kinds,
)
from huiying.base.errors import Refused
from huiying.jobs import clock
from huiying.web.console.shared.column_help import listed
from huiying.web.console.shared.sheet_import import Cells, Column
from huiying.web.shared.requests import OfficerRequest

LONGEST = {
    "unit": 80,
    "unit_phone": 40,
    "contact": 60,
    "name": 40,
    "title": 40,
    "phone": 30,
    "username": 150,
}


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
        unit = pgettext("example", "区水务局")
        duties = _("供水、水质、停水、水管抢修。")
        cells = (unit, _("外单位"), "0000-8262008", _("办公室值班"), duties)
        self.example: Sequence[tuple[str, str]] = example_cells(self.columns, cells)

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
                        kind=kind_of(row),
                        duties=row["duties"],
                        contact=row["contact"],
                        phone=row["phone"],
                        actor=self._by.audit_actor(),
                        now=clock.now(),
                    )
        except Refused as error:
            raise Refused(str(error)) from error
        return _("已添加 %(count)s 个单位。") % {"count": len(rows)}

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
        return "" if kind_of(row) else wrong_kind(row["kind"])


def kind_of(row: Cells) -> str:
    """Return the kind of the unit of a row, a section if none is named; "" = it is none."""
    kinds = {str(label).lower(): value for value, label in unit_kinds()}
    kinds |= {value.lower(): value for value, _label in unit_kinds()}
    return kinds.get(row["kind"].lower() or "section", "")


def wrong_kind(kind: str) -> str:
    """Say that a kind is none, and which there are."""
    kinds = _("、").join(label for _value, label in unit_kinds())
    return _("性质“%(kind)s”无法识别，可填写：%(kinds)s。") % {"kind": kind, "kinds": kinds}


def example_cells(columns: Sequence[Column], cells: Sequence[str]) -> list[tuple[str, str]]:
    """Return the cells of an example beside the headings of their columns."""
    return list(zip((column.label for column in columns), cells, strict=True))
