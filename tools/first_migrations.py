"""Make the first migrations of apps anew from their models; only until something is released.

In:   labels of apps (``casework responses``); none: every app whose first migration is
      generated.
Out:  their ``0001_initial.py``, indexes and constraints inside the tables they belong to.
Cost: some seconds.

Django renders all related models again for each index and constraint added on its own: with
them apart a new database took twice as long to make.
"""

import importlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter

ROOT = Path(__file__).resolve().parents[1]
BY_HAND = {"search", "learning"}  # an index of its own; two steps because of a circle


def folded(operations: list[Operation]) -> list[Operation]:
    """Return the operations with indexes and constraints moved into the tables made before.

    A table that gets a field later keeps its own apart: they may be about that field.
    """
    later = {op.model_name_lower for op in operations if isinstance(op, AddField)}
    made: dict[str, CreateModel] = {}
    kept: list[Operation] = []
    for operation in operations:
        if isinstance(operation, CreateModel) and operation.name_lower not in later:
            made[operation.name_lower] = operation
        if isinstance(operation, AddIndex) and operation.model_name_lower in made:
            options = made[operation.model_name_lower].options
            options.setdefault("indexes", []).append(operation.index)
        elif isinstance(operation, AddConstraint) and operation.model_name_lower in made:
            options = made[operation.model_name_lower].options
            options.setdefault("constraints", []).append(operation.constraint)
        else:
            kept.append(operation)
    return kept


def write(label: str, module: str) -> Path:
    """Write one app's first migration, folded; return its path."""
    migration = importlib.import_module(f"{module}.0001_initial").Migration(
        "0001_initial", label
    )
    migration.operations = folded(migration.operations)
    path = Path(apps.get_app_config(label).path) / "migrations" / "0001_initial.py"
    path.write_text(MigrationWriter(migration, include_header=False).as_string(), "utf-8")
    return path


def main() -> None:
    """Generate in a folder that is thrown away, and keep what was asked for."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiying.config.settings.test")
    with tempfile.TemporaryDirectory() as folder:
        sys.path.insert(0, folder)
        ours = [name for name in settings.INSTALLED_APPS if name.startswith("huiying.")]
        labels = [name.split(".apps.")[0].rsplit(".", 1)[-1] for name in ours]
        for label in labels:
            package = Path(folder) / "anew" / label
            package.mkdir(parents=True)
            (package / "__init__.py").touch()
        settings.MIGRATION_MODULES = {label: f"anew.{label}" for label in labels}
        django.setup()
        call_command("makemigrations", verbosity=0)
        made = {path.parent.name for path in Path(folder).glob("anew/*/0001_initial.py")}
        wanted = sys.argv[1:] or sorted(made - BY_HAND)
        paths = [write(label, f"anew.{label}") for label in wanted]
    for words in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run(["ruff", *words, *paths], cwd=ROOT, check=True)  # noqa: S603, S607
    sys.stdout.write("".join(f"{path.relative_to(ROOT)}\n" for path in paths))


if __name__ == "__main__":
    main()
