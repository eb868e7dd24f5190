"""What an act of assessment may answer instead of acting.

In:   nothing.    Out:  exceptions whose text can be shown to an officer.
"""

from __future__ import annotations


class CannotDecide(Exception):
    """The act is not possible; the text says why and what to do."""


class Stale(CannotDecide):
    """Somebody changed the row since the form was opened; nothing was changed by this act."""
