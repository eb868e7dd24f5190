"""Mark the sentences that collection speaks, so that screens can translate them.

In:   Chinese sentences with named placeholders.   Out:  the same, filled in.
Cost: none.

The readers and fetchers of this app know no web framework, so they cannot call its
``gettext``.  They mark their sentences here; the catalogue tool finds the marks, and a
screen that wants another language translates ``template`` and fills in ``fields``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


def gettext_noop(message: str) -> str:
    """Return ``message`` unchanged; the catalogue tool collects it by this name."""
    return message


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """A sentence for people, kept apart from the values inside it."""

    code: str
    template: str
    fields: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template % self.fields
