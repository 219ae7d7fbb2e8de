#include "read/clang/command.h"

#include <doctest/doctest.h>

#include <sstream>

using namespace abi;
using namespace abi::clang_reader;

namespace {

std::vector<std::string> words(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> all;
    for (std::string word; stream >> word;) all.push_back(word);
    return all;
}

std::string line(const std::vector<std::string>& all) {
    std::string text;
    for (const auto& word : all) text += (text.empty() ? "" : " ") + word;
    return text;
}

Target target(const std::string& triple) {
    return {.name = "", .triple = triple, .sysroot = "", .flags = {}};
}

AdjustedCommand adjust(const std::string& command, const Target& to = {}, const std::string& flags = "") {
    return adjust_command(words(command), {.flags = words(flags), .target = to, .extra_args = {}});
}

/// The adjusted command, or the option that cannot be followed.
std::string adjusted(const std::string& command, const Target& to = {}) {
    const auto made = adjust(command, to);
    return made.problem ? "refused: " + made.problem->found : line(made.arguments);
}

}  // namespace

TEST_CASE("An option that writes files, prints, or turns warnings into errors is left out of a command") {
    for (const std::string removed : {"-c",
                                      "-o a.o",
                                      "-oa.o",
                                      "--output=a.o",
                                      "-S",
                                      "-E",
                                      "-emit-llvm",
                                      "-MD -MF a.d -MT a.o",
                                      "-MMD -MP",
                                      "--dependencies",
                                      "-MQ x -MG",
                                      "-MJ a.json",
                                      "--serialize-diagnostics a.dia",
                                      "-save-temps",
                                      "--save-temps=obj",
                                      "-v",
                                      "--verbose",
                                      "-###",
                                      "-H",
                                      "-ftime-trace",
                                      "-w",
                                      "-Wall",
                                      "-Werror=unused",
                                      "-Wno-made-up-by-gcc",
                                      "-Wfatal-errors",
                                      "-pedantic-errors",
                                      "-Xclang -dependency-file -Xclang a.d",
                                      "-mllvm -x",
                                      "-Xclang -mllvm -Xclang -x",
                                      "-fpass-plugin=p.so",
                                      "-Wl,-z,now",
                                      "-Wa,-march=x",
                                      "-lm",
                                      "-L /lib",
                                      "-nostdlib"}) {
        CAPTURE(removed);
        CHECK(adjusted("clang -DA " + removed + " -DB a.c") == "clang -DA -DB a.c -fsyntax-only");
        CHECK(line(adjust("clang -DA -- a.c", {}, removed).arguments) == "clang -DA -fsyntax-only -- a.c");
    }
}

TEST_CASE("Every other option reaches the parser with its value, from a build and from the user, for every target") {
    for (const std::string kept : {"-I include",
                                   "--include-directory=include",
                                   "-isystem /x",
                                   "-D -DX",
                                   "-U X",
                                   "-include a.h",
                                   "-include-pch a.pch",
                                   "-Xclang -include-pch -Xclang a.pch",
                                   "-std=c++20",
                                   "-x c++",
                                   "-fpack-struct=4",
                                   "-fshort-enums",
                                   "-fno-short-enums",
                                   "-mms-bitfields",
                                   "-mno-ms-bitfields",
                                   "-malign-double",
                                   "-mlong-double-64",
                                   "-ffreestanding",
                                   "-nostdinc",
                                   "-static",
                                   "-Wp,-DX",
                                   "-Xpreprocessor -DX",
                                   "-Xclang -fms-layout-compatibility=microsoft"}) {
        CAPTURE(kept);
        CHECK(adjusted("clang " + kept + " a.c") == "clang " + kept + " a.c -fsyntax-only");
        CHECK(adjusted("clang --target=i686-linux-gnu " + kept + " -- a.c", target("riscv64-linux-gnu")) ==
              "clang " + kept + " --target=riscv64-linux-gnu -fsyntax-only -- a.c");
    }
    for (const std::string kept : {"-m32", "-march=rv64gc -mabi=ilp32", "-msse4.2", "--target=x86_64-linux-gnu",
                                   "--sysroot=/x", "-isysroot /x", "-Xclang -target-feature -Xclang +v"}) {
        CAPTURE(kept);
        CHECK(line(adjust("clang -- a.c", target("riscv64-linux-gnu"), kept).arguments) ==
              "clang " + kept + " --target=riscv64-linux-gnu -fsyntax-only -- a.c");
        auto to = target("riscv64-linux-gnu");
        to.flags = words(kept);
        CHECK(line(adjust("clang -- a.c", to).arguments) ==
              "clang --target=riscv64-linux-gnu " + kept + " -fsyntax-only -- a.c");
    }
}

