"""Read the places of a patrol plan as an officer types them: name, address, platform.

In:   lines such as ``民生求助版 | https://bbs.example.org/f?id=3 | 本地论坛``.
Out:  places in their order, or the line that cannot be read and why.
Cost: linear in the lines; pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.search.personal import personal_kind_of_place
from huiying.work.collection.core.post_address import is_of_one_person, signs_in

MOST_PLACES: Final = 40
MAX_NAME_CHARS: Final = 60
MAX_URL_CHARS: Final = 500
MAX_PLATFORM_CHARS: Final = 40
MOST_PERSON_CHARS: Final = 8  # of a person's page; longer names of boards read like names
_BARS: Final = re.compile(r"[|｜\t]")
_ADDRESS: Final = re.compile(r"https?://\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceDetails:
    """A public place to look at; ``url`` and ``platform`` may be ""."""

    name: str
    url: str = ""
    platform: str = ""


def read_places(text: str) -> list[PlaceDetails]:
    """Return the places of a text, one a line; an address also stands without bars.

    >>> read_places("民生求助版 https://bbs.example.org/f")
    [PlaceDetails(name='民生求助版', url='https://bbs.example.org/f', platform='')]
    """
    return [_place(line) for line in text.splitlines() if line.strip()]


def place_lines(places: Iterable[PlaceDetails]) -> str:
    """Return places as they are typed: the opposite of ``read_places``."""
    return "\n".join(
        " | ".join((place.name, place.url, place.platform)).rstrip(" |") for place in places
    )


def check_places(
    places: Collection[PlaceDetails], *, platforms: Collection[str], district: str
) -> None:
    """Refuse places that cannot be opened, or that are the page of a person.

    Raises:
        Refused: With the number of the line and what to do.
    """
    if not places:
        raise Refused(_("请至少填写一处巡查范围。"))
    if len(places) > MOST_PLACES:
        raise Refused(_("巡查范围最多 %(most)s 处，请拆分为多项安排。") % {"most": MOST_PLACES})
    for number, place in enumerate(places, 1):
        if problem := _problem(place, platforms, district):
            raise Refused(
                _("第 %(number)s 行：%(problem)s") % {"number": number, "problem": problem}
            )
    names = [place.name for place in places]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise Refused(_("“%(name)s”重复，请合并为一行。") % {"name": twice})


def _place(line: str) -> PlaceDetails:
    parts = [" ".join(part.split()) for part in _BARS.split(line)]
    if len(parts) == 1 and (found := _ADDRESS.search(parts[0])):
        name, rest = parts[0][: found.start()], parts[0][found.end() :]
        parts = [name.strip(), found.group(), rest.strip()]
    name, url, platform = (*parts, "", "")[:3]
    if len(parts) > 3:  # noqa: PLR2004 - name, address, platform
        platform = " ".join(parts[2:])
    return PlaceDetails(name, url, platform)


def _problem(place: PlaceDetails, platforms: Collection[str], district: str) -> str:
    if not place.name:
        return _("请写名称，如“民生求助版”。")
    if len(place.name) > MAX_NAME_CHARS or len(place.url) > MAX_URL_CHARS:
        return _("名称不超过 60 个字，网址不超过 500 个字符。")
    kind = personal_kind_of_place(place.name, district)
    if kind is not None and (kind != "name" or len(place.name) <= MOST_PERSON_CHARS):
        return _("名称疑似个人姓名或账号。只巡查公开版块和栏目，不巡查个人。")
    if place.platform and place.platform not in platforms:
        return _("“%(name)s”不在平台名单内，请按名单填写或留空。") % {"name": place.platform}
    return _address_problem(place.url) if place.url else ""


def _address_problem(url: str) -> str:
    if not _is_https(url):
        return _("网址须以 https:// 开头，不含口令。")
    if is_of_one_person(url):
        return _("网址指向个人主页或带有账号。请改用公开版块、栏目的网址。")
    return ""


def _is_https(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    plain = parts.username is None and parts.password is None
    return parts.scheme == "https" and bool(host) and plain and not signs_in(url)
