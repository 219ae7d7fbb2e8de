#include "tool/two_sides.h"

#include <doctest/doctest.h>

#include "model/words.h"
#include "test/folder.h"

namespace abi {
namespace {

TEST_CASE("a folder of headers is read by clang, and searched for headers") {
    const test::Folder folder;
    folder.write("net/a.h", "struct A { int a; };\n");
    folder.write("notes.txt", "no source\n");
    const auto side = files_of_side(folder.path + "/", {}, {"-DB=1"});
    REQUIRE(side);
    CHECK(side->witness.reader == "clang");
    CHECK(side->files.size() == 1);
    CHECK(join(side->witness.flags, " ") == "-I" + folder.path + " -DB=1");
}

TEST_CASE("a folder of Rust sources is read from the root of the crate") {
    const test::Folder folder;
    folder.write("src/lib.rs", "mod wire;\n");
    folder.write("src/wire.rs", "pub struct A;\n");
    const auto side = files_of_side(folder.path, {}, {});
    REQUIRE(side);
    CHECK(side->witness.reader == "probe");
    CHECK(side->witness.language == "rust");
    CHECK(join(side->files) == folder.path + "/src/lib.rs");
}

TEST_CASE("a folder with a Cargo.toml is its package, and one that only holds packages further down is not") {
    const test::Folder folder;
    const auto manifest = folder.write("wire/Cargo.toml", "[package]\n");
    folder.write("wire/src/lib.rs", "");
    folder.write("wire/src/shim.c", "");
    for (const auto& word : {folder.path + "/wire", manifest}) {
        const auto side = files_of_side(word, {}, {});
        REQUIRE(side);
        CHECK(side->witness.language == "rust");
        CHECK(join(side->files) == manifest);
    }
    const test::Folder other;
    other.write("a.h", "");
    other.write("tools/Cargo.toml", "[package]\n");
    const auto headers = files_of_side(other.path, {}, {});
    REQUIRE(headers);
    CHECK(headers->witness.reader == "clang");
}

TEST_CASE("a side without files, or with files of two kinds, is refused") {
    const test::Folder folder;
    folder.write("a.h", "");
    folder.write("a.zig", "");
    const auto mixed = files_of_side(folder.path, {}, {});
    REQUIRE_FALSE(mixed);
    CHECK(mixed.problems[0].expected.find("files of one kind") != std::string::npos);
    CHECK(mixed.problems[0].found.find("Zig") != std::string::npos);
    const auto none = files_of_side(folder.path + "/none.h", {}, {});
    REQUIRE_FALSE(none);
    CHECK(none.problems[0].found == "no such file");
    Options options;
    options.exclude = {"*.zig"};
    CHECK(files_of_side(folder.path, options, {}));
}

}  // namespace
}  // namespace abi
