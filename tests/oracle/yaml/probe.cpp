// SPDX-License-Identifier: Apache-2.0
//
// Answers check_against_pyyaml.py: a JSON list of [operation, text] on standard input, a JSON list
// of texts on standard output. A failure is answered by "ERROR".

#include "base/error.hpp"
#include "json/dump.hpp"
#include "json/parse.hpp"
#include "unit/yaml/describe.hpp"
#include "yaml/dump.hpp"
#include "yaml/load.hpp"

#include <iostream>
#include <iterator>
#include <string>

namespace {

std::string answer(std::string_view operation, std::string_view text) {
    try {
        if (operation == "load") {
            return tutor::test::describe(tutor::yaml::load(text, "text"));
        }
        return tutor::yaml::dump(tutor::json::parse(text, "text"));
    } catch (const tutor::Error&) {
        return "ERROR";
    }
}

}  // namespace

int main() {
    const std::string input((std::istreambuf_iterator<char>(std::cin)), {});
    tutor::value::List result;
    const tutor::value::Value questions = tutor::json::parse(input, "stdin");
    for (const tutor::value::Value& question : questions.items()) {
        result.append(answer(question.items()[0].as_string(), question.items()[1].as_string()));
    }
    std::cout << tutor::json::dump(result);
    return 0;
}
