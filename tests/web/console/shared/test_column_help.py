"""Imports of rows say what each column may hold, and give an example that passes."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.web.clients import signed_in
from tests.web.page import page_of

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.mark.parametrize(
    ("name", "who", "values"),
    [
        ("unit-import", "admin", "外单位"),
        ("officer-import", "admin", "值班员、"),
        ("roster-import", "admin", "日期，如 2026-12-01"),
    ],
)
def test_an_import_lists_the_values_of_its_columns(yunchuan, name, who, values):
    client = signed_in(getattr(yunchuan, who))
    address = reverse(f"console:{name}")

    page = page_of(client.get(address))
    example = client.get(address, {"example": "1"})

    assert values in page.text
    assert "下载示例文件" in page.text
    assert example["Content-Disposition"].endswith('-example.csv"')


def test_the_example_of_units_can_be_imported(yunchuan):
    client = signed_in(yunchuan.admin)
    address = reverse("console:unit-import")
    example = client.get(address, {"example": "1"}).content.decode("utf-8-sig")

    rows = example.replace(",", "\t").replace("区水务局", "区城管局")  # the cast has the former
    page = page_of(client.post(address, {"text": rows}))

    assert "可导入" in page.text
    assert "不可导入" not in page.text
