"""What an export says of itself: versions, tables with counts and hashes, ends of the chains.

In:   what was written; the text of ``manifest.json``.    Out:  that text; what it says.
Cost: none.

The keys of the installation are in no export. A manifest holds a keyed hash of each, made anew
for every export, by which a loading installation knows whether it has them.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from typing import Any

from huiying.base.files.sealing import all_secrets
from huiying.jobs.data_export.errors import CannotLoad
from huiying.jobs.database_tables.tables import DatabaseTable

FORMAT = "huiying-export-1"
MANIFEST, README, FILES = "manifest.json", "README.txt", "stored-files.jsonl"
TABLES_CSV, FIELDS_CSV = "tables.csv", "fields.csv"
FILES_FOLDER, TABLES_FOLDER = "files/", "tables/"


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table of an export; ``last_key`` is the highest that it ever gave by itself."""

    name: str
    rows: int
    bytes: int
    sha256: str
    last_key: int
    columns: dict[str, str]  # name → kind, in the order of a line

    @property
    def file(self) -> str:
        """Where its rows stand."""
        return f"{TABLES_FOLDER}{self.name}.jsonl"


@dataclass(frozen=True, slots=True)
class Chain:
    """The end of one chain of the audit record; ``bureau`` is empty for one that is apart."""

    bureau: str
    bureau_ref: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an export says of itself."""

    format: str
    product_version: str
    export_id: str
    made_at: str
    keys: list[str]
    chains: list[Chain]
    tables: list[TableEntry]
    files: int
    missing_files: int
    documents: dict[str, str]  # name → SHA-256 of every other member

    def as_json(self) -> bytes:
        """Return the text of ``manifest.json``."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode() + b"\n"


def read_manifest(text: bytes) -> Manifest:
    """Return what a manifest says.

    Raises:
        CannotLoad: If it is none, of another format or of another version.
    """
    try:
        values: Any = json.loads(text)
        if values["format"] != FORMAT:
            raise CannotLoad(f"导出格式是 {values['format']}，本版本只读 {FORMAT}。")
        if values["product_version"] != product_version():
            raise CannotLoad(
                f"这份导出是版本 {values['product_version']} 写的，这里是 {product_version()}。"
                "请安装那个版本载入，再升级。"
            )
        lists = {
            "chains": [Chain(**one) for one in values["chains"]],
            "tables": [TableEntry(**one) for one in values["tables"]],
        }
        return Manifest(**{**values, **lists})
    except (ValueError, KeyError, TypeError) as error:
        raise CannotLoad(f"{MANIFEST} 读不懂，已损坏或被改动。") from error


def product_version() -> str:
    """Return the version of this software."""
    return version("huiying")


def columns_of(table: DatabaseTable) -> dict[str, str]:
    """Return the columns of a table as a manifest has them."""
    return {column.name: column.kind for column in table.columns}


def key_marks(export_id: str) -> list[str]:
    """Return a keyed hash of each key of this installation, of use to one export alone."""
    return [_mark(export_id, one) for one in all_secrets()]


def lacks_keys(manifest: Manifest) -> int:
    """Return how many keys of an export this installation does not have."""
    here = set(key_marks(manifest.export_id))
    return sum(not any(hmac.compare_digest(one, own) for own in here) for one in manifest.keys)


def _mark(export_id: str, secret: str) -> str:
    return hmac.digest(secret.encode(), f"huiying export {export_id}".encode(), "sha256").hex()


def chains_by_ref(manifest: Manifest) -> Mapping[int, Chain]:
    """Return the chains by the number of their bureau."""
    return {one.bureau_ref: one for one in manifest.chains}
