"""The documents say what the product does, and everything it offers."""

import re
import tomllib
from dataclasses import fields
from datetime import timedelta
from operator import attrgetter
from pathlib import Path

import pytest
from django.urls import resolve, reverse

from huiying.config.cli import COMMANDS
from huiying.engine.stream.settings import StreamSettings
from huiying.policy.core.standing import Standing
from huiying.policy.rulebook.book import default_book
from tools import benchmark_table, regulation_map, security_controls, sizing_table

ROOT = Path(__file__).resolve().parent.parent

READMES = ("README.md", "README.zh-CN.md")
PAGES = [
    *READMES,
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
    *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))),
]
DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ID_OF = attrgetter("name")
STANDINGS = {
    Standing.REGULATION: "regulation",
    Standing.LAW: "superior rule",
    Standing.BUREAU: "bureau",
    Standing.TO_CONFIRM: "to be confirmed by the bureau",
}


def text_of(page):
    return (ROOT / page).read_text(encoding="utf-8")


def settings_of_the_product():
    """Return every HUIYING_… name that the code reads from the environment."""
    found = set()
    for path in sorted((ROOT / "src").rglob("*.py")):
        found |= set(re.findall(r"""["'](HUIYING_[A-Z_]+)["']""", path.read_text("utf-8")))
    return sorted(found)


@pytest.mark.parametrize("page", READMES)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_described(page, command):
    assert re.search(
        rf"^\| `huiying {command}\b[^|]*(?:\\\|[^|]*)*` \|", text_of(page), re.MULTILINE
    )


@pytest.mark.parametrize("page", READMES)
def test_no_command_is_described_that_does_not_exist(page):
    named = re.findall(r"(?<![\w/-])huiying ([a-z][a-z-]+)", text_of(page))

    assert sorted(set(named) - set(COMMANDS)) == []


@pytest.mark.parametrize("page", [*READMES, "CONTRIBUTING.md"])
def test_every_target_of_make_exists(page):
    targets = re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE)

    named = re.findall(r"^\s*make ([a-z-]+)", text_of(page), re.MULTILINE)

    assert sorted(set(named) - set(targets)) == []


@pytest.mark.parametrize("page", READMES)
def test_the_address_of_the_push_is_the_real_one(page):
    address = re.search(r"`POST (/\S+)`", text_of(page))[1]

    assert resolve(address).url_name == "push-posts"


@pytest.mark.parametrize("page", READMES)
def test_the_address_where_staff_sign_in_is_the_real_one(page):
    assert f"http://127.0.0.1:8000{reverse('console:desk')}" in text_of(page)


def test_every_setting_is_in_operations():
    page = text_of("docs/operations.md")

    missing = [name for name in settings_of_the_product() if f"| `{name}` |" not in page]

    assert missing == []


def test_no_setting_is_described_that_nobody_reads():
    described = set(re.findall(r"^\| `(HUIYING_[A-Z_]+)`", text_of("docs/operations.md"), re.M))
    tools = text_of("tools/run_tests.py") + text_of("tests/journeys/conftest.py")
    by_tools = {name for name in described if name in tools}

    assert sorted(described - set(settings_of_the_product()) - by_tools) == []


def test_the_chinese_guide_names_settings_and_commands_that_exist():
    guide = text_of("docs/operations.zh-CN.md")
    named = set(re.findall(r"HUIYING_[A-Z_]+[A-Z]", guide))

    assert named <= set(settings_of_the_product())
    assert len(named) > 10
    commands = set(re.findall(r"huiying (?!huiying)([a-z][a-z-]+)", guide))
    assert commands <= set(COMMANDS)


@pytest.mark.parametrize("code", default_book().deadlines)
def test_every_deadline_is_described_with_its_length_and_standing(code):
    rule = default_book().deadline(code)
    rows = [row for row in text_of("docs/deadlines.md").splitlines() if f"`{code}`" in row]

    cells = [cell.strip(" *") for cell in rows[0].split("|")]

    unit = rule.unit.value.replace("_", " ")
    unit = unit.removesuffix("s") if rule.amount == 1 else unit
    assert rule.name in cells
    assert f"{rule.amount} {unit}" in cells
    assert STANDINGS[rule.standing] in cells


