"""What the tests of the house look at: our models, our templates, our source."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "huiying"
TEMPLATES = SOURCE / "web" / "templates"
BUREAU = ("bureau", "bureau_ref")
SLICED_BY_APP = ("base", "work")  # storeys whose floors are apps with tables


def our_models() -> list[type[Model]]:
    """Return every model that this product defines."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("huiying.")
    ]


def python_files(*, migrations: bool = False) -> list[Path]:
    """Return the product's own Python files."""
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if migrations or "migrations" not in path.parts
    ]


def templates() -> list[Path]:
    """Return the product's own templates."""
    return sorted(SOURCE.rglob("templates/**/*.html"))


def name_of(path: Path) -> str:
    """Return a file's name as people write it."""
    return path.relative_to(ROOT).as_posix()


def floors() -> dict[str, int]:
    """Return the floor of every room, 0 at the bottom, from the import contracts.

    Rooms of one floor (``engine | policy``) share a number; the floors of ``work`` lie above
    all floors of ``base``, as the storeys say.
    """
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {
        contract["containers"][0]: contract["layers"]
        for contract in config["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    }
    rooms: list[list[str]] = []
    for storey in reversed(contracts["huiying"]):
        for name in _names(storey)[:1]:
            inner = contracts.get(f"huiying.{name}") if name in SLICED_BY_APP else None
            if inner is None:
                rooms.append([f"huiying.{each}" for each in _names(storey)])
            else:
                rooms += [
                    [f"huiying.{name}.{each}" for each in _names(layer)]
                    for layer in reversed(inner)
                ]
    return {room: level for level, names in enumerate(rooms) for room in names}


def floor_of(module: str, levels: dict[str, int]) -> int:
    """Return the floor of a module by the room it is in."""
    return next(level for room, level in levels.items() if f"{module}.".startswith(f"{room}."))


def _names(layer: str) -> list[str]:
    return [name.strip(" ()") for name in re.split(r"[|:]", layer)]


def room_of(path: Path) -> str:
    """Return the storey or room a file is in: ``web``, ``work``, ``engine`` …"""
    return path.relative_to(SOURCE).parts[0]


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every call in a Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)
