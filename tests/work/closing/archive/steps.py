"""Steps to a filed matter, as the tests of the archive take them."""

from __future__ import annotations

from datetime import timedelta

from huiying.base.audit.subjects import MACHINE
from huiying.base.rulebook.actions.adopt import adopt_book
from huiying.base.rulebook.queries import book_of, next_version_number
from huiying.policy.rulebook.data import to_data
from huiying.work.closing.archive.actions.file_matter import (
    PERIOD_KIND,
    decide_period,
    file_matter,
)
from huiying.work.closing.archive.actions.set_fonds import set_fonds
from huiying.work.closing.archive.queries import fonds_of
from tests.factories import T0
from tests.scenarios.closing import make_closed_incident

LATER = T0 + timedelta(days=1)


def a_closed_matter(cast, **more):
    incident = make_closed_incident(cast, **more)
    if not fonds_of(cast.bureau.pk):
        set_fonds(fonds="x018", officer=cast.shen, now=LATER)
    return incident


def filed(cast, incident, period="PERMANENT", reason="", now=LATER):
    return file_matter(
        incident=incident, period=period, reason=reason, officer=cast.shen, now=now
    )


def signed(request, officer, now=LATER):
    return decide_period(
        request,
        approve=True,
        reason="",
        shown_hash=PERIOD_KIND.content_hash(request),
        officer=officer,
        now=now,
    )


def set_period_rule(cast, grade, period, now=LATER):
    """Let the rules propose a period for matters of a grade."""
    change_rules(cast, now, periods={grade: period})


def change_rules(cast, now, *, periods=None, months=None, petitions=None, reports=None):
    """Let a version take effect with these periods, and months for posts and petitions."""
    data = to_data(book_of(cast.bureau.pk, now))
    for grade, period in (periods or {}).items():
        data["archive"]["periods"][grade] |= {"period": period, "standing": "bureau"}
    for kind, period in (reports or {}).items():
        data["archive"]["reports"][kind] |= {"period": period, "standing": "bureau"}
    if months is not None:
        data["archive"]["posts"]["months"] |= {"value": months, "standing": "bureau"}
    for kind, value in (petitions or {}).items():
        data["archive"]["petitions"][kind] |= {"value": value, "standing": "bureau"}
    data["version"] = next_version_number(cast.bureau.pk)
    adopt_book(bureau=cast.bureau, data=data, now=now, actor=MACHINE)
