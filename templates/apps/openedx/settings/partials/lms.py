{% include "apps/openedx/settings/partials/common.py" %}

# ---- Settings of the LMS in every mode ----
# After signing in or out, Studio may be the next page.
LOGIN_REDIRECT_WHITELIST = [{{ "%r"|format(CMS_HOST) }}]

# Registration
REGISTRATION_EXTRA_FIELDS["terms_of_service"] = "hidden"
REGISTRATION_EXTRA_FIELDS["honor_code"] = "hidden"

# Pictures
PROFILE_IMAGE_BACKEND["options"]["location"] = os.path.join(MEDIA_ROOT, "profile-images/")
DEFAULT_EMAIL_LOGO_URL = LMS_ROOT_URL + "/theming/asset/images/logo.png"

# Who may see a course: its "see_in_catalog" and "see_about_page" settings say.
COURSE_CATALOG_VISIBILITY_PERMISSION = "see_in_catalog"
COURSE_ABOUT_VISIBILITY_PERMISSION = "see_about_page"

# The proxy takes care of HTTPS.
OAUTH_ENFORCE_SECURE = False

# Mail to many, and the links in it
BULK_EMAIL_SEND_USING_EDX_ACE = True
FEATURES["ENABLE_FOOTER_MOBILE_APP_LINKS"] = False
MOBILE_STORE_ACE_URLS = {}
SOCIAL_MEDIA_FOOTER_ACE_URLS = {}

# Search
SEARCH_SKIP_SHOW_IN_CATALOG_FILTERING = False
FEATURES["ENABLE_COURSE_DISCOVERY"] = True
FEATURES["ENABLE_COURSEWARE_SEARCH"] = True
FEATURES["ENABLE_DASHBOARD_SEARCH"] = True

# Folders that must exist before the first request
for folder in (DATA_DIR, LOG_DIR, MEDIA_ROOT, STATIC_ROOT, ORA2_FILEUPLOAD_ROOT):
    os.makedirs(folder, exist_ok=True)

{{ patch("openedx-lms-common-settings") }}
# ---- End of the settings of the LMS in every mode ----
