// A target is a machine that code is compiled for.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

/// How the compiler of one language is asked for a target.
struct TargetCompiler {
    std::string target;                // the target in this compiler's own words; empty: made from the triple
    std::vector<std::string> command;  // the first words of the command; empty: the layer's compiler
    std::vector<std::string> flags;    // added to its command, behind all others
};

struct Target {
    std::string name;                                   // its name in specs, waivers and reports: "riscv64"
    std::string triple;                                 // LLVM's: "riscv64-linux-gnu"
    std::string sysroot;                                // empty: the compiler's own search
    std::vector<std::string> flags;                     // added to every command for this target
    std::map<std::string, TargetCompiler> compilers{};  // by language: a name of probe_languages.def
};

}  // namespace abi
