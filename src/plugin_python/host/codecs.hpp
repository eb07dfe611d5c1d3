// SPDX-License-Identifier: Apache-2.0
//
// What the named hooks carry, as Python sees it: tuples and strings.
//
//     Codec<catalog::Patch>::to_python(patch)             ("lms-env", "X: 1")
//     Codec<catalog::Patch>::from_python(tuple, source)
//
// `from_python` throws Python's TypeError or ValueError for anything that has not that form.

#pragma once

#include "catalog/catalog.hpp"
#include "plugin_python/host/python.hpp"
#include "plugin_python/host/values.hpp"

#include <filesystem>
#include <string>

namespace tutor::plugin_python {

template <class Item>
struct Codec;

#define TUTOR_DECLARE_CODEC(Type)                                                                  \
  template <>                                                                                      \
  struct Codec<Type> {                                                                             \
    static py::object to_python(const Type& item);                                                 \
    static Type from_python(py::handle item, const catalog::Source& source);                       \
  }

TUTOR_DECLARE_CODEC(bool);
TUTOR_DECLARE_CODEC(std::string);
TUTOR_DECLARE_CODEC(catalog::StringPair);
TUTOR_DECLARE_CODEC(catalog::Setting);
TUTOR_DECLARE_CODEC(catalog::Patch);
TUTOR_DECLARE_CODEC(catalog::Task);
TUTOR_DECLARE_CODEC(catalog::Job);
TUTOR_DECLARE_CODEC(catalog::TemplateRoot);
TUTOR_DECLARE_CODEC(catalog::TemplateTarget);
TUTOR_DECLARE_CODEC(catalog::TemplateFilter);
TUTOR_DECLARE_CODEC(catalog::TemplateVariable);
TUTOR_DECLARE_CODEC(catalog::ImageBuild);
TUTOR_DECLARE_CODEC(catalog::ImageTag);
TUTOR_DECLARE_CODEC(catalog::PluginInfo);
TUTOR_DECLARE_CODEC(catalog::Test);
TUTOR_DECLARE_CODEC(cli::Command);
TUTOR_DECLARE_CODEC(value::Dict);

#undef TUTOR_DECLARE_CODEC

/// Who adds something now, and where: the innermost plugin context, the line that calls.
catalog::Source current_source();

/// Where the text of a patch, added at `source`, can be opened: the file `patches/NAME` of the
/// plugin, or the line of its module at which the text stands; no file when it is in neither.
Position patch_position(const catalog::Patch& patch, const catalog::Source& source);

/// A Python dict as the configuration of a rendering.
class DictConfiguration final : public catalog::Configuration {
public:
    explicit DictConfiguration(py::dict config) : config_(std::move(config)) {}

    const py::dict& object() const { return config_; }

    std::optional<value::Value> find(std::string_view name) const override;
    std::vector<std::string> names() const override;

private:
    py::dict config_;
};

/// Every name with its rendered value.
py::object configuration_to_python(const catalog::Configuration& config);

}  // namespace tutor::plugin_python
