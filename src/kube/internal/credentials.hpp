// SPDX-License-Identifier: Apache-2.0
//
// What a user proves who he is with, kept fresh: files that change, plugins whose tokens expire.

#pragma once

#include "http/message.hpp"
#include "http/proxy.hpp"
#include "kube/internal/time.hpp"
#include "kube/kubeconfig.hpp"
#include "process/runner.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace tutor::kube::internal {

/// What goes with a request.
struct Proof {
    std::vector<http::Header> headers;
    std::string certificate;  ///< PEM; empty: none
    std::string private_key;
    std::uint64_t generation = 0;  ///< differs whenever anything of it differs
};

/// Safe to use from several threads.
class Credentials {
public:
    Credentials(
        const Access& access,
        std::shared_ptr<process::Runner> runner,
        http::Environment environment);

    /// The proof to use now. Runs the plugin when there is none yet or it has expired.
    ///
    /// @throws Error  a file cannot be read, the plugin fails or prints something else
    Proof proof();

    /// After the server refused (401) the proof of `generation`: gets another one. Whether it
    /// differs.
    ///
    /// @throws  as proof()
    bool renew(std::uint64_t generation);

private:
    void refresh(bool refused);
    void load_identity();
    void load_token();
    void run_plugin();
    void take(const std::string& answer);
    std::string plugin_input(bool interactive) const;

    const Access access_;
    std::shared_ptr<process::Runner> runner_;
    http::Environment environment_;

    std::mutex mutex_;
    Proof proof_;
    std::string token_;
    std::optional<Nanoseconds> expires_;
    bool plugin_ran_ = false;
};

}  // namespace tutor::kube::internal
