// Generated sources, asked of the compilers of their languages.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "check/compare.h"
#include "read/clang/clang_test.h"
#include "test/gen/compilers.h"

namespace abi {
namespace {

using namespace abi::test;

TEST_CASE("what is generated compiles, for every target that the language's compiler knows here") {
    const Folder folder;
    std::set<std::string> absent;
    for (const std::string& path :
         {everything, std::string("spec/membrane.abi.json"), std::string("spec/replay.abi.json")}) {
        const auto made = generated(path);
        for (const auto& compiler : compilers()) {
            CAPTURE(path);
            CAPTURE(compiler.command.front());
            CAPTURE(compiler.target);
            const std::string tool = compiler.command.front() + compiler.language;
            if (absent.contains(tool)) continue;
            const auto said = refusal(compiler, made.text(compiler.language), folder);
            if (said && !is_present(compiler.command, folder.path)) {
                absent.insert(tool);
                continue;
            }
            CHECK(said.value_or("") == "");
        }
    }
}

/// A spec of one enumeration, `kind`, with `enumerators`, one constant of each of `constants`, and a record of each of
/// `records`.
std::string spec_of(const std::vector<std::string>& enumerators, const std::vector<std::string>& constants,
                    const std::vector<std::string>& records) {
    std::string values;
    std::string numbers;
    std::string structs;
    const auto join = [](std::string& list, const std::string& one) { list += (list.empty() ? "" : ",") + one; };
    for (const auto& name : enumerators) {
        join(values, R"({"name": ")" + name + R"(", "value": )" + std::to_string(values.size()) + "}");
    }
    for (const auto& name : constants) join(numbers, R"({"name": ")" + name + R"(", "type": "u32", "value": 7})");
    for (const auto& name : records) {
        join(structs, R"({"name": ")" + name + R"(", "size": 24, "align": 8, "fields": [
            {"name": "a", "type": "u32", "offset": 0}, {"name": "kind", "type": "kind", "offset": 4},
            {"name": "b", "type": "i32[2]", "offset": 8}, {"name": "to", "type": "u64", "offset": 16}]})");
    }
    return R"({"name": "names", "enums": [{"name": "kind", "type": "u32", "values": [)" + values +
           R"(]}], "constants": [)" + numbers + R"(], "records": [)" + structs + "]}";
}

TEST_CASE("types, values and constants may be called like each other, and like words of the generated text") {
    const std::vector<std::string> words{
        "core",   "std",     "r",        "abi_width", "type",  "name",        "desc",    "section",     "used",
        "retain", "aligned", "packed",   "note0",     "head",  "uint32_t",    "uint32",  "UINT32_C",    "INT64_MAX",
        "stdint", "builtin", "ctypes",   "bytes",     "u128",  "NAMES_ABI_H", "sizeof",  "offsetof",    "array",
        "int",    "uint64",  "doAssert", "Copy",      "Debug", "property",    "getattr", "kind_FORMAT", "mem"};
    std::vector<std::string> types = words;
    for (const char* builtin : {"u128", "bytes"}) std::erase(types, builtin);  // types of every spec
    const Folder folder;
    const std::string texts[] = {spec_of({"stop", "Stop", "sTop", "s_top"}, {}, {"stop"}),
                                 spec_of({"A"}, {"stop", "kind"}, {"stop"}),
                                 spec_of(words, {}, {"p"}),
                                 spec_of({"A"}, words, {"p"}),
                                 spec_of({"A"}, {}, types),
                                 spec_of(words, {}, types),
                                 spec_of({"A"}, words, types)};
    std::set<std::string> absent;
    for (const auto& text : texts) {
        const auto made = generated(folder.write("names.abi.json", text));
        for (const auto& compiler : compilers()) {
            if (compiler.target.find("x86_64") == std::string::npos && compiler.target != "this machine") continue;
            CAPTURE(text);
            CAPTURE(compiler.command.front());
            CAPTURE(compiler.target);
            const std::string tool = compiler.command.front() + compiler.language;
            if (absent.contains(tool)) continue;
            if (!is_present(compiler.command, folder.path)) {
                absent.insert(tool);
                continue;
            }
            CHECK(refusal(compiler, made.text(compiler.language), folder).value_or("") == "");
        }
    }
}

struct Mutation {
    const char* language;
    const char* what;
    const char* from;
    const char* to;
};

