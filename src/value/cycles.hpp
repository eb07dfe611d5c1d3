// SPDX-License-Identifier: Apache-2.0
//
// Ends cycles: a list that was appended to itself would never be freed by counting alone.
//
//     {
//         value::CycleScope scope;      // around one rendering
//         render(…);
//     }                                 // what only keeps itself alive is emptied here
//
// Every list, tuple, dict and object made on this thread while a scope is active is linked into
// it (two pointers; no allocation). At the end the scope looks at those still alive: what can be
// reached from outside (a reference that none of them holds) stays and passes to the enclosing
// scope, if any; the rest is emptied, which frees it. With no survivors the end costs nothing.
//
// Containers made outside any scope are never emptied. An object takes part when it implements
// `Object::visit_references` and `Object::clear_references`.

#pragma once

#include "value/internal/cells.hpp"

#include <cstddef>
#include <vector>

namespace tutor::value {

class Value;

/// Scopes nest; they end in reverse order, on the thread that began them.
class CycleScope {
public:
    CycleScope() noexcept;
    ~CycleScope();
    CycleScope(const CycleScope&) = delete;
    CycleScope& operator=(const CycleScope&) = delete;

    /// Empties unreachable cycles now; returns how many containers they held.
    std::size_t collect();

    /// Containers of this scope that are alive.
    std::size_t alive() const noexcept;

    /// The objects among them.
    std::vector<Value> objects() const;

private:
    internal::ContainerCell head_;  // the ring's fixed point
    CycleScope* outer_;
};

namespace internal {

/// Puts a new container into the active scope, if there is one.
void track(ContainerCell& cell) noexcept;

/// Takes a container out of its scope.
inline void untrack(ContainerCell& cell) noexcept {
    if (cell.next != nullptr) {
        cell.previous->next = cell.next;
        cell.next->previous = cell.previous;
        cell.next = nullptr;
        cell.previous = nullptr;
    }
}

}  // namespace internal
}  // namespace tutor::value
