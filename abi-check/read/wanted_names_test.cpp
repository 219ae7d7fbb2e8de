#include "read/wanted_names.h"

#include <doctest/doctest.h>

using namespace abi;

TEST_CASE("The last component of a name has no scopes and no arguments, as in its declaration") {
    struct Case {
        std::string sentence, name, last;
    };
    const Case cases[] = {
        {"a name without scopes is its own last component", "Cmd", "Cmd"},
        {"nothing has nothing", "", ""},
        {"the names in arguments do not count", "core::Ring<core::Cmd, 64>", "Ring"},
        {"a record in an instance of a template has its own name", "core::Ring<core::Cmd, 64>::Slot", "Slot"},
        {"a record in a function has its own name", "n::f(n::Arg)::Local", "Local"},
        {"white space around it does not count", ":: Cmd ", "Cmd"},
        {"arguments need not end", "a<b", "a"},
        {"Zig separates by a dot", "m.CmdPacket", "CmdPacket"},
        {"Zig writes arguments in parentheses", "atomic.Value(u32)", "Value"},
        {"an arrow does not end arguments", "core::Option<fn(u32) -> core::Cmd>", "Option"},
        {"a tuple has no components", "(core::a, core::b)", "(core::a, core::b)"},
        {"a slice has no components", "[]core.Cmd", "[]core.Cmd"},
        {"a reference has no components", "&core::Cmd", "&core::Cmd"},
    };
    for (const auto& [sentence, name, last] : cases) {
        CAPTURE(sentence);
        CHECK(last_component(name) == last);
    }
}

TEST_CASE("Two spellings of one name give the same plain name") {
    struct Case {
        std::string sentence, name, plain;
    };
    const Case cases[] = {
        {"blanks beside brackets and commas go", " Ring < Cmd ,\t64 >\n", "Ring<Cmd,64>"},
        {"blanks between two words are one blank", "Slot<unsigned   int>", "Slot<unsigned int>"},
        {"the suffix of a number goes", "Ring<Cmd, 64UL>", "Ring<Cmd,64>"},
        {"GCC's small suffix goes, too", "Ring<Cmd, 64ul>", "Ring<Cmd,64>"},
        {"digits in a word are not a number", "u8ul<x64u>", "u8ul<x64u>"},
        {"letters behind a number that are not a suffix stay", "Ring<64units>", "Ring<64units>"},
        {"nothing stays nothing", "", ""},
    };
    for (const auto& [sentence, name, plain] : cases) {
        CAPTURE(sentence);
        CHECK(plain_name(name) == plain);
    }
}

TEST_CASE("A declaration is wanted if its own name or its qualified name is asked for") {
    struct Case {
        std::string sentence;
        std::vector<std::string> names;
        std::string own, qualified;
        bool wanted = false;
    };
    const Case cases[] = {
        {"its own name, in any scope", {"Cmd"}, "Cmd", "core::Cmd", true},
        {"its qualified name", {"core::Cmd"}, "Cmd", "core::Cmd", true},
        {"not the qualified name of another", {"core::Cmd"}, "Cmd", "user::Cmd", false},
        {"not a name that only begins alike", {"Cmd"}, "CmdPacket", "CmdPacket", false},
        {"not another name of the same first letters", {"Cma"}, "Cmd", "Cmd", false},
        {"an instance, however it is spelt", {"Ring< Cmd,64 >"}, "Ring<Cmd, 64UL>", "core::Ring<Cmd, 64UL>", true},
        {"not an instance for other arguments", {"Ring<Cmd, 8>"}, "Ring<Cmd, 64>", "Ring<Cmd, 64>", false},
        {"a name that holds its scope itself, as Zig's", {"CmdPacket"}, "m.CmdPacket", "m.CmdPacket", true},
        {"a record in an instance", {"Ring<Cmd>::Slot"}, "Slot", "Ring<Cmd>::Slot", true},
        {"no name at all", {"Cmd"}, "", "", false},
        {"nothing is named where everything is wanted", {}, "Cmd", "Cmd", false},
    };
    for (const auto& one : cases) {
        CAPTURE(one.sentence);
        CHECK(WantedNames(one.names).named(one.own, [&] { return one.qualified; }) == one.wanted);
    }
    CHECK(WantedNames({}).everything());
    CHECK_FALSE(WantedNames({"Cmd"}).everything());
}

TEST_CASE("The qualified name is made only for a declaration whose last component is asked for") {
    const WantedNames wanted({"core::Cmd"});
    unsigned made = 0;
    const auto qualified = [&] { return ++made, std::string("core::Cmd"); };
    for (const auto* other : {"Cma", "Cmd2", "task_struct", "a::b", ""}) CHECK_FALSE(wanted.named(other, qualified));
    CHECK(made == 0);
    CHECK(wanted.named("Cmd", qualified));
    CHECK(made == 1);
}

TEST_CASE("A name with arguments is spelled as in the request") {
    const WantedNames wanted({"Ring< Cmd,64 >", "Cmd"});
    CHECK(wanted.spelled("Ring<Cmd, 64UL>") == "Ring< Cmd,64 >");
    CHECK(wanted.spelled("Ring<Cmd, 8>") == "Ring<Cmd, 8>");
    CHECK(wanted.spelled("Cmd") == "Cmd");
}
