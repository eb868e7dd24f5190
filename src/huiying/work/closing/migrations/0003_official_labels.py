import huiying.policy.closing.breaches
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("closing", "0002_breach_kinds"),
    ]

    operations = [
        migrations.AlterField(
            model_name="breach",
            name="state",
            field=models.CharField(
                choices=[
                    ("OPEN", "待说明"),
                    ("EXCUSED", "已说明，待认定"),
                    ("DECIDED", "已认定"),
                    ("APPEALED", "申诉中"),
                    ("FINAL", "申诉已审查"),
                ],
                default=huiying.policy.closing.breaches.BreachState["OPEN"],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="reopenproposal",
            name="state",
            field=models.CharField(
                choices=[
                    ("PROPOSED", "待决定"),
                    ("REOPENED", "已重新办理"),
                    ("DECLINED", "不重新办理"),
                ],
                default="PROPOSED",
                max_length=10,
            ),
        ),
    ]
