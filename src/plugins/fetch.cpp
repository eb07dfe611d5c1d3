// SPDX-License-Identifier: Apache-2.0

#include "plugins/fetch.hpp"

#include "base/files.hpp"
#include "base/text.hpp"
#include "process/find_program.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace tutor::plugins {
namespace {

namespace fs = std::filesystem;

constexpr const char* most_bytes = "52428800";

/// An empty file that only we can read, removed with the object.
class TemporaryFile {
public:
    TemporaryFile() : path_((fs::temp_directory_path() / "tutor-download-XXXXXX").string()) {
        const int descriptor = ::mkstemp(path_.data());
        if (descriptor < 0) {
            throw Error(
                {.message = fmt::format("cannot make a temporary file '{}'", path_),
                 .hint = "set TMPDIR to a folder that can be written"});
        }
        ::close(descriptor);
    }
    ~TemporaryFile() {
        std::error_code ignored;
        fs::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& path() const { return path_; }

private:
    std::string path_;
};

// "curl: (22) The requested URL returned error: 404" without what stands before the sentence.
std::string reason(const std::string& line) {
    const std::size_t at = line.starts_with("curl: (") ? line.find(") ") : std::string::npos;
    return at == std::string::npos ? line : line.substr(at + 2);
}

std::string download(const std::string& address, process::Runner& runner) {
    if (!process::find_program("curl")) {
        throw Error(
            {.message = fmt::format("cannot fetch '{}': 'curl' is not installed", address),
             .hint = "install it (Debian: apt install curl)"});
    }
    const TemporaryFile file;
    std::string complaint;
    const int status = runner.stream(
        {.argv =
             {"curl",
              "--fail",
              "--silent",
              "--show-error",
              "--location",
              "--proto",
              "=http,https",
              "--proto-redir",
              "=http,https",
              "--connect-timeout",
              "30",
              "--max-time",
              "300",
              "--max-filesize",
              most_bytes,
              "--output",
              file.path(),
              "--",
              address}},
        [](std::string_view) {},
        [&](std::string_view line) { complaint = reason(std::string(line)); });
    if (status != 0) {
        throw Error(
            {.message = fmt::format(
                 "cannot fetch '{}': {}",
                 address,
                 complaint.empty() ? fmt::format("curl ended with status {}", status) : complaint),
             .hint = "check the address and the network; behind a proxy set https_proxy"});
    }
    return read_file(file.path());
}

}  // namespace

bool is_http_address(std::string_view location) {
    return location.starts_with("http://") || location.starts_with("https://");
}

std::string fetch(const std::string& location, process::Runner& runner) {
    return is_http_address(location) ? download(location, runner) : read_file(location);
}

}  // namespace tutor::plugins
