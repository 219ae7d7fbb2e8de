// The processors that the targets of a spec name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "model/layout.h"

namespace abi::gen {

/// A name and its replacement.
using Translation = std::pair<std::string_view, std::string_view>;

/// How a language asks about its target. The views are patterns for fmt.
struct Questions {
    std::string_view machine;                    // {} is the processor
    std::span<const Translation> machines = {};  // processor and question, where `machine` is wrong
    std::string_view unknown;                    // {} is a target of no known processor, as an identifier
    std::string_view pointer;                    // {0} is the size of a pointer in bytes, {1} in bits
    std::string_view separator = " or ";         // between the questions about several targets
    std::string_view one = "{}";                 // around the question about a single target
    std::string_view several = "{}";             // around those about several targets
    std::string_view both = "({}) and {}";
};

/// The condition under which a record exists: its targets, and the pointer size of what it holds. "" for a record that
/// exists everywhere. `spell` turns an identifier into a word of the language.
std::string condition_of(const Layout& spec, const Record& record, const Questions& questions,
                         std::string (*spell)(const std::string&));

}  // namespace abi::gen
