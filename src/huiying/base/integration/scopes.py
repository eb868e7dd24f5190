"""What an integration token may read, one scope an interface.

In:   the values of a form.    Out:  scopes; which of them reach beyond what is public.
Cost: none.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    """What a token reads; nothing else, and never a person."""

    INCIDENTS = "incidents:read", _("事件：编号、标题、等级、环节和时限")
    REGISTERS = "registers:read", _("台账：事件、通报、任务和回应，不含人员姓名")
    RELEASES = "releases:read", _("已发布的回应及其各版（公开内容）")
    PETITIONS = "petitions:counts", _("信访事项的公开统计数（小数合并）")


NOT_PUBLIC = frozenset({Scope.INCIDENTS, Scope.REGISTERS})
"""A token with one of these reads what no public page shows: two persons grant it."""


def reads_beyond_public(scopes: Collection[str]) -> bool:
    """Tell whether a token with these scopes reads what is not public.

    >>> reads_beyond_public(["releases:read"]), reads_beyond_public(["incidents:read"])
    (False, True)
    """
    return bool(NOT_PUBLIC & set(scopes))
