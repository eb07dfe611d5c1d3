// SPDX-License-Identifier: Apache-2.0
//
// A command tree with one of everything. tests/oracle/cli/make_expectations.py builds the same
// one with click: keep them alike.

#pragma once

#include "cli/command.hpp"
#include "term/output.hpp"

namespace tutor::test {

/// Commands print what they are given to `output`, which must outlive the tree.
cli::Command fixture(term::Output& output);

}  // namespace tutor::test
