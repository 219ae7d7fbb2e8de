#include "tool/inputs.h"

#include <doctest/doctest.h>

using namespace abi;

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

TEST_CASE("files are found on the disk and in a list alike") {
    const auto found = expand_on_disk("abi-check", "tool/inputs*.h");
    CHECK(found.files == std::vector<std::string>{"tool/inputs.h"});
    CHECK(found.unreadable.empty());
    const std::vector<std::string> files{"b/x.c", "a/x.c", "a/y.h"};
    CHECK(expand_in_list(files, "**/*.c") == std::vector<std::string>{"a/x.c", "b/x.c"});
    CHECK(expand_on_disk("abi-check", "none.c").files == std::vector<std::string>{"none.c"});
}
