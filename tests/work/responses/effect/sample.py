"""Posts of the demonstration read by hand: which pass a claim on, and which do not.

A post repeats a claim when it says it, passes it on or asks about it, and does not say that it
is not so. Listed are the originals that repeat; every other post of the two matters was read
and does not. A copy says what its original says: all were compared.
"""

from __future__ import annotations

REPEATS = {
    # 来访登记要先撤掉网上的帖子
    "window": {
        "window-003", "window-006", "window-007", "window-008", "window-010", "window-011",
        "window-013", "window-016", "window-017", "window-018", "window-022", "window-024",
        "window-026", "window-028", "window-047", "window-049",
    },
    # 下周起来访须预约，无预约不接待
    "booking": {
        "booking-003", "booking-005", "booking-006", "booking-008", "booking-009",
        "booking-013",
    },
}  # fmt: skip
