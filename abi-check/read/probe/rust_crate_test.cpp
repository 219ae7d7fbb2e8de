// Where records of a crate are found: in private modules, behind re-exports, in files that macros and attributes name.
#include <doctest/doctest.h>

#include "os/child.h"
#include "read/probe/probe_test.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

constexpr std::string_view packet = "#[repr(C)] struct P { kind: u32, len: u16 }\n";

Request request_of(const Folder& folder, const std::string& root, const std::vector<std::string>& flags = {}) {
    auto request = request_for("rust", folder, folder.write("lib.rs", root), "x86_64-linux-gnu");
    request.flags = flags;
    request.records = {asked("P", {"kind", "len"})};
    return request;
}

/// What the probe sees of P in a crate, or its problems.
std::string seen(const Folder& folder, const std::string& root, const std::vector<std::string>& flags = {}) {
    return text_of(probe::read(request_of(folder, root, flags)), "P");
}

constexpr std::string_view right = "8/4: kind u32 @0, len u16 @4";

}  // namespace

TEST_CASE("Rust: a flag names another edition than 2021") {
    if (!present("rustc")) return;
    const Folder folder;
    const std::string of_2015 = "extern crate core; mod a { use ::P; fn f(async: P) {} }\n";
    const std::string of_2024 = "fn f(x: Option<u8>) -> bool { if let Some(a) = x && a > 1 { true } else { false } }\n";
    for (const std::string flag : {"--edition=2015", "--edition=2018", "--edition=2021", "--edition=2024"}) {
        CAPTURE(flag);
        CHECK(seen(folder, std::string(packet), {flag}) == right);
    }
    CHECK(seen(folder, of_2015 + std::string(packet), {"--edition", "2015"}) == right);
    CHECK(seen(folder, of_2024 + std::string(packet), {"--edition=2024"}) == right);
    CHECK(seen(folder, of_2024 + std::string(packet)).find("let chains are only allowed in Rust 2024") !=
          std::string::npos);
}

TEST_CASE("Rust: rustc finds the files of a crate as always") {
    if (!present("rustc")) return;
    const Folder folder;
    folder.write("p.rs", std::string(packet));
    folder.write("elsewhere/q.rs", std::string(packet) + "const T: &str = include_str!(\"text\");\n");
    folder.write("elsewhere/text", "struct P;");
    folder.write("deep/p.rs", std::string(packet));
    folder.write("deep/mod.rs", "mod p; use p::*;\n");
    folder.write("a/text", "");
    folder.write("inline/p.rs", std::string(packet));
    folder.write("expression.rs", "{ struct P { a: u8 } 3 }\n");
    const std::string pick = "macro_rules! pick { ($($t:tt)*) => { $($t)* } }\n";
    for (const std::string root : {
             "mod p;\n",
             "#![allow(dead_code)]\n//! Text.\ninclude!(\"p.rs\");\n",
             "mod a { include!(\"p.rs\"); }\n",
             "#[path = \"elsewhere/q.rs\"] mod other;\n",
             "//! A crate.\n#[path = \"deep/../p.rs\"] pub mod other;\n",
             "mod deep;\n",
             "mod inline { pub(super) mod p; }\n",
             "#![crate_name = \"driver\"]\nmod p;\n",
             "mod p;\nconst N: usize = include!(\"expression.rs\");\n",
         }) {
        CAPTURE(root);
        CHECK(seen(folder, root) == right);
    }
    CHECK(seen(folder, "#![no_std]\n" + pick + "pick! { mod p; }\n") == right);
    CHECK(seen(folder, pick + "mod a { pick! { pick! { #[path = \"../p.rs\"] mod b; } } }\n") == right);
    CHECK(seen(folder, "mod p;\n", {"--crate-name", "ring"}) == right);
}

