// LLVM's triple in the words of compilers that name their targets in another way.
//
//     arm64-apple-macos11        Rust: aarch64-apple-darwin        Zig: aarch64-macos.11.0     Nim: arm64 macosx
//     riscv64-unknown-elf        Rust: riscv64gc-unknown-none-elf  Zig: riscv64-freestanding   Nim: riscv64 any
//     armv6-linux-gnueabihf      Go: GOOS=linux GOARCH=arm GOARM=6
//
// A word always means the system and the environment of the triple. If a compiler has no such word, it gets the triple
// as it is, and its message tells the user that it does not know the target.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/problem.h"
#include "read/probe/reader.h"

namespace abi::probe {

/// The name of the target in the list that `rustc --print target-list` prints: the triple itself, or the only other
/// spelling of the same machine, system and environment. Returns the triple if the list has none.
std::string rust_target(const std::string& triple, std::span<const std::string> known);

/// "x86_64-linux-gnu", "x86-windows-msvc", "thumb-freestanding-eabihf" (Zig's `-target arch-os-abi`).
std::string zig_target(const std::string& triple);

/// The value of Zig's `-mcpu` for what only the name of the architecture states: "generic+v7em" for thumbv7em,
/// "generic_rv32+m+c" for riscv32imc. Empty if the name states nothing.
std::string zig_cpu(const std::string& triple);

/// A target in Nim's words. `cpu` or `system` is empty if Nim has no word for it.
struct NimTarget {
    std::string cpu;     // of --cpu: "amd64"
    std::string system;  // of --os: "linux", or "any" for a machine without an operating system
};
NimTarget nim_target(const std::string& triple);

/// A target in Go's words. `system` or `architecture` is empty if Go has no word for it.
struct GoTarget {
    std::string system;        // GOOS: "linux"
    std::string architecture;  // GOARCH: "arm64"
    std::string version;       // GOARM: "7"; empty: Go's default
};
/// Go has no word for a machine without an operating system, nor for pointers that are narrower than the registers.
GoTarget go_target(const std::string& triple);

/// The request with what its target gives for a language (of the request: Nim also asks by C): target word, compiler
/// and flags. The flags stand behind those of the layer, and the compiler takes the place of the layer's.
Request for_language(Request request, const std::string& language);

/// The target that a command's words name by one of the options: the value of the last `OPTION VALUE` or, if the option
/// ends in "=", `OPTIONVALUE`.
std::optional<std::string> stated_target(std::span<const std::string> words, std::span<const std::string_view> options);

/// The generated source with the name of the answers' section as the target's format of objects demands: Mach-O wants
/// the segment before it ("__DATA,abi_probe").
std::string with_section_name(const Request& request, std::string source);

/// The problem of flags that name another target than the configuration does.
Problem two_targets(const Request& request, const std::string& ours, const std::string& stated);

}  // namespace abi::probe
