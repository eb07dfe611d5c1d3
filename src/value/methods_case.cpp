// SPDX-License-Identifier: Apache-2.0
//
// Methods of texts that change the case or ask about the characters.

#include "value/internal/access.hpp"
#include "value/internal/parameters.hpp"
#include "value/unicode.hpp"

namespace tutor::value::internal {

namespace {

using Change = std::string (*)(std::string_view);

Value changed(const Value& self, std::string_view name, const Arguments& arguments, Change change) {
    take_none(self, name, arguments);
    return make_string(self.kind(), change(self.as_string()), self.mark());
}

Value capitalize(const Value& self, Arguments& arguments) {
    return changed(self, "capitalize", arguments, unicode::capitalize);
}
Value casefold(const Value& self, Arguments& arguments) {
    return changed(self, "casefold", arguments, unicode::casefold);
}
Value lower(const Value& self, Arguments& arguments) {
    return changed(self, "lower", arguments, unicode::lower);
}
Value swapcase(const Value& self, Arguments& arguments) {
    return changed(self, "swapcase", arguments, unicode::swap_case);
}
Value title(const Value& self, Arguments& arguments) {
    return changed(self, "title", arguments, unicode::title);
}
Value upper(const Value& self, Arguments& arguments) {
    return changed(self, "upper", arguments, unicode::upper);
}

using Property = bool (*)(char32_t);

bool all_are(std::string_view text, Property property) {
    for (std::size_t offset = 0; offset < text.size();) {
        if (!property(unicode::decode(text, offset))) {
            return false;
        }
    }
    return true;
}

/// Whether there are characters and all have the property.
Value every(
    const Value& self, std::string_view name, const Arguments& arguments, Property property) {
    take_none(self, name, arguments);
    return !self.as_string().empty() && all_are(self.as_string(), property);
}

Value isalnum(const Value& self, Arguments& arguments) {
    return every(self, "isalnum", arguments, unicode::is_alnum);
}
Value isalpha(const Value& self, Arguments& arguments) {
    return every(self, "isalpha", arguments, unicode::is_alpha);
}
Value isdecimal(const Value& self, Arguments& arguments) {
    return every(self, "isdecimal", arguments, unicode::is_decimal);
}
Value isdigit(const Value& self, Arguments& arguments) {
    return every(self, "isdigit", arguments, unicode::is_digit);
}
Value isnumeric(const Value& self, Arguments& arguments) {
    return every(self, "isnumeric", arguments, unicode::is_numeric);
}
Value isspace(const Value& self, Arguments& arguments) {
    return every(self, "isspace", arguments, unicode::is_space);
}

Value isascii(const Value& self, Arguments& arguments) {
    take_none(self, "isascii", arguments);
    return self.is_ascii();
}
Value isprintable(const Value& self, Arguments& arguments) {
    take_none(self, "isprintable", arguments);
    return all_are(self.as_string(), unicode::is_printable);
}
Value isidentifier(const Value& self, Arguments& arguments) {
    take_none(self, "isidentifier", arguments);
    return unicode::is_identifier(self.as_string());
}

/// Whether some character has the wanted case and none another one.
bool has_one_case(std::string_view text, Property wanted, Property other) {
    bool found = false;
    for (std::size_t offset = 0; offset < text.size();) {
        const char32_t c = unicode::decode(text, offset);
        if (other(c) || unicode::is_title(c)) {
            return false;
        }
        found = found || wanted(c);
    }
    return found;
}

Value islower(const Value& self, Arguments& arguments) {
    take_none(self, "islower", arguments);
    return has_one_case(self.as_string(), unicode::is_lower, unicode::is_upper);
}
Value isupper(const Value& self, Arguments& arguments) {
    take_none(self, "isupper", arguments);
    return has_one_case(self.as_string(), unicode::is_upper, unicode::is_lower);
}

Value istitle(const Value& self, Arguments& arguments) {
    take_none(self, "istitle", arguments);
    bool found = false;
    bool inside_word = false;
    const std::string_view text = self.as_string();
    for (std::size_t offset = 0; offset < text.size();) {
        const char32_t c = unicode::decode(text, offset);
        const bool begins = unicode::is_upper(c) || unicode::is_title(c);
        const bool continues = unicode::is_lower(c);
        if ((begins && inside_word) || (continues && !inside_word)) {
            return false;
        }
        inside_word = begins || continues;
        found = found || inside_word;
    }
    return found;
}

constexpr Method table[] = {
    {"capitalize", capitalize},
    {"casefold", casefold},
    {"isalnum", isalnum},
    {"isalpha", isalpha},
    {"isascii", isascii},
    {"isdecimal", isdecimal},
    {"isdigit", isdigit},
    {"isidentifier", isidentifier},
    {"islower", islower},
    {"isnumeric", isnumeric},
    {"isprintable", isprintable},
    {"isspace", isspace},
    {"istitle", istitle},
    {"isupper", isupper},
    {"lower", lower},
    {"swapcase", swapcase},
    {"title", title},
    {"upper", upper},
};

}  // namespace

std::span<const Method> case_methods() {
    return table;
}

}  // namespace tutor::value::internal
