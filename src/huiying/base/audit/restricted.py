"""The restricted chain of a bureau: records that only certain officers may know of.

In:   a bureau.    Out:  by which number its restricted chain is stored.
Cost: none.

A record that everybody who audits may read would tell by its number alone that there is an
accusation, and a record that is left out leaves a gap. So acts on accusations form a chain of
their own beside the bureau's: no list, search, export or published head knows of it, and no
number in them is missing. ``huiying verify-audit`` reads both. Its days are not frozen: heads
are numbered without a gap and public.
"""

from __future__ import annotations


def restricted_chain(bureau_id: int) -> int:
    """Return the ``bureau_ref`` of a bureau's restricted chain.

    >>> restricted_chain(7), restricted_chain(restricted_chain(7))
    (-7, 7)
    """
    return -bureau_id
