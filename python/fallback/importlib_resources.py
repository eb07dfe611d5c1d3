# SPDX-License-Identifier: Apache-2.0
"""Stands in for the distribution of that name, which plugins use and seldom require.

This folder is the last one on the search path: the real one wins where it is installed.
"""

from importlib.resources import *
from importlib.resources import Package, Resource, as_file, files
from importlib.resources import abc as abc
