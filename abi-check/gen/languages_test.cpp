// Every list of the languages agrees with languages.def. The test gen.help (CMakeLists.txt) looks at `gen --help`.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "test/gen/compilers.h"

namespace abi {
namespace {

using namespace abi::test;

std::string text_of(const std::string& path) {
    std::ifstream file(path);
    REQUIRE(file);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The languages that declare records.
std::vector<Language> declaring() {
    std::vector<Language> made(languages().begin(), languages().end());
    std::erase_if(made, [](const Language& one) { return one.name == "table"; });
    return made;
}

TEST_CASE("the documentation lists the languages of the table, in its order") {
    std::string names;
    std::string titles;
    const auto all = declaring();
    for (const auto& one : all) {
        names += (names.empty() ? "" : " ") + std::string(one.name);
        titles += (titles.empty() ? "" : &one == &all.back() ? " and " : ", ") + std::string(one.title);
    }
    CHECK(text_of("README.md").find("# " + names + " table\n") != std::string::npos);
    CHECK(text_of("ARCHITECTURE.md").find("(" + names + ")\n") != std::string::npos);
    CHECK(text_of("fixtures/README.md").find("declarations for " + titles + ".") != std::string::npos);
}

TEST_CASE("each language has a compiler in the tests, and its files the suffix of the table") {
    const auto known = compilers();
    for (const auto& one : declaring()) {
        CAPTURE(std::string(one.name));
        const auto compiler = std::ranges::find(known, one.name, &Compiler::language);
        REQUIRE(compiler != known.end());
        CHECK("." + compiler->extension == one.suffix);
    }
}

}  // namespace
}  // namespace abi
