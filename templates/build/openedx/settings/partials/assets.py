{% include "build/openedx/settings/partials/build.py" %}

# Themes may replace static files.
ENABLE_COMPREHENSIVE_THEMING = True

# Webpack writes there what it made. The variable STATIC_ROOT_LMS or
# STATIC_ROOT_CMS of the image has decided on STATIC_ROOT.
WEBPACK_LOADER["DEFAULT"]["STATS_FILE"] = Path(STATIC_ROOT) / "webpack-stats.json"

derive_settings(__name__)

{{ patch("openedx-common-assets-settings") }}