TEST_CASE("The command comes first, then flags, target, flags of the target, and --extra-arg, so that the last wins") {
    auto to = target("riscv64-linux-gnu");
    to.sysroot = "/roots/riscv64";
    to.flags = {"-DN=3"};
    const auto made = adjust_command(words("clang --sysroot=/x -DN=1 -- -odd.c"),
                                     {.flags = {"-DN=2"}, .target = to, .extra_args = {"-DN=4"}});
    CHECK(line(made.arguments) ==
          "clang -DN=1 -DN=2 --target=riscv64-linux-gnu --sysroot=/roots/riscv64 -DN=3 -DN=4 -fsyntax-only -- -odd.c");
    CHECK_FALSE(made.problem);
}

TEST_CASE("If a command is for another machine, options that only concern that machine are left out") {
    for (const std::string removed :
         {"-march=native", "-mcpu=x", "-mtune=native", "-msse4.2", "-mno-avx", "-m32", "-mcmodel=kernel",
          "-mno-red-zone", "-mabi=lp64", "-mabi=ms", "-mfloat-abi=hard", "-mregparm=3", "-mthumb-interwork", "-mabm",
          "-fcf-protection=full", "-fcf-protection", "-Xclang -target-feature -Xclang +sse", "-arch x86_64",
          "-fpatchable-function-entry=2"}) {
        CAPTURE(removed);
        CHECK(adjusted("clang --target=x86_64-linux-gnu -DA " + removed + " a.c", target("riscv64-linux-gnu")) ==
              "clang -DA a.c --target=riscv64-linux-gnu -fsyntax-only");
    }
    for (const std::string kept : {"-mabi=n32", "-mdouble=64", "-mlong-double-128", "-malign-double"}) {
        CAPTURE(kept);
        CHECK(adjusted("clang --target=mips64-linux-gnu " + kept + " a.c", target("riscv64-linux-gnu")) ==
              "clang " + kept + " a.c --target=riscv64-linux-gnu -fsyntax-only");
    }
    CHECK(adjusted("gcc -mstructure-size-boundary=32 a.c", target("riscv64-linux-gnu")) ==
          "refused: -mstructure-size-boundary=32, which can change a layout, and which clang does not follow");
}

TEST_CASE("If a command is for the same machine, its options are kept; Arm and Thumb are one machine") {
    CHECK(adjusted("clang --target=riscv64-unknown-elf -march=rv64gc -mabi=lp64d a.c", target("riscv64-linux-gnu")) ==
          "clang -march=rv64gc -mabi=lp64d a.c --target=riscv64-linux-gnu -fsyntax-only");
    CHECK(adjusted("clang --target=arm-none-eabi -mcpu=cortex-m4 -mthumb a.c", target("thumbv7em-none-eabi")) ==
          "clang -mcpu=cortex-m4 -mthumb a.c --target=thumbv7em-none-eabi -fsyntax-only");
    CHECK(
        adjusted("clang --target=riscv64-unknown-elf -march=rv32imac -mabi=ilp32 a.c", target("riscv32-unknown-elf")) ==
        "clang -march=rv32imac -mabi=ilp32 a.c --target=riscv32-unknown-elf -fsyntax-only");
}

