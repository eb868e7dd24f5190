"""Set up the fictional bureau by the same acts as a real one.

In:   the scenario's cast.    Out:  bureau, units, officers, sources, by key.
Cost: about sixty writes.

The bureau is a sandbox: nothing leaves it. Officers have no password; the demonstration's
one-click door signs them in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from huiying.base.accounts.core.models import Bureau, Officer, Unit, UnitKind
from huiying.base.accounts.organisation.actions.edit_superior import SuperiorFacts, add_superior
from huiying.base.accounts.organisation.actions.set_up import add_bureau, add_officer, add_unit
from huiying.base.accounts.roles.capabilities import Role
from huiying.base.audit.subjects import Actor
from huiying.base.outbox.actions.set_channel import add_channel
from huiying.base.rulebook.actions.adopt import adopt_book
from huiying.jobs.demo.duty import plan_absence, plan_patrols, plan_roster
from huiying.jobs.demo.scenario_types import Scenario, SourceCast
from huiying.policy.procedure.reports import CLASS_OF_SUPERIOR, Way
from huiying.policy.rulebook.book import default_book
from huiying.policy.rulebook.data import to_data
from huiying.work.closing.archive.actions.set_fonds import set_fonds
from huiying.work.collection.communities.actions.register import register_community
from huiying.work.collection.sources.actions.add_source import add_source
from huiying.work.collection.sources.models import Source
from huiying.work.reports.routing.actions.edit_recipient import (
    RecipientInput,
    add_recipient,
    add_usual_recipients,
)
from huiying.work.reports.routing.queries import superiors_without_rule
from huiying.work.reports.schedules.actions.set_schedule import ensure_schedule
from huiying.work.responses.contact_details.actions.set_details import set_contact_details

DEMO_ACTOR = Actor("command:demo", "演示")
SUPERIORS = (
    SuperiorFacts(
        "区委、区政府办公室",
        "GOVERNMENT",
        "重大舆情初报、续报、终报；网上突发敏感舆情的发布请示",
        "公文交换，急件先电话",
        "总值班室",
        "0000-8260001",
    ),
    SuperiorFacts("区委网信办", "CYBERSPACE", "网络舆情日报和专报", "政务内网", "值班室"),
    SuperiorFacts("市信访局", "PETITIONS", "社情民意、信访形势分析", "公文交换"),
)
TIERS = {1: "local", 2: "provincial", 3: "national"}


@dataclass(slots=True)
class Cast:
    """The people and places of the demonstration, by the scenario's keys."""

    bureau: Bureau
    units: dict[str, Unit] = field(default_factory=dict)
    officers: dict[str, Officer] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)


FONDS = "YC18"  # as a district's archives would give it
CONTACT_DETAILS = {
    "address": "云川区民生路 8 号区信访局接待大厅",
    "hours": "工作日 8:30 至 12:00，14:00 至 17:30",
    "office_line": "0000-8261000",
    "post": "云川区民生路 8 号区信访局，邮编 000000",
    "hotline": "12345",
    "online": "https://wsxf.gjxfj.gov.cn/",
    "icp": "云ICP备00000000号（虚构）",
    "police": "云公网安备00000000000000号（虚构）",
}


def make_cast(scenario: Scenario, *, now: datetime) -> Cast:
    """Make everything that stands before the first post arrives."""
    words = scenario.bureau
    bureau = add_bureau(
        slug=words.slug,
        name=words.name,
        district=words.district,
        sandbox=True,
        actor=DEMO_ACTOR,
        now=now,
    )
    cast = Cast(bureau)
    for facts in SUPERIORS:
        add_superior(bureau=bureau, facts=facts, actor=DEMO_ACTOR, now=now)
    for unit in scenario.units:
        cast.units[unit.key] = add_unit(
            bureau=bureau,
            name=unit.name,
            kind=unit.kind,
            duties=unit.duties,
            is_office=unit.key == "office",
            contact=unit.contact,
            phone=unit.phone,
            actor=DEMO_ACTOR,
            now=now,
        )
    for person in scenario.officers:
        cast.officers[person.key] = add_officer(
            bureau=bureau,
            username=person.key,
            name=person.name,
            title=person.title,
            phone=person.phone,
            phone_shared=True,
            password=None,
            roles=frozenset(Role(role) for role in person.roles),
            unit=cast.units.get(person.unit),
            bootstrap=True,
            actor=DEMO_ACTOR,
            now=now,
        )
    set_fonds(fonds=FONDS, officer=cast.officers["shen"], now=now)
    set_contact_details(revision=0, officer=cast.officers["han"], now=now, **CONTACT_DETAILS)
    plan_roster(bureau, cast.officers, by=DEMO_ACTOR, now=now)
    plan_absence(cast.officers, now=now)
    _rules(bureau, scenario, now)
    plan_patrols(cast.officers, now=now)
    for source in scenario.sources:
        for name in source.communities:
            register_community(bureau=bureau, name=name, actor=DEMO_ACTOR, now=now)
        cast.sources[source.key] = _source(bureau, source, now)
    _channels(cast, now)
    _recipients(cast, now)
    return cast


