"""A reason: what a rule or a reading found, as a code with parameters.

A reason is stored as data and rendered where it is shown, sent or exported
(``reasons/rendering.py``), so that a stored reason can be read in every language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, Union

Value: TypeAlias = Union[str, int, float, "Reason", "tuple[Value, ...]"]


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of the catalogue and the values of its sentence.

    A value that is a ``Reason`` is a part of the sentence, rendered in the same language; a
    tuple is a list of values. Text is quoted as it is: a name, a word of a post, a title.
    """

    code: str  # "<room>.<what>", such as "grading.media_unknown"
    params: Mapping[str, Value] = field(default_factory=dict)


def reason(code: str, **params: Value) -> Reason:
    """Return the reason ``code`` with its parameters."""
    return Reason(code, params)


def to_data(one: Reason) -> dict[str, Any]:
    """Return a reason as JSON: ``{"code": …, "params": {…}}``, without empty parameters."""
    if not one.params:
        return {"code": one.code}
    return {"code": one.code, "params": {k: _value_data(v) for k, v in one.params.items()}}


def from_data(data: Mapping[str, Any]) -> Reason:
    """Return the reason of its JSON form.

    Raises:
        KeyError: If ``data`` has no code.
    """
    params = data.get("params", {})
    return Reason(data["code"], {name: _value(value) for name, value in params.items()})


def all_to_data(reasons: Sequence[Reason]) -> list[dict[str, Any]]:
    """Return reasons as JSON, in their order."""
    return [to_data(one) for one in reasons]


def all_from_data(rows: Sequence[Mapping[str, Any]]) -> tuple[Reason, ...]:
    """Return the reasons of their JSON form, in their order."""
    return tuple(from_data(row) for row in rows)


def _value_data(value: Value) -> Any:
    if isinstance(value, Reason):
        return to_data(value)
    if isinstance(value, tuple):
        return [_value_data(one) for one in value]
    return value


def _value(data: Any) -> Value:
    if isinstance(data, Mapping):
        return from_data(data)
    if isinstance(data, list):
        return tuple(_value(one) for one in data)
    return data  # type: ignore[no-any-return]
