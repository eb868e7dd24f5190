"""不公开回应: the only grounds on which no answer in public is given, and how long each holds.

In:   a ground, a day of review.    Out:  its article and words; whether the day is allowed.
Cost: constant.

《政府信息公开条例》(2019) articles 14 to 16, and article 10: what another body made or keeps,
that body publishes. The list is not editable and is no part of any rule book. "Negative" and
"an answer would draw attention" are no grounds.
"""

from datetime import date
from typing import Final

from huiying.policy.release.disclosure import Ground, GroundRule
from huiying.reasons.marking import marked

OTHER_BODY: Final = "OTHER_BODY"
NO_ANSWER_GROUNDS: Final = {
    **{str(ground): ground.rule for ground in Ground if ground.rule.storable},
    OTHER_BODY: GroundRule(marked("第十条"), marked("由其他机关负责公开")),
}
"""Code → what the law says. A state secret is no choice: this system must not hold it."""


def review_day_allowed(day: date, *, today: date, last: date) -> bool:
    """Tell whether ``day`` is after today, and ``last`` at the latest."""
    return today < day <= last
