"""A number that was typed before opinions were recorded opens no gate of what is unreleased.

It moves to a review that holds nothing else; what is published or dropped stays as it is.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

UNRELEASED = ("WRITING", "SUBMITTED", "APPROVED")


def move_numbers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drafts = apps.get_model("responses", "Draft").objects
    reviews = apps.get_model("responses", "MechanismReview").objects
    for draft in drafts.filter(state__in=UNRELEASED).exclude(procedure_ref=""):
        reviews.create(
            bureau_id=draft.bureau_id,
            number=f"J0-{draft.pk}",
            draft=draft,
            document=draft.procedure_ref,
            recorded_at=draft.edited_at,
        )
        drafts.filter(pk=draft.pk).update(procedure_ref="")


def return_numbers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    drafts = apps.get_model("responses", "Draft").objects
    reviews = apps.get_model("responses", "MechanismReview").objects
    for review in reviews.filter(signoff=None):
        drafts.filter(pk=review.draft_id).update(procedure_ref=review.document)
        review.delete()


class Migration(migrations.Migration):
    dependencies = [("responses", "0005_mechanism_reviews")]

    operations = [migrations.RunPython(move_numbers, return_numbers)]
