#include "read/dwarf/wanted_strings.h"

#include <doctest/doctest.h>

#include <string>

using namespace abi;
using namespace abi::dwarf;

namespace {

/// Whether a name that begins `at` characters after the begin of the only string may be asked for.
bool may_be(const std::string& asked, const std::string& text, std::size_t at = 0) {
    const std::vector<std::string> names{asked};
    const WantedNames wanted(names);
    const std::string section = std::string(8, '\0') + text + std::string(8, '\0');  // marks cover eight bytes
    const WantedStrings strings(wanted, section);
    const bool found = strings.may_be(section.data() + 8 + at);
    if (found) CHECK(strings.any());
    return found;
}

}  // namespace

TEST_CASE("A string may be asked for if it is the last component of a name") {
    CHECK(may_be("core::Cmd", "Cmd"));
    CHECK_FALSE(may_be("core::Cmd", "Cmds"));
    CHECK_FALSE(may_be("core::Cmd", "core"));
    CHECK_FALSE(may_be("core::Cmd", "Other<Ring>"));
}

TEST_CASE("A name may begin within a longer string that ends with it") {
    CHECK(may_be("Cmd", "a_long_string_Cmd", 14));
    CHECK_FALSE(may_be("Cmd", "a_long_string_Cmd", 0));
}

TEST_CASE("A string with arguments, scopes or blanks may be asked for by a component of it") {
    CHECK(may_be("Ring<Cmd>", "Ring<core::Cmd>"));
    CHECK(may_be("channel.Cmd", "channel.Cmd"));
    CHECK(may_be("(u32, u8)", "(u32, u8)"));
    CHECK(may_be("unsigned int", "unsigned int"));
}

TEST_CASE("A string that a compiler made of a name may be asked for by that name") {
    CHECK(may_be("Cmd", "tyObject_Cmd__Kgre"));
    CHECK(may_be("m.Cmd", "m.Cmd__struct_904"));
    CHECK(may_be("Cmd", "Cmd__union_9"));
}

TEST_CASE("A text outside of the section may be asked for") {
    const std::vector<std::string> names{"Cmd"};
    const WantedNames wanted(names);
    const std::string section("Other\0", 6);
    const WantedStrings strings(wanted, section);
    CHECK(strings.may_be("Other"));
    CHECK_FALSE(strings.may_be(section.data()));
    CHECK_FALSE(strings.any());
}
