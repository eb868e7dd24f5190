"""Headers with parameters that the standard library cannot read are no fault of the server."""

from __future__ import annotations

import pytest

from tests.web.asgi import ask
from tests.web.clients import signed_in

pytestmark = pytest.mark.django_db
UNREADABLE = "x*=whole; x*0=piece"
PART = "--B\r\nContent-Disposition: form-data; name=q; {more}\r\n\r\nword\r\n--B--\r\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=B", "text/plain", "a/b"])
def test_a_content_type_that_nobody_can_read_is_as_none(kind):
    header = (b"content-type", f"{kind}; {UNREADABLE}".encode())

    page, _headers, _body = ask("/healthz", header)
    form, _headers, _body = ask(
        "/accounts/login/", header, method="POST", body=PART.format(more="a=b").encode()
    )

    assert (page, form) == (200, 403), "403: no token was sent"


@pytest.mark.parametrize(("more", "status"), [("a=b", 403), (UNREADABLE, 400)])
def test_a_form_with_a_part_that_nobody_can_read_is_refused(yunchuan, more, status):
    client = signed_in(yunchuan.lu)
    client.handler.enforce_csrf_checks = True

    answer = client.generic(
        "POST",
        "/desk/settings/",
        PART.format(more=more).encode(),
        content_type="multipart/form-data; boundary=B",
    )

    assert answer.status_code == status
