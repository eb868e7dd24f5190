"""The one place where a refusal of a sign-off becomes the refusal of the act above.

In:   the exceptions of the act's own app.    Out:  the same sentence under their names.
Cost: none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from huiying.base.errors import Refused
from huiying.base.signoff.actions.decide import HashChanged, NotPending


@contextmanager
def refused_as(refused: type[Exception], stale: type[Exception]) -> Iterator[None]:
    """Carry out a decision; what sign-off refuses is raised in the words of the caller.

    Args:
        refused: For a person who may not sign, or a return without a reason.
        stale: When what was on the screen is no longer what waits: another text, or decided.
    """
    try:
        yield
    except (HashChanged, NotPending) as error:
        raise stale(str(error)) from error
    except Refused as error:
        raise refused(str(error)) from error
