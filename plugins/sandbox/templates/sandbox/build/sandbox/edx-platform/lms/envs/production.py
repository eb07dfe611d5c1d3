# SPDX-License-Identifier: Apache-2.0
"""Settings of the stand-in's LMS as the rendered YAML file has them."""

from lms.envs.common import *
from openedx.envs.production import broker_url, load

load("LMS_CFG", __name__)
BROKER_URL = broker_url(globals())
