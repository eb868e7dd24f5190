from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_installation"),
    ]

    operations = [
        migrations.AlterField(
            model_name="backuprun",
            name="failure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("NO_ROOM", "磁盘空间不足，未开始"),
                    ("NOT_WRITTEN", "备份失败，原因见服务器日志"),
                    ("BROKEN_OFF", "备份中断，未完成"),
                ],
                max_length=20,
            ),
        ),
    ]
