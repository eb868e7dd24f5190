"""A wheel of a clean clone runs by itself, with its front-end files and catalogues."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
from contextlib import closing
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.new_database import new_database
from tests.polling import LONG, wait_until

ROOT = Path(__file__).resolve().parents[2]
VENDOR = Path("src/huiying/web/static/vendor")
BUILD = "from setuptools import build_meta; print(build_meta.build_wheel('dist'))"


@pytest.fixture(scope="module")
def clone(tmp_path_factory) -> Path:
    """The files of the repository and nothing that was made of them."""
    folder = tmp_path_factory.mktemp("clone")
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(words, cwd=ROOT, check=True, capture_output=True)  # noqa: S603
    for name in filter(None, listed.stdout.decode().split("\0")):
        if name.startswith(("src/", "tools/")) or "/" not in name:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    return folder


def build(clone: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", BUILD]
    return subprocess.run(  # noqa: S603 - our own words
        words, cwd=clone, env=environment(), capture_output=True, text=True, check=False
    )


def environment(**more: str) -> dict[str, str]:
    """No code of the checkout is found, and no setting of the tests."""
    outside = ("PYTHON", "HUIYING", "DJANGO")
    kept = {key: text for key, text in os.environ.items() if not key.startswith(outside)}
    return kept | more


def test_without_front_end_files_no_wheel_is_built_and_a_sentence_says_so(clone):
    done = build(clone)

    assert done.returncode != 0
    assert "python tools/frontend.py" in done.stderr
    assert not list(clone.glob("dist/*.whl"))


@pytest.fixture(scope="module")
def command(clone, tmp_path_factory) -> Path:
    """The command of a wheel in an environment of its own; what it needs is not fetched."""
    shutil.copytree(ROOT / VENDOR, clone / VENDOR)
    done = build(clone)
    assert done.returncode == 0, done.stderr
    (wheel,) = clone.glob("dist/*.whl")
    place = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)  # noqa: S603
    ours = next(place.glob("lib/python*/site-packages"))
    (ours / "needed.pth").write_text(sysconfig.get_paths()["purelib"] + "\n")
    install = [sys.executable, "-m", "pip", "--python", str(place / "bin" / "python")]
    install += ["install", "-q", "--no-deps", "--no-index", "--no-compile", str(wheel)]
    subprocess.run(install, check=True, env=environment())  # noqa: S603 - our own words
    return place / "bin" / "huiying"


def test_the_command_of_a_wheel_says_its_version(command, tmp_path):
    done = subprocess.run(  # noqa: S603 - our own command
        [command, "--version"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert re.fullmatch(r"huiying \d+\.\d+\.\d+\n", done.stdout), done.stderr


def test_the_server_of_a_wheel_has_its_styles_and_both_languages(command, tmp_path):
    new_database(tmp_path / "huiying.sqlite3")
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        root = f"http://127.0.0.1:{free.getsockname()[1]}"
    where = environment(HUIYING_DATA_DIR=str(tmp_path), HUIYING_HTTPS="false")
    words = [command, "up", "--no-workers", "--port", root.rpartition(":")[2]]
    with subprocess.Popen(words, cwd=tmp_path, env=where) as server:  # noqa: S603
        try:
            wait_until(lambda: fetched(f"{root}/healthz") or server.poll() is not None)
            page = fetched(f"{root}/accounts/login/", "en").decode()
            styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
            sizes = {style: len(fetched(root + style)) for style in styles}
        finally:
            server.terminate()
            server.wait(LONG)

    assert "Sign in" in page
    assert any(style.startswith("/static/vendor/tabler.min.") for style in styles)
    assert all(sizes.values()), sizes


def fetched(address: str, language: str = "zh-hans") -> bytes:
    """Return what an address answers; nothing while nobody does."""
    request = urllib.request.Request(address, headers={"Accept-Language": language})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=LONG) as answer:  # noqa: S310
            return answer.read()
    except OSError:
        return b""


@pytest.mark.parametrize("words", [["--help"], ["manage", "check"]])
def test_the_command_of_a_wheel_loads_all_of_it(command, tmp_path, words):
    done = subprocess.run(  # noqa: S603 - our own command
        [command, *words],
        cwd=tmp_path,
        env=environment(HUIYING_DATA_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout or "Commands" in done.stdout


def plain(name: str) -> str:
    """Return the name of a distribution as an index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported() -> set[str]:
    """Return the names of the packages that the code imports, but our own and Python's."""
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - {"huiying"}


def test_pip_alone_brings_whatever_the_code_imports():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["names"], *extras["cluster"], *extras["ocr"]]
    declared = {plain(Requirement(one).name) for one in needed}
    brought = packages_distributions()

    missing = [
        name for name in imported() if not declared & set(map(plain, brought.get(name, [name])))
    ]

    assert sorted(missing) == []


def test_the_lock_holds_a_version_of_all_that_is_declared_that_fits():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    held = {
        plain(name): version for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock, re.M)
    }

    unfit = [
        one.name
        for one in map(Requirement, project["dependencies"])
        if held.get(plain(one.name), "") not in one.specifier
    ]

    assert unfit == []
