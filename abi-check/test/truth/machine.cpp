#include "test/truth/machine.h"

#include <array>

#include "llvm/Support/Program.h"
#include "os/child.h"

namespace abi::truth {
namespace {

bool installed(const std::string& program) {
    return static_cast<bool>(llvm::sys::findProgramByName(program));
}

/// Whether a command can compile at all: gcc -m32 is there and cannot where no 32-bit back end was built in.
bool works(std::vector<std::string> command, const std::string& language) {
    if (!installed(command.front())) return false;
    command.insert(command.end(), {"-x", language, "-", "-S", "-o", "/dev/null"});
    const auto end = run_child({.command = command, .input = "int i;\n"});
    return end.end == ChildResult::End::exited && end.status == 0;
}

std::vector<std::string> first_that_works(const std::vector<std::vector<std::string>>& commands,
                                          const std::string& language) {
    for (const auto& command : commands) {
        if (works(command, language)) return command;
    }
    return {};
}

std::vector<std::string> find_zig() {
    if (installed("zig")) return {"zig"};
    const auto end = run_child({.command = {"python3", "-m", "ziglang", "version"}});
    const bool is_there = end.end == ChildResult::End::exited && end.status == 0;
    return is_there ? std::vector<std::string>{"python3", "-m", "ziglang"} : std::vector<std::string>{};
}

}  // namespace

std::span<const Machine> all_machines() {
    static const std::array<Machine, 6> machines{
        Machine{.target = {.name = "riscv64", .triple = "riscv64-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {},
                .gcc = {{"riscv64-linux-gnu-gcc"}},
                .gxx = {{"riscv64-linux-gnu-g++"}},
                .zig = "riscv64-linux"},
        Machine{.target = {.name = "x86_64", .triple = "x86_64-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {},
                .gcc = {{"x86_64-linux-gnu-gcc"}, {"gcc"}},
                .gxx = {{"x86_64-linux-gnu-g++"}, {"g++"}},
                .zig = "x86_64-linux",
                .has_rust = true},
        Machine{.target = {.name = "aarch64", .triple = "aarch64-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {},
                .gcc = {{"aarch64-linux-gnu-gcc"}},
                .gxx = {{"aarch64-linux-gnu-g++"}},
                .zig = "aarch64-linux"},
        Machine{.target = {.name = "riscv32", .triple = "riscv32-unknown-elf", .sysroot = "", .flags = {}},
                .dialect = {.has_int128 = false},
                .gcc = {{"riscv64-linux-gnu-gcc", "-march=rv32imac", "-mabi=ilp32", "-ffreestanding"}},
                .gxx = {{"riscv64-linux-gnu-g++", "-march=rv32imac", "-mabi=ilp32", "-ffreestanding"}},
                .zig = ""},
        Machine{.target = {.name = "armv7", .triple = "armv7-linux-gnueabihf", .sysroot = "", .flags = {}},
                .dialect = {.has_int128 = false},
                .gcc = {{"arm-linux-gnueabihf-gcc"}},
                .gxx = {{"arm-linux-gnueabihf-g++"}},
                .zig = "arm-linux-gnueabihf"},
        Machine{.target = {.name = "i686", .triple = "i686-linux-gnu", .sysroot = "", .flags = {}},
                .dialect = {.has_int128 = false},
                .gcc = {{"i686-linux-gnu-gcc"}, {"gcc", "-m32", "-ffreestanding"}},
                .gxx = {{"i686-linux-gnu-g++"}, {"g++", "-m32", "-ffreestanding"}},
                .zig = ""}};
    return machines;
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
        if (machine.has_rust && installed("rustc")) keep("own", Language::rust, {"rustc"});
    }
    return found;
}

}  // namespace abi::truth
