"""What cannot be read, fetched or used, as an exception with its reason.

In:   a ``Reason`` of the catalogue.    Out:  ``Problem``; ``str()`` is the Chinese sentence.
Cost: none.
"""

from huiying.reasons.reason import Reason
from huiying.reasons.rendering import render


class Problem(Exception):
    """Something that a source, an address or a file did wrong, and what to do about it."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return render(self.reason)

    @property
    def code(self) -> str:
        """What is wrong in one word, as records and the push API name it."""
        return short_code(self.reason)


def short_code(reason: Reason) -> str:
    """Return the part of a code of collection that names what is wrong.

    >>> short_code(Reason("collection.file.empty"))
    'empty'
    """
    return reason.code.split(".")[2]
