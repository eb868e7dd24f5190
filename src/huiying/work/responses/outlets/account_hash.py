"""The hash of an official account as readers see it, and when it was confirmed.

In:   an account.    Out:  64 hexadecimal digits.
Cost: none.
"""

from __future__ import annotations

from huiying.policy.core.hashing import hash_of_content
from huiying.work.responses.outlets.models import OfficialAccount


def account_hash(account: OfficialAccount) -> str:
    """Return the hash that the record of each act on an account names."""
    confirmed, retired = account.confirmed_at, account.retired_at
    return hash_of_content(
        {
            "outlet": str(account.outlet),
            "platform": account.platform,
            "name": account.name,
            "address": account.address,
            "confirmed": confirmed is not None,
            "retired": retired is not None,
        }
    )