TEST_CASE("a declaration that is no longer the spec's does not compile") {
    const Mutation mutations[] = {
        {"c", "a narrower field", "    uint64_t result;", "    uint32_t result;"},
        {"c", "a lesser alignment", "__aligned__(64)", "__aligned__(32)"},
        {"c", "fields in another order", "    uint32_t magic;\n", ""},
        {"c", "an offset", "offsetof(IoSpan, length) == 8", "offsetof(IoSpan, length) == 9"},
        {"c", "a width", "sizeof(((EntryBlock *)0)->key) == 16", "sizeof(((EntryBlock *)0)->key) == 8"},
        {"cpp", "a narrower field", "    std::uint64_t result;", "    std::uint32_t result;"},
        {"cpp", "a lesser alignment", "alignas(64)", "alignas(32)"},
        {"cpp", "a sign, which only conforms.hpp can see", "    std::uint64_t result;", "    std::int64_t result;"},
        {"zig", "a narrower field", "    result: u64,", "    result: u32,"},
        {"zig", "a lesser alignment", "align(64)", "align(32)"},
        {"zig", "an offset", "@offsetOf(IoSpan, \"length\") != 8", "@offsetOf(IoSpan, \"length\") != 9"},
        {"zig", "a width", ".key)) != 16", ".key)) != 8"},
        {"nim", "a narrower field", "    result*: uint64", "    result*: uint32"},
        {"nim", "a lesser alignment", "align: 64", "align: 32"},
        {"nim", "an offset", "offsetof(IoSpan, length) == 8", "offsetof(IoSpan, length) == 9"},
        {"nim", "what the C compiler makes of it", "\") == 192", "\") == 191"},
        {"rust", "a narrower field", "    pub result: u64,", "    pub result: u32,"},
        {"rust", "a lesser alignment", "align(64)", "align(32)"},
        {"rust", "an offset", "offset_of!(IoSpan, length) == 8", "offset_of!(IoSpan, length) == 9"},
        {"rust", "a width", "(*abi_r).key) }) == 16", "(*abi_r).key) }) == 8"},
        {"python", "a narrower field", "(\"result\", _u64)", "(\"result\", _u32)"},
        {"python", "an offset", "\"length\": (8, 4)", "\"length\": (9, 4)"},
        {"python", "a format", "IoSpan_FORMAT = \"<Q", "IoSpan_FORMAT = \"<I"},
    };
    const Folder folder;
    const auto made = generated("spec/membrane.abi.json");
    const auto all = compilers();
    for (const auto& mutation : mutations) {
        CAPTURE(std::string(mutation.language));
        CAPTURE(std::string(mutation.what));
        const auto compiler = std::ranges::find_if(all, [&](const Compiler& c) {
            return c.language == mutation.language &&
                   (c.target.find("x86_64") != std::string::npos || c.target == "this machine");
        });
        REQUIRE(compiler != all.end());
        std::string text = made.text(mutation.language);
        const auto at = text.find(mutation.from);
        REQUIRE(at != std::string::npos);
        if (!is_present(compiler->command, folder.path)) continue;
        text.replace(at, std::string(mutation.from).size(), mutation.to);
        CHECK(refusal(*compiler, text, folder).has_value());
    }
}

TEST_CASE("what the gate reads in generated C and C++ is the spec, on every target where a record exists") {
    const auto made = generated(everything);
    struct Row {
        const char* file;
        const char* language;
        const char* triple;
        const char* space;
    };
    for (const auto& row :
         {Row{"a.h", "c", "x86_64-linux-gnu", ""}, Row{"a.h", "c", "riscv64-linux-gnu", ""},
          Row{"a.h", "c", "i686-linux-gnu", ""}, Row{"a.hpp", "cpp", "x86_64-linux-gnu", "everything::"}}) {
        CAPTURE(std::string(row.language));
        CAPTURE(std::string(row.triple));
        const bool is_cpp = row.language == std::string("cpp");
        auto request = request_for({{row.file, made.text(row.language)},
                                    {is_cpp ? "a.cpp" : "a.c", std::string("#include \"") + row.file + "\"\n"}},
                                   row.triple);
        request.files = {is_cpp ? "/src/a.cpp" : "/src/a.c"};
        const auto reading = clang_reader::read(request);
        CHECK(text_of(reading.problems) == "");
        std::size_t compared = 0;
        for (const auto& expected : made.spec.layout.records) {
            const Record* actual = find_record(reading.layout, row.space + expected.name);
            if (actual == nullptr) continue;
            // What is called `struct` in the spec has another name in C.
            if (expected.name == "defer") continue;
            // A compiler without half floats has their bytes in a record.
            if (expected.name == "Floats" && row.triple == std::string("i686-linux-gnu")) continue;
            CAPTURE(expected.name);
            ++compared;
            for (const auto& difference : compare_records(expected, *actual)) {
                const bool is_qualified =
                    difference.rule == Rule::kind && difference.actual == row.space + difference.expected;
                const bool is_word = difference.rule == Rule::renamed;  // a keyword
                if (is_qualified || is_word) continue;
                FAIL_CHECK(row_of(difference.rule).id << " " << difference.field << ": expected " << difference.expected
                                                      << ", found " << difference.actual);
            }
        }
        CHECK(compared >= (row.triple == std::string("i686-linux-gnu") ? 21U : 28U));
    }
}

