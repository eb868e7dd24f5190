"""Find what other packages add: entry points, each looked at before it is used.

In:   the name of a group of entry points, what each must be.    Out:  those that can be used.
Cost: some milliseconds, once a process.

A plugin that cannot be loaded, or lacks something, is left out and named in the log and by
``huiying doctor``: it never keeps the installation from starting. What is done with a plugin
guards each call of its own.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Generic, TypeVar

log = logging.getLogger("huiying.plugins")
Plugin = TypeVar("Plugin")
NAME = re.compile(r"[a-z][a-z0-9]{1,19}")
MAX_WORDS = 200


class BadPlugin(Exception):
    """A plugin lacks something; the text says what."""


@dataclass(frozen=True, slots=True)
class Plugins(Generic[Plugin]):
    """What was found of one group.

    Attributes:
        usable: By their names.
        broken: Name of the entry point → why it was left out.
    """

    usable: dict[str, Plugin] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)


def load_plugins(group: str, check: Callable[[object], Plugin]) -> Plugins[Plugin]:
    """Load the entry points of a group.

    Args:
        check: A loaded object → the plugin; raises ``BadPlugin`` with what it lacks.
    """
    found: Plugins[Plugin] = Plugins()
    for point in sorted(entry_points(group=group), key=lambda one: (one.name, one.value)):
        why = ""
        try:
            plugin = _loaded(point, check)
        except BadPlugin as bad:
            why = str(bad)
        except Exception as error:
            why = f"it cannot be loaded: {type(error).__name__}"
        else:
            if point.name in found.usable:
                why = "another package has a plugin of this name"
            else:
                found.usable[point.name] = plugin
        if why:
            found.broken[f"{point.name} ({point.value})"[:MAX_WORDS]] = why
            log.error("plugin %s of %s is left out: %s", point.name, group, why)
    return found


def _loaded(point: EntryPoint, check: Callable[[object], Plugin]) -> Plugin:
    if not NAME.fullmatch(point.name):
        message = "its name must be 2 to 20 small letters and digits"
        raise BadPlugin(message)
    loaded = point.load()
    return check(loaded() if isinstance(loaded, type) else loaded)


def need_functions(plugin: object, *names: str) -> None:
    """Check what a plugin must have.

    Raises:
        BadPlugin: If it has no label, or one of the functions is none.
    """
    label = getattr(plugin, "label", None)
    if not isinstance(label, str) or not label.strip():
        message = "it has no label"
        raise BadPlugin(message)
    for name in names:
        if not callable(getattr(plugin, name, None)):
            message = f"it has no function {name}"
            raise BadPlugin(message)


once = cache
"""Plugins are loaded once a process: what is installed meanwhile counts after a restart."""
