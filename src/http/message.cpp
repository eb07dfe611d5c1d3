// SPDX-License-Identifier: Apache-2.0

#include "http/message.hpp"

#include "base/text.hpp"

namespace tutor::http {

const std::string* find_header(const std::vector<Header>& headers, std::string_view name) {
    const std::string wanted = to_ascii_lower(name);
    for (const Header& header : headers) {
        if (to_ascii_lower(header.name) == wanted) {
            return &header.value;
        }
    }
    return nullptr;
}

}  // namespace tutor::http
