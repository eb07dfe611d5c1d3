// SPDX-License-Identifier: Apache-2.0

#include "commands/internal/releases.hpp"

#include "base/error.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace tutor::commands::internal {
namespace {

constexpr std::int64_t juniper_major = 10;  // one release per major version from then on

std::int64_t major_of(std::string_view version) {
    const auto major = parse_int(version.substr(0, version.find('.')));
    const auto last = juniper_major + static_cast<std::int64_t>(release_names().size()) - 2;
    const bool known =
        major && (*major == 0 || *major == 3 || *major >= juniper_major) && *major <= last;
    if (!known) {
        throw Error(
            {.message = fmt::format("'{}' is no version of Tutor that is known here", version),
             .hint = "say which release the platform comes from, with: upgrade --from RELEASE"});
    }
    return *major;
}

}  // namespace

const std::vector<std::string>& release_names() {
    static const std::vector<std::string> names{
        "ironwood",
        "juniper",
        "koa",
        "lilac",
        "maple",
        "nutmeg",
        "olive",
        "palm",
        "quince",
        "redwood",
        "sumac",
        "teak",
        "ulmo"};
    return names;
}

std::string release_of(std::string_view version) {
    const std::int64_t major = major_of(version);
    const std::size_t index =
        major < juniper_major ? 0 : static_cast<std::size_t>(major - juniper_major) + 1;
    return release_names()[index];
}

std::string index_folder(std::string_view version) {
    const std::size_t dash = version.find('-');
    return dash == std::string_view::npos ? release_of(version)
                                          : std::string(version.substr(dash + 1));
}

bool is_older_release(std::string_view version, std::string_view current) {
    return major_of(version) < major_of(current);
}

std::string title_of(std::string_view release) {
    std::string title(release);
    if (!title.empty()) {
        title[0] = to_ascii_upper(title.substr(0, 1))[0];
    }
    return title;
}

}  // namespace tutor::commands::internal
