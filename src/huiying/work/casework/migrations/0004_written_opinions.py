from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0003_final_rows")]

    operations = [
        migrations.AddField(
            model_name="contact",
            name="document",
            field=models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="contact",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("ANSWERED", "已答复"),
                    ("REACHED", "已联系上，还没有答复"),
                    ("NOT_REACHED", "没有联系上"),
                    ("REFUSED", "当事人明确表示不需要答复"),
                    ("OPINION", "书面处理（复查、复核）意见书已送达"),
                    ("WITHDRAWN", "信访人撤回信访事项"),
                ],
                max_length=12,
            ),
        ),
    ]
