# SPDX-License-Identifier: Apache-2.0
"""Settings of the stand-in's CMS as the rendered YAML file has them."""

from cms.envs.common import *
from openedx.envs.production import broker_url, load

load("CMS_CFG", __name__)
BROKER_URL = broker_url(globals())
