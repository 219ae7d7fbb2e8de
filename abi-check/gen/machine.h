// What a language calls the targets of a spec.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace abi::gen {

/// A processor by the names that specs, C, Zig, Nim and Rust have for it.
struct Machine {
    std::string_view name;  // as targets are usually called; also the first part of its triple
    std::string_view c;     // an expression of the preprocessor
    std::string_view zig;   // a std.Target.Cpu.Arch
    std::string_view nim;   // a hostCPU
    std::string_view rust;  // a target_arch, and where that is not enough, more of a cfg
};

/// The machine that a target is named after: "riscv64", "riscv64-linux-gnu". Null: of this name alone nobody knows what
/// processor is meant; generated text then asks its user to say so.
const Machine* machine_of(std::string_view target);

}  // namespace abi::gen
