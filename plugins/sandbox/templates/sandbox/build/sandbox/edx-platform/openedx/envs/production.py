# SPDX-License-Identifier: Apache-2.0
"""Settings that come from the rendered YAML file: LMS_CFG or CMS_CFG names it."""

import os
import sys

import yaml


def load(variable, module):
    """Puts every key of the YAML file that VARIABLE names among the settings of a module.

    FEATURES is merged into what is there; everything else replaces it, as in edx-platform.
    """
    path = os.environ.get(variable)
    if not path:
        sys.exit(f"{variable} is not set: it names the YAML file with the settings")
    with open(path, encoding="utf-8") as stream:
        settings = yaml.safe_load(stream)
    if not isinstance(settings, dict):
        sys.exit(f"{path}: the settings are not a mapping")
    names = vars(sys.modules[module])
    # Rendered settings look keys up in these as well.
    names["ENV_TOKENS"] = names["AUTH_TOKENS"] = dict(settings)
    features = dict(names["FEATURES"], **(settings.pop("FEATURES", None) or {}))
    names.update(settings)
    names["FEATURES"] = features


def broker_url(names):
    """The address of the broker, put together from the keys CELERY_BROKER_*."""
    user, password = names["CELERY_BROKER_USER"], names["CELERY_BROKER_PASSWORD"]
    login = f"{user}:{password}@" if user and password else ""
    return "{}://{}{}/{}".format(
        names["CELERY_BROKER_TRANSPORT"],
        login,
        names["CELERY_BROKER_HOSTNAME"],
        names["CELERY_BROKER_VHOST"] or "",
    )
