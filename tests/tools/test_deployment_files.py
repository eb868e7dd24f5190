"""Image, compose file, units and rotation name what exists; they are read, not run."""

from __future__ import annotations

import configparser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from huiying.config.cli import COMMANDS
from tests.test_docs import settings_of_the_product

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy" / "systemd").glob("huiying*"))
TOOLS = {"ruff": "ruff", "lint-imports": "import-linter"}  # command → package
NEEDED = (  # by `make wheel`, and by the image
    "Makefile", "MANIFEST.in", "LICENSE", "README.md", "pyproject.toml", "setup.py",
    "package.json", "package-lock.json", "requirements.lock", "requirements-cluster.lock",
    "tools/frontend.py",
    "src/huiying/config/cli.py", "src/huiying/locale/en/LC_MESSAGES/django.po",
)  # fmt: skip


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def instructions():
    """Return the instructions of the image in order: word, rest of the line."""
    joined = re.sub(r"\\\n\s*", " ", text_of("Dockerfile"))
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def instruction(word):
    return [rest for name, rest in instructions() if name == word]


def test_the_image_is_built_by_the_commands_of_the_documents():
    runs = " && ".join(instruction("RUN"))
    targets = re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE)

    assert re.findall(r"\bmake ([a-z-]+)$", runs.replace(" && ", "\n"), re.M) == ["wheel"]
    assert "wheel" in targets
    assert "`make wheel`" in text_of("docs/operations.md")
    assert instruction("ARG") == ["LOCK=requirements.lock"]
    assert "--require-hashes -r /tmp/huiying/$LOCK" in runs


def test_the_image_has_a_python_that_the_package_takes():
    bases = {rest.split()[0] for rest in instruction("FROM")}
    least = tomllib.loads(text_of("pyproject.toml"))["project"]["requires-python"]

    [base] = bases
    version = re.fullmatch(r"python:3\.(\d+)-slim-\w+", base)[1]
    assert int(version) >= int(least.removeprefix(">=3."))


def test_the_image_serves_as_a_user_without_rights_and_keeps_data_in_a_volume():
    words = [name for name, _rest in instructions()]

    assert instruction("USER") == ["huiying"]
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert instruction("VOLUME") == ["/data"]
    assert "HUIYING_DATA_DIR=/data" in instruction("ENV")[0]


def test_the_image_begins_the_server_and_asks_its_probe():
    entry, command = instruction("ENTRYPOINT"), instruction("CMD")

    assert json.loads(entry[0]) == ["huiying"]
    assert json.loads(command[0])[0] in COMMANDS
    assert "/healthz" in instruction("HEALTHCHECK")[0]


@pytest.mark.parametrize("name", NEEDED)
def test_nothing_that_the_wheel_needs_is_kept_from_the_image(name):
    patterns = [line for line in text_of(".dockerignore").splitlines() if line]
    parents = [name, *(str(parent) for parent in Path(name).parents)]

    hidden = [one for one in patterns if any(_matches(path, one) for path in parents)]

    assert (ROOT / name).exists()
    assert hidden == []


def _matches(path, pattern):
    return fnmatch(path, pattern) or fnmatch(path, pattern.removeprefix("**/"))


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(text_of("compose.yaml"))


def test_the_compose_file_runs_one_box_and_with_a_profile_postgresql(compose):
    services = compose["services"]
    app, postgres, rabbitmq = services["app"], services["postgres"], services["rabbitmq"]

    assert "profiles" not in app
    assert postgres["profiles"] == ["postgres"]
    assert app["depends_on"]["postgres"] == {"condition": "service_healthy", "required": False}
    assert app["ports"] == ["127.0.0.1:8000:8000"]
    named = {
        volume.split(":")[0] for one in (app, postgres, rabbitmq) for volume in one["volumes"]
    }
    assert named == set(compose["volumes"])


def test_the_compose_file_sets_only_what_the_product_reads(compose):
    given = {name for name in compose["services"]["app"]["environment"] if "HUIYING" in name}

    assert sorted(given - set(settings_of_the_product())) == []
    default = compose["services"]["app"]["environment"]["HUIYING_ALLOWED_HOSTS"]
    assert "127.0.0.1" in default, "the health check asks by that name"


def test_every_setting_of_the_file_env_reaches_the_containers(compose):
    table = re.findall(r"^\| `(HUIYING_\w+)` \|", text_of("docs/operations.md"), re.MULTILINE)
    of_the_image = {"HUIYING_DATA_DIR", "HUIYING_ADMIN_PASSWORD"}  # said once, at the set-up
    of_tests = {"HUIYING_REQUIRE", "HUIYING_SHOTS"}
    wanted = {name for name in table if not name.startswith("HUIYING_TEST_")}
    given = compose["services"]["app"]["environment"]

    assert sorted(wanted - of_the_image - of_tests - set(given)) == []
    for name in wanted & set(given):
        assert given[name].startswith(f"${{{name}:-"), name


