"""Exports as tests look into them and change them."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

from django.core.management import call_command

from tests.scenarios.incidents import restart_workers


def members(path: Path) -> dict[str, bytes]:
    """Return every member of an export by its name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tables_in(path: Path) -> dict[str, bytes]:
    """Return the lines of every table by its name."""
    found = members(path).items()
    return {
        name.removeprefix("tables/").removesuffix(".jsonl"): body
        for name, body in found
        if name.startswith("tables/")
    }


def rewrite(path: Path, changed: dict[str, bytes | None], **manifest: object) -> None:
    """Write an export anew with other members; None takes one out."""
    parts = {**members(path), **changed}
    if manifest:
        said = json.loads(parts["manifest.json"] or b"")
        parts["manifest.json"] = json.dumps({**said, **manifest}).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, body in parts.items():
            if body is not None:
                archive.writestr(name, body)
    path.with_name(f"{path.name}.sha256").unlink(missing_ok=True)


def rewrite_table(path: Path, table: str, body: bytes) -> None:
    """Change a table as somebody does who makes hash and count in the manifest right."""
    said = json.loads(members(path)["manifest.json"])
    for one in said["tables"]:
        if one["name"] == table:
            one["sha256"] = hashlib.sha256(body).hexdigest()
            one["rows"] = body.count(b"\n")
    rewrite(path, {f"tables/{table}.jsonl": body}, tables=said["tables"])


def empty() -> None:
    """Leave the tables of a new installation."""
    call_command("flush", interactive=False, verbosity=0)
    restart_workers()
