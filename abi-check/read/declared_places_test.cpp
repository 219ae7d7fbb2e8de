#include "read/declared_places.h"

#include <doctest/doctest.h>

#include "test/declare.h"
#include "test/folder.h"

using namespace abi;
using namespace abi::test;

namespace {

/// "file:line:col field@file:line:col …" of a record that is looked for in all files.
std::string places_of(const Folder& folder, const std::string& language, std::vector<std::string> files,
                      const std::string& name, const std::vector<std::string>& fields) {
    for (auto& file : files) file = folder.path + "/" + file;
    Record one = record(name, 8, 4, {});
    one.place = {};
    for (const auto& each : fields) {
        one.fields.push_back(field(each, u(32), 0));
        one.fields.back().place = {};
    }
    DeclaredPlaces(folder.path, language).set(files, one);
    auto text = to_string(one.place);
    for (const auto& each : one.fields) text += " " + each.name + "@" + to_string(each.place);
    return text;
}

}  // namespace

TEST_CASE("of several declarations of a name, the one in the scope that the name states counts") {
    const Folder folder;
    folder.write("lib.rs", "mod a { pub struct P { x: u8 } }\nmod b { pub struct P { x: u8 } }\nmod ring;\n");
    folder.write("ring.rs", "pub struct P { x: u8 }\n");
    const std::vector<std::string> files{"lib.rs", "ring.rs"};
    CHECK(places_of(folder, "rust", files, "m::b::P", {"x"}) == "lib.rs:2:20 x@lib.rs:2:24");
    CHECK(places_of(folder, "rust", files, "m::ring::P", {"x"}) == "ring.rs:1:12 x@ring.rs:1:16");
    // Only ring.rs has one that is not in a module.
    CHECK(places_of(folder, "rust", files, "P", {}) == "ring.rs:1:12");
}

TEST_CASE("what is declared twice alike, or not at all, has no place") {
    const Folder folder;
    folder.write("a.rs", "mod a { pub struct P { x: u8 } }\n");
    folder.write("b.rs", "mod b { pub struct P { x: u8 } }\n");
    CHECK(places_of(folder, "rust", {"a.rs", "b.rs"}, "m::P", {"x"}) == " x@");
    CHECK(places_of(folder, "rust", {"a.rs", "none.rs", "."}, "m::Q", {"x"}) == " x@");
}

TEST_CASE("a member that is not found has the place of its record, and a nested type that of its member") {
    const Folder folder;
    folder.write("l.zig", "pub const Same = R;\npub const R = extern struct {\n    arg: extern union { a: u8 },\n};\n");
    CHECK(places_of(folder, "zig", {"l.zig"}, "l.R", {"arg", "gone"}) == "l.zig:2:11 arg@l.zig:3:5 gone@l.zig:2:11");
    CHECK(places_of(folder, "zig", {"l.zig"}, "l.R.arg", {}) == "l.zig:3:5");
}

TEST_CASE("a name is cut at its last scope, without arguments") {
    for (const auto& [name, scope, last] : {std::tuple{"m::wire::Ring<a::T>", "wire", "Ring"},
                                            {"example.com/wire.Ring[uint32]", "wire", "Ring"},
                                            {"Packet", "", "Packet"},
                                            {"wire.Packet", "wire", "Packet"}}) {
        CHECK(scoped_name(name).scope == scope);
        CHECK(scoped_name(name).last == last);
    }
}
