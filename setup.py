"""Build the package with what is not in the repository: front-end files, compiled catalogues.

In:   the sources, ``vendor/`` as tools/frontend.py fills it.
Out:  a wheel that runs by itself, or a sentence and exit code 1.
Cost: a second.
"""

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent


class BuildPackage(build_py):
    """Copies the package; an editable one is used where it lies (``make setup`` fills it)."""

    def run(self) -> None:
        """Copy, check and compile."""
        if self.editable_mode:
            super().run()
            return
        _check_front_end()
        shutil.rmtree(self.build_lib, ignore_errors=True)  # what was deleted is in no wheel
        super().run()
        _compile_catalogues(Path(self.build_lib) / "huiying" / "locale")


def _check_front_end() -> None:
    """End unless the front-end files are those of the lock."""
    tool = _frontend()
    if not tool.is_current(tool.wanted()):
        sys.exit(
            "huiying: the front-end files are missing or of another version, no wheel was "
            "built. Run `make setup` (or `python tools/frontend.py`) first."
        )


def _frontend() -> ModuleType:
    spec = importlib.util.spec_from_file_location("frontend", ROOT / "tools" / "frontend.py")
    if spec is None or spec.loader is None:
        sys.exit("huiying: tools/frontend.py is missing, no wheel was built.")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def _compile_catalogues(folder: Path) -> None:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 - not of an editable build
    from babel.messages.pofile import read_po  # noqa: PLC0415

    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as sentences, source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read_po(sentences, locale=source.parts[-3]))


setup(cmdclass={"build_py": BuildPackage})
