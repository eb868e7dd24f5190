"""Style sheets and scripts are kept by browsers: a hash in the name, compressed, made once."""

from __future__ import annotations

import gzip
import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import storages
from django.templatetags.static import static
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from huiying.web.shared.static_files import collect_static_files

STYLE = "huiying/css/portal.css"
HASHED = re.compile(r"/static/huiying/css/portal\.[0-9a-f]{12}\.css")


pytestmark = pytest.mark.django_db  # an answer that ends looks after old connections


@pytest.fixture(autouse=True)
def root(settings, tmp_path, monkeypatch):
    """As in production, with a folder of this test."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "huiying.web.shared.static_files.HashedStaticFiles"},
    }
    settings.WHITENOISE_KEEP_ONLY_HASHED_FILES = True
    settings.WHITENOISE_AUTOREFRESH = False
    monkeypatch.setattr(staticfiles_storage, "_wrapped", storages["staticfiles"])
    return settings.STATIC_ROOT


def served(address):
    request = RequestFactory().get(address, headers={"accept-encoding": "gzip"})
    answer = WhiteNoiseMiddleware(lambda _request: None)(request)
    body = b"".join(answer.streaming_content)
    answer.close()
    return answer, body


def test_a_page_links_to_a_name_with_a_hash_that_is_compressed_and_kept_for_ever():
    assert collect_static_files()

    address = static(STYLE)
    answer, body = served(address)

    assert HASHED.fullmatch(address)
    assert (answer.status_code, answer["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in answer["Cache-Control"]
    assert b"{" in gzip.decompress(body)


def test_copies_are_made_once_and_again_when_a_file_changed(root, monkeypatch):
    assert [collect_static_files(), collect_static_files()] == [True, False]

    monkeypatch.setattr("huiying.__version__", "9.9.9")

    assert collect_static_files()


def test_without_copies_the_plain_name_is_linked_and_served():
    assert static(STYLE) == f"/static/{STYLE}"

    answer, _body = served(static(STYLE))

    assert answer.status_code == 200
    assert "immutable" not in answer["Cache-Control"]


def test_a_disk_that_takes_nothing_stops_no_server(settings, tmp_path):
    (tmp_path / "a-file").touch()
    settings.STATIC_ROOT = tmp_path / "a-file"

    assert not collect_static_files()
    assert static(STYLE) == f"/static/{STYLE}"
