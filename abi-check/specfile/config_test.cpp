#include "specfile/config.h"

#include <doctest/doctest.h>

#include "specfile/refusal.h"

namespace abi {
namespace {

/// A valid configuration with one part replaced or added.
std::string config(const std::string& more = "", const std::string& inputs = R"("a.c")") {
    return R"({"specs": ["spec/a.abi.json"], "targets": [{"name": "riscv64", "triple": "riscv64-linux-gnu"}], )" +
           more + R"("layers": [{"name": "kernel", "inputs": [)" + inputs + "]}]}";
}

TEST_CASE("a package of Cargo is the input of a Rust probe") {
    const auto layers = [](const std::string& layer) {
        return parse_config("c.json", R"({"specs": ["s.json"], "layers": [{"name": "r", )" + layer + "}]}");
    };
    const auto path = layers(R"("cargo": "a/Cargo.toml")");
    REQUIRE(path);
    const auto& short_one = path->layers[0].witnesses[0];
    CHECK(short_one.reader == "probe");
    CHECK(short_one.language == "rust");
    CHECK(short_one.inputs.at(0).files == "a/Cargo.toml");
    CHECK(short_one.cargo.default_features);
    const auto whole = layers(R"("witnesses": [{"cargo": {"manifest": "Cargo.toml", "package": "p", "features": ["f"],
        "default_features": false, "bin": "b"}}, {"reader": "dwarf", "inputs": ["p.o"]}])");
    for (const auto& problem : whole.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(whole);
    const auto& cargo = whole->layers[0].witnesses[0].cargo;
    CHECK(cargo.package == "p");
    CHECK(cargo.features == std::vector<std::string>{"f"});
    CHECK_FALSE(cargo.default_features);
    CHECK(cargo.program == "b");
    CHECK(to_string(layers(R"("cargo": "a/src")").problems.at(0)) ==
          "c.json:1:57: error: /layers/0/cargo: expected the path of a Cargo.toml, found \"a/src\"");
    CHECK(to_string(layers(R"("reader": "clang", "cargo": "Cargo.toml")").problems.at(0)) ==
          "c.json:1:58: error: /layers/0/reader: expected \"probe\" beside \"cargo\", found \"clang\"");
    CHECK_FALSE(layers(R"("cargo": "Cargo.toml", "inputs": ["a.rs"])"));
}

TEST_CASE("a configuration is read whole") {
    const auto made = parse_config("sub/.abi-check.json", R"({
        "$schema": "../spec/abi-check.schema.json", "name": "p", "doc": "d",
        "specs": ["spec/a.abi.json"], "compile_commands": "build", "baseline": "debt.json",
        "targets": [{"name": "riscv64", "triple": "riscv64-linux-gnu", "sysroot": "/s", "flags": ["-mcmodel=medany"]},
                    {"name": "arm", "triple": "arm-none-eabi"}],
        "layers": [
            {"name": "hal", "inputs": ["hal/**/*.c", {"files": "hal/only.c", "targets": ["riscv64"]}],
             "flags": ["-Ihal"], "aliases": {"channel.CmdPacket": "CmdPacket"}, "records": ["Cmd*"], "constants": [],
             "version": "6.1"},
            {"name": "zig", "reader": "dump", "inputs": ["zig.json"]}],
        "rules": {"abi-renamed": "error", "abi-offset": "warning"},
        "waivers": [{"rule": "abi-offset", "record": "CmdPacket", "field": "arg", "layer": "hal", "target": "arm",
                     "reason": "mended in June", "expires": "2028-02-29"}]})");
    for (const auto& problem : made.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(made);
    CHECK(made->path == "sub/.abi-check.json");
    CHECK(made->folder == "sub");
    CHECK(made->specs == std::vector<std::string>{"spec/a.abi.json"});
    CHECK(made->compile_commands == "build");
    CHECK(made->baseline == "debt.json");
    REQUIRE(made->targets.size() == 2);
    CHECK(made->targets[0].triple == "riscv64-linux-gnu");
    CHECK(made->targets[0].sysroot == "/s");
    CHECK(made->targets[0].flags == std::vector<std::string>{"-mcmodel=medany"});
    REQUIRE(made->layers.size() == 2);
    CHECK(made->layers[0].witnesses[0].inputs[0].files == "hal/**/*.c");
    CHECK(made->layers[0].witnesses[0].inputs[1].targets == std::vector<std::string>{"riscv64"});
    CHECK(made->layers[0].aliases.at("channel.CmdPacket") == "CmdPacket");
    CHECK(made->layers[0].records == std::vector<std::string>{"Cmd*"});
    CHECK(made->layers[0].constants.empty());
    CHECK(made->layers[0].version == "6.1");
    CHECK(made->layers[1].version.empty());
    CHECK(made->layers[0].place.line == 7);
    CHECK(made->layers[1].witnesses[0].reader == "dump");
    CHECK(made->layers[1].records == std::vector<std::string>{"*"});
    CHECK(made->levels.at(Rule::renamed) == Level::error);
    CHECK(made->levels.at(Rule::offset) == Level::warning);
    REQUIRE(made->waivers.size() == 1);
    CHECK(made->waivers[0].expires == "2028-02-29");
    CHECK(made->waivers[0].place.line == 12);
}

