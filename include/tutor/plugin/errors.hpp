// SPDX-License-Identifier: Apache-2.0
//
// Part of <tutor/plugin.hpp>: how failures go through the boundary.

#pragma once

#include <tutor/plugin.h>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace tutor {
// Hidden, so that several plugins in one program do not share the host below.
namespace plugin __attribute__((visibility("hidden"))) {

    /// Why a callback fails.
    class Error : public std::runtime_error {
    public:
        explicit Error(const std::string& message, std::string hint = {})
            : std::runtime_error(message), hint_(std::move(hint)) {}
        const std::string& hint() const noexcept { return hint_; }

    private:
        std::string hint_;
    };

    /// The program refused something. Left uncaught, it reaches the user with everything the
    /// program knows of it.
    class HostError : public std::runtime_error {
    public:
        using std::runtime_error::runtime_error;
    };

    namespace internal {

    inline const tutor_host* host = nullptr;

    inline tutor_text text(std::string_view utf8) {
        return {utf8.data(), utf8.size()};
    }
    inline std::string string(tutor_text text) {
        return {text.data, text.size};
    }
    [[noreturn]] inline void fail() {
        throw HostError(string(host->error_message(host)));
    }
    inline void check(int status) {
        if (status < 0) {
            fail();
        }
    }
    inline bool answer(int status) {
        check(status);
        return status != 0;
    }

    /// Runs `body`; an exception becomes an error of the host and the result `failure`.
    template <class Result, class Body>
    Result guard(Result failure, const Body& body) noexcept {
        try {
            return body();
        } catch (const HostError&) {
            // The host knows.
        } catch (const Error& error) {
            host->fail(host, text(error.what()), text(error.hint()));
        } catch (const std::exception& error) {
            host->fail(host, text(error.what()), {nullptr, 0});
        } catch (...) {
            host->fail(
                host, text("the plugin threw something that is no std::exception"), {nullptr, 0});
        }
        return failure;
    }

    }  // namespace internal

}  // namespace )
}  // namespace tutor
