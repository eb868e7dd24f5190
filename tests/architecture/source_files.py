"""What the tests of the house look at: our models, our templates, our source."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "huiying"
TEMPLATES = SOURCE / "web" / "templates"
BUREAU = ("bureau", "bureau_ref")


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


@cache
def layers() -> dict[str, dict[str, int]]:
    """Return the import contracts: for each package its rooms, and the layer of each, 0 lowest.

    Rooms of one layer (``engine | policy``) share a number.
    """
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {
        package: {
            name.strip(" ()"): level
            for level, layer in enumerate(reversed(contract["layers"]))
            for name in re.split(r"[|:]", layer)
        }
        for contract in config["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
        for package in contract["containers"]
    }


def points_down(module: str, other: str) -> bool:
    """Tell whether another module is in the same room or in a lower one, by the contracts."""
    ours, theirs = module.split("."), other.split(".")
    pairs = enumerate(zip(ours, theirs, strict=False))
    parting = next((at for at, (one, two) in pairs if one != two), None)
    if parting is None:
        return True
    levels = layers().get(".".join(ours[:parting]))
    return levels is None or levels[ours[parting]] > levels[theirs[parting]]


def room_of(path: Path) -> str:
    """Return the storey or room a file is in: ``web``, ``work``, ``engine`` …"""
    return path.relative_to(SOURCE).parts[0]


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and dotted name of every call in a Python file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node.lineno, ast.unparse(node.func)