def test_settings_that_the_file_env_does_not_name_are_those_by_default(compose, tmp_path):
    given = compose["services"]["app"]["environment"]
    empty = {name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", value) for name, value in given.items()}
    own = {key: value for key, value in os.environ.items() if "HUIYING" not in key}
    show = (
        "from django.conf import settings as s; "
        "print(s.BACKUP_KEEP, s.IDLE_SECONDS, s.SECOND_FACTOR, s.BACKUP_RECIPIENTS, s.SECURE)"
    )

    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", show],
        env={
            **own,
            **empty,
            "DJANGO_SETTINGS_MODULE": "huiying.config.settings.prod",
            "HUIYING_DATA_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["7", "1800", "SIGNERS", "[]", "True"]


def test_the_command_of_the_compose_file_is_one_that_is_understood(compose):
    words = [re.sub(r"\$\{\w+:-([\w-]+)\}", r"\1", word) for word in _command(compose)]

    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-P", "-m", "huiying.config.cli", *words, "--help"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert words[-2:] == ["--workers", "1"]


def test_with_a_profile_the_compose_file_runs_a_cluster(compose):
    services = compose["services"]
    lock = re.search(r"HUIYING_LOCK=(\S+)", text_of("compose.yaml"))[1]

    assert (ROOT / lock).exists()
    for name in ("worker", "beat"):
        service = services[name]
        assert service["profiles"] == services["rabbitmq"]["profiles"] == ["cluster"]
        assert service["command"] == [name]
        assert name in COMMANDS
        assert service["environment"] == services["app"]["environment"]
        assert service["volumes"] == services["app"]["volumes"], "one key, one folder of files"
        assert service["healthcheck"] == {"disable": True}, "it serves no pages"
        assert set(service["depends_on"]) == {"app", "rabbitmq"}
    assert "--no-jobs" in text_of("compose.yaml")
    assert services["rabbitmq"]["hostname"] == "rabbitmq"


def _command(compose):
    return compose["services"]["app"]["command"]


def unit(name):
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read(ROOT / "deploy" / "systemd" / name, encoding="utf-8")
    return read


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_systemd_understands_each_unit(path, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd here")
    for each in UNITS:  # the timer looks for its service
        words = each.read_text(encoding="utf-8").replace(
            "/opt/huiying/.venv/bin/huiying", "/usr/bin/env"
        )
        (tmp_path / each.name).write_text(words, encoding="utf-8")

    done = subprocess.run(  # noqa: S603 - our own words
        ["systemd-analyze", "verify", tmp_path / path.name],  # noqa: S607
        capture_output=True,
        text=True,
        check=False,
    )

    ours = [line for line in done.stderr.splitlines() if "huiying" in line]
    assert ours == []


def test_the_service_gives_the_server_the_time_that_it_needs_to_stop():
    service = unit("huiying.service")["Service"]

    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) >= 35
    assert service["RestartPreventExitStatus"] == "2"
    assert service["User"] == "huiying"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "true"


@pytest.mark.parametrize(
    "name",
    [
        "huiying.service",
        "huiying-backup.service",
        "huiying-worker@.service",
        "huiying-beat.service",
    ],
)
def test_each_unit_runs_a_command_that_exists(name):
    _program, command, *_options = shlex.split(unit(name)["Service"]["ExecStart"])

    assert command in COMMANDS


def test_the_rotation_moves_the_file_that_the_documents_name_and_loses_nothing():
    words = [line.split("#")[0] for line in text_of("deploy/logrotate/huiying").splitlines()]
    page = text_of("docs/operations.md")

    named = re.search(r"HUIYING_LOG_FILE=(\S+)/\w+\.log`", page)[1]
    assert f"{named}/*.log {{" in words
    assert not [line for line in words if "copytruncate" in line]


@pytest.mark.parametrize(
    "name", ["Dockerfile", "compose.yaml", "deploy/systemd/", "deploy/logrotate/huiying"]
)
def test_the_documents_name_each_file(name):
    assert f"`{name}`" in text_of("docs/operations.md")


def test_the_public_workflow_runs_the_script_that_everybody_runs():
    flow = yaml.safe_load(text_of(".github/workflows/ci.yml"))
    last = {
        name: [step["run"] for step in job["steps"] if "run" in step][-1]
        for name, job in flow["jobs"].items()
    }

    assert last == {"test": "bash .ci/run", "audit": "python tools/audit.py"}
    assert flow["permissions"] == {"contents": "read"}
    assert flow[True]["schedule"], "a vulnerability becomes known without a commit"


def test_the_hooks_run_tools_that_are_set_up():
    hooks = yaml.safe_load(text_of(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    locked = text_of("requirements-dev.lock")

    for hook in hooks:
        tool = Path(hook["entry"].split()[0]).name
        assert tool == "python" or f"{TOOLS[tool]}==" in locked
