"""Say what an installation is made of, and have it compared with known vulnerabilities.

In:   the lock files of Python and of the front end; ``pip-audit``, if it is on the path.
Out:  ``dist/huiying.cdx.json``, a bill of materials (CycloneDX 1.5); the report of pip-audit.
      Exit code 0: nothing is known; 1: pip-audit found something or could not ask; 2: there is
      no pip-audit, so nothing was compared.
Cost: under a second for the bill; pip-audit asks the package registry about each package.

The bill is the same for the same lock files: no time, no random number.
"""

import argparse
import base64
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
BILL: Final = "huiying.cdx.json"
_PINNED: Final = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(?P<version>[^\s;\\]+)"
)
_HASH: Final = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NOT_COMPARED: Final = (
    "✗ pip-audit is not on the path, so nothing was compared with known vulnerabilities. "
    "Install it apart (python -m venv /tmp/audit && /tmp/audit/bin/pip install pip-audit) and "
    "run this with PATH=/tmp/audit/bin:$PATH.\n"
)

Component = dict[str, Any]


def python_packages(lock: str) -> list[Component]:
    """Return the packages of a lock file of pip, each with the hashes that are accepted."""
    found: list[Component] = []
    for line in lock.splitlines():
        if pinned := _PINNED.match(line):
            name = re.sub(r"[-_.]+", "-", pinned["name"]).lower()
            found.append(_component("pypi", name, pinned["version"]))
        if found:
            found[-1]["hashes"] += [
                {"alg": "SHA-256", "content": digest} for digest in _HASH.findall(line)
            ]
    return found


def front_end_packages(lock: str) -> list[Component]:
    """Return the packages of a lock file of npm."""
    found = []
    for path, package in json.loads(lock)["packages"].items():
        if not path:
            continue
        name = path.rpartition("node_modules/")[2]
        component = _component("npm", name.replace("@", "%40"), package["version"])
        component["name"] = name
        algorithm, _dash, digest = package.get("integrity", "").partition("-")
        if digest:
            content = base64.b64decode(digest).hex()
            kind = algorithm.upper().replace("SHA", "SHA-")
            component["hashes"].append({"alg": kind, "content": content})
        found.append(component)
    return found


def bill_of_materials(root: Path = ROOT) -> dict[str, Any]:
    """Return the bill of an installation as CycloneDX 1.5."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    parts = python_packages((root / "requirements.lock").read_text("utf-8"))
    parts += front_end_packages((root / "package-lock.json").read_text("utf-8"))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": project["name"],
                "version": project["version"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": sorted(parts, key=lambda part: str(part["purl"])),
    }


def _component(registry: str, name: str, version: str) -> Component:
    purl = f"pkg:{registry}/{name}@{version}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "hashes": [],
    }


def main(arguments: list[str] | None = None) -> int:
    """Write the bill, then compare."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=ROOT / "dist")
    folder = parser.parse_args(arguments).folder
    folder.mkdir(parents=True, exist_ok=True)
    bill = bill_of_materials()
    (folder / BILL).write_text(json.dumps(bill, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"✓ {folder / BILL}: {len(bill['components'])} components\n")
    auditor = shutil.which("pip-audit")
    if auditor is None:
        sys.stderr.write(_NOT_COMPARED)
        return 2
    lock = str(ROOT / "requirements.lock")
    asked = [auditor, "--requirement", lock, "--require-hashes", "--disable-pip", "--strict"]
    return int(subprocess.run(asked, check=False).returncode != 0)  # noqa: S603 - of the path


if __name__ == "__main__":
    sys.exit(main())
