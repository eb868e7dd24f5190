"""抽样核对: enter links that were found by hand, and close the sample of a month.

In:   lines of an address and a title, when they were found.
Out:  rows that say whether the bureau had each post then; a closed month is final.
Cost: see ``known_posts.py``.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Bureau, Officer
from huiying.base.accounts.roles.access import require
from huiying.base.accounts.roles.capabilities import Capability
from huiying.base.audit.masked_text import masked_text
from huiying.base.audit.record import record
from huiying.base.db.locks import lock_row
from huiying.base.errors import Refused
from huiying.policy.time.zone import LOCAL
from huiying.work.collection.core.items import web_address
from huiying.work.collection.core.post_address import public_address
from huiying.work.collection.samples.known_posts import FoundLink, held_posts, link_identity
from huiying.work.collection.samples.models import SampleLink, SampleMonth
from huiying.work.collection.samples.queries import MOST_LINKS, links_of

MAX_TITLE_CHARS: Final = 120
_LINE: Final = re.compile(r"(?P<before>.*?)(?P<url>https?://\S+)(?P<after>.*)", re.IGNORECASE)


def read_links(text: str) -> list[FoundLink]:
    """Return the links of a text, one a line, each with its title before or after it.

    Raises:
        Refused: With the number of the line that has no address.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = _LINE.fullmatch(line.strip())
        url = web_address(parts["url"])[0] if parts else ""
        if parts is None or not url:
            raise Refused(_("第 %(number)s 行没有网址。") % {"number": number})
        title = " ".join(f"{parts['before']} {parts['after']}".split()).strip("|｜ ")
        found.append(FoundLink(public_address(url), masked_text(title)[:MAX_TITLE_CHARS]))
    return found


@transaction.atomic
def add_links(
    *, links: list[FoundLink], found_at: datetime, officer: Officer, now: datetime
) -> SampleMonth:
    """Add links to the sample of the month in which they were found.

    Raises:
        PermissionDenied: If the officer may not enter posts.
        Refused: If there is none, one is in the sample already, they are too many, were found
            in the future or in another month, or the month is closed.
    """
    require(officer, Capability.ENTER_POSTS)
    month = _month_of(found_at)
    if not links:
        raise Refused(_("请至少填写一条链接。"))
    if found_at > now or month != _month_of(now):
        raise Refused(_("发现时间须在本月内，且不晚于当前时间。"))
    lock_row(Bureau, officer.bureau_id, referable=True)
    sample, _made = SampleMonth.objects.get_or_create(
        bureau_id=officer.bureau_id, month=month, defaults={"at": now, "by": officer}
    )
    _check(sample, links)
    start = sample.links.count()
    held = held_posts(officer.bureau_id, links, now)
    SampleLink.objects.bulk_create(
        SampleLink(
            bureau_id=officer.bureau_id,
            sample=sample,
            position=start + position,
            url=link.url,
            title=link.title,
            found_at=found_at,
            known=post is not None and post.collected_at <= found_at,
            post_number=post.number if post else None,
            at=now,
            by=officer,
        )
        for position, (link, post) in enumerate(zip(links, held, strict=True), 1)
    )
    record(sample, "sample.links_added", officer, now, count=len(links))
    return sample


@transaction.atomic
def close_sample(*, sample: SampleMonth, officer: Officer, now: datetime) -> None:
    """Close a sample: from here on neither its links nor its numbers change.

    Raises:
        PermissionDenied: If the officer may not enter posts.
        Refused: If it has no link, its month is not over and it is not full, or it was closed.
    """
    require(officer, Capability.ENTER_POSTS)
    lock_row(SampleMonth, sample.pk)
    states = links_of(sample, now)
    if not states:
        raise Refused(_("样本中没有链接。"))
    if sample.month == _month_of(now) and len(states) < MOST_LINKS:
        raise Refused(_("本月未满 %(most)s 条，月底后方可定稿。") % {"most": MOST_LINKS})
    known = sum(state.link.known for state in states)
    later = sum(state.later is not None for state in states)
    rows = SampleMonth.objects.filter(pk=sample.pk, closed_at__isnull=True)
    numbers = {"size": len(states), "known": known, "later": later}
    if rows.update(closed_at=now, closed_by=officer, **numbers) != 1:
        raise Refused(_("该月样本已定稿。"))
    record(sample, "sample.closed", officer, now, **numbers)


def _check(sample: SampleMonth, links: list[FoundLink]) -> None:
    if sample.closed_at is not None:
        raise Refused(_("该月样本已定稿，不得增加或更换。"))
    known = {link_identity(url) for url in sample.links.values_list("url", flat=True)}
    for link in links:
        identity = link_identity(link.url)
        if identity in known:
            raise Refused(_("%(url)s 已在本月样本中。") % {"url": link.url[:80]})
        known.add(identity)
    if len(known) > MOST_LINKS:
        raise Refused(_("每月样本最多 %(most)s 条。") % {"most": MOST_LINKS})


def _month_of(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date().replace(day=1)
