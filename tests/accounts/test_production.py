"""In production the demo's door is not there at all. Tried in a process of its own, in production mode."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

SCRIPT = """
import json, django
django.setup()
from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.conf import settings
settings.ALLOWED_HOSTS = ["testserver"]
from django.core.management import call_command
call_command("migrate", verbosity=0)
found = {"demo": settings.DEMO}
try:
    found["address"] = reverse("sign-in-demo")
except NoReverseMatch:
    found["address"] = None
try:
    resolve("/logg-inn/demo"); found["resolves"] = True
except Resolver404:
    found["resolves"] = False
client = Client()
page = client.get("/logg-inn", secure=True)
found["page"] = page.content.decode()
found["post"] = client.post("/logg-inn/demo", {"account": "x"}, secure=True).status_code
found["gallery"] = client.get("/komponenter", secure=True).status_code
found["plain"] = client.get("/logg-inn").status_code
found["hsts"] = page.headers.get("Strict-Transport-Security", "")
found["secure"] = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
print(json.dumps(found))
"""


def test_the_demos_door_is_not_there(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.json"
    secrets.write_text(
        json.dumps({"signing": "s" * 50, "encryption": ["a" * 43 + "="], "index": "i" * 48, "seal": "l" * 48})
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("SAMSPILL_")} | {
        "SAMSPILL_MODE": "production",
        "SAMSPILL_VAR": str(tmp_path),
        "SAMSPILL_SECRETS_FILE": str(secrets),
        "DJANGO_SETTINGS_MODULE": "samspill.config.settings",
        "PYTHONPATH": str(settings.PACKAGE.parent),
    }
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["demo"] is False
    assert found["address"] is None and found["resolves"] is False
    assert found["post"] == 404
    assert "ikke satt opp ennå" in found["page"]
    assert "DEMO" not in found["page"]
    assert found["gallery"] == 302, "asked to sign in"
    assert found["plain"] == 301, "to the encrypted address"
    assert found["hsts"] and found["secure"]
