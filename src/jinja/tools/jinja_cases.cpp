// SPDX-License-Identifier: Apache-2.0
//
// jinja-cases: renders cases, one JSON object a line on standard input, and answers each with
// one JSON object: {"id": …, "output": …} or {"id": …, "error": …, "message": …, "phase": …}.

#include "base/error.hpp"
#include "jinja/environment.hpp"
#include "jinja/errors.hpp"
#include "jinja/tools/case_reader.hpp"
#include "value/errors.hpp"

#include <nlohmann/json.hpp>

#include <iostream>
#include <string>

namespace {

using nlohmann::json;
namespace jinja = tutor::jinja;
namespace cases = tutor::jinja::cases;
namespace value = tutor::value;

json run_case(const value::Dict& test) {
    json answer;
    answer["id"] = test.find("id")->as_string();
    answer["phase"] = "compile";
    try {
        const value::Value* env = test.find("env");
        const value::Dict options =
            env != nullptr && env->is_dict() ? env->as_dict() : value::Dict();
        jinja::Environment environment(cases::make_options(options));
        if (const value::Value* globals = options.find("globals")) {
            for (const auto& [name, item] : cases::decode(*globals).as_dict()) {
                environment.add_global(name.as_string(), item);
            }
        }
        const value::Value* templates = test.find("templates");
        const value::Value* name = test.find("name");
        const bool named = name != nullptr && name->is_string();
        if ((templates != nullptr && templates->is_dict() && !templates->as_dict().empty())
            || named) {
            environment.set_loader(std::make_shared<cases::MapLoader>(
                templates != nullptr && templates->is_dict() ? templates->as_dict()
                                                             : value::Dict()));
        }
        const jinja::Template page = named
            ? environment.get_template(name->as_string())
            : environment.from_string(test.find("source")->as_string());
        answer["phase"] = "render";
        const value::Value* context = test.find("context");
        const value::Value variables =
            context == nullptr || context->is_none() ? value::Dict() : cases::decode(*context);
        answer["output"] = page.render(variables.as_dict());
        answer.erase("phase");
    } catch (const jinja::TemplateError& error) {
        answer["error"] = error.class_name();
        answer["message"] = error.info().message;
        if (error.is_syntax_error() && error.info().where) {
            answer["lineno"] = error.info().where->line;
        }
    } catch (const value::PythonError& error) {
        answer["error"] = error.class_name();
        answer["message"] = error.info().message;
    } catch (const tutor::Error& error) {
        answer["error"] = "Error";
        answer["message"] = error.info().message;
    }
    return answer;
}

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.empty()) {
            continue;
        }
        const json answer = run_case(cases::read_json(line).as_dict());
        std::cout << answer.dump(-1, ' ', false, json::error_handler_t::replace) << '\n'
                  << std::flush;
    }
    return 0;
}
