// SPDX-License-Identifier: Apache-2.0
//
// Items of hooks as bytes. Functions, commands and objects of Python in them become place-holders
// that find the real ones through `live`.

#pragma once

#include "plugin_python/internal/bytes.hpp"
#include "plugin_python/internal/links.hpp"
#include "plugin_python/tape.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tutor::plugin_python::internal {

/// Whether an object is one of Python's.
using IsForeign = std::function<bool(const value::Object&)>;

/// @throws Unrecordable  the value carries the secret mark, or an object that is no plain data
void write_value(Writer& out, const value::Value& value, const IsForeign& is_foreign);

/// `leaf(n, …)` makes what stands for the n-th object of Python in the value.
using MakeLeaf = std::function<value::Value(std::size_t number, ReplayedObject::Recorded recorded)>;
/// @throws Corrupt
value::Value read_value(Reader& in, const MakeLeaf& leaf);

/// The n-th object of Python in a value, in the order of writing; None when there is none.
value::Value nth_object(const value::Value& value, std::size_t number, const IsForeign& is_foreign);

void write_position(Writer& out, const Position& position);
Position read_position(Reader& in);

void write_command(Writer& out, const cli::Command& command);
/// Its functions are `live`'s.
cli::Command read_command(Reader& in, const Live<cli::Command>& live);

/// A callback that can be run without Python: see plain_code.hpp.
struct PlainCallback {
    value::Value code;
    catalog::Source source;  ///< of what it contributes
};
/// `code` None: it cannot.
std::string write_callback(const PlainCallback& callback);
/// @throws Corrupt
std::optional<PlainCallback> read_callback(std::string_view content);

/// One kind of item. `live` gives the item that Python made.
template <class Item>
struct ItemCodec;

#define TUTOR_DECLARE_ITEM_CODEC(Type)                                                             \
  template <>                                                                                      \
  struct ItemCodec<Type> {                                                                         \
    static void write(Writer& out, const Type& item, const IsForeign& is_foreign);                 \
    static Type read(Reader& in, const Live<Type>& live);                                          \
  }

TUTOR_DECLARE_ITEM_CODEC(std::string);
TUTOR_DECLARE_ITEM_CODEC(catalog::StringPair);
TUTOR_DECLARE_ITEM_CODEC(catalog::Setting);
TUTOR_DECLARE_ITEM_CODEC(catalog::Patch);
TUTOR_DECLARE_ITEM_CODEC(catalog::Task);
TUTOR_DECLARE_ITEM_CODEC(catalog::Job);
TUTOR_DECLARE_ITEM_CODEC(catalog::TemplateRoot);
TUTOR_DECLARE_ITEM_CODEC(catalog::TemplateTarget);
TUTOR_DECLARE_ITEM_CODEC(catalog::TemplateFilter);
TUTOR_DECLARE_ITEM_CODEC(catalog::TemplateVariable);
TUTOR_DECLARE_ITEM_CODEC(catalog::ImageBuild);
TUTOR_DECLARE_ITEM_CODEC(catalog::ImageTag);
TUTOR_DECLARE_ITEM_CODEC(catalog::PluginInfo);
TUTOR_DECLARE_ITEM_CODEC(catalog::Test);
TUTOR_DECLARE_ITEM_CODEC(cli::Command);

#undef TUTOR_DECLARE_ITEM_CODEC

template <class Item>
void write_items(Writer& out, const std::vector<Item>& items, const IsForeign& is_foreign) {
    out.number(items.size());
    for (const Item& item : items) {
        ItemCodec<Item>::write(out, item, is_foreign);
    }
}

/// Objects in the items start the interpreter through `binder` when they are used.
template <class Item>
std::vector<Item> read_items(
    Reader& in,
    const std::shared_ptr<ItemsLink<Item>>& link,
    const std::shared_ptr<Binder>& binder) {
    std::vector<Item> items;
    const std::size_t count = in.count();
    items.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        items.push_back(ItemCodec<Item>::read(in, [link, binder, index]() -> Item {
            if (!link->items) {
                binder->bind();
            }
            const std::vector<Item>& live = link->items();
            if (index >= live.size()) {
                throw Error(
                    {.message = "a plugin has removed what it had contributed",
                     .hint = "run the command again with TUTOR_PYTHON_SNAPSHOT=0"});
            }
            return live[index];
        }));
    }
    return items;
}

}  // namespace tutor::plugin_python::internal
