#include <doctest/doctest.h>

#include <string>

#include "specfile/config.h"

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

}  // namespace
}  // namespace abi
