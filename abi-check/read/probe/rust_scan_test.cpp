// What the text of a Rust source declares, module by module.
#include "read/probe/rust_scan.h"

#include <doctest/doctest.h>

#include "model/words.h"

namespace {

using namespace abi;
using namespace abi::probe;

/// "declared | maybe" of each module.
std::string modules_of(std::string_view text) {
    std::string shown;
    for (const auto& module : scan_rust(text).modules) {
        shown += join(module.declared, " ") + " | " + join(module.mentioned, " ") + "\n";
    }
    return shown;
}

}  // namespace

TEST_CASE("Each module has what it declares, and a body of a function declares nothing that can be named") {
    constexpr std::string_view text = R"(#![no_std]
#[repr(C)] pub struct A<'a> { b: &'a u8, c: *const u8 }
pub(crate) mod x { union B { a: u32 } pub mod y { enum C { D } type E = *const F; const G: u8 = { struct H; 1 }; } }
fn f<const N: usize>(c: char) -> u8 { struct I { a: u8 } mod z { struct J; } b'}' }
impl A<'_> { const K: u8 = 1; fn g() { enum L {} } }
static mut M: u32 = 0; static ref O: u8 = 1; pub struct r#type(u8);
)";
    CHECK(modules_of(text) == "A M O type | \nB | \nC E G | \n");
    CHECK(join(scan_rust(text).in_bodies, " ") == "H I J L");
}

TEST_CASE("Comments, strings and characters are no declarations and close no module") {
    CHECK(modules_of(R"(mod x { // struct A; }
/* struct B; /* } */ } */ const S: &str = "} struct C;\""; const R: &str = r#"struct D; "}" "#; const T: char = '}';
const U: char = '\''; const V: &[u8] = br"}"; struct E<'a>(&'a u8);
} struct F;)") == "F | \nE R S T U V | \n");
}

TEST_CASE("The arguments of a macro are items of the module that calls it") {
    constexpr std::string_view text =
        R"(cfg_if! { if #[cfg(unix)] { mod a { struct A; } struct B; } else { struct C; } }
s! { pub struct D { pub e: u32 } }
make!(F, u32);
macro_rules! own { ($n:ident) => { struct $n; struct G; } }
own! { H }
)";
    const auto scanned = scan_rust(text);
    REQUIRE(scanned.modules.size() == 2);
    CHECK(join(scanned.modules[0].declared, " ") == "B C D");
    CHECK(join(scanned.modules[1].declared, " ") == "A");
    CHECK(scanned.modules[0].mentioned.contains("F"));
    CHECK(scanned.modules[0].mentioned.contains("H"));
    CHECK(join(scanned.modules[0].macros, " ") == "cfg_if make own s");
    CHECK(join(scanned.macros.at("own"), " ") == "G");
}

TEST_CASE("An attribute of the crate goes behind a byte order mark and the line of a script") {
    CHECK(scan_rust("//! A crate.\n").top == 0);
    CHECK(scan_rust("#![no_std]\n").top == 0);
    CHECK(scan_rust("#! [no_std]\n").top == 0);
    CHECK(scan_rust("\xEF\xBB\xBFstruct A;\n").top == 3);
    CHECK(scan_rust("#!/usr/bin/env rust\nstruct A;\n").top == 20);
    CHECK(scan_rust("#![crate_name = \"a\"]\n").names_crate);
    CHECK_FALSE(scan_rust("#[crate_name]\nstruct A;\n").names_crate);
}

TEST_CASE("Text that is not Rust ends somewhere") {
    for (const std::string_view text :
         {"", "{", "}}}", "\"", "'", "r#\"", "/*", "mod", "mod x {", "#!", "b'", "macro_rules! x {"}) {
        CHECK(!scan_rust(text).modules.empty());
    }
}
