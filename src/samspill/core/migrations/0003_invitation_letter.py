from django.db import migrations


class Migration(migrations.Migration):
    """Governance has an invitation of its own, to a hearing."""

    dependencies = [
        ("core", "0002_invitation"),
    ]

    operations = [
        migrations.RenameModel(old_name="Invitation", new_name="InvitationLetter"),
    ]
