{% include "apps/openedx/settings/partials/common.py" %}

# ---- Settings of Studio in every mode ----
STUDIO_NAME = {{ "%r"|format(PLATFORM_NAME ~ " - Studio") }}

# Signing in happens in the LMS.
FRONTEND_LOGIN_URL = LMS_ROOT_URL + "/login"
FRONTEND_REGISTER_URL = LMS_ROOT_URL + "/register"
SOCIAL_AUTH_EDX_OAUTH2_SECRET = {{ "%r"|format(CMS_OAUTH2_SECRET) }}
SOCIAL_AUTH_EDX_OAUTH2_URL_ROOT = "http://lms:8000"
# The proxy takes care of HTTPS.
SOCIAL_AUTH_REDIRECT_IS_HTTPS = False
SESSION_COOKIE_NAME = "studio_session_id"

# Courses
MAX_ASSET_UPLOAD_FILE_SIZE_IN_MB = 100
FEATURES["ENABLE_COURSEWARE_INDEX"] = True

# Folders that must exist before the first request
for folder in (LOG_DIR, MEDIA_ROOT, STATIC_ROOT, ORA2_FILEUPLOAD_ROOT):
    os.makedirs(folder, exist_ok=True)

{{ patch("openedx-cms-common-settings") }}
# ---- End of the settings of Studio in every mode ----
