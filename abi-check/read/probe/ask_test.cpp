// How often a compiler is run, and what its messages lead to.
#include "read/probe/ask.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "os/file.h"
#include "read/probe/probe_test.h"
#include "read/probe/rest.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

/// A compiler that writes a line to `log` each time it is run.
std::vector<std::string> counted(const std::string& program, const std::string& log) {
    return {"sh", "-c", "echo run >> '" + log + "'; exec " + program + " \"$@\"", program};
}

std::ptrdiff_t runs(const std::string& log) {
    const auto text = read_file(log);
    return text ? std::ranges::count(*text, '\n') : 0;
}

}  // namespace

TEST_CASE("The number of members is the one before the word element in clang's and in GCC's message") {
    CHECK(stated_members("type 'S' binds to 3 elements, but only 1 name was provided\n") == 3);
    CHECK(stated_members("only 1 name provided for structured binding\nwhile 'S' decomposes into 12 elements\n") == 12);
    CHECK(stated_members("4 element") == 4);
    CHECK(stated_members("no element") == 0);
    CHECK(stated_members("cannot decompose") == 0);
}

TEST_CASE("Records that equal the request take two compiles; others take a few more") {
    const Folder folder;
    const auto file = folder.write("h.h",
                                   "typedef struct { int a; int b; } T; struct S { T t; int c; };\n"
                                   "struct Hole { char a; int b; };\n");
    const auto log = folder.path + "/log";
    for (const std::string program : {"clang-19", "clang++-19", "gcc", "g++"}) {
        if (!present(program)) continue;
        CAPTURE(program);
        auto request = request_for(program.find("++") == program.npos ? "c" : "cpp", folder, file, "x86_64-linux-gnu");
        request.compiler = counted(program, log);
        const auto count = [&](const std::vector<Record>& records) {
            std::filesystem::remove(log);
            request.records = records;
            CHECK(text_of(probe::read(request).problems) == "");
            return runs(log);
        };
        const auto whole = std::vector{asked("T", {"a", "b"}), asked("S", {"t", "c"})};
        CHECK(count(whole) == 2);  // the second one asks for members that neither the spec nor a guess named
        CHECK(count({asked("T", {"a", "b", "gone"})}) == 3);
        CHECK(count({asked("Hole", {"a", "b"})}) <= 3);
        auto with_gone = whole;
        with_gone.push_back(asked("Gone", {"a", "b"}));
        CHECK(count(with_gone) <= 5);
        request.files = {folder.write("bad.h", "struct S { wrong a; int b; };\n")};
        request.records = {asked("S", {"a", "b"}), asked("Gone", {"a"})};
        std::filesystem::remove(log);
        CHECK(probe::read(request).problems.size() == 1);
        // An error of the user's may follow from one of ours: it counts when none of ours is left.
        CHECK(runs(log) <= 4);
    }
}

TEST_CASE("A thousand records are asked for in two compiles") {
    if (!present("clang-19")) return;
    const Folder folder;
    std::string text;
    std::vector<Record> records;
    for (int i = 0; i < 1000; ++i) {
        const auto name = "R" + std::to_string(i);
        text += "struct " + name + " { int a; signed char b[" + std::to_string(4 * (i + 1)) + "]; };\n";
        records.push_back(asked(name, {"a", "b"}));
    }
    auto request = request_for("c", folder, folder.write("h.h", text), "riscv64-linux-gnu");
    request.compiler = counted("clang-19", folder.path + "/log");
    request.records = records;
    const auto reading = probe::read(request);
    CHECK(text_of(reading.problems) == "");
    REQUIRE(reading.layout.records.size() == 1000);
    CHECK(text_of(reading, "R999") == "4004/4: a i32 @0, b i8[4000] @4");
    CHECK(runs(folder.path + "/log") == 2);
}

TEST_CASE("Files that do not compile together are asked one by one, and two layouts of one name are both kept") {
    if (!present("clang-19")) return;
    const Folder folder;
    const auto first = folder.write("a.h", "struct S { int a; };\n");
    const auto second = folder.write("b.h", "struct S { short a; };\nstruct T { int b; };\n");
    for (const std::string language : {"c", "cpp"}) {
        CAPTURE(language);
        auto request = request_for(language, folder, first, "riscv64-linux-gnu");
        request.files.push_back(second);
        request.records = {asked("S", {"a"}), asked("T", {"b"})};
        const auto reading = probe::read(request);
        CHECK(text_of(reading.problems) == "");
        CHECK(text_of(reading, "S") == "4/4: a i32 @0");
        CHECK(text_of(reading, "T") == "4/4: b i32 @0");
        REQUIRE(reading.other_definitions.size() == 1);
        CHECK(reading.other_definitions[0].size_bytes == 2);
        CHECK(reading.other_definitions[0].place.file == "b.h");
        CHECK(reading.units == std::vector<std::string>{"a.h", "b.h"});
    }
}