@pytest.mark.parametrize("code", default_book().deadlines)
def test_a_deadline_is_said_to_run_only_if_something_starts_it(code):
    row = next(row for row in text_of("docs/deadlines.md").splitlines() if f"| `{code}`" in row)
    family = {"NOTICE": "notice_rule", "RECEIPT": "receipt_rule"}
    name = family.get(code.split("_")[0], code)
    floors = [
        path for top in ("work", "jobs") for path in (ROOT / "src/huiying" / top).rglob("*.py")
    ]

    starts = any(re.search(rf"\b{name}\b", path.read_text("utf-8")) for path in floors)

    assert row.rstrip(" |").endswith("| yes") == starts


def test_every_decision_stands_in_the_index_by_its_title():
    listed = re.findall(r"^- \[(.+)\]\((.+)\)$", text_of("docs/adr/README.md"), re.MULTILINE)
    titles = [(path.read_text("utf-8").partition("\n")[0][2:], path.name) for path in DECISIONS]

    assert sorted(listed) == titles


def test_a_decision_fits_on_a_page_and_has_its_three_parts():
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        parts = re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)

        assert parts == ["Context", "Decision", "Consequences"], path.name
        assert len(text.split()) <= 450, path.name


def test_every_setting_of_the_stream_stands_in_its_page_with_its_value():
    rows = dict(re.findall(r"^\| `(\w+)` \| (\S+)", text_of("docs/engine/stream.md"), re.M))
    settings = {field.name: field.default for field in fields(StreamSettings)}
    units = {"window_span": timedelta(hours=1), "late_from": timedelta(days=1)}

    described = {
        name: float(rows[name].replace(",", "")) * units.get(name, 1) for name in settings
    }

    assert described == settings


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "engine").glob("*.md")), ids=ID_OF)
def test_a_page_of_the_engine_has_its_parts_and_stands_in_the_index(page):
    text = page.read_text(encoding="utf-8")
    parts = re.findall(r"^## (.+)", text, re.MULTILINE)

    if page.name == "README.md":
        linked = {target.split("#")[0] for target in LINK.findall(text)}
        assert {path.name for path in page.parent.glob("*.md")} <= linked | {page.name}
    else:
        assert parts == ["What it does", "Rules", "Limits", "How to change it", "Measured"]


def test_every_experiment_is_dated_by_its_name_and_stands_in_the_index():
    linked = set(LINK.findall(text_of("docs/experiments/index.md")))
    pages = {path.name for path in (ROOT / "docs" / "experiments").glob("*.md")} - {"index.md"}

    assert [name for name in pages if not re.fullmatch(r"20\d\d-\d\d-[a-z-]+\.md", name)] == []
    assert sorted(pages - linked) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_file(page):
    folder = (ROOT / page).parent
    broken = []
    for target in LINK.findall(text_of(page)):
        file = target.split("#")[0]
        if file and not re.match(r"https?://|mailto:", target) and not (folder / file).exists():
            broken.append(target)

    assert broken == []


def test_every_test_that_privacy_names_exists():
    named = set(re.findall(r"`(test_\w+)`", text_of("docs/privacy.md")))
    every = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        every |= set(re.findall(r"def (test_\w+)\(", path.read_text(encoding="utf-8")))

    assert sorted(named - every) == []


def test_the_regulation_map_is_up_to_date():
    assert regulation_map.PAGE.read_text(encoding="utf-8") == regulation_map.page(), (
        "run `python tools/regulation_map.py`"
    )


def test_the_security_controls_are_up_to_date_and_name_what_exists():
    assert security_controls.PAGE.read_text(encoding="utf-8") == security_controls.page(), (
        "run `python tools/security_controls.py`"
    )


def test_the_table_of_benchmarks_is_up_to_date():
    assert benchmark_table.PAGE.read_text(encoding="utf-8") == benchmark_table.page(), (
        "run `python tools/benchmark_table.py`"
    )


