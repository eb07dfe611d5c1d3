// Values of every kind, callbacks of every kind.

#include <tutor/plugin.hpp>

#include <stdexcept>

using namespace tutor::plugin;  // NOLINT: a test

TUTOR_PLUGIN("2.5.1", plugin) {
    plugin.add("KEY", "{{ 8|random_string }}");
    plugin.defaults(
        "KINDS",
        Value::dict(
            {{"none", nullptr},
             {"yes", true},
             {"small", -5},
             {"unsigned", ~std::uint64_t{0}},
             {"big", Value::integer_from("123456789012345678901234567890")},
             {"real", 1.5},
             {"text", "h\u00e9"},
             {"list", Value::list({1, "two", Value::list()})},
             {"tuple", Value::tuple({1, 2})}}));
    plugin.patch("static", "content");
    plugin.patch("first", "early", priority::high);
    plugin.patches([] { return std::vector<Patch>{{"computed", "later"}}; });
    plugin.template_function("describe", [](const Arguments& arguments) {
        std::string text;
        for (const Value& argument : arguments.positional()) {
            text += std::to_string(static_cast<int>(argument.kind())) + ":" + argument.repr() + " ";
        }
        if (const auto named = arguments.keyword("named")) {
            text += "named=" + named->str();
        }
        return Value(text);
    });
    plugin.template_function("big", [](const Arguments& arguments) {
        return Value::integer_from(arguments[0].integer_text() + "000");
    });
    plugin.template_function("fail", [](const Arguments& arguments) -> Value {
        if (arguments[0].text() == "error") {
            throw Error("no such thing", "try another");
        }
        if (arguments[0].text() == "standard") {
            throw std::out_of_range("out of range");
        }
        if (arguments[0].text() == "host") {
            return arguments[0].at(0);
        }
        throw 1;
    });
    plugin.template_function("recover", [](const Arguments& arguments) {
        try {
            return Value(arguments[0].integer());
        } catch (const HostError& error) {
            return Value(std::string("recovered: ") + error.what());
        }
    });
    plugin.template_filter("twice", [](const Arguments& arguments) {
        return Value(arguments[0].text() + arguments[0].text());
    });
    plugin.add_filter("APP_PUBLIC_HOSTS", [](Value list, const Arguments& arguments) {
        list.append("native." + arguments[0].text());
        return list;
    });
    plugin.add_filter(
        "ENV_PATCHES",
        [plugin](Value list, const Arguments&) {
            // Everything passes through the plugin's hands.
            Value kept = Value::list();
            for (const Value& item : list.items()) {
                if (item.at(0).text() != "unwanted") {
                    kept.append(item);
                }
            }
            return kept;
        },
        priority::low);
    plugin.add_action("CONFIG_LOADED", [](const Arguments& arguments) {
        Value dict = arguments[0];
        dict.set("SEEN", dict.get("LMS_HOST"));
    });
    plugin.add_filter("IMAGES_BUILD", [](Value list, const Arguments& arguments) {
        list.append(Value::tuple(
            {"computed",
             "build/x",
             arguments[0].get("LMS_HOST").text() + "/image",
             Value::list()}));
        return list;
    });
    plugin.in_context("special", [&] { plugin.patch("in-context", "x"); });
    plugin.command(
        {.name = "everything",
         .help = "Do everything.",
         .options =
             {{.names = {"-c", "--count"}, .type = "integer", .default_value = 2},
              {.names = {"--flag"}, .flag = true},
              {.names = {"--name"}, .multiple = true}},
         .arguments = {{.name = "rest", .count = "any"}},
         .run = [](const Parameters& parameters) {
             print(
                 parameters["count"].repr() + parameters["flag"].repr() + parameters["name"].repr()
                 + parameters["rest"].repr());
             print(config().get("LMS_HOST").text() + " " + render("{{ LMS_HOST }}"));
         }});
    plugin.job({.name = "work", .tasks = [](const Parameters&) {
                    return std::vector<Task>{{"lms", "one"}, {"cms", "two"}};
                }});
    plugin.add_action("PLUGINS_LOADED", [plugin](const Arguments&) {
        std::string names;
        for (const Value& item : plugin.items("ENV_PATCHES", {}, "special")) {
            names += item.at(0).text();
        }
        for (const Value& host : plugin.items("APP_PUBLIC_HOSTS", {"dev"})) {
            names += " " + host.text();
        }
        info(names);
    });
}
