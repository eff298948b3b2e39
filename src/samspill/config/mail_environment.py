"""How notices leave by e-mail: what the environment says, and in plain words what is wrong with it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from samspill.config import environment as env
from samspill.config.environment import BadEnvironment

BACKENDS = {
    "off": "django.core.mail.backends.dummy.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "file": "django.core.mail.backends.filebased.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}


@dataclass(frozen=True)
class Mail:
    """way: off, console, file or smtp. security: starttls, tls or none. address: of Samspill itself, for links."""

    way: str
    host: str
    port: int
    user: str
    password: str
    security: str
    sender: str
    address: str

    @property
    def backend(self) -> str:
        return BACKENDS[self.way]


def mail(var: Path, *, demo: bool) -> Mail:
    """Raises BadEnvironment. In the demo letters are written as files in `mail/` of the data folder."""
    ways = ["file", "console", "off", "smtp"] if demo else ["off", "smtp", "file", "console"]
    way = env.choice("SAMSPILL_EMAIL", ways)
    security = env.choice("SAMSPILL_EMAIL_SECURITY", ["starttls", "tls", "none"])
    found = Mail(
        way=way,
        host=os.environ.get("SAMSPILL_EMAIL_HOST", "").strip(),
        port=env.number("SAMSPILL_EMAIL_PORT", 465 if security == "tls" else 587, lowest=1, highest=65535),
        user=os.environ.get("SAMSPILL_EMAIL_USER", "").strip(),
        password=_password(),
        security=security,
        sender=os.environ.get("SAMSPILL_EMAIL_FROM", "").strip() or ("samspill@demo.invalid" if demo else ""),
        address=_address(demo=demo),
    )
    if way == "smtp" and not (found.host and found.sender and found.address):
        raise BadEnvironment("SAMSPILL_EMAIL=smtp needs SAMSPILL_EMAIL_HOST, SAMSPILL_EMAIL_FROM and SAMSPILL_ADDRESS.")
    return found


def _password() -> str:
    """From a file, so that it is not seen in the list of processes."""
    file = os.environ.get("SAMSPILL_EMAIL_PASSWORD_FILE", "").strip()
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise BadEnvironment(f"SAMSPILL_EMAIL_PASSWORD_FILE is «{file}», which cannot be read.") from error


def _address(*, demo: bool) -> str:
    text = os.environ.get("SAMSPILL_ADDRESS", "").strip().rstrip("/")
    if not text:
        named = env.hosts(demo=False)
        return f"https://{named[0]}" if named else "http://127.0.0.1:8000" if demo else ""
    if not text.startswith(("https://", "http://")) or (text.startswith("http://") and not demo):
        raise BadEnvironment(f"SAMSPILL_ADDRESS is «{text}»; it must look like https://samspill.example.no.")
    return text