TEST_CASE("paths of a configuration without a folder are relative to the working directory") {
    CHECK(parse_config(".abi-check.json", config())->folder == ".");
}

TEST_CASE("a target names itself in each compiler's words, with a compiler and flags") {
    const auto made = parse_config("c.json", R"({"specs": ["a.json"], "targets": [
        {"name": "m4", "triple": "thumbv7em-none-eabihf", "rust": "thumbv7em-none-eabihf",
         "c": {"target": "arm-none-eabi", "compiler": ["arm-none-eabi-gcc"], "flags": ["-mcpu=cortex-m4"]},
         "nim": {"flags": ["-d:useMalloc"]}}],
        "layers": [{"name": "hal", "records": ["A*"], "witnesses": [
            {"reader": "clang", "inputs": ["a.c"]}, {"reader": "dwarf", "inputs": ["a.o"], "records": ["AB"]}]}]})");
    for (const auto& problem : made.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(made);
    const auto& compilers = made->targets[0].compilers;
    REQUIRE(compilers.size() == 3);
    CHECK(compilers.at("rust").target == "thumbv7em-none-eabihf");
    CHECK(compilers.at("c").target == "arm-none-eabi");
    CHECK(compilers.at("c").command == std::vector<std::string>{"arm-none-eabi-gcc"});
    CHECK(compilers.at("c").flags == std::vector<std::string>{"-mcpu=cortex-m4"});
    CHECK(compilers.at("nim").flags == std::vector<std::string>{"-d:useMalloc"});
    CHECK(made->layers[0].witnesses[0].records == std::vector<std::string>{"*"});
    CHECK(made->layers[0].witnesses[1].records == std::vector<std::string>{"AB"});
}

TEST_CASE("what a target gives for a compiler is a word or an object that is not empty") {
    for (const std::string own :
         {R"("")", "{}", "1", R"({"cmd": ["x"]})", R"({"compiler": []})", R"({"target": ""})"}) {
        CAPTURE(own);
        CHECK(!parse_config("c.json", R"({"specs": ["a.json"], "targets": [{"name": "m4", "triple": "t", "rust": )" +
                                          own + R"(}], "layers": [{"name": "hal", "inputs": ["a.c"]}]})"));
    }
}

