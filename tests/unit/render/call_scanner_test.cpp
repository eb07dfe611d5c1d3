// SPDX-License-Identifier: Apache-2.0

#include "render/internal/call_scanner.hpp"

#include <doctest/doctest.h>

namespace tutor::render {

using Names = std::vector<std::string>;

TEST_CASE("calls of patch with a constant name are found, in order") {
    CHECK(
        scan_patch_calls("a {{ patch(\"one\")|indent(4) }} {%- if patch( 'two' ) %}x{% endif %}")
        == Names{"one", "two"});
    CHECK(scan_patch_calls("{{ x.patch('no') }}{{ dispatch('no') }}{{ patch(name) }}").empty());
    CHECK(scan_patch_calls("patch('outside')").empty());
}

TEST_CASE("strings, comments and raw blocks hold no calls") {
    CHECK(scan_patch_calls("{{ \"patch('no')\" }}{# patch('no') #}").empty());
    CHECK(
        scan_patch_calls("{% raw %}{{ patch('no') }}{%- endraw -%}{{ patch('yes') }}")
        == Names{"yes"});
}

TEST_CASE("a tag that is not closed ends the search") {
    CHECK(scan_patch_calls("{{ patch('one') ").size() == 1);
    CHECK(scan_patch_calls("{{ patch('one").empty());
    CHECK(scan_patch_calls("{").empty());
}

TEST_CASE("inclusions with a constant name are found") {
    CHECK(
        scan_includes("{% include 'a' %}{%- include \"b\" -%}{# {% include 'c' %} #}{{ 'd' }}"
                      "{% include name %}{% if x == 'e' %}")
        == Names{"a", "b"});
}

}  // namespace tutor::render
