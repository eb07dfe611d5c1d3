// SPDX-License-Identifier: Apache-2.0

#include "value/cycles.hpp"

#include "value/internal/access.hpp"
#include "value/object.hpp"

#include <functional>
#include <unordered_map>
#include <vector>

namespace tutor::value {

namespace {

thread_local CycleScope* active_scope = nullptr;
thread_local internal::ContainerCell* active_ring = nullptr;

void link(internal::ContainerCell& ring, internal::ContainerCell& cell) noexcept {
    cell.next = ring.next;
    cell.previous = &ring;
    ring.next->previous = &cell;
    ring.next = &cell;
}

using Visit = std::function<void(const Value&)>;

bool is_object(const internal::ContainerCell& cell) {
    return cell.kind == Kind::object || cell.kind == Kind::undefined;
}

bool is_container(const Value& value) {
    return value.is_list() || value.is_tuple() || value.is_dict() || value.is_object()
        || value.is_undefined();
}

Object& object_of(const internal::ContainerCell& cell) {
    return *static_cast<const internal::ObjectCell&>(cell).object;
}

void visit_children(const internal::ContainerCell& cell, const Visit& visit) {
    if (cell.kind == Kind::dict) {
        for (const auto& slot : static_cast<const internal::DictCell&>(cell).slots) {
            visit(slot.entry.key);
            visit(slot.entry.value);
        }
    } else if (is_object(cell)) {
        object_of(cell).visit_references(visit);
    } else {
        for (const Value& item : static_cast<const internal::SequenceCell&>(cell).items) {
            visit(item);
        }
    }
}

void empty(internal::ContainerCell& cell) {
    if (cell.kind == Kind::dict) {
        auto& dict = static_cast<internal::DictCell&>(cell);
        const auto gone = std::move(dict.slots);
        dict.slots.clear();
        dict.index.clear();
        dict.live = 0;
    } else if (is_object(cell)) {
        object_of(cell).clear_references();
    } else {
        const auto gone = std::move(static_cast<internal::SequenceCell&>(cell).items);
    }
}

/// The containers of a ring and how they hold each other. Cells of the same object are one node.
class Graph {
public:
    explicit Graph(const internal::ContainerCell& head) {
        for (auto* cell = head.next; cell != &head; cell = cell->next) {
            add(*cell);
        }
    }

    /// Those that nobody outside holds, directly or through others.
    //
    // As CPython's collector does it: a container that is referenced more often than by the
    // others is held from outside, and with it all it reaches; what is left keeps only itself
    // alive.
    std::vector<internal::ContainerCell*> unreachable() {
        for (const Node& node : nodes_) {
            visit_children(*node.cell, [this](const Value& child) {
                if (Node* const known = find(child); known != nullptr && known->outside > 0) {
                    --known->outside;
                }
            });
        }
        std::vector<const Node*> reached;
        for (const Node& node : nodes_) {
            if (node.outside > 0) {
                reached.push_back(&node);
            }
        }
        while (!reached.empty()) {
            const Node& node = *reached.back();
            reached.pop_back();
            visit_children(*node.cell, [this, &reached](const Value& child) {
                if (Node* const known = find(child); known != nullptr && known->outside == 0) {
                    known->outside = 1;
                    reached.push_back(known);
                }
            });
        }
        std::vector<internal::ContainerCell*> result;
        for (const auto& [cell, node] : node_of_) {
            if (nodes_[node].outside == 0) {
                result.push_back(cell);
            }
        }
        return result;
    }

private:
    struct Node {
        internal::ContainerCell* cell;  // the first, of an object with several
        std::size_t outside;            // references that are not accounted for yet
    };

    void add(internal::ContainerCell& cell) {
        const std::size_t own = nodes_.size();
        if (!is_object(cell)) {
            node_of_.emplace(&cell, own);
            nodes_.push_back({&cell, cell.references});
            return;
        }
        const auto& object = static_cast<const internal::ObjectCell&>(cell).object;
        const auto [place, is_new] = node_of_object_.emplace(object.get(), own);
        if (is_new) {
            nodes_.push_back({&cell, static_cast<std::size_t>(object.use_count())});
        }
        Node& node = nodes_[place->second];
        node.outside += cell.references;
        --node.outside;  // the cell's own
        node_of_.emplace(&cell, place->second);
    }

    Node* find(const Value& value) {
        if (!is_container(value)) {
            return nullptr;
        }
        const auto found =
            node_of_.find(static_cast<internal::ContainerCell*>(Access::cell(value)));
        return found == node_of_.end() ? nullptr : &nodes_[found->second];
    }

    std::vector<Node> nodes_;
    std::unordered_map<internal::ContainerCell*, std::size_t> node_of_;
    std::unordered_map<const Object*, std::size_t> node_of_object_;
};

}  // namespace

namespace internal {

void track(ContainerCell& cell) noexcept {
    if (active_ring != nullptr) {
        link(*active_ring, cell);
    }
}

}  // namespace internal

CycleScope::CycleScope() noexcept : head_(Kind::none), outer_(active_scope) {
    head_.next = &head_;
    head_.previous = &head_;
    active_scope = this;
    active_ring = &head_;
}

CycleScope::~CycleScope() {
    active_scope = outer_;
    active_ring = outer_ == nullptr ? nullptr : &outer_->head_;
    if (head_.next == &head_) {
        return;
    }
    collect();
    while (head_.next != &head_) {
        internal::ContainerCell& survivor = *head_.next;
        internal::untrack(survivor);
        internal::track(survivor);
    }
}

std::size_t CycleScope::alive() const noexcept {
    std::size_t count = 0;
    for (const internal::ContainerCell* cell = head_.next; cell != &head_; cell = cell->next) {
        ++count;
    }
    return count;
}

std::vector<Value> CycleScope::objects() const {
    std::vector<Value> result;
    for (internal::ContainerCell* cell = head_.next; cell != &head_; cell = cell->next) {
        if (cell->kind == Kind::object) {
            ++cell->references;
            result.push_back(Access::adopt(cell->kind, cell));
        }
    }
    return result;
}

std::size_t CycleScope::collect() {
    // Hold the garbage while it is emptied, so that no cell goes before its turn.
    std::vector<Value> garbage;
    for (internal::ContainerCell* cell : Graph(head_).unreachable()) {
        ++cell->references;
        garbage.push_back(Access::adopt(cell->kind, cell));
    }
    for (const Value& value : garbage) {
        empty(static_cast<internal::ContainerCell&>(*Access::cell(value)));
    }
    return garbage.size();
}

}  // namespace tutor::value
