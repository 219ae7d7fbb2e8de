#include "tool/shown.h"

#include <doctest/doctest.h>

#include "test/folder.h"

using namespace abi;
using namespace abi::test;

namespace {

/// The current folder, while it lives.
class Here {
  public:
    explicit Here(const std::string& folder) { std::filesystem::current_path(folder); }
    ~Here() { std::filesystem::current_path(before_); }
    Here(const Here&) = delete;
    Here& operator=(const Here&) = delete;

  private:
    std::filesystem::path before_ = std::filesystem::current_path();
};

}  // namespace

TEST_CASE("the base is the root of the repository around the current folder, else the current folder") {
    const Folder folder;
    const auto root = std::filesystem::canonical(folder.path).string();
    std::filesystem::create_directories(root + "/repo/sub/deep");
    folder.write("repo/.git/HEAD", "ref: refs/heads/main\n");
    folder.write("tree/.git", "gitdir: ../repo/.git/worktrees/tree\n");
    std::filesystem::create_directories(root + "/tree/sub");
    std::filesystem::create_directories(root + "/plain/.git");
    for (const auto& [current, base] :
         {std::pair{"/repo", "/repo"}, {"/repo/sub/deep", "/repo"}, {"/tree/sub", "/tree"}, {"/plain", "/plain"}}) {
        const Here here(root + current);
        CHECK(base_folder() == root + base);
    }
    const Here here(root + "/repo/sub");
    CHECK(shown_here("p.h") == "sub/p.h");
    CHECK(shown_here("../q.h") == "q.h");
    CHECK(shown_here("../../r.h") == root + "/r.h");
}

TEST_CASE("a path is shown relative to the base, from whatever folder it was read") {
    CHECK(shown_from("/repo/sub", "/repo", "inc/p.h") == "sub/inc/p.h");
    CHECK(shown_from("/repo/sub", "/repo", "/repo/inc/p.h") == "inc/p.h");
    CHECK(shown_from("/repo", "/repo/sub", "inc/p.h") == "/repo/inc/p.h");
    CHECK(shown_from("/repo/sub", "/repo", "lib.a(a.o)") == "sub/lib.a(a.o)");
    CHECK(shown_from("/repo/sub", "/repo", "/usr/include/stdint.h") == "/usr/include/stdint.h");
    for (const char* word : {"", "(temporary folder)", "<command line>"})
        CHECK(shown_from("/repo/sub", "/repo", word) == word);
    CHECK(shown_from("/repo/sub", "", "p.h") == "p.h");
}

TEST_CASE("all paths of a reading are moved, each once") {
    const Place place{.file = "p.h", .line = 2};
    Record record{.name = "P", .place = place};
    record.unit = "p.c";
    record.fields.push_back({.name = "a", .type = {}, .place = place});
    Reading reading;
    reading.layout.records = {record};
    reading.other_definitions = {record};
    reading.layout.enums = {
        {.name = "E", .type = {}, .enumerators = {{"A", {}, "", place}}, .doc = "", .place = place}};
    reading.layout.constants = {{.name = "C", .type = {}, .value = {}, .doc = "", .place = place}};
    reading.problems = {file_problem("p.h", "", "text about p.h")};
    reading.failed_assertions = {file_problem("p.h", "", "it fails")};
    reading.units = {"p.c"};
    reading.choices = {{.is_left_out = false, .why = "", .found_in = "p.h", .file = "p.c"}};
    reading.unit_facts = {{"p.c", {}}};
    reading.stamps = {{"p.o", "", {}}};
    reading.changed = {{"p.o", "p.c"}};
    show_from("/repo/sub", "/repo", reading);
    for (const auto* each : {&reading.layout.records[0], &reading.other_definitions[0]}) {
        CHECK(to_string(each->place) == "sub/p.h:2");
        CHECK(to_string(each->fields[0].place) == "sub/p.h:2");
        CHECK(each->unit == "sub/p.c");
    }
    CHECK(to_string(reading.layout.enums[0].place) == "sub/p.h:2");
    CHECK(to_string(reading.layout.enums[0].enumerators[0].place) == "sub/p.h:2");
    CHECK(to_string(reading.layout.constants[0].place) == "sub/p.h:2");
    CHECK(to_string(reading.problems[0]) == "sub/p.h: error: text about p.h");
    CHECK(reading.failed_assertions[0].place.file == "sub/p.h");
    CHECK(reading.units[0] == "sub/p.c");
    CHECK(reading.choices[0].file == "sub/p.c");
    CHECK(reading.choices[0].found_in == "sub/p.h");
    CHECK(reading.unit_facts[0].unit == "sub/p.c");
    CHECK(reading.stamps[0].object == "sub/p.o");
    CHECK(reading.changed[0].object == "sub/p.o");
    CHECK(reading.changed[0].source == "sub/p.c");
}
