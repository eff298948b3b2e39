"""Settings: everything that may differ between installations comes from the environment.

Two modes. `demo` is for trying Samspill on invented people; `production` is for real ones. The default is production,
so that nothing is open because somebody forgot a variable. `samspill check` says in words what is missing.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from samspill.accounts.sessions.rules import Limits
from samspill.config import environment as env
from samspill.config import mail_environment, oidc_environment

PROJECT = Path(__file__).resolve().parents[3]
PACKAGE = PROJECT / "src" / "samspill"

VAR = env.var_folder(PROJECT)
MODE = env.mode(VAR)
DEMO = MODE == "demo"
SCHEMAS = env.schemas_folder(PROJECT)
SECRETS = env.secrets(VAR, demo=DEMO)

SECRET_KEY = SECRETS.signing
DEBUG = False
ALLOWED_HOSTS = env.hosts(demo=DEMO)
CSRF_TRUSTED_ORIGINS = env.trusted_origins()

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "samspill.core",
    "samspill.ui",
    "samspill.directory",
    "samspill.accounts",
    "samspill.apps.discharge",
    "samspill.apps.plans",
    "samspill.apps.insight",
    "samspill.apps.governance",
    "samspill.portal",
    "samspill.api",
]

MIDDLEWARE = [
    "samspill.ui.headers.machines_over_tls_only",
    "samspill.ui.headers.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samspill.ui.language.chosen_language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "samspill.accounts.middleware.acting_person",
    "samspill.core.doors.closed_until_stated",
    "samspill.ui.refusals.refusals_become_pages",
]

ROOT_URLCONF = "samspill.config.urls"
WSGI_APPLICATION = None
AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "sign-in"
OIDC = oidc_environment.providers(demo=DEMO)  # whom one may sign in with, in the order of the sign-in page
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                ("django.template.loaders.cached.Loader", ["django.template.loaders.app_directories.Loader"]),
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "samspill.ui.frame.frame",
            ],
            "builtins": ["samspill.ui.templatetags.components"],
        },
    },
]

DATABASES = {"default": env.database(VAR)}
# On PostgreSQL we work as a role that owns nothing, so that row-level security holds it: see core.walls.
DATABASE_ROLE = env.database_role()
OWNER_DATABASE = env.owner_database()

# Sessions are rows, so that signing out, or taking a role away, ends them at once. In the demo they last the day:
# nobody who tries something should be stopped by the clock.
SESSION_LIMITS = Limits(
    idle=timedelta(minutes=env.number("SAMSPILL_IDLE_MINUTES", 8 * 60 if DEMO else 30, lowest=1, highest=24 * 60)),
    whole=timedelta(hours=env.number("SAMSPILL_SESSION_HOURS", 10, lowest=1, highest=24)),  # one long shift
    most=env.number("SAMSPILL_MOST_SESSIONS", 0 if DEMO else 5, lowest=0, highest=50),
)
SESSION_ENGINE = "samspill.accounts.sessions.store"
# A browser takes a __Host- cookie only over TLS, from this very host, for the whole of it.
COOKIE_PREFIX = "" if DEMO else "__Host-"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}samspill_session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}samspill_csrf"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}samspill_language"
MESSAGE_STORAGE = "samspill.ui.told.Storage"
SESSION_COOKIE_AGE = int(SESSION_LIMITS.whole.total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = not DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.behind_proxy() else None
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
_PACKAGES = PROJECT / "node_modules"
STATICFILES_DIRS = [
    (prefix, folder)
    for prefix, folder in [
        ("vendor/designsystemet", _PACKAGES / "@digdir/designsystemet-css/dist"),
        ("vendor/designsystemet-theme", _PACKAGES / "@digdir/designsystemet-theme/brand"),
        ("vendor/designsystemet-web", _PACKAGES / "@digdir/designsystemet-web/dist"),
        ("vendor/inter", _PACKAGES / "@fontsource-variable/inter"),
        ("vendor/htmx", _PACKAGES / "htmx.org/dist"),
        ("vendor/htmx-sse", _PACKAGES / "htmx-ext-sse"),
    ]
    if folder.is_dir()
]
WHITENOISE_USE_FINDERS = True

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A failed SQL statement may carry names and numbers: it never reaches a log.
    "loggers": {"django.db.backends": {"level": "ERROR"}, "samspill": {"level": "INFO"}},
}

# What the facts leave open is a setting, never a constant in a rule.
ALLOW_SYNTHETIC_NUMBERS = env.flag("SAMSPILL_SYNTHETIC_NUMBERS", default=DEMO)
EARLY_NOTICE_COUNTS_FROM = env.choice("SAMSPILL_EARLY_NOTICE_FROM", ["need_identified", "admitted"])
RECEIPT_VERSION = env.choice("SAMSPILL_RECEIPT_VERSION", ["", "1.0", "1.1"])  # empty: as the message asks
# How long a role may be lent to a colleague at a time, and how access outside an ongoing relation is bounded.
LONGEST_DELEGATION_DAYS = env.number("SAMSPILL_LONGEST_DELEGATION_DAYS", 31, lowest=1, highest=366)
RELATION_DAYS = env.number("SAMSPILL_RELATION_DAYS", 30, lowest=0, highest=366)  # after the stay has ended
OBJECTION_DAYS = env.number("SAMSPILL_OBJECTION_DAYS", 14, lowest=0, highest=366)  # to a settlement; 0: no limit
EXTRA_CONDITIONS = env.choice("SAMSPILL_EXTRA_CONDITIONS", ["both", "plan_meeting", "follow_up", "none"])
RESERVATION_HOURS = env.number("SAMSPILL_RESERVATION_HOURS", 24, lowest=1, highest=336)  # an unconfirmed place
EMERGENCY_HOURS = env.number("SAMSPILL_EMERGENCY_HOURS", 8, lowest=1, highest=72)
# How long a wrong click can be taken back by whoever made it.
UNDO_MINUTES = env.number("SAMSPILL_UNDO_MINUTES", 15, lowest=1, highest=24 * 60)
# Numbers of persons under this are not shown. 5 is usual in Norwegian health statistics, but was not found in writing.
SMALLEST_SHOWN = env.number("SAMSPILL_SMALLEST_SHOWN", 5, lowest=3, highest=50)
# The demo counts its figures in the background when it begins; it takes a processor for some seconds.
DEMO_FIGURES = env.flag("SAMSPILL_DEMO_FIGURES", default=True)

# Quiet notices by e-mail. They name no patient; see core.notices.
_MAIL = mail_environment.mail(VAR, demo=DEMO)
SENDS_EMAIL = _MAIL.way != "off"
EMAIL_BACKEND = _MAIL.backend
EMAIL_FILE_PATH = str(VAR / "mail")
EMAIL_HOST, EMAIL_PORT, EMAIL_TIMEOUT = _MAIL.host, _MAIL.port, 20
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _MAIL.user, _MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = _MAIL.security == "starttls", _MAIL.security == "tls"
DEFAULT_FROM_EMAIL = _MAIL.sender
ADDRESS = _MAIL.address  # where links in e-mails lead
DIGEST_HOUR = env.number("SAMSPILL_DIGEST_HOUR", 7, lowest=0, highest=23)
