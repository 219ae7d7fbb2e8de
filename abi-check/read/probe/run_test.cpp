// What compilers print.
#include "read/probe/run.h"

#include <doctest/doctest.h>

#include "read/probe/probe_test.h"

namespace {

using namespace abi;
using namespace abi::probe;
using namespace abi::test;

/// "place: text", errors with a mark.
std::string message(const std::string& line) {
    const auto messages = compiler_messages(line + "\n");
    if (messages.empty()) return "";
    return (messages[0].is_error ? "E " : "n ") + to_string(messages[0].place) + ": " + messages[0].text;
}

}  // namespace

TEST_CASE("The place of an error is found in the format of each compiler") {
    CHECK(message("/a b/h.h:3:5: error: unknown type name 'x'") == "E /a b/h.h:3:5: unknown type name 'x'");
    CHECK(message("h.h:3:5: fatal error: 'gone.h' file not found") == "E h.h:3:5: 'gone.h' file not found");
    CHECK(message("h.h:3: error: x") == "E h.h:3: x");
    CHECK(message("h.rs:2:19: error[E0412]: cannot find type `W`") == "E h.rs:2:19: cannot find type `W`");
    CHECK(message("src/a.zig:2:34: error: use of undeclared identifier 'w'") ==
          "E src/a.zig:2:34: use of undeclared identifier 'w'");
    CHECK(message("/t/a.nim(2, 6) Error: undeclared identifier: 'W'") == "E /t/a.nim:2: undeclared identifier: 'W'");
    CHECK(message("h.h:9:1: note: declared here") == "n h.h:9:1: declared here");
    CHECK(message("clang: error: no such file: 'x'") == "");
    CHECK(message("error: unknown target triple 'x'") == "E : unknown target triple 'x'");
    CHECK(message("a:1:2: error: b:3:4: error: c") == "E a:1:2: b:3:4: error: c");
}

TEST_CASE("Text that is not a message is ignored") {
    for (const std::string line : {"", ":", "::", "a:", "a:1:", "a:1:2:", "a(", "a(1", "a) Error: x", "1:2:3", "error",
                                   "warning: x", "h.h:1:1: warning: x", "   ^~~~", "In file included from h.h:1:"}) {
        CAPTURE(line);
        CHECK(message(line) == "");
    }
}

TEST_CASE("An error outside of the user's files is reported at the first of these files") {
    const Folder folder;
    const auto request = request_for("nim", folder, folder.write("a.nim", ""), "");
    const auto told = [&](const std::string& printed) {
        return to_string(first_error(request, {false, printed, std::nullopt}, "/tmp/private"));
    };
    CHECK(told("command line(1, 2) Error: unknown CPU\n") == "a.nim: error: unknown CPU");
    CHECK(told("/tmp/private/probe.nim(1, 2) Error: x\n") == "a.nim: error: x");
    CHECK(told(folder.path + "/a.nim(7, 2) Error: x\n") == "a.nim:7: error: x");
    CHECK(told("some words\nmore\n") == "a.nim: error: some words");
    CHECK(told("") == "a.nim: error: the compiler failed without a word");
}
