# Settings under which the static files of the image are collected.
from path import Path

from openedx.core.lib.derived import derive_settings

from lms.envs.common import *

{% include "build/openedx/settings/partials/assets.py" %}
