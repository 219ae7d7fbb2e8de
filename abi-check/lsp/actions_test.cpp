#include "lsp/actions.h"

#include <doctest/doctest.h>

#include "report/sample.h"

using namespace abi;
using namespace abi::lsp;

namespace {

const std::string source =
    "#include <stdint.h>\n"
    "struct CmdPacket {\n"
    "    uint32_t kind;\n"
    "    uint32_t _pad;\n"
    "    uint32_t arg;\n"
    "    uint8_t id[16];\n"
    "};\n";

/// The drift of hal, declared by `source`.
Comparison drifted() {
    auto comparison = sample::drifted();
    for (auto& cell : comparison.cells) {
        if (!cell.actual) continue;
        cell.actual->place = {"a.h", 2, 1, 7, 2};
        unsigned line = 3;
        for (auto& field : cell.actual->fields) field.place = {"a.h", line++, field.name == "id" ? 13U : 14U};
    }
    return comparison;
}

std::vector<Action> at(unsigned first, unsigned last, const std::string& path = "/project/a.h") {
    return actions_at(drifted(), {path, first, last}, source,
                      [](const std::string& file) { return "/project/" + file; });
}

}  // namespace

TEST_CASE("at a record that differs, the editor can mend it and assert its layout") {
    const auto actions = at(5, 5);
    REQUIRE(actions.size() == 2);
    CHECK(actions[0].title == "Declare `arg` as `u64`");
    CHECK(actions[0].kind == "quickfix");
    CHECK(fix::edited(source, actions[0].edits)->find("    u64 arg;\n") != std::string::npos);
    CHECK(actions[1].title == "Assert the layout of CmdPacket that the spec states");
    CHECK(actions[1].kind == "refactor");
}

TEST_CASE("there are no actions at other lines, in other files, or in other languages") {
    CHECK(at(1, 1).empty());
    CHECK(at(8, 9).empty());
    CHECK(at(1, 9).size() == 2);
    CHECK(at(5, 5, "/project/b.h").empty());
    CHECK(at(5, 5, "/project/a.zig").empty());
}
