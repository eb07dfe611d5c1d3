// SPDX-License-Identifier: Apache-2.0
//
// The virtual environment in which plugins written in Python are installed.
//
//     Environment environment(project.python_environment, {runner, output, "21.0.8"});
//     environment.install({"tutor-mfe>=21,<22"}, {.upgrade = true});

#pragma once

#include "process/runner.hpp"
#include "term/output.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace tutor::plugin_python {

struct InstallOptions {
    bool upgrade = false;
    std::vector<std::string> pip_options = {};  ///< handed on to pip as they are
};

/// In it a distribution `tutor` of the contract's version is installed already: requirements such
/// as `tutor>=21,<22` are satisfied by this program, and the reference never gets in.
class Environment {
public:
    struct Parts {
        process::Runner& runner;
        term::Output& output;
        std::string version;  ///< of the contract
    };

    /// Both parts must outlive the object. Nothing is made yet.
    Environment(std::filesystem::path folder, Parts parts);

    bool exists() const;
    /// Its interpreter.
    std::filesystem::path python() const;

    /// Makes it when it is missing, with the system's packages in sight, and what plugins live off
    /// without asking for it (click, requests …) where it can be had.
    ///
    /// @throws Error  it cannot be made
    void ensure();

    /// `pip install` of names, paths or addresses; the command line is echoed.
    ///
    /// @throws Error  pip failed
    void install(const std::vector<std::string>& requirements, const InstallOptions& options = {});

private:
    void write_distribution() const;
    void install_companions();
    std::filesystem::path site_packages() const;
    std::filesystem::path constraints() const;

    std::filesystem::path folder_;
    Parts parts_;
};

}  // namespace tutor::plugin_python
