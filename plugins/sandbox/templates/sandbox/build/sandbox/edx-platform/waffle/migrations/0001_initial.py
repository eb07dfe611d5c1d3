# SPDX-License-Identifier: Apache-2.0
"""The first tables, as Django's makemigrations has written them."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('everyone', models.BooleanField(null=True)),
                ('superusers', models.BooleanField(default=True)),
                ('staff', models.BooleanField(default=False)),
                ('percent', models.DecimalField(decimal_places=1, max_digits=3, null=True)),
                ('note', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Switch',
            fields=[
                ('id', models.AutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, unique=True)),
                ('active', models.BooleanField(default=False)),
                ('note', models.TextField(blank=True)),
            ],
        ),
    ]
