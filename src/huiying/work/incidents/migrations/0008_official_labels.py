from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0007_situation_revisions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="candidate",
            name="state",
            field=models.CharField(
                choices=[
                    ("NEW", "待处理"),
                    ("WATCHED", "先关注"),
                    ("CONFIRMED", "已登记为事件"),
                    ("MERGED", "已并入事件"),
                    ("DISMISSED", "已排除"),
                    ("TRANSFERRED", "已转送"),
                    ("ABSORBED", "已并入另一待研判舆情"),
                ],
                default="NEW",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="mergequestion",
            name="state",
            field=models.CharField(
                choices=[
                    ("OPEN", "待回答"),
                    ("JOINED", "同一事件"),
                    ("APART", "不同事件"),
                    ("LATER", "以后再说"),
                ],
                default="OPEN",
                max_length=8,
            ),
        ),
    ]
