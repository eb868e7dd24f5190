"""The settings of a source, checked before they are stored.

In:   name, kind, platform, address, link rules, interval as typed.
Out:  checked facts, or ``Refused`` with the sentence that says what to change.
Cost: none on the network.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau
from huiying.base.audit.masked_text import masked_text
from huiying.base.errors import Refused
from huiying.policy.rulebook.platforms import OTHER
from huiying.reasons.reason import reason
from huiying.reasons.rendering import render
from huiying.work.collection.communities.known_places import KnownPlaces, known_places_of
from huiying.work.collection.core.post_address import is_of_one_person, signs_in
from huiying.work.collection.fetch.addresses import AddressRefused, parse_target
from huiying.work.collection.fetch.pages import BadRule, list_links
from huiying.work.collection.fetch.policy import fetch_policy
from huiying.work.collection.sources.models import (
    FETCHED,
    FetchAddress,
    Intake,
    Source,
    SourceKind,
)

LEAST_INTERVAL, MOST_INTERVAL = 2, 24 * 60
MAX_ADDRESS_CHARS = 500
MAX_RULE_CHARS = 200


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """What an officer says of a source."""

    name: str
    channel: str  # of the bureau's list, or ``OTHER``
    community: str = ""
    address: str = ""
    link_pattern: str = ""
    link_selector: str = ""
    interval_minutes: int = 10
    intake: str = ""  # an ``Intake``; "" = by kind and platform


INTAKE_OF_PLATFORM = {
    "12345": Intake.HOTLINE,
    "政府网站": Intake.INBOX,
    "信访": Intake.INBOX,
    "来信": Intake.INBOX,
    "来访": Intake.INBOX,
    "来电": Intake.INBOX,
}
"""Platforms by which people reach the bureau itself, where a file or a push brings them."""
PUSHED = frozenset({SourceKind.PUSH, SourceKind.FILE})
"""The kinds by which something can be sent to the bureau; what is fetched is public."""


def source_name(text: str) -> str:
    """Return the name of a source as it is stored, without what identifies a person."""
    return masked_text(text.strip())


def check_settings(
    facts: SourceSettings,
    *,
    kind: SourceKind,
    bureau: Bureau,
    now: datetime,
    source: Source | None = None,
) -> SourceSettings:
    """Return the facts tidied and masked.

    Raises:
        Refused: If a name is missing or taken, a platform or community is in no list, or an
            address, rule or interval is not possible.
    """
    channel, community = _listed_places(facts, known_places_of(bureau.pk, now))
    tidy = SourceSettings(
        name=source_name(facts.name),
        channel=channel,
        community=community,
        address=facts.address.strip(),
        link_pattern=facts.link_pattern.strip(),
        link_selector=facts.link_selector.strip(),
        interval_minutes=facts.interval_minutes,
        intake=_checked_intake(facts.intake, kind, channel, source),
    )
    if not tidy.name or not tidy.channel:
        raise Refused(_("来源须有名称和平台。"))
    named = Source.objects.filter(bureau=bureau, name=tidy.name).first()
    if named is not None and named != source:
        raise Refused(_("本局已有来源“%(name)s”。请换一个名称。") % {"name": tidy.name})
    if not LEAST_INTERVAL <= tidy.interval_minutes <= MOST_INTERVAL:
        raise Refused(
            _("间隔须在 %(least)s 至 %(most)s 分钟之间。")
            % {"least": LEAST_INTERVAL, "most": MOST_INTERVAL}
        )
    if kind not in FETCHED:
        return replace(tidy, address="", link_pattern="", link_selector="")
    if kind == SourceKind.FEED:
        tidy = replace(tidy, link_pattern="", link_selector="")
    _check_rules(tidy)
    return replace(tidy, address=_checked_address(tidy.address, bureau))


def _checked_intake(given: str, kind: SourceKind, channel: str, source: Source | None) -> str:
    """Return to whom it is addressed; what is delivered to the bureau stays so.

    Raises:
        Refused: If it is to be taken for public: accusations would become posts.
    """
    if kind not in PUSHED:
        return Intake.PUBLIC
    if source is not None and source.is_delivered and given == Intake.PUBLIC:
        raise Refused(
            _("发给本局的来源不能改为公开信息，否则检举控告会成为帖文。请停用后另建来源。")
        )
    if given in Intake.values:
        return given
    return source.intake if source else INTAKE_OF_PLATFORM.get(channel, Intake.PUBLIC)


def _listed_places(facts: SourceSettings, places: KnownPlaces) -> tuple[str, str]:
    """Return platform and community as they are listed."""
    channel, community = facts.channel.strip(), facts.community.strip()
    platform = channel if channel in ("", OTHER) else places.platform(channel)
    if platform is None:
        raise Refused(_("请从名单中选择平台。名单见规则，缺少的由规则修改稿补充。"))
    place = places.community(community) if community else ""
    if place is None:
        raise Refused(_("社区或版块请从登记的名单里选。缺的先在“社区名单”里登记。"))
    return platform, place


def _checked_address(address: str, bureau: Bureau) -> str:
    if not address and bureau.sandbox:
        return ""  # a demonstration brings the posts itself and goes nowhere
    try:
        url = parse_target(address, fetch_policy()).url
    except AddressRefused as refused:
        raise Refused(render(refused.reason, _)) from refused
    if signs_in(url):
        raise Refused(render(reason("collection.address.has_credentials"), _))
    if is_of_one_person(url):
        raise Refused(
            _(
                "该网址疑似个人主页或个人动态：来源为地方和媒体，不采集个人的全部内容。"
                "按用户分配网址的平台不作来源；单位在其上开设的账号，请改用该单位自己网站的网址。"
            )
        )
    if len(url) > MAX_ADDRESS_CHARS:
        raise Refused(
            _("网址超过 %(limit)s 个字符。请改用更短的网址。") % {"limit": MAX_ADDRESS_CHARS}
        )
    return url


def _check_rules(facts: SourceSettings) -> None:
    if max(len(facts.link_pattern), len(facts.link_selector)) > MAX_RULE_CHARS:
        raise Refused(_("链接规则过长，最多 %(limit)s 个字符。") % {"limit": MAX_RULE_CHARS})
    try:
        list_links(
            "<a href='/'>x</a>",
            "https://a.example/",
            pattern=facts.link_pattern,
            selector=facts.link_selector,
        )
    except BadRule as bad:
        raise Refused(render(bad.reason, _)) from bad


def shared_address(url: str, now: datetime) -> FetchAddress | None:
    """Return the shared address of a url, asked again from the start at the next turn.

    What it knew of its last state is forgotten: "not modified" would keep a new follower empty.
    """
    if not url:
        return None
    address, made = FetchAddress.objects.get_or_create(url=url, defaults={"next_fetch_at": now})
    if not made:
        FetchAddress.objects.filter(pk=address.pk).update(
            etag="", last_modified="", next_fetch_at=now
        )
    return address
