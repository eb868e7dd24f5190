"""The table of controls: a row that names nothing that exists is refused."""

from __future__ import annotations

import pytest
from tools.security_controls import InvalidControls

from tools import security_controls

ROW = {
    "number": "1 a",
    "says": "A demand",
    "how": "So.",
    "code": ["base/files/scanning.py"],
    "tests": ["test_the_same_file_twice_has_two_keys"],
}


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Write a table with one row; a change replaces a field, None leaves it out."""
    table = tmp_path / "controls.toml"
    monkeypatch.setattr(security_controls, "TABLE", table)

    def write(**changed):
        fields = {name: value for name, value in (ROW | changed).items() if value is not None}
        lines = (f"{name} = {value!r}" for name, value in fields.items())
        text = '[[standard]]\ntitle = "One"\n[[standard.row]]\n' + "\n".join(lines)
        table.write_text(text.replace("'", '"'), encoding="utf-8")

    return write


def test_a_row_shows_code_test_and_what_the_operator_must_do(write):
    write(operator="backup-and-restore")

    shown = security_controls.controls()

    assert (
        "| 1 a | A demand | So. **Operator**: [backup and restore](operations.md#backup"
        in shown
    )
    assert "(../tests/base/files/test_keep.py)" in shown


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"code": ["base/files/no_such.py"]}, "there is no code"),
        ({"code": []}, "names no code or no test"),
        ({"tests": []}, "names no code or no test"),
        ({"tests": ["test_that_nobody_wrote"]}, "0 tests are called"),
        ({"tests": ["test_a_wrong_token_is_refused"]}, "2 tests are called"),
        ({"operator": "nowhere"}, "has no #nowhere"),
        ({"how": None}, "absent: how"),
        ({"more": "x"}, "unknown or absent: more"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_row_that_cannot_be_proven_is_refused(write, changed, said):
    write(**changed)

    with pytest.raises(InvalidControls, match=said):
        security_controls.controls()


def test_a_test_of_a_name_that_several_have_is_named_with_its_file(write):
    write(tests=["tests/web/api/test_report_push.py::test_a_wrong_token_is_refused"])

    assert "(../tests/web/api/test_report_push.py)" in security_controls.controls()
