# Settings under which the translations of the image are gathered.
from openedx.core.lib.derived import derive_settings

from lms.envs.common import *

{% include "build/openedx/settings/partials/build.py" %}

derive_settings(__name__)

{{ patch("openedx-common-i18n-settings") }}
