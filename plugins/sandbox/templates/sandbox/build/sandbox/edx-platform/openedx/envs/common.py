# SPDX-License-Identifier: Apache-2.0
"""What LMS and CMS of the stand-in have in common.

The names are those that edx-platform's settings have and that the rendered settings change: much
here is never read by the stand-in itself.
"""

import os

DEBUG = False
SECRET_KEY = "replaced by the environment's own"
SITE_ID = 1
SITE_NAME = "localhost"
PLATFORM_NAME = "Sandbox"
PLATFORM_DESCRIPTION = ""
STUDIO_NAME = "Studio"
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "language"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
LOCALE_PATHS = []
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
ALLOWED_HOSTS = ["*"]
HTTPS = "on"
LMS_BASE = "localhost:8000"
CMS_BASE = "localhost:8001"
LMS_ROOT_URL = "http://localhost:8000"
LMS_INTERNAL_ROOT_URL = LMS_ROOT_URL
CMS_ROOT_URL = "http://localhost:8001"
LOGIN_URL = "/login"
LOG_DIR = "/openedx/data/logs"
DATA_DIR = "/openedx/data"
MEDIA_ROOT = "/openedx/media"
MEDIA_URL = "/media/"
STATIC_URL = "/static/"
STATIC_ROOT_BASE = "/openedx/staticfiles"
SESSION_COOKIE_DOMAIN = None
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    # First, because its command `migrate` goes before Django's.
    "openedx.core.djangoapps.platform",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "openedx.core.djangoapps.theming",
    "openedx.core.djangoapps.oauth_dispatch",
    "waffle",
    # Settings may take it away.
    "lms.djangoapps.coursewarehistoryextended",
]
DATABASE_ROUTERS = ["openedx.core.lib.django_courseware_routers.StudentModuleHistoryExtendedRouter"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# What a worker listens to, and where results are found.
CELERY_BROKER_TRANSPORT = "redis"
CELERY_BROKER_HOSTNAME = "localhost:6379"
CELERY_BROKER_VHOST = ""
CELERY_BROKER_USER = ""
CELERY_BROKER_PASSWORD = ""
CELERY_QUEUES = {}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "standard": {"format": "%(asctime)s %(levelname)s %(process)d [%(name)s] %(message)s"},
        "raw": {"format": "%(message)s"},
    },
    "filters": {},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "level": "INFO", "formatter": "standard"},
        "local": {"class": "logging.NullHandler"},
        "tracking": {"class": "logging.NullHandler"},
        "mail_admins": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "tracking": {"handlers": ["tracking"], "level": "DEBUG", "propagate": False},
        "": {"handlers": ["console", "local"], "level": "INFO", "propagate": False},
    },
}

FEATURES = {}
CONTACT_EMAIL = "info@localhost"
DEFAULT_FROM_EMAIL = CONTACT_EMAIL
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MODULESTORE = {
    "default": {
        "ENGINE": "xmodule.modulestore.mixed.MixedModuleStore",
        "OPTIONS": {
            "mappings": {},
            "stores": [
                {
                    "NAME": name,
                    "ENGINE": "xmodule.modulestore.sandbox.ModuleStore",
                    "DOC_STORE_CONFIG": {},
                    "OPTIONS": {"fs_root": DATA_DIR},
                }
                for name in ("split", "draft")
            ],
        },
    }
}
DOC_STORE_CONFIG = {"db": "openedx", "host": "localhost", "collection": "modulestore"}
CONTENTSTORE = {"ENGINE": "", "OPTIONS": {}, "DOC_STORE_CONFIG": DOC_STORE_CONFIG}
HEARTBEAT_EXTENDED_CHECKS = ()
JWT_AUTH = {}
JWT_ISSUERS = []
VIDEO_IMAGE_SETTINGS = {"STORAGE_KWARGS": {}}
VIDEO_TRANSCRIPTS_SETTINGS = {"STORAGE_KWARGS": {}}
PROFILE_IMAGE_BACKEND = {"class": "", "options": {}}
GRADES_DOWNLOAD = {}
CODE_JAIL = {}
OPENEDX_LEARNING = {}
COMPREHENSIVE_THEME_DIRS = os.environ.get("COMPREHENSIVE_THEME_DIRS", "").split(":")
CORS_ORIGIN_WHITELIST = []
corsheaders_default_headers = ("accept", "authorization", "content-type", "x-csrftoken")
REGISTRATION_EXTRA_FIELDS = {}
SYSTEM_WIDE_ROLE_CLASSES = ["enterprise.SystemWideEnterpriseUserRoleAssignment"]
IDA_LOGOUT_URI_LIST = []
LOGIN_REDIRECT_WHITELIST = []
ACE_ENABLED_CHANNELS = []
ACE_CHANNEL_DEFAULT_EMAIL = "django_email"
SOCIAL_MEDIA_FOOTER_URLS = {}
MKTG_URLS = {}
STATICFILES_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
