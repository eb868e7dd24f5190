from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0009_confirmed_communities"),
    ]

    operations = [
        migrations.AlterField(
            model_name="importedrow",
            name="result",
            field=models.CharField(
                choices=[("A", "收录"), ("R", "重复"), ("S", "已处理，保留")], max_length=1
            ),
        ),
        migrations.AlterField(
            model_name="source",
            name="health",
            field=models.CharField(
                choices=[
                    ("UNKNOWN", "尚未采集"),
                    ("HEALTHY", "正常"),
                    ("EMPTY", "空"),
                    ("NOT_MODIFIED", "未更新"),
                    ("DEGRADED", "降级"),
                    ("FAILED", "失败"),
                ],
                default="UNKNOWN",
                max_length=14,
            ),
        ),
    ]
