
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('coverage_app', '0010_changes_undone'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='passage',
            options={'ordering': ['revision', 'start']},
        ),
    ]
