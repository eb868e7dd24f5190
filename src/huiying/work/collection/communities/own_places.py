"""Mask the names in texts of a bureau, and leave the places that it knows by name.

In:   texts, a bureau.    Out:  as ``mask_again`` returns them.
Cost: as ``mask_again``; where a name is found, one query and a second look at those texts.
"""

from __future__ import annotations

from collections.abc import Sequence

from huiying.base.accounts.core.models import Bureau
from huiying.engine.masking.mask import Masked
from huiying.engine.masking.own_places import place_words
from huiying.engine.masking.second_look import mask_again
from huiying.work.collection.communities.queries import communities_of


def own_places_of(bureau_id: int) -> frozenset[str]:
    """Return the district and the communities of a bureau, as words that are no names."""
    district = Bureau.objects.filter(pk=bureau_id).values_list("district", flat=True)
    names = communities_of(bureau_id).order_by().values_list("name", flat=True)
    return place_words(district.order_by().union(names, all=True))


def mask_for(bureau_id: int, texts: Sequence[str]) -> list[Masked]:
    """Replace what ``mask_again`` replaces, but for the places of the bureau."""
    masked = mask_again(texts)
    named = [at for at, one in enumerate(masked) if "name" in one.counts]
    if named:
        again = mask_again([texts[at] for at in named], own_places_of(bureau_id))
        for at, one in zip(named, again, strict=True):
            masked[at] = one
    return masked
