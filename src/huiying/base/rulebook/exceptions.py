"""Why a change of the rules was not made, in sentences for people."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from huiying.policy.rulebook.checker import Problem


class StaleRules(Exception):
    """The rules changed since they were shown; nothing was adopted."""

    def __str__(self) -> str:
        return _("规则刚刚有了新的版本，没有保存。请看过新版再改。")


class StaleDraft(Exception):
    """Somebody else changed the draft since it was shown; nothing was saved."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return _("%(name)s刚刚改过这份修改稿，你的改动没有保存。请看过新的内容再改。") % {
            "name": self.name
        }


class StaleCalendar(StaleDraft):
    """Somebody else changed the calendar since it was shown; nothing was saved."""

    def __str__(self) -> str:
        return _("%(name)s刚刚改过日历，你的改动没有保存。请看过新的内容再改。") % {
            "name": self.name
        }


class VersionWaits(Exception):
    """An adopted version has not taken effect yet; two must not overtake one another."""

    def __init__(self, version: str, effective_from: datetime) -> None:
        self.version = version
        self.effective_from = effective_from
        super().__init__(version)

    def __str__(self) -> str:
        return _(
            "第 %(n)s 版将在 %(day)s 施行，此前不能再定新版。要改，先撤回第 %(n)s 版。"
        ) % {"n": self.version, "day": localdate(self.effective_from).isoformat()}


class InvalidRow(Exception):
    """An edited row breaks a rule of the rule book; ``problems`` are paths and sentences."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__(";".join(f"{p.path}: {p.sentence}" for p in problems))
