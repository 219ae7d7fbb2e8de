// Which bytes of a section are valid, and which are not.
#include "read/btf/section.h"

#include <doctest/doctest.h>

#include "llvm/DebugInfo/BTF/BTF.h"
#include "read/btf/btf_test.h"

using namespace abi;
using namespace abi::btf;
using abi::test::BtfWriter;

namespace {

/// struct S { int a; };
BtfWriter small(bool is_little = true) {
    BtfWriter writer{.is_little = is_little};
    writer.type("int", llvm::BTF::BTF_KIND_INT, 0, 4).words({0x01000020});
    const auto member = writer.name("a");
    writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 1, 4).words({member, 1, 0});
    return writer;
}

std::string fault(const std::string& bytes) {
    const auto section = parse_btf(bytes);
    return section ? "none" : section.problems.front().expected + "; " + section.problems.front().found;
}

}  // namespace

TEST_CASE("Types are numbered from one, and read alike in both byte orders") {
    for (const bool is_little : {true, false}) {
        const auto bytes = small(is_little).bytes();
        CHECK(is_btf(bytes));
        const auto section = parse_btf(bytes);
        REQUIRE(section);
        CHECK(section->is_little == is_little);
        REQUIRE(section->list.size() == 3);
        CHECK(name_of(*section, section->list[2]) == "S");
        CHECK(section->list[2].size_or_type == 4);
        const auto member = member_of(*section, section->list[2], 0);
        CHECK(member.name == "a");
        CHECK(member.type == 1);
        const auto integer = integer_of(*section, section->list[1]);
        CHECK(integer.is_signed);
        CHECK(integer.width_bits == 32);
    }
}

TEST_CASE("With the kind flag, a member's word holds its width as well as its offset") {
    BtfWriter writer;
    writer.type("int", llvm::BTF::BTF_KIND_INT, 0, 4).words({32});
    writer.type("S", llvm::BTF::BTF_KIND_STRUCT, 1, 4, true).words({0, 1, 5U << 24U | 9U});
    const auto bytes = writer.bytes();
    const auto section = parse_btf(bytes);
    REQUIRE(section);
    const auto member = member_of(*section, section->list[2], 0);
    CHECK(member.width_bits == 5);
    CHECK(member.offset_bits == 9);
}

TEST_CASE("The kind flag makes an enumerator negative") {
    const auto value = [](std::uint32_t kind, bool is_signed, const std::vector<std::uint32_t>& words) {
        BtfWriter writer;
        writer.type("E", kind, 1, kind == llvm::BTF::BTF_KIND_ENUM ? 4 : 8, is_signed).words({0}).words(words);
        const auto bytes = writer.bytes();
        const auto section = parse_btf(bytes);
        REQUIRE(section);
        return to_string(enumerator_of(*section, section->list[1], 0).value);
    };
    CHECK(value(llvm::BTF::BTF_KIND_ENUM, true, {0xfffffffe}) == "-2");
    CHECK(value(llvm::BTF::BTF_KIND_ENUM, false, {0xfffffffe}) == "0xfffffffe");
    CHECK(value(llvm::BTF::BTF_KIND_ENUM64, true, {0xfffffffe, 0xffffffff}) == "-2");
    CHECK(value(llvm::BTF::BTF_KIND_ENUM64, false, {1, 2}) == "0x200000001");
}

TEST_CASE("A damaged section is refused with the reason") {
    CHECK(fault("") == "BTF, which begins with the number 0xeb9f; other bytes");
    CHECK(fault(std::string("\x9f\xeb\x01", 3)) == "a BTF header of 24 bytes; 3 bytes in all");
    CHECK(fault(small().bytes(2)) == "BTF of version 1; version 2");

    auto cut_off = small();
    cut_off.types.resize(cut_off.types.size() - 4);
    CHECK(fault(cut_off.bytes()) == "all bytes of type 2; the end of the types");

    const auto whole = small().bytes();
    CHECK(fault(whole.substr(0, whole.size() - 1)) == "BTF types and strings within " +
                                                          std::to_string(whole.size() - 1) +
                                                          " bytes; a header that places them beyond the end");

    auto unfinished = small();
    unfinished.strings += "x";
    CHECK(fault(unfinished.bytes()) == "BTF strings that end with a zero byte; a string that does not");

    auto newer = small();
    newer.type("", 20, 0, 0);
    CHECK(fault(newer.bytes()) ==
          "BTF kinds 1 to 19; type 3 of kind 20, which this version of abi-check does not know");
}

TEST_CASE("A reference beyond the types or the strings is refused") {
    const std::string expected = "BTF that refers to its own types and names; type 3, which refers beyond them";
    auto pointer = small();
    pointer.type("", llvm::BTF::BTF_KIND_PTR, 0, 4);
    CHECK(fault(pointer.bytes()) == expected);
    auto element = small();
    element.type("", llvm::BTF::BTF_KIND_ARRAY, 0, 0).words({99, 1, 2});
    CHECK(fault(element.bytes()) == expected);
    auto member = small();
    member.type("", llvm::BTF::BTF_KIND_UNION, 1, 0).words({0, 99, 0});
    CHECK(fault(member.bytes()) == expected);
    auto name = small();
    name.words({9999, llvm::BTF::BTF_KIND_PTR << 24U, 1});
    CHECK(fault(name.bytes()) == expected);
    auto endless = small();
    endless.type(std::string(5000, 'x'), llvm::BTF::BTF_KIND_PTR, 0, 1);
    CHECK(fault(endless.bytes()) == expected);
}

TEST_CASE("Split BTF is recognised, because its base is in another file") {
    auto split = small();
    split.strings = split.strings.substr(1);
    CHECK(is_split(split.bytes()));
    CHECK_FALSE(is_split(small().bytes()));
    CHECK(fault(split.bytes()).find("--btf-base FILE; split BTF, as kernel modules have it") != std::string::npos);
}

TEST_CASE("Split BTF behind its base is one section: types and names are numbered on") {
    for (const bool is_little : {true, false}) {
        const auto base = small(is_little);
        BtfWriter split{.is_little = is_little, .types = "", .strings = std::string("M\0in\0", 5)};
        const auto first = static_cast<std::uint32_t>(base.strings.size());
        split.words({first, llvm::BTF::BTF_KIND_STRUCT << 24U | 1U, 4}).words({first + 2, 2, 0});
        const auto joined = join_btf(base.bytes(), split.bytes());
        REQUIRE(joined);
        const auto section = parse_btf(*joined);
        REQUIRE(section);
        CHECK(section->is_little == is_little);
        REQUIRE(section->list.size() == 4);
        CHECK(name_of(*section, section->list[3]) == "M");
        const auto member = member_of(*section, section->list[3], 0);
        CHECK(member.name == "in");
        CHECK(name_of(*section, section->list[member.type]) == "S");
    }
}

TEST_CASE("A base that cannot be one is refused") {
    const auto problem = [](const std::string& base, const std::string& split) {
        const auto joined = join_btf(base, split);
        return joined ? "none" : joined.problems.front().expected;
    };
    auto split = small();
    split.strings = split.strings.substr(1);
    CHECK(problem("ELF", split.bytes()) == "BTF, which begins with the number 0xeb9f");
    CHECK(problem(split.bytes(), split.bytes()) == "a base whose BTF is complete by itself");
    CHECK(problem(small(false).bytes(), split.bytes()) == "a base of the same byte order");
}
