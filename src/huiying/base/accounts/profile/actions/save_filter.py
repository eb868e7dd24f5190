"""Save a filter of a list for an officer, or delete it.

In:   the officer, a page, a name, a query.    Out:  one row of his own.
Cost: two queries. No record: it is how somebody likes to look, and changes nothing for others.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from huiying.base.accounts.core.models import Officer
from huiying.base.accounts.profile.models import SavedFilter
from huiying.base.errors import Refused

MAX_LENGTH = 400  # characters of a query
MAX_FILTERS = 12  # of one page: more is no shorter than to filter again


@transaction.atomic
def save_filter(*, officer: Officer, page: str, name: str, query: str) -> SavedFilter:
    """Keep a filter; one of the same name is replaced.

    Raises:
        Refused: Without a name or a filter, or when there are MOST already.
    """
    name = " ".join(name.split())[:40]
    if not name:
        raise Refused(_("请给这个筛选起个名字。"))
    if not query or len(query) > MAX_LENGTH:
        raise Refused(_("当前无筛选条件。请先设定条件，再保存。"))
    own = SavedFilter.objects.filter(officer=officer, page=page)
    if not own.filter(name=name).exists() and own.count() >= MAX_FILTERS:
        raise Refused(
            _("最多保存 %(count)s 个筛选。请先删除不再使用的筛选。") % {"count": MAX_FILTERS}
        )
    saved, _made = SavedFilter.objects.update_or_create(
        officer=officer,
        page=page,
        name=name,
        defaults={"query": query, "bureau_id": officer.bureau_id},
    )
    return saved


@transaction.atomic
def delete_filter(*, officer: Officer, page: str, name: str) -> bool:
    """Forget a filter of one's own; False if there is none of that name."""
    gone, _rows = SavedFilter.objects.filter(officer=officer, page=page, name=name).delete()
    return bool(gone)
