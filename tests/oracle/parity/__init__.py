# SPDX-License-Identifier: Apache-2.0
"""Compares two rendered environments by meaning; see tests/oracle/env-parity."""
