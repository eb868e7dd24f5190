"""Say how many were found when counting stopped somewhere.

In:   a count of ``base/search/numbered.py``.    Out:  words for people.
Cost: none.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiying.base.search.numbered import MOST_COUNTED


def tally_words(counted: int) -> str:
    """Return how many were found; beyond what is counted it is said to be more.

    Args:
        counted: At most MOST_COUNTED + 1, which stands for more.
    """
    if counted > MOST_COUNTED:
        return _("找到 %(count)s 条以上") % {"count": f"{MOST_COUNTED:,}"}
    return _("找到 %(count)s 条") % {"count": counted}