TEST_CASE("a configuration with a fault is refused") {
    const auto waiver = [](const std::string& keys) { return config("\"waivers\": [{" + keys + "}], "); };
    const char* const date = "a day of the calendar";
    for (const Refusal& row : {
             Refusal{"no JSON", "{", "", "JSON", "unexpected end of input"},
             Refusal{"no specs", R"({"layers": [{"name": "a", "inputs": ["b"]}]})", "", "the key \"specs\"",
                     "no such key"},
             Refusal{"unknown key", config("\"waiver\": [], "), "/waiver", "only keys", "did you mean \"waivers\"?"},
             Refusal{"unknown reader",
                     R"({"specs": ["s"], "layers": [{"name": "a", "reader": "clong", "inputs": ["b"]}]})",
                     "/layers/0/reader", "one of \"clang\", \"dwarf\", \"btf\", \"codeview\", \"probe\", \"dump\"",
                     "did you mean \"clang\"?"},
             Refusal{"input of another type", config("", "4"), "/layers/0/inputs/0", "text or an object", "4"},
             Refusal{"a version with letters",
                     R"({"specs": ["s"], "layers": [{"name": "a", "inputs": ["b"], "version": "v2"}]})",
                     "/layers/0/version", "a version: numbers", "\"v2\""},
             Refusal{"a base of another reader",
                     R"({"specs": ["s"], "layers": [{"name": "a", "reader": "dwarf", "base": "v", "inputs": ["b"]}]})",
                     "/layers/0/base", "a key of the reader btf only", "it under dwarf"},
             Refusal{"empty input", config("", "\"\""), "/layers/0/inputs/0", "a pattern of files", "\"\""},
             Refusal{"input without files", config("", "{}"), "/layers/0/inputs/0", "the key \"files\"", "no such key"},
             Refusal{"unknown target", config("", R"({"files": "a.c", "targets": ["riscv46"]})"),
                     "/layers/0/inputs/0/targets/0", "a target under /targets", "did you mean \"riscv64\"?"},
             Refusal{"target twice",
                     R"({"specs": ["s"], "targets": [{"name": "a", "triple": "t"}, {"name": "a", "triple": "t"}],
                         "layers": [{"name": "a", "inputs": ["b"]}]})",
                     "/targets/1/name", "targets that differ", "\"a\" again"},
             Refusal{"layer twice",
                     R"({"specs": ["s"], "layers": [{"name": "a", "inputs": ["b"]}, {"name": "a", "inputs": ["c"]}]})",
                     "/layers/1/name", "layers that differ", "\"a\" again"},
             Refusal{"reader twice on one target",
                     R"({"specs": ["s"], "targets": [{"name": "a", "triple": "t"}, {"name": "b", "triple": "u"}],
                         "layers": [{"name": "l", "witnesses": [{"reader": "clang", "targets": ["a"], "inputs": ["b"]},
                                                                {"reader": "clang", "inputs": ["c"]}]}]})",
                     "/layers/0/witnesses/1", "once on each target", "\"clang\" again"},
             Refusal{"waiver of a target and of targets",
                     waiver(R"("rule": "abi-offset", "target": "riscv64", "targets": ["riscv64"], "reason": "r")"),
                     "/waivers/0/targets", "either \"target\" or \"targets\"", "both"},
             Refusal{"unknown rule", config(R"("rules": {"abi-ofset": "note"}, )"), "/rules/abi-ofset",
                     "the id of a rule", "did you mean \"abi-offset\"?"},
             Refusal{"a rule that cannot be off", config(R"("rules": {"abi-unverified": "off"}, )"),
                     "/rules/abi-unverified", "note, warning or error: what abi-unverified reports was not seen",
                     "\"off\""},
             Refusal{"unknown level", config(R"("rules": {"abi-offset": "erorr"}, )"), "/rules/abi-offset",
                     "one of \"off\", \"note\", \"warning\", \"error\"", "did you mean \"error\"?"},
             Refusal{"waiver of an unknown rule", waiver(R"("rule": "offset", "layer": "kernel", "reason": "r")"),
                     "/waivers/0/rule", "the id of a rule", "\"offset\""},
             Refusal{"waiver without a reason", waiver(R"("rule": "abi-offset", "layer": "kernel")"), "/waivers/0",
                     "the key \"reason\"", "no such key"},
             Refusal{"waiver with an empty reason", waiver(R"("rule": "abi-offset", "layer": "kernel", "reason": "")"),
                     "/waivers/0/reason", "text that is not empty", "\"\""},
             Refusal{"waiver with a blank reason", waiver(R"("rule": "abi-offset", "layer": "kernel", "reason": " ")"),
                     "/waivers/0/reason", "the reason why", "blank"},
             Refusal{"waiver of every record and layer", waiver(R"("rule": "abi-offset", "reason": "r")"), "/waivers/0",
                     "the key \"record\", \"layer\", \"field\", \"target\" or \"targets\"", "none of them"},
             Refusal{"waiver of a witness alone", waiver(R"("rule": "abi-offset", "witness": "dwarf", "reason": "r")"),
                     "/waivers/0", "the key \"record\", \"layer\", \"field\", \"target\" or \"targets\"",
                     "none of them"},
             Refusal{"waiver of every rule", waiver(R"("layer": "kernel", "reason": "r")"), "/waivers/0",
                     "the key \"rule\"", "no such key"},
             Refusal{"waiver with an empty rule", waiver(R"("rule": "", "layer": "kernel", "reason": "r")"),
                     "/waivers/0/rule", "text that is not empty", "\"\""},
             Refusal{"waiver with a misspelt record", waiver(R"("rule": "abi-offset", "recrod": "R", "reason": "r")"),
                     "/waivers/0/recrod", "only keys", "did you mean \"record\"?"},
             Refusal{"empty baseline", config("\"baseline\": \"\", "), "/baseline", "text that is not empty", "\"\""},
             Refusal{"no leap year",
                     waiver(R"("rule": "abi-offset", "layer": "kernel", "reason": "r", "expires": "2026-02-29")"),
                     "/waivers/0/expires", date, "2026-02-29"},
             Refusal{"no month",
                     waiver(R"("rule": "abi-offset", "layer": "kernel", "reason": "r", "expires": "2026-13-01")"),
                     "/waivers/0/expires", date, "2026-13-01"},
             Refusal{"another format",
                     waiver(R"("rule": "abi-offset", "layer": "kernel", "reason": "r", "expires": "1.2.2026")"),
                     "/waivers/0/expires", date, "1.2.2026"},
             Refusal{"signs in a date",
                     waiver(R"("rule": "abi-offset", "layer": "kernel", "reason": "r", "expires": "2026-+1-01")"),
                     "/waivers/0/expires", date, "2026-+1-01"},
             Refusal{"empty date", waiver(R"("rule": "abi-offset", "layer": "kernel", "reason": "r", "expires": "")"),
                     "/waivers/0/expires", date, "\"\""},
         }) {
        check_refusal(row, parse_config("test.json", row.text));
    }
}

