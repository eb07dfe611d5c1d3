# SPDX-License-Identifier: Apache-2.0
"""Steps of upgrades, wherever the platform runs."""

from __future__ import annotations

from tutor._host.upgrades import single_step

upgrade_from_lilac = single_step("common", "upgrade_from_lilac")
upgrade_from_nutmeg = single_step("common", "upgrade_from_nutmeg")
upgrade_from_redwood = single_step("common", "upgrade_from_redwood")
get_mongo_upgrade_parameters = single_step("common", "get_mongo_upgrade_parameters")
get_intermediate_mysql_upgrade = single_step("common", "get_intermediate_mysql_upgrade")
