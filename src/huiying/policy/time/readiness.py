"""Whether a grave matter can be notified in time: what collection and discovery leave of it.

The clock of Article 4(3) starts when 重大 is first before the bureau; Article 5 asks that
nothing be late before that. So the way is measured from the post's publication.
"""

from dataclasses import dataclass

HANDLING_MINUTES = 10
"""Minutes that an officer needs to read, grade and notify: an example, not a rule."""


@dataclass(frozen=True, slots=True)
class NoticeTime:
    """The way of a post from its publication to the notice, in the worst case."""

    allowed: int  # minutes: the period of the rule book
    collecting: int  # minutes between two looks at the slowest source; 0 = nothing is fetched

    @property
    def left(self) -> int:
        """Minutes left to grade and notify; negative = spent before anybody could know."""
        return self.allowed - self.collecting

    @property
    def is_enough(self) -> bool:
        """Tell whether a person has the time that the work needs."""
        return self.left >= HANDLING_MINUTES
