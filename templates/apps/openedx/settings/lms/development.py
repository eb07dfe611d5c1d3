from lms.envs.devstack import *

{% include "apps/openedx/settings/partials/lms.py" %}

# Addresses: each variant has its own port, without a proxy or HTTPS.
LMS_BASE = "{{ LMS_HOST }}:8000"
LMS_ROOT_URL = "http://" + LMS_BASE
LMS_INTERNAL_ROOT_URL = LMS_ROOT_URL
SITE_NAME = LMS_BASE
CMS_BASE = "{{ CMS_HOST }}:8001"
CMS_ROOT_URL = "http://" + CMS_BASE
LOGIN_REDIRECT_WHITELIST.append(CMS_BASE)

MEILISEARCH_PUBLIC_URL = "{{ MEILISEARCH_PUBLIC_URL }}:7700"

# Cookies without HTTPS
SESSION_COOKIE_SECURE = False
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = False

# Signing out of the LMS signs out of Studio.
IDA_LOGOUT_URI_LIST.append("http://{{ CMS_HOST }}:8001/logout/")

# Static files come from a development build.
WEBPACK_CONFIG_PATH = "webpack.dev.config.js"

# What is not there in development
FEATURES["ENABLE_COURSEWARE_MICROFRONTEND"] = False
FEATURES["ENABLE_ENTERPRISE_INTEGRATION"] = False
enterprise_role = "enterprise.SystemWideEnterpriseUserRoleAssignment"
if enterprise_role in SYSTEM_WIDE_ROLE_CLASSES:
    SYSTEM_WIDE_ROLE_CLASSES.remove(enterprise_role)

LOGGING["loggers"]["oauth2_provider"] = {
    "handlers": ["console"],
    "level": "DEBUG",
}

{{ patch("openedx-development-settings") }}
{{ patch("openedx-lms-development-settings") }}
