// SPDX-License-Identifier: Apache-2.0
//
// Puts recorded contributions into the hooks.

#pragma once

#include "catalog/catalog.hpp"
#include "plugin_python/internal/links.hpp"
#include "plugin_python/internal/snapshot.hpp"

#include <memory>

namespace tutor::plugin_python::internal {

class Workshop;

class Player {
public:
    /// `catalog` must outlive it.
    explicit Player(catalog::Catalog& catalog);
    ~Player();
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    /// Does what the event says, in the contexts it says.
    ///
    /// @returns the link of what was added: a CallbackLink or an ItemsLink of the hook's type
    /// @throws Corrupt  the content is not what items of the hook are written as
    std::shared_ptr<void> play(const Event& event, const std::shared_ptr<Binder>& binder);

private:
    Workshop& workshop();

    catalog::Catalog& catalog_;
    std::shared_ptr<Workshop> workshop_;
};

}  // namespace tutor::plugin_python::internal
