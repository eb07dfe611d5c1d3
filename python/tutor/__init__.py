# SPDX-License-Identifier: Apache-2.0
"""What plugins written in Python import. The program itself is native: this package shows it."""
