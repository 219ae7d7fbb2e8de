#include "read/probe/rust_names.h"

#include <doctest/doctest.h>

#include "model/words.h"

namespace abi::probe {
namespace {

/// The spellings of a constant, in their order: "1 super::X" is asked in part 1.
std::string spelled(const std::vector<RustPart>& parts, const std::string& name) {
    return join(constant_spellings(parts, name), ", ",
                [](const RustSpelling& one) { return std::to_string(one.part) + " " + one.text; });
}

TEST_CASE("A constant is first asked for in the module that declares it, which need not be public") {
    const std::vector<RustPart> parts{{},
                                      {.module = {"sys"}, .declared = {"X"}},
                                      {.module = {"sys", "net"}, .declared = {"X"}},
                                      {.module = {"wire"}, .declared = {"Kind"}}};
    CHECK(spelled(parts, "sys::net::X").starts_with("2 super::X, "));
    CHECK(spelled(parts, "sys::X").starts_with("1 super::X, "));
    CHECK(spelled(parts, "wire::Kind::FIRST").starts_with("3 super::Kind::FIRST, "));
    CHECK(spelled(parts, "other::X").starts_with("0 super::other::X, "));
}

TEST_CASE("The module that a name tells comes before others, however many declare the name") {
    std::vector<RustPart> parts(20);
    for (std::size_t i = 1; i < parts.size(); ++i) {
        parts[i].module = {"m" + std::to_string(i)};
        parts[i].declared = {"X", "T"};
    }
    CHECK(spelled(parts, "m19::X").starts_with("19 super::X, "));
    CHECK(type_spellings(parts, "m19::T").front().part == 19);
}

}  // namespace
}  // namespace abi::probe
