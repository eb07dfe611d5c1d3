// SPDX-License-Identifier: Apache-2.0
//
// Which Python environment plugins live in, and what is on its search path, told without starting
// it.

#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tutor::plugin_python {

/// The interpreter that the host stands for.
struct Installation {
    std::filesystem::path executable;
    /// Folders in which packages are found, in Python's order.
    std::vector<std::filesystem::path> folders;
};

/// The virtual environment at `environment` when there is one there, else the system's Python.
/// Follows PYTHONPATH, `*.pth` files, user and system packages as Python's own start does.
Installation find_installation(const std::filesystem::path& environment);

/// The Python that the host was built against: "/usr/bin/python3.11".
std::filesystem::path system_python();
/// "3.11"
std::string python_version();

}  // namespace tutor::plugin_python
