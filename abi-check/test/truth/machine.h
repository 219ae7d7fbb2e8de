// The machines that records are compiled for, and the compilers that can do it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "model/target.h"
#include "test/truth/shape.h"
#include "test/truth/write.h"

namespace abi::truth {

struct Machine {
    Target target;
    Dialect dialect;
    std::vector<std::vector<std::string>> gcc;  // commands for C, the first that is installed is taken
    std::vector<std::vector<std::string>> gxx;
    std::string zig;               // Zig's name of the target; empty: not compared there
    std::string rust;              // Rust's; empty: it has none
    std::vector<std::string> nim;  // Nim's options; empty: not compared there
    std::string go;                // GOARCH, for Linux; empty: it has none
    bool has_codeview = false;     // clang writes CodeView there, and is the only compiler
};

/// riscv64, x86_64, aarch64, riscv32, armv7, i686, with big-endian memory s390x and mips, and with Microsoft's layout
/// windows.
std::span<const Machine> all_machines();

/// The first words of the command of each compiler that works here, with the flags that choose the machine, by
/// `compiler_key`. One that is not installed is not in it.
using Compilers = std::map<std::string, std::vector<std::string>>;
Compilers find_compilers();

/// Whether the machine's row names a compiler of the family. Otherwise the language cannot be compared there.
bool is_named(const std::string& family, Language language, const Machine& machine);

/// Families are "clang", "gcc", and "own" for a language's only compiler.
std::string compiler_key(const std::string& family, Language language, const Machine& machine);

}  // namespace abi::truth
