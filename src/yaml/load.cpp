// SPDX-License-Identifier: Apache-2.0

#include "yaml/load.hpp"

#include "yaml/internal/graph.hpp"

#include <memory>

namespace tutor::yaml {

value::Value load(std::string_view text, std::string_view source) {
    const std::unique_ptr<internal::Graph> graph =
        internal::read_single(internal::skip_byte_order_mark(text), source);
    return graph == nullptr ? value::Value() : internal::construct(graph->root, source);
}

std::vector<value::Value> load_all(std::string_view text, std::string_view source) {
    internal::GraphReader reader(internal::skip_byte_order_mark(text), source);
    std::vector<value::Value> documents;
    while (const std::unique_ptr<internal::Graph> graph = reader.next()) {
        documents.push_back(internal::construct(graph->root, source));
    }
    return documents;
}

}  // namespace tutor::yaml