def find_cast(scenario: Scenario, bureau: Bureau) -> Cast:
    """Return the cast of a demonstration that was set up before."""
    names = {unit.name: unit.key for unit in scenario.units}
    labels = {source.name: source.key for source in scenario.sources}
    keys = {person.key for person in scenario.officers}
    return Cast(
        bureau,
        {
            names[row.name]: row
            for row in Unit.objects.filter(bureau=bureau)
            if row.name in names
        },
        {row.username: row for row in Officer.objects.filter(bureau=bureau, username__in=keys)},
        {
            labels[row.name]: row
            for row in Source.objects.filter(bureau=bureau, name__in=labels)
        },
    )


def _channels(cast: Cast, now: datetime) -> None:
    """Add the ways out: to the desk and to two units; a sandbox sends nothing by them."""
    robot = "https://chat.yunchuan.example/cgi-bin/webhook/send?key=demo"
    for unit, kind, name, target in (
        (None, "SMTP", "值班邮箱", "duty@yunchuan.example"),
        ("water", "WECOM", "区水务局联络群", robot),
        ("city", "SMTP", "区城管局值班邮箱", "duty@chengguan.example"),
    ):
        add_channel(
            bureau=cast.bureau,
            unit=cast.units[unit] if unit else None,
            kind=kind,
            name=f"{name}（演示，不会发出）",
            target=target,
            actor=DEMO_ACTOR,
            now=now,
        )


def _recipients(cast: Cast, now: datetime) -> None:
    """Route reports by the usual split; one body is reached by a link, as an agency."""
    ensure_schedule(cast.bureau, now)
    unit = add_unit(
        bureau=cast.bureau,
        name="区委网信办",
        kind=UnitKind.AGENCY,
        duties="",
        actor=DEMO_ACTOR,
        now=now,
    )
    add_channel(
        bureau=cast.bureau,
        unit=unit,
        kind="SMTP",
        name="区委网信办值班邮箱（演示，不会发出）",
        target="duty@wangxin.example",
        actor=DEMO_ACTOR,
        now=now,
    )
    for superior in superiors_without_rule(cast.bureau.pk):
        if superior.name == unit.name:
            add_recipient(
                bureau=cast.bureau,
                matter=CLASS_OF_SUPERIOR[superior.kind],
                superior=superior,
                values=RecipientInput(Way.LINK, unit),
                officer=DEMO_ACTOR,
                now=now,
            )
    add_usual_recipients(bureau=cast.bureau, officer=DEMO_ACTOR, now=now)


def _rules(bureau: Bureau, scenario: Scenario, now: datetime) -> None:
    """Adopt the default book with the fictional media and platforms in its lists."""
    data = to_data(default_book())
    data["media_tiers"] |= {
        source.host: TIERS[source.tier] for source in scenario.sources if source.tier
    }
    own = dict.fromkeys(source.channel for source in scenario.sources)
    listed = {
        name: [word for word in also if word not in own]
        for name, also in data["platforms"]["names"].items()
    }
    data["platforms"] = {"names": listed | {name: [] for name in own if name not in listed}}
    # Three days are shown: units have hours for what else takes a week.
    data["deadlines"]["RISK_SWEEP_UNIT"] |= {"amount": 8, "unit": "hours"}
    adopt_book(bureau=bureau, data=data, now=now, actor=DEMO_ACTOR)


def _source(bureau: Bureau, source: SourceCast, now: datetime) -> Source:
    """Add a source; the addresses end in .example, and the demonstration never asks them."""
    address = {"FEED": f"https://{source.host}/feed.xml", "PAGE": f"https://{source.host}/"}
    return add_source(
        bureau=bureau,
        name=source.name,
        kind=source.kind,
        channel=source.channel,
        address=address.get(source.kind, ""),
        link_pattern=r"/p/\d+" if source.kind == "PAGE" else "",
        intake=source.intake,
        actor=DEMO_ACTOR,
        now=now,
    )
