from typing import Any

from django.db import migrations, models
from django.db.models import Count, Max


def renumber_doubled(apps: Any, _schema_editor: Any) -> None:
    """Give placements that share a number new ones at the end, but for the first of each.

    Two workers could number at once before the lease was a fence. What has a new number is
    looked at again, which changes nothing.
    """
    rows = apps.get_model("incidents", "Placement").objects.order_by()
    doubled = rows.values("bureau_id", "seq").annotate(count=Count("post_id"))
    for one in list(doubled.filter(count__gt=1).order_by("bureau_id", "seq")):
        mine = rows.filter(bureau_id=one["bureau_id"])
        last = mine.aggregate(last=Max("seq"))["last"]
        same = mine.filter(seq=one["seq"]).order_by("post_id").values_list("post_id", flat=True)
        for number, post_id in enumerate(list(same)[1:], start=last + 1):
            mine.filter(post_id=post_id).update(seq=number)


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_severity_second_signature")]

    operations = [
        migrations.RunPython(renumber_doubled, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="placement", name="placement_seq"),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                fields=["bureau", "seq"], name="placement_seq_once"
            ),
        ),
    ]
