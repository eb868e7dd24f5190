"""Seeds of second factors that were stored before they were sealed. The rows are allauth's,
which takes no migrations of ours; accounts stand below what seals, so they are sealed here."""

from collections.abc import Callable

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from huiying.base.files.sealed_text import open_text, seal_text


def rewrite(apps: StateApps, change: Callable[[str], str]) -> None:
    for row in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        for name in ("secret", "seed"):
            if name in row.data:
                row.data[name] = change(row.data[name])
        row.save(update_fields=["data"])


def seal(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    rewrite(apps, seal_text)


def unseal(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    rewrite(apps, open_text)


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0002_sealed_secrets"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, unseal)]
