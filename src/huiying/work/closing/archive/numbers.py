"""Give the next archive number: one series for matters and reports.

In:   a bureau, a year, a period.    Out:  the 全宗号, the 件号, the whole number.
Cost: the lock of one running number until the caller's transaction ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from huiying.base.errors import Refused
from huiying.base.numbers import take_number
from huiying.policy.closing.archive import ArchivePeriod, archive_number
from huiying.work.closing.archive.queries import fonds_of


@dataclass(frozen=True, slots=True)
class ArchiveNumber:
    """全宗号-年度-保管期限-件号, with its parts."""

    number: str
    fonds: str
    year: int
    period: ArchivePeriod
    item: int


def require_fonds(bureau_id: int) -> str:
    """Return the 全宗号 of a bureau.

    Raises:
        Refused: If it is not set.
    """
    fonds = fonds_of(bureau_id)
    if not fonds:
        raise Refused(_("尚未设定本局全宗号，不能编制档号。请先在“档案”页设定全宗号。"))
    return fonds


def take_archive_number(bureau_id: int, year: int, period: ArchivePeriod) -> ArchiveNumber:
    """Take the next 件号 of a 全宗号, year and period.

    It is taken in the transaction that stores what bears it: so none is left out.

    Raises:
        Refused: If the 全宗号 is not set.
    """
    fonds = require_fonds(bureau_id)
    kind = f"arc-{fonds}-{period.code}"
    taken = take_number(bureau_id=bureau_id, kind=kind, year=year)
    item = int(taken.partition("-")[2])
    return ArchiveNumber(archive_number(fonds, year, period, item), fonds, year, period, item)
