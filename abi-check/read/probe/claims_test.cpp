#include "read/probe/claims.h"

#include "read/probe/probe_test.h"

using namespace abi;
using namespace abi::test;
using What = Claim::What;

namespace {

probe::Request with_claims(probe::Request request, const std::vector<Claim>& claims) {
    request.claims = claims;
    request.records = {asked("P", {})};
    Enum color;
    color.name = "Color";
    request.enums = {color};
    if (request.language == "rust") request.constants = {asked_constant("LIMIT")};
    return request;
}

std::string states(const Reading& reading) {
    std::string text = text_of(reading.problems);
    for (const auto& answer : reading.claims) {
        if (answer.state == ClaimAnswer::State::proved) text += "proved\n";
        if (answer.state == ClaimAnswer::State::refuted) text += "refuted\n";
        if (answer.state == ClaimAnswer::State::not_asked) text += "not asked: " + answer.why + "\n";
    }
    return text;
}

/// Findings about a record of u8 kind at 0, i32 arg at 4, two u16 pair at 8 and a pointer at 16; 24 bytes in all.
std::vector<Claim> true_findings() {
    return {{What::size, "P", "", "", {32}, {24}},      {What::alignment, "P", "", "", {4}, {8}},
            {What::offset, "P", "arg", "", {1}, {4}},   {What::width, "P", "pair", "", {8}, {4}},
            {What::element, "P", "pair", "", {1}, {2}}, {What::sign, "P", "arg", "", {0}, {1}},
            {What::kind, "P", "next", "", {1}, {6}},    {What::gap, "P", "kind", "arg", {0}, {3}},
            {What::gap, "P", "pair", "next", {0}, {4}}, {What::enum_size, "Color", "", "", {4}, {1}}};
}

std::vector<Claim> exchanged(std::vector<Claim> claims) {
    for (auto& claim : claims) std::swap(claim.expected, claim.actual);
    return claims;
}

std::string repeated(const std::string& line, std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += line;
    return text;
}

/// All claims in one language: what is true is proved, what is false is refuted, what is absent is told.
void check_language(const probe::Request& request) {
    const auto found = true_findings();
    CHECK(states(probe::read(with_claims(request, found))) == repeated("proved\n", found.size()));
    CHECK(states(probe::read(with_claims(request, exchanged(found)))) == repeated("refuted\n", found.size()));
    const std::vector<Claim> declared{
        {What::field, "P", "arg", "", {1}, {0}},    {What::field, "P", "none", "", {1}, {0}},
        {What::field, "P", "arg", "", {0}, {1}},    {What::record, "P", "", "", {1}, {0}},
        {What::value, "LIMIT", "", "", {8}, {7}},   {What::value, "LIMIT", "", "", {7}, {8}},
        {What::constant, "LIMIT", "", "", {1}, {0}}};
    CHECK(states(probe::read(with_claims(request, declared))) ==
          "refuted\nproved\nproved\nrefuted\nproved\nrefuted\nrefuted\n");
}

constexpr const char* in_c =
    "enum Color { red } __attribute__((packed));\n"
    "struct P { unsigned char kind; int arg; unsigned short pair[2]; void* next; };\n"
    "#define LIMIT 7\n";

}  // namespace

TEST_CASE("Clang judges claims in C") {
    const Folder folder;
    check_language(request_for("c", folder, folder.write("p.c", in_c), "x86_64-linux-gnu"));
}

TEST_CASE("Clang judges claims in C++, also about private members") {
    const Folder folder;
    const auto file = folder.write("p.cpp",
                                   "enum class Color : unsigned char { red };\n"
                                   "class P { unsigned char kind; int arg; unsigned short pair[2]; void* next; };\n"
                                   "constexpr int LIMIT = 7;\n");
    check_language(request_for("cpp", folder, file, "x86_64-linux-gnu"));
}

TEST_CASE("rustc judges claims, also about private fields") {
    const Folder folder;
    const auto file = folder.write("p.rs",
                                   "#![no_std]\n#[repr(u8)] pub enum Color { Red }\n"
                                   "#[repr(C)] pub struct P { kind: u8, arg: i32, pair: [u16; 2], next: *const u8 }\n"
                                   "pub const LIMIT: u32 = 7;\n");
    if (!llvm::sys::findProgramByName("rustc")) return;
    check_language(request_for("rust", folder, file, "x86_64-unknown-linux-gnu"));
}

