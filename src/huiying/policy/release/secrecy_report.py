"""泄密报告: a state secret was published; within 24 hours it is reported.

In:   nothing.    Out:  the rule of the period.    Cost: none.

The regulations on the Law on Guarding State Secrets (revised 2024) fix who hears of it and
when: the secrecy department of the same level and the superior body, within 24 hours of
discovery.
The period is the law's and no row of the rule book: nobody changes it.
"""

from typing import Final

from huiying.policy.core.standing import Standing
from huiying.policy.time.deadlines import DeadlineRule, DeadlineUnit
from huiying.reasons.marking import marked

SECRECY_REPORT: Final = DeadlineRule(
    "SECRECY_REPORT",
    marked("泄密报告"),
    24,
    DeadlineUnit.HOURS,
    marked("《保守国家秘密法实施条例》（2024 年修订）"),
    Standing.LAW,
)
