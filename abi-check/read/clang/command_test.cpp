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

std::string adjusted(const std::string& command, const Target& to = {}) {
    return line(adjust_command(words(command), to, {}));
}

}  // namespace

TEST_CASE(
    "What writes files, speaks, or makes errors of remarks is taken out "
    "of a command") {
    for (const std::string removed : {"-c",
                                      "-o a.o",
                                      "-oa.o",
                                      "-S",
                                      "-E",
                                      "-emit-llvm",
                                      "-MD -MF a.d -MT a.o",
                                      "-MMD -MP",
                                      "-M",
                                      "-MQ x -MG",
                                      "-MJ a.json",
                                      "--serialize-diagnostics a.dia",
                                      "-save-temps",
                                      "-save-temps=obj",
                                      "-v",
                                      "-###",
                                      "-H",
                                      "-ftime-trace",
                                      "-ftime-report",
                                      "-Werror",
                                      "-Werror=unused",
                                      "-Werror-implicit-function-declaration",
                                      "-Wfatal-errors",
                                      "-pedantic-errors",
                                      "-include-pch a.pch",
                                      "-Xclang -include-pch -Xclang a.pch",
                                      "-Xclang -load -Xclang p.so",
                                      "-Xclang -plugin -Xclang name",
                                      "-fplugin=p.so",
                                      "-Wl,-z,now",
                                      "-Wa,-march=x",
                                      "-lm",
                                      "-L /lib",
                                      "-nostdlib"}) {
        CAPTURE(removed);
        CHECK(adjusted("clang -DA " + removed + " -DB a.c") == "clang -DA -DB a.c -fsyntax-only -w");
    }
}

TEST_CASE("What decides the layout stays in a command, value and all") {
    for (const std::string kept : {"-I include",
                                   "-isystem /x",
                                   "-D -DX",
                                   "-U X",
                                   "-include a.h",
                                   "-std=c++20",
                                   "-x c++",
                                   "-fpack-struct=4",
                                   "-fshort-enums",
                                   "-mms-bitfields",
                                   "-march=rv64gc -mabi=lp64d",
                                   "-m32",
                                   "--target=riscv64-linux-gnu",
                                   "-target riscv64-linux-gnu",
                                   "--sysroot=/x",
                                   "-isysroot /x",
                                   "-Wno-error",
                                   "-Wall",
                                   "-ffreestanding",
                                   "-nostdinc",
                                   "-Xclang -fno-pch-timestamp",
                                   "-Xclang -target-feature -Xclang +v",
                                   "-funknown-to-clang"}) {
        CAPTURE(kept);
        CHECK(adjusted("clang " + kept + " a.c") == "clang " + kept + " a.c -fsyntax-only -w");
    }
}

TEST_CASE("What follows -- stays behind everything that is added") {
    auto to = target("riscv64-linux-gnu");
    to.sysroot = "/roots/riscv64";
    to.flags = {"-ffreestanding"};
    CHECK(line(adjust_command(words("clang -O2 -- -odd.c"), to, {"-DLAST"})) ==
          "clang -O2 -fsyntax-only -w --target=riscv64-linux-gnu "
          "--sysroot=/roots/riscv64 -ffreestanding -DLAST -- "
          "-odd.c");
}

TEST_CASE("Another architecture leaves nothing of the old machine") {
    for (const std::string removed : {"--target=x86_64-linux-gnu",
                                      "-target x86_64-linux-gnu",
                                      "-march=native",
                                      "-mcpu=x",
                                      "-mtune=native",
                                      "-msse4.2",
                                      "-mno-avx",
                                      "-m32",
                                      "-m64",
                                      "-mcmodel=kernel",
                                      "-mno-red-zone",
                                      "-mabi=lp64",
                                      "-mno-relax",
                                      "-mfloat-abi=hard",
                                      "-mfpu=neon",
                                      "-mregparm=3",
                                      "-mllvm -x",
                                      "--sysroot=/x",
                                      "--sysroot /x",
                                      "-isysroot /x",
                                      "--gcc-toolchain=/x",
                                      "-fcf-protection=full",
                                      "-fcf-protection",
                                      "-fsanitize=address",
                                      "-ffixed-x18",
                                      "-Xclang -target-feature -Xclang +sse",
                                      "-Xclang -target-cpu -Xclang x",
                                      "-arch x86_64",
                                      "-fpatchable-function-entry=2"}) {
        CAPTURE(removed);
        CHECK(adjusted("clang -DA " + removed + " -mms-bitfields a.c", target("riscv64-linux-gnu")) ==
              "clang -DA -mms-bitfields a.c -fsyntax-only -w "
              "--target=riscv64-linux-gnu");
    }
}

