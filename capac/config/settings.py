"""Django's settings, from the environment only (docs/operations.md lists the variables)."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF

from capac import launcher
from capac.config import environment, keys
from capac.config.ebox import ebox
from capac.config.proof import proof_key
from capac.config.providers import issuer, providers

django_stubs_ext.monkeypatch()

BASE = Path(__file__).resolve().parents[1]
DEMO = environment.flag("CAPAC_DEMO")
DEBUG = False
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
environment.check_clock()

SECRET_KEY = environment.text(
    "CAPAC_SECRET_KEY", secrets.token_urlsafe(50) if not os.environ.get("CAPAC_HOSTS") else None
)
ALLOWED_HOSTS = environment.listed("CAPAC_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.listed("CAPAC_ORIGINS", "")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    "capac.records",
    "capac.people",
    "capac.documents",
    "capac.work",
    "capac.dossier",
    "capac.channels.ebox",
    "capac.channels.letters",
    "capac.exchange",
    "capac.payment",
    "capac.verification",
    "capac.debt",
    "capac.finance",
    "capac.warehouse",
    "capac.contract",
    "capac.flows",
    "capac.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "capac.web.login.middleware.who_is_here",
]

ROOT_URLCONF = "capac.config.urls"
ASGI_APPLICATION = "capac.config.asgi.application"
DATABASES = {"default": environment.database(launcher.ensure(), pooled=environment.flag("CAPAC_DB_POOL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Staff"
PROVIDERS = providers()
API_ISSUER = issuer()
PROVIDER_PEOPLE = environment.text("CAPAC_PROVIDER_PEOPLE", "")
MAILBOXES = environment.channels("onem", "bank", "onss", "actiris", "vdab", "forem", "adg", "register")
ONSS = keys.onss()
EBOX = ebox()
DEBTOR = environment.debtor()
PROOF_KEY = proof_key()
BANK_FILE_TRANSFERS = environment.whole("CAPAC_BANK_FILE_TRANSFERS", 100_000)
BANK_CUT_OFF = environment.whole("CAPAC_BANK_CUT_OFF", 18)
PAYEE_CHECK = environment.flag("CAPAC_PAYEE_CHECK")
CLAMD = environment.clamd()

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ]
        },
    }
]

WAREHOUSE = Path(environment.text("CAPAC_WAREHOUSE", str(BASE.parent / "build" / "warehouse")))
MART_READER = environment.text("CAPAC_READER", "capac_reader")
MART_READER_PASSWORD = environment.text("CAPAC_READER_PASSWORD", "")

MESSAGE_TAGS = {20: "info", 25: "ok", 30: "warn", 40: "bad"}
"""Levels of messages as the notice component names its looks."""

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("nl", "Nederlands"), ("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE / "web" / "locale"]
LANGUAGE_COOKIE_NAME = "capac_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Brussels"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE / "web" / "static"]
WHITENOISE_USE_FINDERS = True

SECURE = not (DEMO or environment.flag("CAPAC_PLAIN_HTTP", default=not os.environ.get("CAPAC_HOSTS")))
SESSION_COOKIE_NAME = "capac_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "capac.web.errors.forged"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "upgrade-insecure-requests": SECURE,
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.one_of("CAPAC_LOG", LEVELS, "WARNING")},
}
