// SPDX-License-Identifier: Apache-2.0

#include "term/progress.hpp"

#include <doctest/doctest.h>

namespace tutor::term {

TEST_CASE("off a terminal each new step is one plain line on standard error") {
    const Masker masker;
    StringSink out;
    StringSink error;
    Output output(masker, out, error);
    {
        Progress progress(output);
        progress.step("1/2");
        progress.step("1/2");
        progress.step("2/2");
        progress.finish();
    }
    CHECK(error.text() == "1/2\n2/2\n");
    CHECK(out.text().empty());
}

TEST_CASE("on a terminal the line is rewritten, cut to its width and wiped at the end") {
    Masker masker;
    masker.add("hunter2");
    StringSink out(true);
    StringSink error(true);
    Output output(masker, out, error);
    {
        Progress progress(output);
        progress.step("é hunter2");
        progress.step(std::string(200, 'x'));
    }
    CHECK(error.text() == "\r\033[Ké ***\r\033[K" + std::string(79, 'x') + "\r\033[K");
}

}  // namespace tutor::term