TEST_CASE("a configuration that is absent is a problem") {
    CHECK(read_config("absent.json").problems.at(0).found == "No such file or directory");
}

TEST_CASE("layers, witnesses and waivers may be for some targets") {
    const auto made = parse_config("c.json", R"({
        "specs": ["s.json"],
        "targets": [{"name": "riscv64", "triple": "riscv64-linux-gnu"}, {"name": "arm", "triple": "arm-none-eabi"}],
        "layers": [
            {"name": "fw", "targets": ["arm"], "inputs": ["a.c"]},
            {"name": "both", "witnesses": [
                {"reader": "probe", "language": "c", "compiler": ["gcc"], "targets": ["arm"], "inputs": ["a.c"]},
                {"reader": "probe", "language": "c", "targets": ["riscv64"], "inputs": ["a.c", "b.c"]}]}],
        "waivers": [{"rule": "abi-offset", "layer": "both", "targets": ["arm", "riscv64"], "reason": "r"}]})");
    for (const auto& problem : made.problems) FAIL_CHECK(to_string(problem));
    REQUIRE(made);
    CHECK(made->layers[0].targets == std::vector<std::string>{"arm"});
    CHECK_FALSE(has_inputs(made->layers[0].witnesses[0], "riscv64"));
    CHECK(made->layers[1].targets.empty());
    CHECK(made->layers[1].witnesses[1].inputs[1].targets == std::vector<std::string>{"riscv64"});
    REQUIRE(made->waivers.size() == 2);
    CHECK(made->waivers[1].target == "riscv64");
}

}  // namespace
}  // namespace abi
