"""Concord's settings. Everything another machine would change is an environment variable, read by `config.env`."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.folder("CONCORD_DATA", BASE_DIR / ".data")

# Where the service is reached
PUBLIC_URL = env.http_address("PUBLIC_URL", f"http://127.0.0.1:{env.whole_number('CONCORD_PORT', 8000)}")
HTTPS = PUBLIC_URL.startswith("https://")
DEBUG = env.switch("DEBUG", default=False)
SECRET_KEY = env.secret("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS") or sorted({urlsplit(PUBLIC_URL).hostname or "", "127.0.0.1", "localhost"})
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
OPEN_SIGN_UP = env.switch("OPEN_SIGN_UP", default=False)

# Engines
DATABASES: dict[str, Any] = {
    "default": env.postgresql("DATABASE_URL") | {"ATOMIC_REQUESTS": True},
}
if env.given("DATABASE_OWNER_URL"):
    # Migrations alone run as the owner of the tables; web and workers are not given this address.
    DATABASES["owner"] = env.postgresql("DATABASE_OWNER_URL")
if pool_size := env.whole_number("DATABASE_POOL_SIZE", 0):
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True}
DATABASE_DOOR_ROLE = env.text("DATABASE_DOOR_ROLE", "concord_door")
REDIS_URL = env.text("REDIS_URL")
S3 = env.s3()
STS = env.sts()
SEALING_KEYS = env.names("SEALING_KEYS")
TRUSTED_HOSTS_OUT = env.names("TRUSTED_HOSTS_OUT")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "concord",
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2, "health_check_interval": 30},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
vars().update(env.mail("EMAIL_URL", f"file:{DATA_DIR / 'mail'}"))
EMAIL_TIMEOUT = 10  # seconds; a silent mail server must not hold a request
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "Concord <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

INSTALLED_APPS = [
    "config.apps.ConcordAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "csp",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts",
    "annotation",
    "exports",
    "config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.admin_scope.AdminScopeMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

# Static files: the built front end and the admin's
STATIC_URL = "/static/"
# Images are collected when a container is built; without that, files are served from where they stand.
STATIC_ROOT = env.folder("STATIC_ROOT", DATA_DIR) if env.given("STATIC_ROOT") else None
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [("app", FRONTEND_DIST)] if FRONTEND_DIST.is_dir() else []
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # uploads never pass through Django
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Accounts
AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail addresses are unique by a constraint on their lower case
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "accounts.forms.SignUpForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A whole office signs in from one address in the morning; guessing one password stays slow.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "60/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("TRUSTED_PROXY_COUNT", 0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Concord"

# Cookies and transport: strict names and HSTS wherever the public address is https
_cookie_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}sessionid"
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "blob:", "data:", S3.public_endpoint],
        "font-src": [SELF],
        "connect-src": [SELF, S3.public_endpoint],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
    },
}

# Background work. Each departure from Celery's defaults was measured: see config/decisions/.
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "unacked_restore_interval": 10,  # the default sweep for lost messages takes 100 s
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,  # a half-open socket must not hang a worker
    "socket_connect_timeout": 3,
    "health_check_interval": 10,
    "socket_keepalive": True,
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 3000  # below the visibility timeout
CELERY_TASK_SOFT_TIME_LIMIT = 2940
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 20
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "clear out": {"task": "accounts.clear_out", "schedule": 3600},
    "send digests": {"task": "accounts.send_digests", "schedule": 3600},
    "add up tallies": {"task": "annotation.add_up_tallies", "schedule": 60},
    "clear away": {"task": "annotation.clear_away", "schedule": crontab(hour=4, minute=10)},
    "check counts": {"task": "annotation.check_all_counts", "schedule": crontab(hour=3, minute=40)},
    "learn habits": {"task": "annotation.learn_due", "schedule": 60},
    "keep figures warm": {"task": "annotation.keep_figures_warm", "schedule": 60},
    "start due exports": {"task": "exports.start_due", "schedule": 300},
    "start due reports": {"task": "exports.start_due_reports", "schedule": 300},
}

# Which function gives what a member holds to others once they may no longer work: accounts can't import annotation.
WORK_ENDS = "annotation.actions.people.work_ends"

# API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.TokenAuthentication",
        "accounts.api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.closed.DeniedUnlessDeclared"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api.parsers.SafeJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["accounts.api.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "accounts.api.problems.exception_handler",
    "DEFAULT_THROTTLE_RATES": {},
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Concord",
    "DESCRIPTION": "Human data for AI: projects, items, assignments, annotations, agreement and exports.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1(/\{organisation\})?",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SORT_OPERATIONS": True,
    "ENUM_NAME_OVERRIDES": {
        "AssetPurpose": ["image", "text", "data"],
        "AssetState": "annotation.models.AssetState",
        "AssignmentState": "annotation.models.AssignmentState",
        "BulkAction": "annotation.api.browse.BULK_ACTIONS",
        "Consequence": "annotation.models.Consequence",
        "Decision": "exports.models.Decision",
        "Every": "exports.models.Every",
        "EveryWeek": "exports.api.reports.WEEKLY",
        "FigureVerdict": "exports.api.report_shapes.CALLED",
        "HeadlineCode": "exports.api.report_shapes.HEADLINES",
        "InvitationState": [(state, state.title()) for state in ("pending", "accepted", "revoked", "expired")],
        "ItemState": "annotation.models.ItemState",
        "JobState": "annotation.models.JobState",
        "Level": "exports.api.report_shapes.LEVELS",
        "MomentKind": "annotation.queries.timeline.KINDS",
        "Naming": "exports.models.Naming",
        "Pause": "annotation.models.Pause",
        "ProjectState": "annotation.models.ProjectState",
        "ResolutionKind": "annotation.models.ResolutionKind",
        "ReasonCode": "annotation.api.reasons.CODES",
        "Role": "accounts.models.Role",
        "SkillKind": "accounts.models.SkillKind",
        "SuggestionMode": "annotation.models.SuggestionMode",
        "ThresholdVerdict": ["pass", "fail", "undecided"],
        "VerdictEnum": "annotation.models.Judgement",
    },
    "POSTPROCESSING_HOOKS": ["drf_spectacular.hooks.postprocess_schema_enums"],
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
}
