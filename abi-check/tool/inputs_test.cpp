#include "tool/inputs.h"

#include <doctest/doctest.h>

using namespace abi;

TEST_CASE("files are found on the disk and in a list alike") {
    const auto found = expand_on_disk("abi-check", "tool/inputs*.h");
    CHECK(found.files == std::vector<std::string>{"tool/inputs.h"});
    CHECK(found.unreadable.empty());
    const std::vector<std::string> files{"b/x.c", "a/x.c", "a/y.h"};
    CHECK(expand_in_list(files, "**/*.c") == std::vector<std::string>{"a/x.c", "b/x.c"});
    CHECK(expand_on_disk("abi-check", "none.c").files == std::vector<std::string>{"none.c"});
}
