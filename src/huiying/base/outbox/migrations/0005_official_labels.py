from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0004_confirmed_channels"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("QUEUED", "排队中"),
                    ("HANDED_OVER", "已交出"),
                    ("DEAD", "发送失败，须人工处理"),
                    ("BY_HAND", "已另行通知"),
                    ("DROPPED", "无需发送，未发出"),
                ],
                default="QUEUED",
                max_length=12,
            ),
        ),
    ]