def test_the_tables_of_sizes_are_up_to_date():
    text = sizing_table.PAGE.read_text(encoding="utf-8")

    assert text == sizing_table.page(text), "run `python -m tools.sizing_table`"


def test_the_regulation_map_names_code_that_exists():
    package = ROOT / "src" / "huiying"

    named = [
        code
        for article in regulation_map.articles()
        for clause in article["clause"]
        for code in clause["code"]
    ]

    assert [code for code in named if not (package / code).exists()] == []


def test_every_code_name_of_the_glossary_exists():
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    folders = {path.name for path in (ROOT / "src" / "huiying").rglob("*") if path.is_dir()}
    rows = [
        row.split("|") for row in text_of("docs/glossary.md").splitlines() if row[:2] == "| "
    ]
    named = {
        part
        for row in rows
        for name in re.findall(r"`([^`]+)`", row[3])
        for part in name.split(".")
    }

    defined = set(
        re.findall(r"(?:def|class) (\w+)|^ *(\w+): |^ *(\w+) = |(\w+)=", source, re.M)
    )
    known = {name for found in defined for name in found} | folders

    assert len(named) > 50
    assert sorted(named - known) == []


PLACE = re.compile(r"`((?:[\w.-]+/)+[\w.-]*|[\w/-]+\.(?:py|toml|po))`")
HOW_TO = sorted((ROOT / "docs" / "howto").glob("*.md"))


@pytest.mark.parametrize("page", ["docs/map.md", *(f"docs/howto/{p.name}" for p in HOW_TO)])
def test_every_place_that_the_map_and_the_how_tos_name_exists(page):
    plain = {
        "models.py",
        "queries.py",
        "access.py",
        "urls.py",
        "counters.py",
        "core/",
    }  # of any noun
    bases = (ROOT, ROOT / "src" / "huiying", ROOT / "src" / "huiying" / "web" / "templates")
    places = set(PLACE.findall(text_of(page))) - plain

    assert [name for name in places if not any((b / name).exists() for b in bases)] == []


def test_every_room_stands_in_the_map():
    package = ROOT / "src" / "huiying"
    folders = [path for top in ("engine", "policy") for path in (package / top).iterdir()]
    for top in ("base", "work", "jobs", "web"):
        folders += [*(package / top).iterdir(), *(package / top).glob("*/*")]
    rooms = {
        path.relative_to(package).as_posix()
        for path in folders
        if path.name not in {"actions", "migrations"} and has_code(path)
    }
    named = set(re.findall(r"`([\w/]+)`", text_of("docs/map.md")))

    assert len(rooms) > 100
    assert sorted(rooms - named) == []


def has_code(folder):
    faces = {"__init__.py", "apps.py", "counters.py", "models.py"}
    return any(path.name not in faces for path in folder.glob("*.py"))


def test_every_how_to_stands_in_the_index():
    linked = set(LINK.findall(text_of("docs/howto/README.md")))

    assert [page.name for page in HOW_TO if page.name not in linked | {"README.md"}] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_module_that_a_page_names_exists(page):
    if page.startswith(("docs/experiments/", "CHANGELOG")):
        pytest.skip("tells what was")
    tops = ("src", "tests", "tools", "benchmarks")
    modules = {
        path.relative_to(ROOT).as_posix() for top in tops for path in (ROOT / top).rglob("*.py")
    }
    named = re.findall(r"`([\w/]+\.py)`", text_of(page))

    gone = [name for name in named if not any(f"/{m}".endswith(f"/{name}") for m in modules)]

    assert gone == []


def test_the_changelog_speaks_of_this_version():
    version = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    sections = re.findall(r"^## \[([^\]]+)\]", text_of("CHANGELOG.md"), re.MULTILINE)

    assert sections[0] == "Unreleased"
    assert version in sections


def test_the_licence_is_the_one_we_say():
    assert "Apache License" in text_of("LICENSE")
    assert tomllib.loads(text_of("pyproject.toml"))["project"]["license"] == "Apache-2.0"
