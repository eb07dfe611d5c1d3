// SPDX-License-Identifier: Apache-2.0

#include "kube/internal/frames.hpp"

#include "base/error.hpp"
#include "json/parse.hpp"
#include "kube/kinds.hpp"

#include <utility>

namespace tutor::kube::internal {
namespace {

Frame::Type type_of(std::string_view name) {
    if (name == "ADDED") {
        return Frame::Type::added;
    }
    if (name == "MODIFIED") {
        return Frame::Type::modified;
    }
    if (name == "DELETED") {
        return Frame::Type::deleted;
    }
    if (name == "BOOKMARK") {
        return Frame::Type::bookmark;
    }
    return name == "ERROR" ? Frame::Type::error : Frame::Type::unknown;
}

std::string_view without_return(std::string_view line) {
    return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

}  // namespace

void LineCutter::add(
    std::string_view bytes, const std::function<void(std::string_view line)>& on_line) {
    std::size_t end = bytes.find('\n');
    while (end != std::string_view::npos) {
        if (rest_.empty()) {
            on_line(without_return(bytes.substr(0, end)));
        } else {
            rest_ += bytes.substr(0, end);
            const std::string line = std::exchange(rest_, {});
            on_line(without_return(line));
        }
        bytes.remove_prefix(end + 1);
        end = bytes.find('\n');
    }
    if (rest_.size() + bytes.size() > max_line_bytes) {
        throw Error({.message = "a line of the server's answer has no end"});
    }
    rest_ += bytes;
}

Frame parse_frame(std::string_view line) {
    const value::Value document = json::parse(line, "watch");
    const value::Value* object = find_field(document, {"object"});
    if (object == nullptr || !object->is_dict()) {
        throw Error({.message = "a line of a watch is no event"});
    }
    return {.type = type_of(string_field(document, {"type"})), .object = *object};
}

}  // namespace tutor::kube::internal
