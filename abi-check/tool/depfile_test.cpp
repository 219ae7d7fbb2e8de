#include "tool/depfile.h"

#include <doctest/doctest.h>

#include "test/folder.h"
#include "tool/files_read.h"

namespace abi {
namespace {

TEST_CASE("a path is escaped as Make reads it") {
    CHECK(make_word("include/wire.h") == "include/wire.h");
    CHECK(make_word("my files/a b.h") == R"(my\ files/a\ b.h)");
    CHECK(make_word("c#/x.h") == R"(c\#/x.h)");
    CHECK(make_word("$HOME.h") == "$$HOME.h");
    CHECK(make_word(R"(odd\ name.h)") == R"(odd\\\ name.h)");
    CHECK(make_word(R"(odd\name.h)") == R"(odd\name.h)");
}

TEST_CASE("the rule names each file, and an empty rule for it") {
    CHECK(depfile_text("a.stamp", {"/src/wire.h", "/usr/include/stdint.h"}, "/src") ==
          "a.stamp: \\\n  wire.h \\\n  /usr/include/stdint.h\n\nwire.h:\n\n/usr/include/stdint.h:\n");
}

TEST_CASE("a file that is opened through the disk is noted, and one that does not exist is left out") {
    const test::Folder folder;
    const auto header = folder.write("a.h", "struct A { int a; };\n");
    FilesRead files;
    REQUIRE(files.disk()->getBufferForFile(header));
    CHECK_FALSE(files.disk()->getBufferForFile(folder.path + "/none.h"));
    CHECK(files.disk()->exists(folder.path));
    files.add(folder.path + "/gone.h");
    files.add(folder.path + "/b/../");
    CHECK(files.paths() == std::vector{folder.path, header});
}

}  // namespace
}  // namespace abi
