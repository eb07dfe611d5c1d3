# SPDX-License-Identifier: Apache-2.0
"""Settings of the stand-in's LMS for development."""

from lms.envs.production import *

DEBUG = True
