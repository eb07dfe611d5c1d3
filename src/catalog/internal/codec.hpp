// SPDX-License-Identifier: Apache-2.0
//
// Between the types of the catalog and values.

#pragma once

#include "catalog/dynamic.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace tutor::catalog::internal {

using value::Value;

/// The values of one item, checked against the fields of the hook's page.
using Fields = std::vector<Value>;

/// encode: what callbacks see; decode: from checked fields.
template <class T>
struct Codec;

#define TUTOR_DECLARE_CODEC(Type)                                                                  \
  template <>                                                                                      \
  struct Codec<Type> {                                                                             \
    static Value encode(const Type& item);                                                         \
    static Type decode(const Fields& fields, const Source& source);                                \
  }

TUTOR_DECLARE_CODEC(bool);
TUTOR_DECLARE_CODEC(std::string);
TUTOR_DECLARE_CODEC(value::Dict);
TUTOR_DECLARE_CODEC(StringPair);
TUTOR_DECLARE_CODEC(Setting);
TUTOR_DECLARE_CODEC(Patch);
TUTOR_DECLARE_CODEC(Task);
TUTOR_DECLARE_CODEC(Test);
TUTOR_DECLARE_CODEC(TemplateRoot);
TUTOR_DECLARE_CODEC(TemplateTarget);
TUTOR_DECLARE_CODEC(TemplateFilter);
TUTOR_DECLARE_CODEC(TemplateVariable);
TUTOR_DECLARE_CODEC(ImageBuild);
TUTOR_DECLARE_CODEC(ImageTag);
TUTOR_DECLARE_CODEC(PluginInfo);
TUTOR_DECLARE_CODEC(cli::Command);
TUTOR_DECLARE_CODEC(Job);

#undef TUTOR_DECLARE_CODEC

/// Lends arguments to a callback: what refers to the caller's objects is cut off at the end.
class Lender {
public:
    Lender() = default;
    ~Lender();
    Lender(const Lender&) = delete;
    Lender& operator=(const Lender&) = delete;

    Value lend(const std::string& text) { return text; }
    Value lend(const std::filesystem::path& path) { return path.string(); }
    Value lend(const value::Dict& dict) { return dict; }
    Value lend(const cli::Invocation& call) { return parameters_of(call); }
    Value lend(const Configuration& config);

private:
    class View;
    friend class Borrowed;
    std::vector<std::shared_ptr<View>> views_;
};

/// An argument given by a plugin, as the hook's own callbacks want it.
class Borrowed {
public:
    Borrowed(const Value& argument, const Field& field, std::string_view hook);
    ~Borrowed();
    Borrowed(Borrowed&&) noexcept;
    Borrowed& operator=(Borrowed&&) = delete;

    operator const std::string&() const;            // NOLINT(google-explicit-constructor)
    operator const std::filesystem::path&() const;  // NOLINT(google-explicit-constructor)
    operator value::Dict&();                        // NOLINT(google-explicit-constructor)
    operator const Configuration&() const;          // NOLINT(google-explicit-constructor)
    operator const cli::Invocation&() const;        // NOLINT(google-explicit-constructor)

private:
    std::string hook_;
    std::string text_;
    std::filesystem::path path_;
    value::Dict dict_;
    std::unique_ptr<Configuration> made_;
    const Configuration* config_ = nullptr;
};

}  // namespace tutor::catalog::internal
