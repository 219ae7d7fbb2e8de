// The processors that the targets of a spec name.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gen/words.h"

namespace abi::gen {

/// The processor that a target names, as Zig and LLVM call it: "x86_64" for "amd64" and "x86_64-linux-gnu". "" if the
/// name is that of no known processor: generated text then asks its user whether this is the target.
std::string_view machine_of(std::string_view target);

/// A name, and what stands for it.
using Translation = std::pair<std::string_view, std::string_view>;

/// Where a record exists, in words of a language.
struct Condition {
    std::vector<std::string> any;  // one of these must hold; empty: nothing is asked of the target
    std::vector<std::string> all;  // and each of these
};

/// How a language asks about its target. The views are patterns for fmt.
struct Questions {
    std::string_view machine;           // {} is the processor
    std::vector<Translation> machines;  // the question about processors for which `machine` is not right
    std::string_view unknown;           // {} is a target of no known processor, as an identifier
    Names::Accept spell = [](const std::string& name) { return name; };  // that identifier in the language
    std::string_view pointer;  // {0} is the size of a pointer in bytes, {1} in bits
};

/// The condition under which a record exists: its targets, and the pointer size of what it holds.
Condition condition_of(const Layout& spec, const Record& record, const Questions& questions);

}  // namespace abi::gen
