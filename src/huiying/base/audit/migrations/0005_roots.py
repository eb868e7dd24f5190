from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_head_timestamps")]

    operations = [
        migrations.CreateModel(
            name="CommitmentKey",
            fields=[
                ("bureau_ref", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="DayRoot",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("bureau_ref", models.BigIntegerField()),
                ("day_root", models.CharField(max_length=64)),
                ("topics_root", models.CharField(blank=True, max_length=64)),
                ("root", models.CharField(blank=True, max_length=64)),
                ("leaves", models.BinaryField()),
            ],
        ),
        ProtectRows("audit_commitmentkey", refused="TRUE", keys=(("bureau_ref",),)),
        ProtectRows("audit_dayroot", refused="TRUE", keys=(("number",),)),
    ]