TEST_CASE(
    "The same architecture keeps the machine's flags, and the same "
    "system its sysroot too") {
    const std::string command =
        "clang --target=riscv64-unknown-elf --sysroot=/x "
        "-march=rv64gc -mabi=lp64d a.c";
    CHECK(adjusted(command, target("riscv64-linux-gnu")) ==
          "clang -march=rv64gc -mabi=lp64d a.c -fsyntax-only -w "
          "--target=riscv64-linux-gnu");
    CHECK(adjusted(command, target("riscv64-unknown-elf")) == command + " -fsyntax-only -w");
}

TEST_CASE("-m32 and -m64 are part of what a command compiles for") {
    CHECK(triple_of(words("clang --target=x86_64-linux-gnu -m32 a.c")) == "i386-unknown-linux-gnu");
    CHECK(triple_of(words("clang --target=i386-linux-gnu -m64 a.c")) == "x86_64-unknown-linux-gnu");
    CHECK(triple_of(words("clang -target arm-none-eabi --target=riscv64-linux-gnu a.c")) ==
          "riscv64-unknown-linux-gnu");
    CHECK(adjusted("clang --target=x86_64-linux-gnu -m32 a.c", target("x86_64-linux-gnu")) ==
          "clang a.c -fsyntax-only -w --target=x86_64-linux-gnu");
}

TEST_CASE("What only another compiler knows is taken out of a build's command, unless it decides a layout") {
    for (const std::string removed :
         {"-fno-allow-store-data-races", "-fconserve-stack", "-mpreferred-stack-boundary=3",
          "-mindirect-branch=thunk-extern -mindirect-branch-register", "-mrecord-mcount", "-mabi=ms", "-fanalyzer",
          "-fno-var-tracking-assignments", "-fmin-function-alignment=16", "-maccumulate-outgoing-args",
          "-fdump-tree-all", "-fpcc-struct-return", "-fzero-init-padding-bits=all"}) {
        CAPTURE(removed);
        const auto all = words("gcc --target=x86_64-linux-gnu -DA " + removed + " -DB -- a.c");
        CHECK(line(without_foreign_options(all)) == "gcc --target=x86_64-linux-gnu -DA -DB -- a.c");
    }
    for (const std::string kept :
         {"-fsso-struct=big-endian", "-m96bit-long-double", "-mstructure-size-boundary=32", "-fshort-double",
          "-fpack-struct=4", "-mlong-double-64", "-fshort-enums", "--unknown", "-Wno-unknown",
          "--param=allow-store-data-races=0", "-o -fconserve-stack", "-mms-bitfields"}) {
        CAPTURE(kept);
        const auto all = words("gcc " + kept + " a.c");
        CHECK(without_foreign_options(all) == all);
    }
    CHECK(line(without_foreign_options(words("gcc --target=mips64-linux-gnu -mabi=n32 a.c"))) ==
          "gcc --target=mips64-linux-gnu -mabi=n32 a.c");
    CHECK(without_foreign_options({}).empty());
    CHECK(adjusted("gcc -mstructure-size-boundary=32 a.c", target("riscv64-linux-gnu")) ==
          "gcc a.c -fsyntax-only -w --target=riscv64-linux-gnu");
}

TEST_CASE("Of several source files the one that is meant is left") {
    const auto one = [](const std::string& command) {
        return line(with_one_file(words(command), "/src/a.c", "/src/out"));
    };
    CHECK(one("gcc -Dx ../b.c -I.. ../a.c c.c -c") == "gcc -Dx -I.. ../a.c -c");
    CHECK(one("gcc /src/a.c z.o -- ../b.c") == "gcc /src/a.c -- ../b.c");
    CHECK(one("gcc @flags ../b.c ../a.c") == "gcc @flags ../a.c");
    for (const std::string alone : {"gcc ../a.c", "gcc ../b.c", "gcc ../b.c ../c.c", "gcc ../a.c ../a.c", "gcc"}) {
        CAPTURE(alone);
        CHECK(one(alone) == alone);
    }
}

TEST_CASE("An odd command is left as it is") {
    CHECK(adjusted("") == "-fsyntax-only -w");
    CHECK(adjusted("clang") == "clang -fsyntax-only -w");
    CHECK(adjusted("clang a.c -o") == "clang a.c -o -fsyntax-only -w");
    CHECK(adjusted("clang a.c -Xclang") == "clang a.c -Xclang -fsyntax-only -w");
}