TEST_CASE("the text depends on the request alone, and names its maker, its spec and its digest") {
    const auto made = generated(everything);
    for (const auto& language : languages()) {
        CAPTURE(std::string(language.name));
        const std::string text = made.text(language.name);
        CHECK(text == made.text(language.name));
        CHECK(text.find("Made by `abi-check gen " + std::string(language.name) + "` from " + everything +
                        ". Do not edit: change the spec.") != std::string::npos);
        if (language.name != "table") CHECK(text.find(made.spec.digest) != std::string::npos);
    }
}

TEST_CASE("names that are words of a language are mapped, and it is said") {
    const auto made = generated(everything);
    CHECK(made.text("c").find("The spec calls int_ \"int\".\n    uint32_t int_;") != std::string::npos);
    CHECK(made.text("cpp").find("The spec calls class_ \"class\".\n    std::uint32_t class_;") != std::string::npos);
    CHECK(made.text("rust").find("    pub r#fn: u32,") != std::string::npos);
    CHECK(made.text("rust").find("The spec calls self_ \"self\".\n    pub self_: u32,") != std::string::npos);
    CHECK(made.text("zig").find("    @\"fn\": u32,") != std::string::npos);
    CHECK(made.text("nim").find("    `end`*: uint32") != std::string::npos);
    CHECK(made.text("nim").find("The spec calls foo_bar2 \"foo_bar\".\n    foo_bar2*: uint16") != std::string::npos);
    CHECK(made.text("python").find("The spec calls None_ \"None\".\n        (\"None_\", _u32),") != std::string::npos);
    // A macro would replace the field of its name.
    CHECK(made.text("c").find("The spec calls x2 \"x\".\n#define x2 UINT8_C(4)") != std::string::npos);
}

TEST_CASE("Python packs and unpacks a packet, in place and as it travels") {
    const Folder folder;
    if (!is_present({"python3", ""}, folder.path)) return;
    folder.write("membrane.py", generated("spec/membrane.abi.json").text("python"));
    auto made = generated(everything);
    folder.write("everything.py", made.text("python"));
    made.spec.layout.byte_order = ByteOrder::big;
    folder.write("everything_big.py", made.text("python"));
    const std::string script = folder.write("script.py", R"(
import ctypes, struct
import membrane, everything, everything_big

packet = membrane.CmdPacket(kind=membrane.CmdKind.CMD_SYS_EXEC, arg=0x1122334455667788)
packet.id[:] = (0x0102 << 64 | 7).to_bytes(16, "little")
wire = bytes(packet)
assert wire[:16].hex() == "00040000" "00000000" "8877665544332211", wire.hex()
kind, arg, id = struct.unpack(membrane.CmdPacket_FORMAT, wire)
assert (kind, arg, int.from_bytes(id, "little")) == (0x400, 0x1122334455667788, 0x0102 << 64 | 7)
assert struct.pack(membrane.CmdPacket_FORMAT, kind, arg, id) == wire
assert membrane.CmdPacket.from_buffer_copy(wire).arg == packet.arg

for module, order in ((everything, "little"), (everything_big, "big")):
    bits = module.Bits()
    bits.present, bits.level, bits.frame, bits.mode, bits.what = 1, -3, 0x5a5a5a5, 0x7ff, 0x8001
    assert (bits.present, bits.level, bits.frame, bits.mode, bits.what) == (1, -3, 0x5a5a5a5, 0x7ff, 0x8001)
    word = int.from_bytes(bytes(bits)[:4], order)
    expected = 1 | (13 << 1) | 0x5a5a5a5 << 5 if order == "little" else 1 << 31 | 13 << 27 | 0x5a5a5a5
    assert word == expected, hex(word)
    shared = module.Shared(before=1)
    shared.whole = 0x11223344
    assert shared.second == (0x1122 if order == "little" else 0x3344), hex(shared.second)
    shared.raw = bytes(range(11))
    assert shared.long_one == int.from_bytes(bytes(range(8)), order)
    assert bytes(module.Scalars(d=-2))[4:8] == (-2).to_bytes(4, order, signed=True)
    either = module.Either(number=0x0102030405060708)
    assert bytes(either) == (0x0102030405060708).to_bytes(8, order)
assert everything.LOW64 == -1 << 63 and everything.MOST == (1 << 128) - 1 and everything.READY is True
)");
    const auto child = run({"python3", script}, folder.path);
    CHECK(child.errors == "");
    CHECK(child.status == 0);
}

TEST_CASE("numbers are big-endian where the spec says so, and the reader is told") {
    auto made = generated(everything);
    made.spec.layout.byte_order = ByteOrder::big;
    const Folder folder;
    for (const auto& compiler : compilers()) {
        if (compiler.target.find("x86_64") == std::string::npos && compiler.target != "this machine") continue;
        CAPTURE(compiler.command.front());
        const std::string text = made.text(compiler.language);
        CHECK(text.find("big-endian in memory") != std::string::npos);
        if (!is_present(compiler.command, folder.path)) continue;
        CHECK(refusal(compiler, text, folder).value_or("") == "");
    }
}

}  // namespace
}  // namespace abi
