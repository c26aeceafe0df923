"""Django settings. Safe by default; what an operator may change comes from the environment (docs/operators.md)."""

from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF

from . import env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("CROSSREAD_VAR", str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# --- who may reach it
DEBUG = env.boolean("CROSSREAD_DEBUG", False)
SECRET_KEY = env.secret("CROSSREAD_SECRET_KEY", VAR_DIR / "secret_key")
ALLOWED_HOSTS = env.names("CROSSREAD_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.names("CROSSREAD_ORIGINS", [])
HTTPS = env.boolean("CROSSREAD_HTTPS", False)  # served over https, behind a proxy that sets X-Forwarded-Proto
CSRF_COOKIE_SECURE = SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]  # HSTS for sub-domains and preload: for the domain's owner
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_AGE = env.integer("CROSSREAD_SESSION_HOURS", 12) * 3600  # a working day
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "coverage_app.access.form_expired"
CSRF_COOKIE_HTTPONLY = True  # htmx sends the token from the page's own header attribute
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# --- parts
INSTALLED_APPS = [
    "coverage_app.apps.CoverageConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "coverage_app.apps.StaticConfig",
    "django_htmx",
    "template_partials",
    "csp",
    "axes",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coverage_app.fragments.FragmentMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "coverage_app.access.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",  # last, so that it sees what the sign-in answered
]
ROOT_URLCONF = "coverage_app.urls"
WSGI_APPLICATION = "coverage_app.wsgi.application"
ASGI_APPLICATION = "coverage_app.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "coverage_app.templatetags.desk.environment"},
    },
]

# --- database
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'crossread.sqlite3'}"), conn_max_age=60, conn_health_checks=True
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Writers wait for one another instead of failing: see docs/decisions/0003-database.md
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "accounts.sign_in"
LOGIN_REDIRECT_URL = "stories.list"
LOGOUT_REDIRECT_URL = "accounts.sign_in"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False  # no banner at every command

# --- tasks
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
ALIGNMENT_LEASE_SECONDS = env.integer("CROSSREAD_LEASE_SECONDS", 60)  # a silent worker is taken for dead after this

# --- the second reader's adviser: asked about uncertain pairs of passages if it has an address (docs/operators.md)
EXPORT_THEMES = env.text("CROSSREAD_THEMES", "")  # a folder of house colours, see docs/operators.md

READER_URL = env.address("CROSSREAD_READER_URL")
READER_MODEL = env.text("CROSSREAD_READER_MODEL", "")
READER_KEY = env.given_secret("CROSSREAD_READER_KEY")
READER_SECONDS = env.integer("CROSSREAD_READER_SECONDS", 20)  # for one pair
READER_PAIRS = env.integer("CROSSREAD_READER_PAIRS", 200)  # of a story, at most

# --- published editions at public addresses: off by default (docs/operators.md)
PUBLIC_EDITIONS = env.boolean("CROSSREAD_PUBLIC_EDITIONS", False)
PUBLIC_FRAMES = env.origins("CROSSREAD_PUBLIC_FRAMES")  # whose pages may show one in a frame
PUBLIC_INDEXED = env.boolean("CROSSREAD_PUBLIC_INDEXED", False)  # whether search engines may list them

# --- words and files
LANGUAGE_CODE = "en-gb"
TIME_ZONE = env.text("CROSSREAD_TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "coverage_app.static_files.StaticFiles"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # the review page sends a field for each passage
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024  # pasted text; files have their own limit in services/imports.py

SHARED_DIR = Path(env.text("CROSSREAD_SHARED", str(BASE_DIR.parent / "shared")))  # corpus and evaluator; may be absent

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("CROSSREAD_LOG_LEVEL", "INFO")},
    # Otherwise four lines for every sign-in, and one for every pair that the adviser reads.
    "loggers": {"axes": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
