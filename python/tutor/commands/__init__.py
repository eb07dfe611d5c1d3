# SPDX-License-Identifier: Apache-2.0
"""The program's commands, as click knows them."""
