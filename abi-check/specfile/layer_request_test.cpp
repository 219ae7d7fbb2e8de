#include "specfile/layer_request.h"

#include <doctest/doctest.h>

#include "specfile/read.h"

namespace abi {
namespace {

using Strings = std::vector<std::string>;

Layout spec() {
    const auto made = parse_spec("test.json", R"({"name": "test",
        "constants": [{"name": "CMD_MAX", "type": "u8", "value": 1}, {"name": "SLOTS", "type": "u8", "value": 4}],
        "enums": [{"name": "Kind", "type": "u8", "values": [{"name": "CMD_A", "value": 1}]}],
        "records": [
            {"name": "Outer", "size": 2, "align": 1, "targets": ["riscv64", "arm7"], "fields": [
                {"name": "in", "type": "Inner", "offset": 0}, {"name": "kind", "type": "Kind", "offset": 1}]},
            {"name": "Inner", "size": 1, "align": 1, "fields": [{"name": "a", "type": "u8", "offset": 0}]},
            {"name": "Other", "size": 1, "align": 1, "fields": [{"name": "a", "type": "u8", "offset": 0}]}]})");
    for (const auto& problem : made.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(made);
    return made->layout;
}

Layer layer(Strings records, Strings constants) {
    Layer made;
    made.name = "hal";
    made.records = std::move(records);
    made.constants = std::move(constants);
    made.place = {"c.json", 3, 1, 3, 5};
    return made;
}

TEST_CASE("a layer that must declare a record must declare the records nested in it") {
    CHECK(records_of(spec(), layer({"Out*"}, {})) == Strings{"Inner", "Outer"});
    CHECK(records_of(spec(), layer({"*"}, {})) == Strings{"Inner", "Other", "Outer"});
    CHECK(records_of(spec(), layer({}, {})).empty());
}

TEST_CASE("a witness must know the records of its layer that its patterns match, and those nested in them") {
    Witness witness;
    CHECK(records_of(spec(), layer({"Out*"}, {}), witness) == Strings{"Inner", "Outer"});
    witness.records = {"Oth*", "Inner"};
    CHECK(records_of(spec(), layer({"Out*"}, {}), witness) == Strings{"Inner"});
    witness.records = {"Outer"};
    CHECK(records_of(spec(), layer({"*"}, {}), witness) == Strings{"Inner", "Outer"});
}

TEST_CASE("constants and enumerators are asked for alike, in the order of the spec") {
    CHECK(constants_of(spec(), layer({"*"}, {"CMD_*"})) == Strings{"CMD_MAX", "CMD_A"});
    CHECK(constants_of(spec(), layer({"*"}, {"*"})) == Strings{"CMD_MAX", "SLOTS", "CMD_A"});
    CHECK(constants_of(spec(), layer({"*"}, {})).empty());
}

TEST_CASE("sources are read for the names of the spec, its enums and the aliases") {
    Layer one = layer({}, {});
    one.aliases = {{"hal_inner", "Inner"}};
    CHECK(names_to_read(spec(), one, {"Inner"}, {"SLOTS"}) == Strings{"Inner", "Kind", "SLOTS", "hal_inner"});
}

TEST_CASE("probes are asked last, the others in their own order") {
    std::vector<Witness> witnesses(4);
    witnesses[0].reader = "probe";
    witnesses[1].reader = "dwarf";
    witnesses[3].reader = "btf";
    CHECK(order_of_asking(witnesses) == std::vector<std::size_t>{1, 2, 3, 0});
    CHECK(order_of_asking({}).empty());
}

TEST_CASE("a name that matches nothing is a problem, with the name that was probably meant") {
    Config config;
    config.layers = {layer({"*", "Inne"}, {"SLOT"})};
    config.layers[0].aliases = {{"hal_other", "Othr"}, {"hal_max", "CMD_MAX"}, {"hal_kind", "Kind"}};
    std::string text;
    for (const auto& problem : check_layer_names(config, {"riscv64", "armv7"}, spec())) {
        text += to_string(problem) + "\n";
    }
    CHECK(text ==
          "c.json:3:1: error: expected a record of a spec in layer hal, found \"Inne\", did you mean \"Inner\"?\n"
          "c.json:3:1: error: expected a constant of a spec in layer hal, found \"SLOT\", did you mean \"SLOTS\"?\n"
          "c.json:3:1: error: expected a name of a spec in layer hal, found \"Othr\", did you mean \"Other\"?\n"
          "test.json:5:22: error: expected a target of the configuration in Outer, found \"arm7\", did you mean "
          "\"armv7\"?\n");
}

TEST_CASE("every pattern may be a star, and a record may name targets of another configuration") {
    Config config;
    config.layers = {layer({"*"}, {"*"})};
    CHECK(check_layer_names(config, {"riscv64", "arm7"}, spec()).empty());
    CHECK(check_layer_names(config, {"x86_64"}, spec()).empty());
    CHECK(check_layer_names(config, {}, Layout{}).empty());
}

TEST_CASE("siblings of a target are not that target misspelled") {
    struct Row {
        const char* in_spec;
        const char* in_config;
        bool is_misspelled;
    };
    for (const auto& row : {Row{"riscv32", "riscv64", false}, Row{"i386", "i686", false}, Row{"mips", "mipsel", false},
                            Row{"mips64", "mipsel", false}, Row{"arm", "armv7", false}, Row{"armv6", "armv7", false},
                            Row{"board1", "board2", false}, Row{"x86-64", "x86_64", true},
                            Row{"x86_46", "x86_64", true}, Row{"rsicv64", "riscv64", true}}) {
        CAPTURE(row.in_spec);
        Config config;
        config.layers = {layer({"*"}, {"*"})};
        Layout named = spec();
        for (auto& record : named.records) record.targets = {row.in_spec};
        CHECK(check_layer_names(config, {row.in_config}, named).empty() != row.is_misspelled);
    }
}

TEST_CASE("a version means nothing if no field of a spec says since when it exists") {
    Config config;
    config.layers = {layer({"*"}, {"*"})};
    config.layers[0].version = "2";
    const auto problems = check_layer_names(config, {}, spec());
    REQUIRE(problems.size() == 1);
    CHECK(to_string(problems[0]) ==
          "c.json:3:1: error: expected a spec with fields that have \"since\", for the \"version\" of layer hal, found "
          "none");
    Layout with_versions = spec();
    with_versions.records[0].fields[1].since = "3";
    CHECK(check_layer_names(config, {}, with_versions).empty());
}

TEST_CASE("a pattern of a witness that matches no record of its layer is a problem") {
    Config config;
    config.layers = {layer({"Outer"}, {})};
    Witness witness;
    witness.records = {"Other"};
    config.layers[0].witnesses = {witness};
    const auto problems = check_layer_names(config, {}, spec());
    REQUIRE(problems.size() == 1);
    CHECK(to_string(problems[0]).find("for clang a record of a spec in layer hal") != std::string::npos);
}

TEST_CASE("an alias with a wildcard is for each name of the layer that it matches") {
    Layout own;
    Record record;
    record.name = "l.R";
    Field field;
    field.name = "arg";
    field.type.kind = Kind::record;
    field.type.name = "l.R.arg__union_3417";
    record.fields.push_back(field);
    own.records.push_back(record);
    Layer named;
    named.aliases = {{"l.R.arg__union_*", "arg"}, {"l.R", "R"}, {"no*", "arg"}};
    CHECK(aliases_of(named, own) == std::map<std::string, std::string>{{"l.R", "R"}, {"l.R.arg__union_3417", "arg"}});
    named.aliases = {{"ar*", "value"}};
    CHECK(aliases_of(named, own) == std::map<std::string, std::string>{{"arg", "value"}});
}

TEST_CASE("an enum is left out with its values if no pattern matches it and no record of the layer holds it") {
    CHECK(enums_left_out(spec(), layer({"Other"}, {"*"})) == Strings{"Kind"});
    CHECK(enums_left_out(spec(), layer({"Other", "K*"}, {"*"})).empty());
    CHECK(enums_left_out(spec(), layer({"Outer"}, {"*"})).empty());
    CHECK(constants_of(spec(), layer({"Other"}, {"*"})) == Strings{"CMD_MAX", "SLOTS"});
    CHECK(constants_of(spec(), layer({"Outer"}, {"*"})) == Strings{"CMD_MAX", "SLOTS", "CMD_A"});
    auto stated = layer({"Other"}, {"CMD_*"});
    stated.names_constants = true;
    CHECK(constants_of(spec(), stated) == Strings{"CMD_MAX", "CMD_A"});
}

TEST_CASE("a layer is on the targets that it names, or else on those for which it has inputs") {
    Layer layer;
    layer.name = "fw";
    layer.witnesses = {Witness{}, Witness{}};
    layer.witnesses[0].inputs = {{"a.c", {"armv7"}}};
    layer.witnesses[1].inputs = {{"b.o", {"armv7", "riscv64"}}};
    CHECK(why_left_out(layer, "armv7").empty());
    CHECK(why_left_out(layer, "riscv64").empty());
    CHECK(why_left_out(layer, "x86_64") == "layer fw is on armv7, riscv64 only");
    layer.targets = {"armv7"};
    CHECK(why_left_out(layer, "riscv64") == "layer fw is on armv7 only");
    layer.targets.clear();
    layer.witnesses[0].inputs.push_back({"c.c", {}});
    CHECK(why_left_out(layer, "x86_64").empty());
}

TEST_CASE("of several witnesses of one reader, those with inputs for the target are asked") {
    Layer layer;
    layer.witnesses = {Witness{}, Witness{}, Witness{}};
    layer.witnesses[0].inputs = {{"a.c", {"armv7"}}};
    layer.witnesses[1].reader = layer.witnesses[2].reader = "probe";
    layer.witnesses[1].inputs = {{"b.c", {"armv7"}}};
    layer.witnesses[2].inputs = {{"c.c", {"riscv64"}}};
    const auto on_riscv64 = witnesses_on(layer, "riscv64");
    REQUIRE(on_riscv64.size() == 2);
    CHECK(on_riscv64[0].reader == "clang");  // without inputs, as before: the report shows that it sees nothing
    CHECK(on_riscv64[1].inputs[0].files == "c.c");
}

}  // namespace
}  // namespace abi
