#include "read/probe/files_behind.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "test/folder.h"

namespace abi::probe {
namespace {

/// The names of the files below the folder, relative to it.
std::vector<std::string> names_behind(const test::Folder& folder, Request request) {
    request.root = folder.path;
    std::vector<std::string> names;
    for (const auto& path : files_behind(request)) {
        if (path.starts_with(folder.path)) names.push_back(path.substr(folder.path.size() + 1));
    }
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return names;
}
using Names = std::vector<std::string>;

TEST_CASE("the compiler of C lists what a header includes, also under a name with spaces") {
    if (!test::present("clang-19")) return;
    const test::Folder folder;
    const auto header = folder.write("wire.h", "#include \"inner parts/b.h\"\nstruct A { int a; };\n");
    folder.write("inner parts/b.h", "\n");
    folder.write("other.h", "\n");
    CHECK(names_behind(folder, {.language = "c", .files = {header}}) == Names{"inner parts/b.h", "wire.h"});
}

TEST_CASE("a file of Zig stands for what it imports") {
    const test::Folder folder;
    const auto file = folder.write("a.zig", "const b = @import(\"sub/b.zig\");\n");
    folder.write("sub/b.zig", "\n");
    folder.write("c.zig", "\n");
    CHECK(names_behind(folder, {.language = "zig", .files = {file}}) == Names{"a.zig", "sub/b.zig"});
}

TEST_CASE("a package stands for its sources and manifests, and not for what was built") {
    const test::Folder folder;
    folder.write("Cargo.lock", "\n");
    const auto manifest = folder.write("Cargo.toml", "\n");
    const auto file = folder.write("src/wire.rs", "\n");
    folder.write("src/other.rs", "\n");
    folder.write("target/debug/made.rs", "\n");
    folder.write(".git/x.rs", "\n");
    folder.write("notes.txt", "\n");
    const Names all{"Cargo.lock", "Cargo.toml", "src/other.rs", "src/wire.rs"};
    CHECK(names_behind(folder, {.language = "rust", .files = {file}}) == all);
    CHECK(names_behind(folder, {.language = "rust", .files = {manifest}}) == all);
}

TEST_CASE("a package of a workspace stands for the whole workspace") {
    const test::Folder folder;
    folder.write("Cargo.toml", "\n");
    folder.write("Cargo.lock", "\n");
    const auto manifest = folder.write("driver/Cargo.toml", "\n");
    folder.write("driver/src/lib.rs", "\n");
    folder.write("wire/src/lib.rs", "\n");
    CHECK(names_behind(folder, {.language = "rust", .files = {manifest}}) ==
          Names{"Cargo.lock", "Cargo.toml", "driver/Cargo.toml", "driver/src/lib.rs", "wire/src/lib.rs"});
}

TEST_CASE("without a manifest, the folder of a Rust file is its package") {
    const test::Folder folder;
    const auto file = folder.write("host/wire.rs", "\n");
    folder.write("host/parts/a.rs", "\n");
    folder.write("board/b.rs", "\n");
    CHECK(names_behind(folder, {.language = "rust", .files = {file}}) == Names{"host/parts/a.rs", "host/wire.rs"});
}

}  // namespace
}  // namespace abi::probe
