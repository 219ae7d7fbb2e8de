#include "read/clang/settings.h"

#include <doctest/doctest.h>

using namespace abi::clang_reader;

TEST_CASE("Two commands are distinguished by their options, not by their files") {
    const auto lib = settings_of({"clang++", "-std=c++17", "-D", "NDEBUG", "-Iinclude", "--", "lib.cpp"});
    const auto main = settings_of({"clang++", "-std=c++17", "-DX=1", "-I", "include", "main.cpp"});
    CHECK(told_apart(lib, main) == " (with -DNDEBUG, without -DX=1)");
    CHECK(told_apart(main, lib) == " (with -DX=1, without -DNDEBUG)");
    CHECK(told_apart(lib, lib) == "");
}

TEST_CASE("Macros come first, and a long list is cut") {
    const Settings own{"-m32", "-O1", "-fshort-enums", "-funsigned-char", "-DX", "#pragma pack(1)"};
    CHECK(told_apart(own, {}) == " (with -DX, -m32, -O1, -fshort-enums and 2 more)");
}
