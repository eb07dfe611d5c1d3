# SPDX-License-Identifier: Apache-2.0
"""Settings of the stand-in's CMS for development."""

from cms.envs.production import *

DEBUG = True
