#include <doctest/doctest.h>

#include "specfile/config.h"

namespace abi {
namespace {

Config two_layers() {
    Config config;
    config.compile_commands = "build";
    config.targets = {{"riscv64", "riscv64-linux-gnu", "", {}}, {"armv7", "armv7-linux-gnueabihf", "", {}}};
    for (const char* name : {"hal", "core"}) {
        Layer layer;
        layer.name = name;
        Witness witness;
        witness.inputs = {{"build/" + layer.name + ".o", {}}, {"builds/x.o", {}}, {layer.name + ".c", {}}};
        layer.witnesses = {witness};
        config.layers.push_back(layer);
    }
    return config;
}

TEST_CASE("only the named layers and targets stay; no name keeps all") {
    Config config = two_layers();
    CHECK_FALSE(keep_only({"core"}, {"armv7"}, config));
    REQUIRE(config.layers.size() == 1);
    CHECK(config.layers[0].name == "core");
    REQUIRE(config.targets.size() == 1);
    CHECK(config.targets[0].name == "armv7");
    CHECK_FALSE(keep_only({}, {}, config));
    CHECK(config.layers.size() == 1);
}

TEST_CASE("an unknown layer or target is a problem that lists the known ones") {
    Config config = two_layers();
    const auto problem = keep_only({"hal", "user"}, {}, config);
    REQUIRE(problem);
    CHECK(problem->pointer == "--layer");
    CHECK(sentence(*problem) == "expected hal, core, found \"user\"");
    CHECK(keep_only({}, {"x86"}, config)->pointer == "--target");
}

TEST_CASE("another build has its own commands, and its own files in place of those of the build") {
    Config config = two_layers();
    use_build("/other", config);
    CHECK(config.compile_commands == "/other");
    const auto& inputs = config.layers[0].witnesses[0].inputs;
    CHECK(inputs[0].files == "/other/hal.o");
    CHECK(inputs[1].files == "builds/x.o");
    CHECK(inputs[2].files == "hal.c");
}

TEST_CASE("without compile commands a configuration has no build of its own") {
    Config config = two_layers();
    config.compile_commands = "";
    use_build("/other", config);
    CHECK(config.compile_commands == "/other");
    CHECK(config.layers[0].witnesses[0].inputs[0].files == "build/hal.o");
}

}  // namespace
}  // namespace abi
