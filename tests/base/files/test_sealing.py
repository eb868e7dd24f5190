"""What is sealed for one bureau opens for it alone."""

from __future__ import annotations

import pytest

from huiying.base.files.sealing import CannotOpen, Sealed, open_sealed, seal


def test_a_key_of_one_bureau_opens_nothing_of_another():
    sealed = seal(1, b"plain")

    assert open_sealed(1, sealed) == b"plain"
    with pytest.raises(CannotOpen):
        open_sealed(2, sealed)
    with pytest.raises(CannotOpen):
        open_sealed(1, Sealed(sealed.key, sealed.body[:-1] + b"?"))
