"""Settings of the tests: a home of their own, tasks at once, quick password hashes."""

import os
import tempfile

os.environ.setdefault("NAUNGAN_HOME", tempfile.mkdtemp(prefix="naungan-test-"))

from naungan.site.settings import *  # noqa: F403
from naungan.site.settings import DATABASES, STATIC_ROOT

SECRET_KEY = "only-for-tests"  # noqa: S105
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
DATABASES["default"].setdefault("TEST", {})
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # the server of static files warns when it is missing
