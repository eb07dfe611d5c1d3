# SPDX-License-Identifier: Apache-2.0
"""The mechanisms below the catalog of hooks."""
