"""Let a page fail when its template names what a row does not have.

Django shows nothing for a missing attribute. A row that is a dataclass is a contract: a name
that it lacks is a fault of the template, or of the row.
"""

from __future__ import annotations

from dataclasses import is_dataclass
from typing import Any

import pytest
from django.template.base import Variable, VariableDoesNotExist


def be_strict(patch: pytest.MonkeyPatch) -> None:
    """Raise AssertionError, which no template swallows, for a name that a dataclass lacks."""
    resolve = Variable._resolve_lookup

    def strictly(variable: Variable, context: Any) -> Any:
        try:
            return resolve(variable, context)
        except VariableDoesNotExist as error:
            name, owner = error.params[0], error.params[1] if len(error.params) > 1 else None
            if is_dataclass(owner):
                message = f"{type(owner).__name__} has no {name!r} ({{{{ {variable.var} }}}})"
                raise AssertionError(message) from error
            raise

    patch.setattr(Variable, "_resolve_lookup", strictly)
