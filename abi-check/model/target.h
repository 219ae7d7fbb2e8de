// A target is a machine that code is compiled for.
#pragma once

#include <string>
#include <vector>

#include "model/layout.h"

namespace abi {

struct Target {
    std::string name;                // its name in specs, waivers and reports: "riscv64"
    std::string triple;              // LLVM's: "riscv64-linux-gnu"
    std::string sysroot;             // empty: the compiler's own search
    std::vector<std::string> flags;  // added to every command for this target
};

}  // namespace abi
