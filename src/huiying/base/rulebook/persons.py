"""Refuse names of persons in the lists of names that the rule book holds.

In:   names that somebody adds, the path of their list.    Out:  problems, none for a place.
Cost: about 2 ms a name.
"""

from __future__ import annotations

from collections.abc import Iterable

from huiying.base.search.personal import personal_kind_of_place
from huiying.policy.rulebook.checker import Problem
from huiying.reasons.marking import marked

NO_PERSON = marked("“%(name)s”疑似个人姓名、账号或号码：名单不登记个人。")


def persons_among(names: Iterable[str], district: str, path: str) -> list[Problem]:
    """Return a problem for each name that reads like a person's.

    Args:
        district: Of the bureau; its name before another word is no surname.
    """
    return [
        Problem(path, NO_PERSON, {"name": name})
        for name in names
        if not name.isdigit() and personal_kind_of_place(name, district) is not None
    ]
