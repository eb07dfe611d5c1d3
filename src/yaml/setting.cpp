// SPDX-License-Identifier: Apache-2.0

#include "yaml/setting.hpp"

#include "base/error.hpp"
#include "yaml/load.hpp"

namespace tutor::yaml {

value::Value parse_setting(std::string_view text) {
    // a colour, a channel, a heading: as a comment it would be lost
    const bool lone_comment = text.starts_with('#') && text.find('\n') == std::string_view::npos;
    return text.empty() || lone_comment ? value::Value(text) : parse_environment_setting(text);
}

value::Value parse_environment_setting(std::string_view text) {
    try {
        return load(text, "setting");
    } catch (const Error&) {
        return text;
    }
}

}  // namespace tutor::yaml
