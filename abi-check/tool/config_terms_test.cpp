#include "tool/config_terms.h"

#include <doctest/doctest.h>

using namespace abi;

namespace {

/// A project whose configuration lies in a subfolder of the repository.
Project project_below() {
    Project project;
    project.root = "/repo/sub";
    project.base = "/repo";
    return project;
}

/// What a stale object gives, as it is printed.
Finding stale() {
    Finding finding;
    finding.rule = Rule::stale;
    finding.record = "sub/a.o";
    finding.field = "sub/src/a.c";
    finding.message = "sub/a.o was built from another version of sub/src/a.c than the one here";
    finding.place.file = "sub/a.o";
    finding.related = {{{.file = "sub/src/a.c"}, "it has changed since"}};
    return finding;
}

}  // namespace

TEST_CASE("a baseline holds paths as the configuration names them; places stay") {
    const auto own = in_config_terms(project_below(), stale());
    CHECK(own.record == "a.o");
    CHECK(own.field == "src/a.c");
    CHECK(own.message == "a.o was built from another version of src/a.c than the one here");
    CHECK(own.place.file == "sub/a.o");
    auto other = stale();
    other.message = "lib/sub/a.o and sub/a.old are other files than sub/a.o.";
    CHECK(in_config_terms(project_below(), other).message == "lib/sub/a.o and sub/a.old are other files than a.o.");
}

TEST_CASE("an entry of a baseline with such paths holds the finding as it is printed") {
    const auto entry = in_config_terms(project_below(), stale());
    const auto entries = entries_as_printed(project_below(), {entry, {}}, {stale()});
    CHECK(key(entries[0]) == key(stale()));
    CHECK(entries[0].message == stale().message);
    CHECK(entries[1].message.empty());
}

TEST_CASE("a waiver names a file as the configuration does, unless a record has this name") {
    auto project = project_below();
    project.config.waivers.resize(3);
    project.config.waivers[0].record = "a.o";
    project.config.waivers[1].record = "Packet";
    project.config.waivers[2].record = "none.o";
    Finding other;
    other.record = "Packet";
    const auto waivers = waivers_as_printed(project, {stale(), other});
    CHECK(waivers[0].record == "sub/a.o");
    CHECK(waivers[1].record == "Packet");
    CHECK(waivers[2].record == "none.o");
}
