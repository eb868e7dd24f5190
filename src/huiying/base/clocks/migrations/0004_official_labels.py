from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0003_steps_by_audience"),
    ]

    operations = [
        migrations.AlterField(
            model_name="clock",
            name="standing",
            field=models.CharField(
                choices=[
                    ("regulation", "制度"),
                    ("law", "上级规定"),
                    ("bureau", "本局规则（非法定）"),
                    ("to_confirm", "本局暂定，待确认"),
                    ("example", "示例值（本局可调整）"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="clock",
            name="state",
            field=models.CharField(
                choices=[("RUNNING", "计时中"), ("MET", "已办到"), ("CANCELLED", "已撤销")],
                default="RUNNING",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="clockpause",
            name="ground",
            field=models.CharField(
                choices=[("HEARING", "举行听证"), ("DETAILS", "姓名、住址不清，待来件人补充")],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="clockpause",
            name="standing",
            field=models.CharField(
                choices=[
                    ("regulation", "制度"),
                    ("law", "上级规定"),
                    ("bureau", "本局规则（非法定）"),
                    ("to_confirm", "本局暂定，待确认"),
                    ("example", "示例值（本局可调整）"),
                ],
                max_length=12,
            ),
        ),
    ]
