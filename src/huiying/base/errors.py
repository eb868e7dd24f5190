"""Exceptions by which an act refuses to run.

In:   nothing.    Out:  exceptions whose text can be shown to the person who acts.
Cost: none.

A screen catches ``Refused``; where a caller must tell cases apart, the act's own module
defines a subclass beside the function that raises it.
"""

from __future__ import annotations


class Refused(Exception):
    """The act is not possible; the text says why and what to do. Nothing was changed."""

    forget = False  # the screen does not even show again what was typed


class Stale(Refused):
    """Somebody changed the row since the form was opened. Nothing was changed by this act."""


class Classified(Refused):
    """The text carries a classification mark: nothing of it was kept."""

    forget = True
