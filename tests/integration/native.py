# SPDX-License-Identifier: Apache-2.0
"""Builds plugins outside of the tree, against the SDK as it is installed.

TUTOR_BUILD_FOLDER names the build folder of the program, CMAKE_COMMAND the cmake that made it.
"""

import os
import subprocess
import tempfile
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
EXAMPLES = SOURCE / "examples/plugins"


def run(*words, **options):
    completed = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, timeout=900, **options
    )
    if completed.returncode != 0:
        raise RuntimeError(f"{words}:\n{completed.stdout}\n{completed.stderr}")
    return completed.stdout


def build_example(name, folder):
    """As `build_plugin`, of examples/plugins/NAME."""
    return build_plugin(EXAMPLES / name, folder)


def build_plugin(source, folder):
    """Installs the SDK below `folder`, builds the plugin with it; returns the shared object."""
    cmake = os.environ["CMAKE_COMMAND"]
    prefix = Path(folder) / "prefix"
    if not prefix.exists():
        run(cmake, "--install", os.environ["TUTOR_BUILD_FOLDER"], "--component", "plugin",
            "--prefix", prefix)
    build = Path(folder) / Path(source).name
    run(cmake, "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={prefix}",
        "-DCMAKE_BUILD_TYPE=Debug")
    run(cmake, "--build", build)
    [plugin] = build.glob("*.so")
    return plugin


def temporary_folder(test_class):
    folder = tempfile.TemporaryDirectory(prefix="tutor-native-")
    test_class.addClassCleanup(folder.cleanup)
    return folder.name
