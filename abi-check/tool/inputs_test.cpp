#include "tool/inputs.h"

#include <doctest/doctest.h>

using namespace abi;

TEST_CASE("files that match a glob are found on the disk") {
    const auto found = expand_on_disk("abi-check", "tool/inputs*.h");
    CHECK(found.files == std::vector<std::string>{"tool/inputs.h"});
    CHECK(found.unreadable.empty());
    CHECK(expand_on_disk("abi-check", "none.c").files == std::vector<std::string>{"none.c"});
}
