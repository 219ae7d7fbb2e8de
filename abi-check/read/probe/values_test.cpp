// The same enumeration in each language: every probe lists all its values, with width and sign.
#include "read/probe/values.h"

#include <doctest/doctest.h>

#include "read/probe/probe_test.h"

namespace {

using namespace abi;
using namespace abi::test;

Enum asked_enum(const std::string& name, const std::vector<std::string>& values) {
    Enum one;
    one.name = name;
    for (const auto& value : values) {
        one.enumerators.emplace_back();
        one.enumerators.back().name = value;
    }
    return one;
}

/// "i8 fixed: Exec = 4, Odd = 9", or "none".
std::string enum_text(const Reading& reading, const std::string& name) {
    const auto* one = find_enum(reading.layout, name);
    if (one == nullptr) return "none\n" + text_of(reading.problems);
    std::string text = to_string(one->type) + (one->fixed_width ? " fixed" : "");
    std::string separator = ": ";
    for (const auto& value : one->enumerators) {
        text += std::exchange(separator, ", ") + value.name + " = " + to_string(value.value);
    }
    return text + (one->only_asked ? ", …" : "");
}

struct Case {
    std::string name;
    std::string language;
    std::vector<std::string> compiler;
    std::string file;
    std::string source;
    std::string expected;
};

const std::vector<Case> cases{
    {"C, a tag",
     "c",
     {"clang-19"},
     "a.h",
     "enum Kind { Exec = 4, Odd = 9, A, B, C, D };",
     "u32: Exec = 4, Odd = 9, A = 0xa, B = 0xb, C = 0xc, D = 0xd"},
    {"C, GCC, a packed enumeration",
     "c",
     {"gcc"},
     "a.h",
     "enum __attribute__((packed)) Kind { Exec = 4, Low = -1 };",
     "i8: Exec = 4, Low = -1"},
    {"C, a typedef", "c", {"gcc"}, "a.h", "typedef enum { Exec = 4, Odd = 9 } Kind;", "u32: Exec = 4, Odd = 9"},
    {"C, two names of one value",
     "c",
     {"clang-19"},
     "a.h",
     "typedef enum { Exec = 4, Missing = 4 } Kind;",
     "u32: Exec = 4, Missing = 4"},
    {"C, a width that the source states",
     "c",
     {"clang-19"},
     "a.h",
     "enum Kind : unsigned char { Exec = 4 };",
     "u8 fixed: Exec = 4"},
    {"C, a typedef of an integer is not an enumeration",
     "c",
     {"clang-19"},
     "a.h",
     "typedef unsigned Kind; enum { Exec = 4 };",
     "none\n"},
    {"C, a warning that the file makes an error ends the listing",
     "c",
     {"gcc"},
     "a.h",
     "#pragma GCC diagnostic error \"-Wunused-variable\"\nstatic int f(void) { int x; return 0; }\n"
     "enum Kind { Exec = 4, Odd };",
     "u32: Exec = 4, Odd = 5, …"},
    {"C++, a scoped enumeration",
     "cpp",
     {"clang++-19"},
     "a.hpp",
     "enum class Kind : signed char { Exec = 4, Odd = 9 };",
     "i8 fixed: Exec = 4, Odd = 9"},
    {"C++, GCC", "cpp", {"g++"}, "a.hpp", "enum Kind { Exec = 4, Odd = -9 };", "i32: Exec = 4, Odd = -9"},
    {"C++, a width that the source states",
     "cpp",
     {"g++"},
     "a.hpp",
     "enum Kind : unsigned { Exec };",
     "u32 fixed: Exec = 0"},
    {"Zig", "zig", {}, "a.zig", "pub const Kind = enum(i8) { Exec = 4, Odd = -9, _ };", "i8 fixed: Exec = 4, Odd = -9"},
    {"Rust",
     "rust",
     {},
     "a.rs",
     "#[repr(i8)] pub enum Kind { Exec = 4, Odd = 9, A, B, C, r#type }",
     "i8 fixed: Exec = 4, Odd = 9, A = 0xa, B = 0xb, C = 0xc, type = 0xd"},
    {"Rust, as C has it", "rust", {}, "a.rs", "#[repr(C)] enum Kind { Exec = 4, Odd }", "u32: Exec = 4, Odd = 5"},
    {"Rust, a type that only holds a number", "rust", {}, "a.rs", "pub struct Kind(u16);", "none\n"},
    {"Rust, a name of an integer", "rust", {}, "a.rs", "pub type Kind = u16;", "none\n"},
    {"Nim",
     "nim",
     {},
     "a.nim",
     "type Kind* {.size: 4.} = enum Exec = 4, Odd = (9, \"odd\")",
     "u32 fixed: Exec = 4, Odd = 9"},
    {"Nim, a width that Nim chooses",
     "nim",
     {},
     "a.nim",
     "type Kind = enum Low = -1, Exec = 4",
     "i32: Low = -1, Exec = 4"},
};

}  // namespace

TEST_CASE("Every probe lists all values of an enumeration, its width and its sign") {
    for (const auto& one : cases) {
        CAPTURE(one.name);
        const auto needed = one.compiler.empty() ? one.language == "rust" ? "rustc" : one.language : one.compiler[0];
        if (!llvm::sys::findProgramByName(needed) && one.language != "zig") continue;
        const Folder folder;
        auto request = request_for(one.language, folder, folder.write(one.file, one.source), "x86_64-linux-gnu");
        request.compiler = one.compiler;
        request.enums = {asked_enum("Kind", {"Exec", "Missing"})};
        const auto reading = probe::read(request);
        if (text_of(reading.problems).find("no such program") != std::string::npos) continue;
        CHECK(enum_text(reading, "Kind") == one.expected);
    }
}

TEST_CASE("The quoted names of a message are read in their order") {
    CHECK(probe::quoted_names("values 'a', 'b', and 'c' not", '\'') == std::vector<std::string>{"a", "b", "c"});
    CHECK(probe::quoted_names("no end `a", '`').empty());
}
