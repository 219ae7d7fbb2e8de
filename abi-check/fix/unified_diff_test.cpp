#include "fix/unified_diff.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <random>

#include "test/folder.h"

using abi::fix::unified_diff;

TEST_CASE("a patch names the file, the lines, and what changes between three lines of context") {
    CHECK(unified_diff("a/p.h", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n") ==
          "--- a/a/p.h\n+++ b/a/p.h\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n");
    CHECK(unified_diff("p.h", "a\n", "a\n").empty());
}

TEST_CASE("changes that are far apart are hunks of their own") {
    const auto patch = unified_diff("p.h", "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "a\nx\n1\n2\n3\n4\n5\n6\n7\n");
    CHECK(patch == "--- a/p.h\n+++ b/p.h\n@@ -1,4 +1,5 @@\n a\n+x\n 1\n 2\n 3\n@@ -6,4 +7,3 @@\n 5\n 6\n 7\n-b\n");
}

TEST_CASE("the end of a text without the end of a line is told") {
    CHECK(unified_diff("p.h", "a", "b\n") ==
          "--- a/p.h\n+++ b/p.h\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n");
    CHECK(unified_diff("p.h", "", "b\n") == "--- a/p.h\n+++ b/p.h\n@@ -0,0 +1 @@\n+b\n");
}

TEST_CASE("the program patch makes the second text of the first one") {
    if (!abi::test::present("patch")) return;
    std::mt19937 random(13);  // NOLINT: the same texts in each run
    for (int round = 0; round < 40; ++round) {
        std::string before;
        std::string after;
        for (int i = 0; i < 40; ++i) {
            const std::string line =
                std::string(1, static_cast<char>('a' + random() % 4)) + (i == 39 && round % 3 == 0 ? "" : "\n");
            const auto what = random() % 12;
            if (what != 0) before += line;
            if (what != 1) after += what == 2 ? "new " + line : line;
        }
        if (before == after || before.empty() || after.empty()) continue;
        const abi::test::Folder folder;
        folder.write("p.h", before);
        folder.write("patch", unified_diff("p.h", before, after));
        REQUIRE(std::system(("cd " + folder.path + " && patch -s -p1 <patch").c_str()) == 0);
        CHECK(folder.read("p.h") == after);
    }
}
