"""Files at an S3-compatible store, by django-storages; part of the extra ``cluster``.

In:   ``s3://bucket/prefix?endpoint=https://…&region=…``, a key and its secret.
Out:  objects, each under the prefix and the hash of its bytes.
Cost: a request each, two for one that is written; memory for one file.

What is written is encrypted already, each file under its own key; the store sees hashes and
lengths. Only 404 means that something is gone: whatever else goes wrong is ``StoreAway``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from django.conf import settings
from django.core.files.base import ContentFile
from storages.backends.s3 import S3Storage

from huiying.base.files.file_store import StoreAway

CONNECT, READ = 5, 30  # seconds
TRIES = 3
GONE = frozenset({"404", "NoSuchKey"})


class S3Store:
    """One bucket, and the objects under a prefix in it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        self.place = f"s3://{parts.hostname}{parts.path}".rstrip("/")
        self._prefix = f"{parts.path.strip('/')}/".lstrip("/")
        self._storage = S3Storage(
            bucket_name=parts.hostname,
            location=parts.path.strip("/"),
            access_key=settings.FILES_KEY or None,
            secret_key=settings.FILES_SECRET or None,
            endpoint_url=options.get("endpoint"),
            region_name=options.get("region"),
            file_overwrite=True,
            default_acl=None,
            client_config=Config(
                s3={"addressing_style": options.get("style", "path")},
                signature_version="s3v4",
                connect_timeout=CONNECT,
                read_timeout=READ,
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                proxies={},  # no variable of the environment leads a request elsewhere
            ),
        )

    def has(self, name: str) -> bool:
        """Tell whether there is an object of a name."""
        with self._asked():
            return bool(self._storage.exists(name))

    def read(self, name: str) -> bytes | None:
        """Return the bytes of an object; None if it is gone."""
        with self._asked():
            try:
                answer = self._storage.bucket.Object(self._prefix + name).get()
                return bytes(answer["Body"].read())
            except ClientError as error:
                if error.response.get("Error", {}).get("Code") in GONE:
                    return None
                raise

    def write(self, name: str, body: bytes) -> None:
        """Write an object; a store shows it whole or not at all."""
        with self._asked():
            self._storage.save(name, ContentFile(body))

    def remove(self, name: str) -> None:
        """Remove an object; a bucket that keeps versions still has it."""
        with self._asked():
            self._storage.delete(name)

    def names(self, before: datetime) -> Iterator[str]:
        """Yield what was written before a moment."""
        with self._asked():
            for item in self._storage.bucket.objects.filter(Prefix=self._prefix):
                if item.last_modified < before:
                    yield item.key.removeprefix(self._prefix)

    def drop_parts(self, before: datetime) -> None:
        """Remove nothing: an object is written whole or not at all."""
        del before

    @contextmanager
    def _asked(self) -> Iterator[None]:
        try:
            yield
        except (ClientError, BotoCoreError, HTTPClientError) as error:
            raise StoreAway(self.place, str(error)) from error
