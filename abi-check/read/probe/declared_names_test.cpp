#include "read/probe/declared_names.h"

#include <doctest/doctest.h>

#include "model/words.h"

namespace abi::probe {
namespace {

std::string found(std::string_view language, std::string_view text) {
    const auto names = declared_names(text, language);
    return join(names.records) + " | " + join(names.enums) + " | " + join(names.constants) + " | " +
           join(names.modules);
}

TEST_CASE("Rust: records, enumerations and constants of the file and of its modules") {
    CHECK(found("rust", R"(
        //! struct Comment {}
        /* struct Block; */
        pub const LIMIT: u32 = 4; static S: &str = "struct Text {";
        #[repr(C)] pub struct Packet { pub kind: u8, c: [u8; 'x' as usize] }
        pub struct Ref<'a>(&'a u8);
        pub struct Generic<T> { x: T }
        pub union Value { a: u8 }
        mod sys;
        pub mod wire { pub(crate) struct Hdr { a: u8 } pub enum Kind { A } mod deep { const X: u8 = 1; } }
        impl Packet { pub const INSIDE: u8 = 1; fn f() { struct Local; } }
        pub struct Pair(*const wire::Hdr); extern "C" { fn g(p: *const crate::Packet); }
    )") == "Packet, Ref, Value, wire::Hdr, Pair | wire::Kind | LIMIT, wire::deep::X | sys");
}

TEST_CASE("Rust: what stands in the arguments of a macro is declared around it") {
    CHECK(found("rust", R"(
        s! { pub struct sockaddr { pub family: u16 } pub enum E { A } }
        cfg_if! {
            if #[cfg(unix)] { mod unix; pub const N: u32 = 1; } else if #[cfg(windows)] { mod windows; } else { mod none; }
        }
        mod inner { s! { pub struct stat { x: u8 } } }
        macro_rules! make { ($n:ident) => { pub struct $n { x: u8 } struct Fixed { x: u8 } } }
        fn f() { if x[0] { struct Local; } else { struct Other; } }
    )") == "sockaddr, inner::stat | E | N | unix, windows, none");
}

TEST_CASE("Go: records, named integers and constants, alone and in groups, without comments and raw strings") {
    CHECK(found("go", R"x(
package wire

/*
type Comment struct {
*/
import "C"

var text = `
type Text struct {
`
const Limit = 4 // type Line struct {
const (
	A, B Kind = iota, 7
	_, _
	c
	S = "const ("
)

type Packet struct {
	kind Kind
	inner struct{ a uint8 }
}
type (
	Kind uint32
	hdr  struct {
		A uint8
	}
	F func()
	M map[string]int
)
type Stat C.struct_stat
type Same = Packet

func f() {
	const inside = 1
	type local struct{ a int }
}
)x") == "Packet, hdr, Stat | Kind | Limit, A, B, c, S | ");
}

TEST_CASE("Rust: the types of fields, without pointers and parameters") {
    const auto names = declared_names(R"(
        pub struct Packet { pub range: wire::Range, list: [Range; 2], p: *const Range, o: Option<Range>, kind: u32 }
    )",
                                      "rust");
    CHECK(join(names.fields, " ", [](const TypedField& one) {
              return one.record + "." + one.field + ":" + one.type;
          }) == "Packet.range:Range Packet.list:Range Packet.kind:u32");
}

TEST_CASE("Zig: public names, also of containers within") {
    CHECK(found("zig", R"(
        const std = @import("std");
        const Hidden = extern struct { a: u8 };
        pub const Packet = extern struct { kind: u32, pub const magic: u32 = 7; pub const Inner = packed struct(u8) { a: u8 }; };
        pub const Kind = enum(u8) { a, b };
        pub const limit = 4; pub const text = "struct"; pub const Sqe = linux.io_uring_sqe;
        pub fn f() void { const Local = struct {}; }
        // pub const Comment = struct {};
    )") == "Packet, Packet.Inner, Sqe | Kind, Sqe | Packet.magic, limit, Sqe | ");
}

TEST_CASE("Nim: sections of types and constants") {
    CHECK(found("nim",
                "type\n  Packet* {.bycopy.} = object\n    kind*: uint32\n  Kind* = enum\n    a, b\n"
                "  Alias = uint32\n# type X = object\nconst Limit* = 4\nconst\n  Other* = 5\nvar x = 1\n"
                "type One = object\n") == "Packet, One | Kind | Limit, Other | ");
}

TEST_CASE("C: macros that have a value") {
    CHECK(found("c",
                "#ifndef A_H\n#define A_H\n#define LIMIT 4\n  # define MASK (1u << 3)\n#define MIN(a, b) a\n"
                "#define EMPTY // none\nint x;\n") == " |  | LIMIT, MASK | ");
}

TEST_CASE("C: the guard of a header is no constant, even if it has a value") {
    CHECK(found("c", "#ifndef A_H\n# define A_H 1\n#if X\n#define LIMIT 4\n#endif\n#endif // A_H\n") ==
          " |  | LIMIT | ");
    // Defaults, and a header that begins with one.
    CHECK(found("c", "#ifndef A\n#define A 1\n#endif\n") == " |  | A | ");
    CHECK(found("c", "#ifndef A\n#define A 1\n#endif\n#ifndef B\n#define B 2\n#endif\n") == " |  | A, B | ");
    CHECK(found("c", "#ifndef A\n#define A 1\n#else\n#define B 2\n#endif\n") == " |  | A, B | ");
    CHECK(found("c", "#ifndef A\n#define B 1\n#define A 1\n#endif\n") == " |  | B, A | ");
    CHECK(found("c", "#ifndef A_H\n#define A_H 1\n#endif\n#endif\n") == " |  | A_H | ");
}

}  // namespace
}  // namespace abi::probe
