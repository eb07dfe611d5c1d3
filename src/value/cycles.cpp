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

bool is_container(const Value& value) {
    return value.is_list() || value.is_tuple() || value.is_dict() || value.is_object();
}

void visit_children(const internal::ContainerCell& cell, const Visit& visit) {
    if (cell.kind == Kind::dict) {
        for (const auto& slot : static_cast<const internal::DictCell&>(cell).slots) {
            visit(slot.entry.key);
            visit(slot.entry.value);
        }
    } else if (cell.kind == Kind::object) {
        static_cast<const internal::ObjectCell&>(cell).object->visit_references(visit);
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
    } else if (cell.kind == Kind::object) {
        static_cast<internal::ObjectCell&>(cell).object->clear_references();
    } else {
        const auto gone = std::move(static_cast<internal::SequenceCell&>(cell).items);
    }
}

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

// As CPython's collector does it: a container that is referenced more often than by the others
// is held from outside, and with it all it reaches; what is left keeps only itself alive.
std::size_t CycleScope::collect() {
    std::unordered_map<internal::Cell*, std::size_t> outside;
    for (internal::ContainerCell* cell = head_.next; cell != &head_; cell = cell->next) {
        std::size_t references = cell->references;
        if (cell->kind == Kind::object) {
            const auto owners = static_cast<internal::ObjectCell*>(cell)->object.use_count();
            references += static_cast<std::size_t>(owners) - 1;
        }
        outside.emplace(cell, references);
    }
    const auto discount = [&outside](const Value& child) {
        if (!is_container(child)) {
            return;
        }
        const auto found = outside.find(Access::cell(child));
        if (found != outside.end() && found->second > 0) {
            --found->second;
        }
    };
    for (internal::ContainerCell* cell = head_.next; cell != &head_; cell = cell->next) {
        visit_children(*cell, discount);
    }
    std::vector<internal::ContainerCell*> reached;
    for (internal::ContainerCell* cell = head_.next; cell != &head_; cell = cell->next) {
        if (outside[cell] > 0) {
            reached.push_back(cell);
        }
    }
    const auto reach = [&outside, &reached](const Value& child) {
        if (!is_container(child)) {
            return;
        }
        const auto found = outside.find(Access::cell(child));
        if (found != outside.end() && found->second == 0) {
            found->second = 1;
            reached.push_back(static_cast<internal::ContainerCell*>(found->first));
        }
    };
    while (!reached.empty()) {
        const internal::ContainerCell& cell = *reached.back();
        reached.pop_back();
        visit_children(cell, reach);
    }
    // Hold the garbage while it is emptied, so that no cell goes before its turn.
    std::vector<Value> garbage;
    for (internal::ContainerCell* cell = head_.next; cell != &head_; cell = cell->next) {
        if (outside[cell] == 0) {
            ++cell->references;
            garbage.push_back(Access::adopt(cell->kind, cell));
        }
    }
    for (const Value& value : garbage) {
        empty(static_cast<internal::ContainerCell&>(*Access::cell(value)));
    }
    return garbage.size();
}

}  // namespace tutor::value
