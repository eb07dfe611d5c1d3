// SPDX-License-Identifier: Apache-2.0
//
// Certificates made on the spot.
//
//     const Authority authority;
//     const Identity server = authority.issue({.names = "DNS:localhost,IP:127.0.0.1"});

#pragma once

#include <memory>
#include <string>

namespace tutor::test {

/// A certificate and its key in PEM.
struct Identity {
    std::string certificate;
    std::string private_key;
};

struct IssueOptions {
    std::string common_name = "server";
    std::string names = "DNS:localhost,IP:127.0.0.1";  ///< as OpenSSL's configuration has them
    long valid_from = -3600;                           ///< seconds from now
    long valid_until = 3600;
};

class Authority {
public:
    Authority();
    ~Authority();
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    std::string certificate() const;
    Identity issue(const IssueOptions& options = {}) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tutor::test
