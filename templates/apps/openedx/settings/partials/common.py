{%- set scheme = "https" if ENABLE_HTTPS else "http" -%}
{%- set redis_credentials -%}
{%- if REDIS_USERNAME and REDIS_PASSWORD %}{{ REDIS_USERNAME }}:{{ REDIS_PASSWORD }}{% endif -%}
{%- endset -%}
{%- set redis_address = "redis://" ~ redis_credentials ~ "@" ~ REDIS_HOST ~ ":" ~ REDIS_PORT ~ "/" -%}
{%- set jwt_key = JWT_RSA_PRIVATE_KEY|rsa_import_key -%}
# ---- Settings that the LMS and Studio share ----
import json
import os
import warnings

import codejail.jail_code
import django.utils.deprecation
from xmodule.modulestore.modulestore_settings import update_module_store_settings

# MongoDB holds courses and their files. Change this mapping in place: the
# settings below all refer to it.
mongodb_parameters = {
    "db": {{ "%r"|format(MONGODB_DATABASE) }},
    "host": {{ "%r"|format(MONGODB_HOST) }},
    "port": {{ "%r"|format(MONGODB_PORT|int(MONGODB_PORT)) }},
    "user": {{ "%r"|format(MONGODB_USERNAME or none) }},
    "password": {{ "%r"|format(MONGODB_PASSWORD or none) }},
    "connect": False,  # a connection must not be shared by forked processes
    "ssl": {{ "True" if MONGODB_USE_SSL else "False" }},
    "authsource": {{ "%r"|format(MONGODB_AUTH_SOURCE) }},
    "replicaSet": {{ "%r"|format(MONGODB_REPLICA_SET or none) }},
    {%- if MONGODB_AUTH_MECHANISM %}
    "authMechanism": {{ "%r"|format(MONGODB_AUTH_MECHANISM) }},
    {%- endif %}
}
DOC_STORE_CONFIG = mongodb_parameters
CONTENTSTORE = {
    "ENGINE": "xmodule.contentstore.mongo.MongoContentStore",
    "ADDITIONAL_OPTIONS": {},
    "DOC_STORE_CONFIG": DOC_STORE_CONFIG,
}
DATA_DIR = "/openedx/data/modulestore"
update_module_store_settings(MODULESTORE, doc_store_settings=DOC_STORE_CONFIG)
for module_store in MODULESTORE["default"]["OPTIONS"]["stores"]:
    module_store["OPTIONS"]["fs_root"] = DATA_DIR

# Search
SEARCH_ENGINE = "search.meilisearch.MeilisearchEngine"
MEILISEARCH_ENABLED = True
MEILISEARCH_URL = {{ "%r"|format(MEILISEARCH_URL) }}
MEILISEARCH_PUBLIC_URL = {{ "%r"|format(MEILISEARCH_PUBLIC_URL) }}
MEILISEARCH_INDEX_PREFIX = {{ "%r"|format(MEILISEARCH_INDEX_PREFIX) }}
MEILISEARCH_API_KEY = {{ "%r"|format(MEILISEARCH_API_KEY) }}
MEILISEARCH_MASTER_KEY = {{ "%r"|format(MEILISEARCH_MASTER_KEY) }}

# Caches: all in one Redis database, told apart by prefix. What fails there is
# computed again instead of ending the request.
DJANGO_REDIS_IGNORE_EXCEPTIONS = True


def redis_cache(prefix, **options):
    """One cache whose keys start with a prefix."""
    return {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": {{ "%r"|format(redis_address ~ OPENEDX_CACHE_REDIS_DB) }},
        "KEY_PREFIX": prefix,
        **options,
    }


CACHES = {
    "default": redis_cache("default", VERSION="1"),
    "general": redis_cache("general"),
    "mongo_metadata_inheritance": redis_cache("mongo_metadata_inheritance", TIMEOUT=300),
    "configuration": redis_cache("configuration"),
    "celery": redis_cache("celery", TIMEOUT=7200),
    "course_structure_cache": redis_cache("course_structure", TIMEOUT=604800),
    "ora2-storage": redis_cache("ora2-storage"),
    "staticfiles": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "staticfiles_" + SERVICE_VARIANT,
        "KEY_PREFIX": "staticfiles_" + SERVICE_VARIANT,
    },
}

# The site: number 1 is Django's example.
SITE_ID = 2

# Mail: every address is the contact address, unless lms-env or cms-env says
# otherwise.
EMAIL_USE_SSL = {{ "True" if SMTP_USE_SSL else "False" }}
for address_setting in (
    "API_ACCESS_FROM_EMAIL",
    "API_ACCESS_MANAGER_EMAIL",
    "BUGS_EMAIL",
    "BULK_EMAIL_DEFAULT_FROM_EMAIL",
    "CONTACT_EMAIL",
    "DEFAULT_FEEDBACK_EMAIL",
    "DEFAULT_FROM_EMAIL",
    "PAYMENT_SUPPORT_EMAIL",
    "PRESS_EMAIL",
    "SERVER_EMAIL",
    "TECH_SUPPORT_EMAIL",
    "UNIVERSITY_EMAIL",
):
    globals()[address_setting] = ENV_TOKENS.get(address_setting, ENV_TOKENS["CONTACT_EMAIL"])
CONTACT_MAILING_ADDRESS = {{ "%r"|format(PLATFORM_NAME ~ " - " ~ scheme ~ "://" ~ LMS_HOST) }}
ACE_ENABLED_CHANNELS = ["django_email"]
ACE_CHANNEL_DEFAULT_EMAIL = "django_email"
ACE_CHANNEL_TRANSACTIONAL_EMAIL = "django_email"
EMAIL_FILE_PATH = "/tmp/openedx/emails"

