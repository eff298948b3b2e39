"""The logs and their seals: the database refuses to change or remove what is written."""

from django.db import migrations

from samspill.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [AppendOnly("core_auditrow"), AppendOnly("core_accessrow"), AppendOnly("core_seal")]
