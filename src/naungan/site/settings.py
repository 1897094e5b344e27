"""Settings, all from the environment; nothing secret is kept in the repository.

`NAUNGAN_HOME` (default `var/`) holds the SQLite database, the lake, uploads and the generated secret key.
`NAUNGAN_DATABASE_URL=postgres://user:password@host/name` switches to PostgreSQL.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import environ

env = environ.Env()

HOME = Path(env.str("NAUNGAN_HOME", "var")).resolve()
LAKE = HOME / "lake"
IMPORTS = HOME / "imports"


def _secret_key() -> str:
    """The key from the environment, or one made once and kept in the home directory, readable by its owner only."""
    given = str(env.str("NAUNGAN_SECRET_KEY", ""))
    if given:
        return given
    path = HOME / "secret_key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
DEBUG = env.bool("NAUNGAN_DEBUG", False)
ALLOWED_HOSTS = env.list("NAUNGAN_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
HTTPS = env.bool("NAUNGAN_HTTPS", False)
CSRF_TRUSTED_ORIGINS = env.list("NAUNGAN_ORIGINS", default=[])
# where people find this installation, "https://naungan.example.go.id": it stands on printed papers
ADDRESS = env.str("NAUNGAN_ADDRESS", "").rstrip("/")
DEMO = env.bool("NAUNGAN_DEMO", False) or (HOME / "demo.json").exists()

INSTALLED_APPS = [
    "naungan.demo.apps.DemoConfig",
    "naungan.home.apps.HomeConfig",
    "naungan.evaluation.apps.EvaluationConfig",
    "naungan.awards.apps.AwardsConfig",
    "naungan.agreements.apps.AgreementsConfig",
    "naungan.coverage.apps.CoverageConfig",
    "naungan.budgets.apps.BudgetsConfig",
    "naungan.claims.apps.ClaimsConfig",
    "naungan.compliance.apps.ComplianceConfig",
    "naungan.contributions.apps.ContributionsConfig",
    "naungan.registry.apps.RegistryConfig",
    "naungan.papers.apps.PapersConfig",
    "naungan.journal.apps.JournalConfig",
    "naungan.accounts.apps.AccountsConfig",
    "naungan.areas.apps.AreasConfig",
    "naungan.kit.apps.KitConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "naungan.kit.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "naungan.kit.middleware.RefusalsAsPages",
]

ROOT_URLCONF = "naungan.site.urls"
WSGI_APPLICATION = "naungan.site.wsgi.application"
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "naungan.kit.context.page",
            ]
        },
    }
]

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.db("NAUNGAN_DATABASE_URL", default=f"sqlite:///{HOME / 'naungan.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
else:
    # compiling a page's queries costs PostgreSQL more than running them
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": HOME / "cache"}
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "naungan.accounts.adapter.ClosedAdapter"
# How many proxies of our own stand in front: without it, all who come through one share its failed sign-ins.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("NAUNGAN_PROXIES", 0)
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
EMAIL_BACKEND = env.str("NAUNGAN_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env.str("NAUNGAN_EMAIL_FROM", "naungan@localhost")
EMAIL_HOST = env.str("NAUNGAN_EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("NAUNGAN_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("NAUNGAN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env.str("NAUNGAN_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env.bool("NAUNGAN_EMAIL_TLS", False)
EMAIL_TIMEOUT = 20

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
LANGUAGE_COOKIE_NAME = "naungan_language"
TIME_ZONE = env.str("NAUNGAN_TIME_ZONE", "Asia/Makassar")
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("NAUNGAN_LOG_LEVEL", "WARNING")},
}