TEST_CASE("Zig judges claims") {
    const Folder folder;
    const auto file = folder.write(
        "p.zig",
        "pub const Color = enum(u8) { red };\n"
        "pub const P = extern struct { kind: u8, arg: i32, pair: [2]u16, next: ?*u8 };\npub const LIMIT = 7;\n");
    const auto request = request_for("zig", folder, file, "x86_64-linux-gnu");
    if (!llvm::sys::findProgramByName("zig") && !llvm::sys::findProgramByName("python3")) return;
    check_language(request);
}

TEST_CASE("A packed struct of Zig declares fields, and has no bytes of its own for them") {
    const Folder folder;
    const auto file = folder.write("p.zig", "pub const P = packed struct { kind: u8, arg: u24 };\n");
    if (!llvm::sys::findProgramByName("zig") && !llvm::sys::findProgramByName("python3")) return;
    const auto reading = probe::read(
        with_claims(request_for("zig", folder, file, "x86_64-linux-gnu"), {{What::field, "P", "arg", "", {0}, {1}},
                                                                           {What::field, "P", "arg", "", {1}, {0}},
                                                                           {What::field, "P", "none", "", {1}, {0}},
                                                                           {What::offset, "P", "arg", "", {4}, {1}}}));
    CHECK(states(reading) == "proved\nrefuted\nproved\nnot asked: the compiler cannot confirm what was found\n");
}

TEST_CASE("A claim whose control is refused, too, is not judged") {
    const Folder folder;
    const auto file = folder.write("p.c", "struct P { unsigned kind : 3; };\n");
    const auto request = request_for("c", folder, file, "x86_64-linux-gnu");
    const auto reading = probe::read(with_claims(request, {{What::width, "P", "kind", "", {8}, {4}},
                                                           {What::size, "None", "", "", {8}, {4}},
                                                           {What::size, "P", "", "", {8}, {5}}}));
    CHECK(states(reading).find("proved") == std::string::npos);
    CHECK(states(reading).find("refuted") == std::string::npos);
    CHECK(reading.claims.size() == 3);
}

TEST_CASE("An assertion of the user that fails does not hide what the compiler judges") {
    const Folder folder;
    const auto file = folder.write("p.c", std::string(in_c) + "_Static_assert(sizeof(struct P) == 1, \"no\");\n");
    const auto request = request_for("c", folder, file, "x86_64-linux-gnu");
    CHECK(states(probe::read(with_claims(request, {{What::size, "P", "", "", {32}, {24}}}))) == "proved\n");
}

TEST_CASE("Macros of a source that hide an assertion, a record or an enumerator do not change what is judged") {
    const Folder folder;
    const auto file = folder.write("m.c",
                                   "#define _Static_assert(...)\n#define static_assert(...)\n"
                                   "struct P { unsigned m; int s; }; struct X { int s; };\n#define P X\n"
                                   "enum Color { red = 1, blue = 3 };\n#define blue 2\n");
    const std::vector<Claim> claims{{What::size, "P", "", "", {4}, {8}}, {What::value, "blue", "Color", "", {2}, {3}}};
    const auto request = request_for("c", folder, file, "x86_64-linux-gnu");
    CHECK(states(probe::read(with_claims(request, claims))) == "proved\nproved\n");
    auto in_cpp = request_for("cpp", folder, file, "x86_64-linux-gnu");
    CHECK(states(probe::read(with_claims(in_cpp, claims))) == "proved\nproved\n");
}

TEST_CASE("A record or constant that no file declares is missing; one in a file that does not compile is not judged") {
    const Folder folder;
    auto request = request_for("c", folder, folder.write("p.c", in_c), "x86_64-linux-gnu");
    const std::vector<Claim> missing{{What::record, "Q", "", "", {1}, {0}}, {What::constant, "NONE", "", "", {1}, {0}}};
    auto asking = with_claims(request, missing);
    asking.records.push_back(asked("Q", {}));
    CHECK(states(probe::read(asking)) == "proved\nproved\n");
    asking.files.push_back(folder.write("broken.c", "struct broken {\n"));
    CHECK(probe::read(asking).claims.front().state == ClaimAnswer::State::not_asked);
}
