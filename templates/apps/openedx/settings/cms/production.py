from cms.envs.production import *

{% include "apps/openedx/settings/partials/cms.py" %}

ALLOWED_HOSTS = [
    ENV_TOKENS.get("CMS_BASE"),
    "cms",  # the name of the service, for requests from inside
]
CORS_ORIGIN_WHITELIST.append("{% if ENABLE_HTTPS %}https{% else %}http{% endif %}://{{ CMS_HOST }}")

# Signing in through the LMS: browsers need its public address.
SOCIAL_AUTH_EDX_OAUTH2_KEY = {{ "%r"|format(CMS_OAUTH2_KEY_SSO) }}
SOCIAL_AUTH_EDX_OAUTH2_PUBLIC_URL_ROOT = "{% if ENABLE_HTTPS %}https{% else %}http{% endif %}://{{ LMS_HOST }}"

{{ patch("openedx-cms-production-settings") }}
