// SPDX-License-Identifier: Apache-2.0
//
// example-jinja: renders a template of a folder with a filter, a function and objects of this
// program, and reports errors with file, line and column.
//
//     example-jinja FOLDER [TEMPLATE]

#include "base/files.hpp"
#include "jinja/environment.hpp"
#include "jinja/errors.hpp"
#include "value/errors.hpp"
#include "value/operations.hpp"

#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
namespace jinja = tutor::jinja;
namespace value = tutor::value;

/// The files below a folder, named by their path within it.
class FolderLoader final : public jinja::Loader {
public:
    explicit FolderLoader(fs::path folder) : folder_(std::move(folder)) {}

    std::optional<Source> load(std::string_view name) override {
        // Templates choose names: they must not lead out of the folder.
        const fs::path relative = fs::path(name).lexically_normal();
        if (relative.empty() || relative.is_absolute() || *relative.begin() == "..") {
            return std::nullopt;
        }
        const fs::path path = folder_ / relative;
        if (auto text = tutor::read_file_if_exists(path)) {
            return Source{std::move(*text), path.string()};
        }
        return std::nullopt;
    }
    std::vector<std::string> names() override {
        std::vector<std::string> names;
        for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder_)) {
            if (entry.is_regular_file()) {
                names.push_back(entry.path().lexically_relative(folder_).generic_string());
            }
        }
        return names;
    }

private:
    fs::path folder_;
};

/// A type of this program as templates see it: `course.name`, `course.seats`.
class Course final : public value::Object {
public:
    Course(std::string name, int seats) : name_(std::move(name)), seats_(seats) {}

    std::string type_name() const override { return "Course"; }
    std::string str() const override { return name_; }
    std::optional<value::Value> attribute(std::string_view name) const override {
        if (name == "name") {
            return value::Value(name_);
        }
        if (name == "seats") {
            return value::Value(seats_);
        }
        return std::nullopt;
    }

    int seats() const { return seats_; }

private:
    std::string name_;
    int seats_;
};

/// `text|initials`
value::Value initials(jinja::State& /*state*/, value::Arguments& arguments) {
    const std::string text = value::str(arguments.positional.at(0));
    std::string result;
    bool begins_word = true;
    for (const char c : text) {
        if (begins_word && c != ' ') {
            result += c;
        }
        begins_word = c == ' ';
    }
    return result;
}

/// `total(courses)`
value::Value total(jinja::State& /*state*/, value::Arguments& arguments) {
    if (arguments.positional.size() != 1 || !arguments.positional[0].is_list()) {
        throw value::PythonError("TypeError", "total() takes a list of courses");
    }
    int sum = 0;
    for (const value::Value& item : arguments.positional[0].items()) {
        const auto* course =
            item.is_object() ? dynamic_cast<const Course*>(item.as_object().get()) : nullptr;
        if (course == nullptr) {
            throw value::PythonError(
                "TypeError", "total() cannot count '" + value::type_name(item) + "'");
        }
        sum += course->seats();
    }
    return sum;
}

value::Value course(std::string name, int seats) {
    return value::Value::object(std::make_shared<Course>(std::move(name), seats));
}

void report(const tutor::Error& error) {
    if (const auto* failure = dynamic_cast<const jinja::TemplateError*>(&error)) {
        std::cerr << failure->class_name() << ": ";
    }
    std::cerr << error.info().message << '\n';
    if (const auto& where = error.info().where) {
        std::cerr << "  at " << where->source << ':' << where->line;
        if (where->column > 0) {
            std::cerr << ':' << where->column;
        }
        std::cerr << '\n';
    }
    for (const std::string& frame : error.frames()) {
        std::cerr << "  while " << frame << '\n';
    }
    if (!error.info().hint.empty()) {
        std::cerr << "Hint: " << error.info().hint << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::cerr << "usage: example-jinja FOLDER [TEMPLATE]\n";
        return 2;
    }
    jinja::Environment environment(
        {.syntax = {.trim_blocks = true}, .undefined = jinja::UndefinedKind::strict});
    environment.set_loader(std::make_shared<FolderLoader>(argv[1]));
    environment.add_filter("initials", initials);
    environment.add_function("total", total);
    try {
        const jinja::Template page = environment.get_template(argc > 2 ? argv[2] : "page.txt");
        std::cout << page.render(value::Dict{
            {"site", "Evening school"},
            {"courses", value::List{course("Modern Greek", 12), course("Sign language", 8)}}});
        std::cout << '\n';
    } catch (const tutor::Error& error) {
        report(error);
        return error.exit_status();
    }
    return 0;
}
