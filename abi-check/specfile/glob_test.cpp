#include "specfile/glob.h"

#include <doctest/doctest.h>

#include <string>

namespace abi {
namespace {

TEST_CASE("a star is any run of characters, a question mark any one") {
    struct Row {
        const char* pattern;
        const char* name;
        bool matches;
    };
    for (const Row& row : {Row{"*", "", true}, Row{"*", "CmdPacket", true}, Row{"Cmd*", "CmdPacket", true},
                           Row{"Cmd*", "Cmd", true}, Row{"*Packet", "CmdPacket", true}, Row{"*a*t", "CmdPacket", true},
                           Row{"Cmd?acket", "CmdPacket", true}, Row{"a*b*c", "a-b-b-c", true}, Row{"", "", true},
                           Row{"", "a", false}, Row{"?", "", false}, Row{"Cmd", "CmdPacket", false},
                           Row{"Cmd*x", "CmdPacket", false}, Row{"a*b*c", "a-c-b", false}, Row{"A*", "a", false}}) {
        CAPTURE(std::string(row.pattern));
        CAPTURE(std::string(row.name));
        CHECK(matches_glob(row.pattern, row.name) == row.matches);
    }
}

TEST_CASE("many stars take no exponential time") {
    std::string pattern;
    for (int i = 0; i < 200; ++i) pattern += "*a";
    CHECK_FALSE(matches_glob(pattern + "b", std::string(5000, 'a')));
}

TEST_CASE("stars stay in their folder, double stars do not") {
    struct Row {
        const char* glob;
        const char* path;
        bool matches;
    };
    for (const auto& [glob, path, matches] : {Row{"hal/*.c", "hal/uart.c", true},
                                              {"hal/*.c", "hal/deep/uart.c", false},
                                              {"hal/**/*.c", "hal/uart.c", true},
                                              {"hal/**/*.c", "hal/a/b/uart.c", true},
                                              {"**/*.h", "records.h", true},
                                              {"**/*.h", "a/records.h", true},
                                              {"**", "a/b/c", true},
                                              {"hal/?art.c", "hal/uart.c", true},
                                              {"hal?uart.c", "hal/uart.c", false},
                                              {"hal/*", "hal/", true},
                                              {"hal/uart.c", "hal/uart.c", true},
                                              {"hal/uart.c", "hal/uart.cpp", false},
                                              {"", "", true},
                                              {"", "a", false}}) {
        CAPTURE(glob);
        CAPTURE(path);
        CHECK(matches_path(glob, path) == matches);
    }
}

TEST_CASE("the literal part of a glob says where to look") {
    CHECK(literal_folder("hal/src/*.c") == "hal/src");
    CHECK(literal_folder("*.c").empty());
    CHECK(literal_folder("hal/**/x.c") == "hal");
}

}  // namespace
}  // namespace abi
