# Settings under which the static files of the image are collected.
from path import Path

from openedx.core.lib.derived import derive_settings

from cms.envs.common import *

STATIC_ROOT_BASE = "/openedx/staticfiles/studio"
STATIC_ROOT = Path(STATIC_ROOT_BASE)

{% include "build/openedx/settings/partials/assets.py" %}