TEST_CASE("The sysroot of a command is kept for its own system, and replaced only by that of the target") {
    for (const std::string option : {"--sysroot=/x", "--sysroot /x", "-isysroot /x", "--gcc-toolchain=/x"}) {
        CAPTURE(option);
        const std::string command = "clang --target=riscv64-unknown-elf " + option + " a.c";
        CHECK(adjusted(command, target("riscv64-unknown-elf")) ==
              "clang " + option + " a.c --target=riscv64-unknown-elf -fsyntax-only");
        CHECK(adjusted(command, target("riscv64-linux-gnu")) == "refused: only " + option + " of the command");
        auto to = target("riscv64-linux-gnu");
        to.sysroot = "/y";
        CHECK(adjusted(command, to) == "clang a.c --target=riscv64-linux-gnu --sysroot=/y -fsyntax-only");
    }
}

TEST_CASE("An option that only GCC knows, or that clang ignores, is left out if it changes nothing that is read") {
    for (const std::string removed : {"-fno-allow-store-data-races",
                                      "-fconserve-stack",
                                      "-mpreferred-stack-boundary=3",
                                      "-mindirect-branch=thunk-extern -mindirect-branch-register",
                                      "-mrecord-mcount",
                                      "-mabi=ms",
                                      "-mabi=no-altivec",
                                      "-gno-as-loc-support",
                                      "-fanalyzer",
                                      "-fno-var-tracking-assignments",
                                      "-fmin-function-alignment=16",
                                      "-maccumulate-outgoing-args",
                                      "-fdump-tree-all",
                                      "-fpcc-struct-return",
                                      "-fzero-init-padding-bits=all",
                                      "-fno-tree-loop-vectorize",
                                      "-aux-info a.txt",
                                      "-mthumb-interwork",
                                      "-mlongcalls",
                                      "-fno-unsigned-bitfields",
                                      "--specs=nosys.specs",
                                      "-specs=/x/rdimon.specs",
                                      "-fsched-pressure",
                                      "-fsanitize=bounds-strict",
                                      "-mno-hotpatch",
                                      "-fgcse-sm",
                                      "-fdiagnostics-urls=never",
                                      "-mno-abm"}) {
        CAPTURE(removed);
        CHECK(adjusted("gcc -DA " + removed + " -DB -- a.c") == "gcc -DA -DB -fsyntax-only -- a.c");
        CHECK(line(adjust("clang -- a.c", {}, removed).arguments) == "clang -fsyntax-only -- a.c");
    }
}

TEST_CASE("An option that clang ignores is refused with its name, if it can change what is read") {
    struct Case {
        std::string option;
        std::string effect;
    };
    const Case several[] = {
        {"-fshort-double", "a layout"},
        {"-fsso-struct=big-endian", "a layout"},
        {"-fabi-version=2", "a layout"},
        {"-funsigned-bitfields", "a layout"},
        {"-fno-signed-bitfields", "a layout"},
        {"-m96bit-long-double", "a layout"},
        {"-mstructure-size-boundary=32", "a layout"},
        {"-malign-natural", "a layout"},
        {"-mshort", "a layout"},
        {"-mlarge", "a layout"},
        {"-mint8", "a layout"},
        {"-fno-leading-underscore", "a macro"},
        {"-fhardened", "a macro"},
        {"--param l1-cache-line-size=32", "a macro"},
        {"--param=destructive-interference-size=128", "a macro"},
        {"--specs=picolibc.specs", "where headers are sought"},
        {"-mmusl", "where headers are sought"},
    };
    for (const auto& [option, effect] : several) {
        CAPTURE(option);
        const std::string expected =
            "refused: " + option + ", which can change " + effect + ", and which clang does not follow";
        CHECK(adjusted("gcc " + option + " -- a.c") == expected);
        const auto given = adjust("clang -- a.c", {}, option);
        REQUIRE(given.problem);
        CHECK("refused: " + given.problem->found == expected);
    }
    for (const std::string plugin : {"-fplugin=p.so", "-Xclang -load -Xclang p.so", "-Xclang -add-plugin -Xclang x"}) {
        CAPTURE(plugin);
        CHECK(adjusted("clang " + plugin + " a.c") ==
              "refused: " + plugin.substr(0, plugin.find(" -Xclang", 8)) +
                  (plugin.starts_with("-X") ? plugin.substr(plugin.rfind(' ')) : "") +
                  ", a plugin, which can change a layout and is not loaded");
    }
}

