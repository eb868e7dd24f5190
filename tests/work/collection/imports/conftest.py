"""A file and its source, as the tests of imports begin."""

from __future__ import annotations

import pytest

from huiying.base.audit.subjects import MACHINE
from huiying.work.collection.files.mapping import Mapping
from huiying.work.collection.imports.actions.start import start_import
from huiying.work.collection.sources.actions.add_source import add_source
from tests.factories import T0


@pytest.fixture
def source(yunchuan):
    return add_source(
        bureau=yunchuan.bureau, name="热线", kind="FILE", channel="热线", actor=MACHINE, now=T0
    )


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("标题,内容\n停水,第一天停水\n", encoding="utf-8")
    return file


@pytest.fixture
def start(source, path):
    def begin(mapping=None, now=T0, **more):
        return start_import(
            bureau=source.bureau,
            source=source,
            path=more.pop("path", path),
            mapping=mapping or Mapping(title="标题", text="内容"),
            history=False,
            actor=MACHINE,
            now=now,
            **more,
        )

    return begin
