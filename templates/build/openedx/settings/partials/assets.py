{% include "build/openedx/settings/partials/build.py" %}

# Themes may replace static files.
ENABLE_COMPREHENSIVE_THEMING = True
COMPREHENSIVE_THEME_DIRS.append("/openedx/themes")

# Webpack says there what it made.
for bundle, stats in (
    ("DEFAULT", "webpack-stats.json"),
    ("WORKERS", "webpack-worker-stats.json"),
):
    WEBPACK_LOADER[bundle]["STATS_FILE"] = STATIC_ROOT / stats

derive_settings(__name__)

{{ patch("openedx-common-assets-settings") }}