# The second history of learner answers needs a second database: do without.
INSTALLED_APPS.remove("lms.djangoapps.coursewarehistoryextended")
DATABASE_ROUTERS.remove(
    "openedx.core.lib.django_courseware_routers.StudentModuleHistoryExtendedRouter"
)

# Uploaded files
MEDIA_ROOT = "/openedx/media/"
for video_settings in (VIDEO_IMAGE_SETTINGS, VIDEO_TRANSCRIPTS_SETTINGS):
    video_settings["STORAGE_KWARGS"]["location"] = MEDIA_ROOT
GRADES_DOWNLOAD = {
    "STORAGE_TYPE": "",
    "STORAGE_KWARGS": {"location": "/openedx/media/grades", "base_url": "/media/grades/"},
}
ORA2_FILEUPLOAD_BACKEND = "filesystem"
ORA2_FILEUPLOAD_ROOT = "/openedx/data/ora2"
ORA2_FILEUPLOAD_CACHE_NAME = "ora2-storage"
FILE_UPLOAD_STORAGE_BUCKET_NAME = "openedxuploads"
OPENEDX_LEARNING = {
    "MEDIA": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": "/openedx/media-private/openedx-learning",
        },
    },
}

# Logs: rotation replaces the files, so they are watched.


def watched_file(name, **options):
    """A handler that writes to a file among the logs."""
    return {
        "class": "logging.handlers.WatchedFileHandler",
        "formatter": "standard",
        "filename": os.path.join(LOG_DIR, name),
        **options,
    }


LOGGING["handlers"]["local"] = watched_file("all.log")
LOGGING["handlers"]["tracking"] = watched_file("tracking.log", level="DEBUG")
LOGGING["loggers"]["tracking"]["handlers"] = ["console", "local", "tracking"]
LOGGING["loggers"]["blockstore.apps.bundles.storage"] = {
    "handlers": ["console"],
    "level": "WARNING",
}

# Warnings that only developers of the platform can do something about
for removal in ("RemovedInDjango50Warning", "RemovedInDjango51Warning"):
    if hasattr(django.utils.deprecation, removal):
        warnings.simplefilter("ignore", getattr(django.utils.deprecation, removal))
warnings.filterwarnings("ignore", category=DeprecationWarning, module="pgpy.constants")

# Tokens between the parts of the platform
JWT_AUTH["JWT_ISSUER"] = {{ "%r"|format(JWT_COMMON_ISSUER) }}
JWT_AUTH["JWT_AUDIENCE"] = {{ "%r"|format(JWT_COMMON_AUDIENCE) }}
JWT_AUTH["JWT_SECRET_KEY"] = {{ "%r"|format(JWT_COMMON_SECRET_KEY) }}
JWT_AUTH["JWT_PRIVATE_SIGNING_JWK"] = json.dumps(
    {
        "kid": "openedx",
        "kty": "RSA",
        "e": "{{ jwt_key.e|long_to_base64 }}",
        "d": "{{ jwt_key.d|long_to_base64 }}",
        "n": "{{ jwt_key.n|long_to_base64 }}",
        "p": "{{ jwt_key.p|long_to_base64 }}",
        "q": "{{ jwt_key.q|long_to_base64 }}",
        "dq": "{{ jwt_key.dq|long_to_base64 }}",
        "dp": "{{ jwt_key.dp|long_to_base64 }}",
        "qi": "{{ jwt_key.invq|long_to_base64 }}",
    }
)
JWT_AUTH["JWT_PUBLIC_SIGNING_JWK_SET"] = json.dumps(
    {
        "keys": [
            {
                "kid": "openedx",
                "kty": "RSA",
                "e": "{{ jwt_key.e|long_to_base64 }}",
                "n": "{{ jwt_key.n|long_to_base64 }}",
            }
        ]
    }
)
JWT_AUTH["JWT_ISSUERS"] = [
    {
        "ISSUER": {{ "%r"|format(JWT_COMMON_ISSUER) }},
        "AUDIENCE": {{ "%r"|format(JWT_COMMON_AUDIENCE) }},
        "SECRET_KEY": {{ "%r"|format(OPENEDX_SECRET_KEY) }},
    }
]

# Features
FEATURES["ENABLE_DISCUSSION_SERVICE"] = False
FEATURES["PREVENT_CONCURRENT_LOGINS"] = False
FEATURES["ENABLE_CORS_HEADERS"] = True

# Requests from other origins
CORS_ALLOW_CREDENTIALS = True
CORS_ORIGIN_ALLOW_ALL = False
CORS_ALLOW_INSECURE = {{ "False" if ENABLE_HTTPS else "True" }}
CORS_ORIGIN_WHITELIST = []

# Course code does not run in a jail: there is none in the containers.
CODE_JAIL["python_bin"] = "nonexistingpythonbinary"
CODE_JAIL["user"] = None
codejail.jail_code.configure("python", CODE_JAIL["python_bin"], user=CODE_JAIL["user"])

# Events between services
EVENT_BUS_PRODUCER = "edx_event_bus_redis.create_producer"
EVENT_BUS_CONSUMER = "edx_event_bus_redis.RedisEventConsumer"
EVENT_BUS_REDIS_CONNECTION_URL = {{ "%r"|format(redis_address) }}
EVENT_BUS_TOPIC_PREFIX = "dev"

# Browsers
LANGUAGE_COOKIE_NAME = "openedx-language-preference"
X_FRAME_OPTIONS = "SAMEORIGIN"

{{ patch("openedx-common-settings") }}
# ---- End of the shared settings ----
