#include "test/truth/machine.h"

#include <array>

#include "llvm/Support/Program.h"
#include "os/child.h"
#include "os/temporary_folder.h"

namespace abi::truth {
namespace {

bool installed(const std::string& program) {
    return static_cast<bool>(llvm::sys::findProgramByName(program));
}

using Words = std::vector<std::string>;

/// Whether a command compiles `text`, which it reads from its standard input. The output is a file in a folder of its
/// own: a compiler that runs as root replaces /dev/null.
bool compiles(Words command, const Words& options, const std::string& text) {
    if (!installed(command.front())) return false;
    const TemporaryFolder folder("truth");
    if (folder.path.empty()) return false;
    command.insert(command.end(), options.begin(), options.end());
    command.insert(command.end(), {"-o", folder.path + "/output", "-"});
    const auto end = run_child({.command = command, .input = text});
    return end.end == ChildResult::End::exited && end.status == 0;
}

/// Whether a command of C or C++ can compile at all: `gcc -m32` exists, and fails if it has no 32-bit back end.
bool works(const Words& command, const std::string& language) {
    return compiles(command, {"-x", language, "-S"}, "int i;\n");
}

/// Whether Rust's core library for the target is installed, and the compiler knows the edition.
bool has_core(const std::string& target, const std::string& edition) {
    return compiles({"rustc"}, {"--target=" + target, "--edition=" + edition, "--crate-type=lib", "--emit=metadata"},
                    "#![no_std]\n");
}

Words first_that_works(const std::vector<Words>& commands, const std::string& language) {
    for (const auto& command : commands) {
        if (works(command, language)) return command;
    }
    return {};
}

Words find_zig() {
    if (installed("zig")) return {"zig"};
    const auto end = run_child({.command = {"python3", "-m", "ziglang", "version"}});
    const bool is_there = end.end == ChildResult::End::exited && end.status == 0;
    return is_there ? Words{"python3", "-m", "ziglang"} : Words{};
}

}  // namespace

std::span<const Machine> all_machines() {
    static const std::array<Machine, 9> machines{
        Machine{.target = {.name = "riscv64", .triple = "riscv64-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {},
                .gcc = {{"riscv64-linux-gnu-gcc"}},
                .gxx = {{"riscv64-linux-gnu-g++"}},
                .zig = "riscv64-linux",
                .rust = "riscv64gc-unknown-none-elf",
                .nim = {"--cpu:riscv64", "--os:linux"},
                .go = "riscv64"},
        Machine{.target = {.name = "x86_64", .triple = "x86_64-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {},
                .gcc = {{"x86_64-linux-gnu-gcc"}, {"gcc"}},
                .gxx = {{"x86_64-linux-gnu-g++"}, {"g++"}},
                .zig = "x86_64-linux",
                .rust = "x86_64-unknown-linux-gnu",
                .nim = {"--cpu:amd64", "--os:linux"},
                .go = "amd64"},
        Machine{.target = {.name = "aarch64", .triple = "aarch64-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {},
                .gcc = {{"aarch64-linux-gnu-gcc"}},
                .gxx = {{"aarch64-linux-gnu-g++"}},
                .zig = "aarch64-linux",
                .rust = "aarch64-unknown-linux-gnu",
                .nim = {"--cpu:arm64", "--os:linux"},
                .go = "arm64"},
        Machine{.target = {.name = "riscv32", .triple = "riscv32-unknown-elf", .sysroot = "", .flags = {}},
                .dialect = {.has_int128 = false},
                .gcc = {{"riscv64-linux-gnu-gcc", "-march=rv32imac", "-mabi=ilp32", "-ffreestanding"}},
                .gxx = {{"riscv64-linux-gnu-g++", "-march=rv32imac", "-mabi=ilp32", "-ffreestanding"}},
                .zig = "riscv32-freestanding",
                .rust = "riscv32imac-unknown-none-elf"},
        Machine{.target = {.name = "armv7", .triple = "armv7-linux-gnueabihf", .sysroot = "", .flags = {}},
                .dialect = {.has_int128 = false},
                .gcc = {{"arm-linux-gnueabihf-gcc"}},
                .gxx = {{"arm-linux-gnueabihf-g++"}},
                .zig = "arm-linux-gnueabihf",
                .rust = "armv7-unknown-linux-gnueabihf",
                .nim = {"--cpu:arm", "--os:linux"},
                .go = "arm"},
        Machine{.target = {.name = "i686", .triple = "i686-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {.has_int128 = false},
                .gcc = {{"i686-linux-gnu-gcc"}, {"gcc", "-m32", "-ffreestanding"}},
                .gxx = {{"i686-linux-gnu-g++"}, {"g++", "-m32", "-ffreestanding"}},
                .zig = "x86-linux",
                .rust = "i686-unknown-linux-gnu",
                .nim = {"--cpu:i386", "--os:linux"},
                .go = "386"},
        // Zig counts the bits of packed structs from the other end there.
        Machine{.target = {.name = "s390x", .triple = "s390x-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {.is_little = false},
                .gcc = {{"s390x-linux-gnu-gcc"}},
                .gxx = {{"s390x-linux-gnu-g++"}},
                .zig = "",
                .rust = "s390x-unknown-linux-gnu",
                .go = "s390x"},
        Machine{.target = {.name = "mips", .triple = "mips-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {.has_int128 = false, .is_little = false},
                .gcc = {{"mips-linux-gnu-gcc"}},
                .gxx = {{"mips-linux-gnu-g++"}},
                .zig = "",
                .rust = "",
                .nim = {"--cpu:mips", "--os:linux"},
                .go = "mips"},
        Machine{.target = {.name = "windows", .triple = "x86_64-pc-windows-msvc", .sysroot = "", .flags = {}},
                .dialect = {.wchar_bits = 16},
                .gcc = {},
                .gxx = {},
                .zig = "",
                .rust = "",
                .has_codeview = true}};
    return machines;
}

bool is_named(const std::string& family, Language language, const Machine& machine) {
    if (family == "clang") return true;
    switch (language) {
    case Language::c: return !machine.gcc.empty();
    case Language::cpp: return !machine.gxx.empty();
    case Language::zig: return !machine.zig.empty();
    case Language::rust:
    case Language::cargo: return !machine.rust.empty();
    case Language::go: return !machine.go.empty();
    case Language::nim: break;
    }
    return !machine.nim.empty();
}

std::string compiler_key(const std::string& family, Language language, const Machine& machine) {
    return family + " " + std::to_string(static_cast<int>(language)) + " " + machine.target.name;
}

Compilers find_compilers() {
    Compilers found;
    const auto zig = find_zig();
    for (const auto& machine : all_machines()) {
        const auto keep = [&](const std::string& family, Language language, std::vector<std::string> command) {
            if (!command.empty()) found[compiler_key(family, language, machine)] = std::move(command);
        };
        if (installed("clang-19")) keep("clang", Language::c, {"clang-19"});
        if (installed("clang++-19")) keep("clang", Language::cpp, {"clang++-19"});
        keep("gcc", Language::c, first_that_works(machine.gcc, "c"));
        keep("gcc", Language::cpp, first_that_works(machine.gxx, "c++"));
        if (!machine.zig.empty()) keep("own", Language::zig, zig);
        if (!machine.nim.empty() && installed("nim")) keep("own", Language::nim, {"nim"});
        if (!machine.rust.empty() && has_core(machine.rust, "2021")) keep("own", Language::rust, {"rustc"});
        const bool has_cargo = !machine.rust.empty() && installed("cargo") && has_core(machine.rust, "2024");
        if (has_cargo) keep("own", Language::cargo, {"cargo"});
        if (!machine.go.empty() && installed("go")) keep("own", Language::go, {"go"});
    }
    return found;
}

}  // namespace abi::truth