TEST_CASE("An option in neither table stays, so that clang refuses it; some have another name in clang") {
    for (const std::string kept : {"-fmade-up", "-mmade-up=1", "--unknown", "--param=allow-store-data-races=0"}) {
        CAPTURE(kept);
        CHECK(adjusted("gcc " + kept + " a.c") == "gcc " + kept + " a.c -fsyntax-only");
    }
    CHECK(adjusted("gcc -fsingle-precision-constant -- a.c") ==
          "gcc -Xclang -cl-single-precision-constant -fsyntax-only -- a.c");
    CHECK(adjusted("gcc -ftree-parallelize-loops=4 -- a.c") == "gcc -pthread -fsyntax-only -- a.c");
    CHECK(adjusted("gcc -fnon-call-exceptions -- a.c") == "gcc -fexceptions -fsyntax-only -- a.c");
    CHECK(adjusted("gcc -fstack-protector-explicit -- a.c") == "gcc -D__SSP_EXPLICIT__=4 -fsyntax-only -- a.c");
    CHECK(adjusted("gcc -mno-thumb-interwork -- a.c") == "gcc -U__THUMB_INTERWORK__ -fsyntax-only -- a.c");
    CHECK(adjusted("gcc --target=aarch64-linux-gnu -mabi=lp64 -- a.c") ==
          "gcc --target=aarch64-linux-gnu -fsyntax-only -- a.c");
    CHECK(adjusted("gcc --target=riscv64-linux-gnu -mabi=lp64 -- a.c") ==
          "gcc --target=riscv64-linux-gnu -mabi=lp64 -fsyntax-only -- a.c");
    CHECK(adjusted("gcc --specs=nano.specs -- a.c") == "gcc -isystem =/include/newlib-nano -fsyntax-only -- a.c");
}

TEST_CASE("The source file is placed behind --, and other source files are removed") {
    const auto one = [](const std::string& command) {
        return line(with_one_file(words(command), "/src/a.c", "/src/out"));
    };
    CHECK(one("gcc -Dx ../b.c -I.. ../a.c c.c -c") == "gcc -Dx -I.. -c -- ../a.c");
    CHECK(one("gcc -x c ../a.c -x c++ b.cpp") == "gcc -x c -- ../a.c");
    CHECK(one("gcc @flags ../b.c ../a.c") == "gcc @flags -- ../a.c");
    CHECK(one("gcc -aux-info x.c ../a.c") == "gcc -aux-info x.c -- ../a.c");
    for (const std::string alone : {"gcc -- ../b.c", "gcc ../b.c ../c.c", "gcc ../a.c ../a.c", "gcc"}) {
        CAPTURE(alone);
        CHECK(one(alone) == alone);
    }
}

TEST_CASE("An incomplete command is not completed") {
    CHECK(adjusted("") == "-fsyntax-only");
    CHECK(adjusted("clang") == "clang -fsyntax-only");
    CHECK(adjusted("clang a.c -o") == "clang a.c -o -fsyntax-only");
    CHECK(adjusted("clang a.c -Xclang") == "clang a.c -Xclang -fsyntax-only");
}
