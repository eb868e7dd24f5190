"""How many distinct voices are shown: none of a few, and full fives of more.

In:   an exact count.    Out:  the one that people may read, None = below ``LEAST_SHOWN``.
Cost: constant.

Who splits an event or moves one post at a time would learn from an exact count whether two
posts have one author. Rules go on counting exactly.
"""

from typing import Final

LEAST_SHOWN: Final = 5


def shown_voices(count: int) -> int | None:
    """Return a count rounded down to full fives, None when it is too small to be shown.

    >>> [shown_voices(count) for count in (0, 1, 4, 5, 9, 13)]
    [0, None, None, 5, 5, 10]
    """
    return None if 0 < count < LEAST_SHOWN else count // LEAST_SHOWN * LEAST_SHOWN
