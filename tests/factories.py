"""The fixed cast. Everybody in the tests works in one of two bureaus:

云川 (yunchuan), whose people do the work, and 临溪 (linxi), whose people see nothing of it.
lu keeps the duty desk, shen works in the office, cheng is the deputy who signs, leader leads,
speaker speaks, window serves 来访接待科, water the water agency, auditor reads, admin sets up,
ji handles accusations and works for no unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from huiying.base.accounts.core.models import Bureau, Officer, Unit, UnitKind
from huiying.base.accounts.organisation.actions.set_up import add_bureau, add_officer, add_unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.subjects import MACHINE

T0 = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # 10:00 in 云川
PASSWORD = "a-long-enough-pass"


@dataclass
class Cast:
    bureau: Bureau
    office: Unit
    reception: Unit
    online: Unit
    waterworks: Unit
    admin: Officer
    lu: Officer
    shen: Officer
    leader: Officer
    cheng: Officer
    speaker: Officer
    window: Officer
    water: Officer
    auditor: Officer
    ji: Officer


PEOPLE = [
    ("admin", "方知行", Role.ADMINISTRATOR, None),
    ("lu", "陆知远", Role.DUTY_OFFICER, "office"),
    ("shen", "沈青禾", Role.OFFICE, "office"),
    ("leader", "顾怀川", Role.LEADER, None),
    ("cheng", "程望舒", Role.DEPUTY, None),
    ("speaker", "苏见微", Role.SPOKESPERSON, "office"),
    ("window", "秦以安", Role.SECTION_OFFICER, "reception"),
    ("water", "温若川", Role.SECTION_OFFICER, "waterworks"),
    ("auditor", "闻令仪", Role.AUDITOR, None),
    ("ji", "纪明川", Role.DISCIPLINE, None),
]


def make_cast(slug: str, name: str) -> Cast:
    """Make one bureau with the whole cast."""
    bureau = add_bureau(slug=slug, name=f"{name}信访局", district=name, actor=MACHINE, now=T0)

    def unit(title: str, kind: UnitKind, duties: str, *, office: bool = False) -> Unit:
        return add_unit(
            bureau=bureau,
            name=title,
            kind=kind,
            duties=duties,
            is_office=office,
            actor=MACHINE,
            now=T0,
        )

    units = {
        "office": unit(
            "综合办公室", UnitKind.SECTION, "领导小组办公室,负责综合协调。", office=True
        ),
        "reception": unit(
            "来访接待科", UnitKind.SECTION, "来访登记、窗口接待、预约排队、接访秩序。"
        ),
        "online": unit(
            "网上信访科", UnitKind.SUBORDINATE, "网上信访、查询页面、留言回复、满意度评价。"
        ),
        "waterworks": unit(
            "区水务局", UnitKind.AGENCY, "供水、自来水水质、停水、水管抢修、排水。"
        ),
    }
    people = {
        key: add_officer(
            bureau=bureau,
            username=f"{key}@{slug}",
            name=label,
            password=PASSWORD,
            roles=frozenset({role}),
            unit=units.get(where or ""),
            bootstrap=True,
            actor=MACHINE,
            now=T0,
        )
        for key, label, role, where in PEOPLE
    }
    return Cast(bureau=bureau, **units, **people)
