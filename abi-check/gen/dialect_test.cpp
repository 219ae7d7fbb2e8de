// What the languages have in common, and what each must not forget.
#include <doctest/doctest.h>

#include <algorithm>

#include "gen/gen.h"
#include "test/declare.h"

namespace abi {
namespace {

using namespace abi::test;

std::string written(std::string_view language, Record record) {
    Layout spec;
    spec.records = {std::move(record)};
    const auto row = std::ranges::find(languages(), language, &Language::name);
    REQUIRE(row != languages().end());
    return row->write({spec, "x", "", {}});
}

TEST_CASE("a record of two machines is there on both, although one machine's name begins the other's") {
    Record one = record("R", 4, 4, {field("a", u(32), 0)});
    one.targets = {"x86_64", "i686", "x86_64-linux-gnu"};
    const std::string text = written("zig", one);
    CHECK(text.find("if (builtin.cpu.arch == .x86_64 or builtin.cpu.arch == .x86) ") != std::string::npos);
}

TEST_CASE("a union of bit-fields alone has them in a structure in Zig") {
    Record one = record("R", 1, 1, {field("a", u(8), 0)});
    one.kind = RecordKind::union_;
    one.fields[0].bit_width = 5;
    one.fields[0].doc = "as a doc: with a colon";
    const std::string text = written("zig", one);
    CHECK(text.find("    anon0: ") != std::string::npos);
}

}  // namespace
}  // namespace abi
