// SPDX-License-Identifier: Apache-2.0
//
// One line that tells how long work is getting on, on standard error: rewritten in place on a
// terminal, one plain line per step elsewhere.
//
//     Progress progress(output);
//     progress.step("1/12 caddy");
//     progress.finish();

#pragma once

#include "term/output.hpp"

#include <string>
#include <string_view>

namespace tutor::term {

class Progress {
public:
    /// `output` must outlive the object.
    explicit Progress(Output& output) : output_(output) {}
    /// Wipes a live line.
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Shows `text` (one line; cut to the width of the terminal). The same text twice is shown
    /// once.
    void step(std::string_view text);

    /// Wipes the live line; call it before something else is printed.
    void finish() noexcept;

private:
    Output& output_;
    std::string shown_;
};

}  // namespace tutor::term
