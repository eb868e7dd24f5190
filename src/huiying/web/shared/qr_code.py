"""The picture of an address as a QR code, within the page: no file, no other host.

In:   an address.    Out:  a ``data:`` address of an SVG picture.
Cost: some milliseconds.
"""

from __future__ import annotations

from base64 import b64encode

from allauth.mfa.adapter import get_adapter


def qr_picture(address: str) -> str:
    """Return the picture of an address; allauth draws it as those of its authenticators."""
    picture: str = get_adapter().build_totp_svg(address)
    return f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
