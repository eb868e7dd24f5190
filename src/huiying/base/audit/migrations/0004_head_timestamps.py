from django.db import migrations, models

from huiying.base.db.final_rows import ProtectRows


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_final_rows")]

    operations = [
        migrations.CreateModel(
            name="HeadTimestamp",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("token", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
        ),
        ProtectRows("audit_headtimestamp", refused="TRUE", keys=(("number",),)),
    ]
