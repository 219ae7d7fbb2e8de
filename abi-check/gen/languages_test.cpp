// Every list of the languages agrees with languages.def. The test gen.help (CMakeLists.txt) looks at `gen --help`.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "test/gen/compilers.h"

namespace abi {
namespace {

using namespace abi::test;

TEST_CASE("docs/init-and-gen.md lists the languages of the table, in its order") {
    std::string names;
    for (const auto& one : languages()) names += " " + std::string(one.name);
    std::ifstream file("docs/init-and-gen.md");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    CHECK(text.find("  #" + names + "\n") != std::string::npos);
}

TEST_CASE("each language has a compiler in the tests, and its files the suffix of the table") {
    const auto known = compilers();
    for (const auto& one : languages()) {
        if (one.name == "table" || one.is_format) continue;
        CAPTURE(std::string(one.name));
        const auto compiler = std::ranges::find(known, one.name, &Compiler::language);
        REQUIRE(compiler != known.end());
        CHECK("." + compiler->extension == one.suffix);
    }
}

}  // namespace
}  // namespace abi