TEST_CASE("Rust: a record is found in the module that its name means") {
    if (!present("rustc")) return;
    const Folder folder;
    auto request = request_of(folder, R"(
mod a { #[repr(C)] struct P { kind: u8 } pub(super) mod b { #[repr(C)] pub struct P { kind: u16 } struct Q { p: u8 } } }
mod c { #[repr(C)] pub struct P { kind: u32 } #[repr(C)] struct Holder { p: P, more: [P; 2], b: super::a::b::P } }
mod d { pub use super::a::b::*; }
pub use c::P;
)");
    auto holder = asked("Holder", {"p", "more", "b"});
    for (auto& field : holder.fields) field.type.kind = Kind::record;
    holder.fields[0].type.name = "P";
    holder.fields[1].type.name = "P";
    holder.fields[1].type.extents = {2};
    holder.fields[2].type.name = "a::b::P";
    request.records = {asked("P", {}), asked("a::P", {}),   asked("crate::a::b::P", {}), asked("d::P", {}),
                       asked("Q", {}), asked("lib::Q", {}), asked("a::b::P", {}),        holder};
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    CHECK(text_of(reading, "P") == "4/4: kind u32 @0");
    CHECK(text_of(reading, "a::P") == "1/1: kind u8 @0");
    CHECK(text_of(reading, "crate::a::b::P") == "2/2: kind u16 @0");
    CHECK(text_of(reading, "d::P") == "2/2: kind u16 @0");
    CHECK(text_of(reading, "Q") == "1/1: p u8 @0");
    CHECK(text_of(reading, "lib::Q") == "1/1: p u8 @0");
    CHECK(text_of(reading, "Holder") == "16/4: p P @0, more P[2] @4, b a::b::P @12");
}

TEST_CASE("Rust: macros that declare a record, with its name or with their own") {
    if (!present("rustc")) return;
    const Folder folder;
    CHECK(seen(folder,
               "macro_rules! make { ($n:ident) => { #[repr(C)] struct $n { kind: u32, len: u16 } } }\n"
               "mod a { mod b { make!(P); } }\n") == right);
    CHECK(seen(folder,
               "macro_rules! own { () => { #[repr(C)] struct P { kind: u32, len: u16 } } }\n"
               "mod a { mod b { own!(); } }\n") == right);
    CHECK(seen(folder,
               "macro_rules! s { ($($t:item)*) => { $(#[repr(C)] $t)* } }\n"
               "mod a { s! { struct P { kind: u32, len: u16 } } }\n") == right);
}

TEST_CASE("Rust: what cannot be asked for is a problem in one sentence") {
    if (!present("rustc")) return;
    const Folder folder;
    CHECK(seen(folder, "mod a { struct P { b: u8 } } mod c { struct P { d: u16 } }\n") ==
          "no P\nlib.rs: error: expected one record P, found one in each of the modules a and c: name it with its "
          "module\n");
    CHECK(seen(folder, "fn f() { struct P { b: u8 } }\n") ==
          "no P\nlib.rs: error: expected a record P that the probe can see, found one in the body of a function, which "
          "no other code can name: move it into a module\n");
    CHECK(seen(folder, "mod a;\n").find("lib.rs:1:1: error: file not found for module `a`") != std::string::npos);
    folder.write("b.rs", "struct P { kind: Wrong }\n");
    CHECK(seen(folder, "mod b;\n") ==
          "no P\nb.rs:1:18: error: cannot find type `Wrong` in this scope: not found in this scope\n");
}

TEST_CASE("Rust: lints that the crate forbids do not refuse questions, and names of the crate do not disturb them") {
    if (!present("rustc")) return;
    const Folder folder;
    const std::string names =
        "mod core {} struct Option; struct u64; macro_rules! known { () => {} } fn size_of() {}\n";
    CHECK(seen(folder, "#![forbid(unsafe_code, warnings)]\n#![deny(missing_docs, unused, unreachable_pub)]\n" +
                           std::string(packet)) == right);
    CHECK(seen(folder, "mod a { " + names + std::string(packet) + " }\n" + names) == right);
    CHECK(seen(folder, std::string(packet), {"-Dwarnings", "-F", "unsafe_code", "-Awarnings", "-O", "--emit=link"}) ==
          right);
    auto request = request_of(folder, "#![allow(warnings)]\npub struct P { pub kind: u32 }\n", {"-Awarnings"});
    CHECK(!find_record(probe::read(request).layout, "P")->no_promise.empty());
}

TEST_CASE("Rust: constants and enumerations of private modules are read, too") {
    if (!present("rustc")) return;
    const Folder folder;
    auto request = request_of(folder, R"(
mod a { const LIMIT: u16 = 7; #[repr(u8)] enum Kind { A = 3 } struct Flags(u32); impl Flags { const SET: u32 = 4; } }
)");
    request.records.clear();
    request.constants = {asked_constant("LIMIT"), asked_constant("a::Kind::A"), asked_constant("Flags::SET")};
    CHECK(constants_of(probe::read(request)) == "LIMIT: u16 = 7\na::Kind::A: u8 = 3\nFlags::SET: u32 = 4\n");
}

TEST_CASE("Rust: the compiler names the record in a field that the request does not have") {
    if (!present("rustc")) return;
    const Folder folder;
    const std::string root =
        "pub mod inside { #[repr(C)] pub struct R { m: [u64; 1] } #[repr(C)] pub struct Q { m: u8 } }\n"
        "mod other { #[repr(C)] pub struct R { m: u32 } }\n"
        "#[cfg(any())] struct P { gone: u32 }\n"
        "#[repr(C)] struct P { kind: inside::R, grid: [[inside::R; 3]; 2], near: other::R, len: inside::Q }\n";
    auto request = request_for("rust", folder, folder.write("lib.rs", root), "x86_64-linux-gnu");
    request.records = {asked("P", {}), asked("inside::R", {"m"})};
    CHECK(text_of(probe::read(request), "P") ==
          "64/8: kind inside::R @0, grid inside::R[2][3] @8, near u32 @56, len u8 @60");
}

TEST_CASE("Rust: a file that needs the rest of its crate is a problem that names the Cargo.toml") {
    if (!present("rustc")) return;
    const Folder folder;
    folder.write("Cargo.toml", "[package]\nname = \"p\"\n");
    for (const std::string root : {"use crate::sys::Int;\n", "type Int = crate::sys::Int;\n"}) {
        const auto reading = probe::read(request_of(folder, root + std::string(packet)));
        REQUIRE(!reading.problems.empty());
        CHECK(reading.problems.front().expected == "a whole crate (this file is part of one: name Cargo.toml)");
    }
}
