// The options of GCC that clang does not know, or accepts and ignores (gcc_options.def).
#pragma once

#include <span>
#include <string_view>

namespace abi::clang_reader {

/// What an option can change. The first three can change what the reader sees, so a unit with such an option is not
/// read; with one of the others it is read without the option.
enum class Effect {
    layout,       // a size, an alignment, an offset or a sign
    macro,        // a macro, or which code the preprocessor takes
    search_path,  // where headers are sought
    code,         // only the machine code of what was declared
    debug,        // only debug information
    diagnostic,   // only messages
    output,       // only files and text beside the object
    obsolete,     // nothing: GCC itself ignores it
    objc,         // only Objective-C
    other_name,   // clang has the same under another name
};

/// A row of gcc_options.def.
struct GccOption {
    std::string_view spelling;
    Effect effect = Effect::code;
    std::span<const std::string_view> instead;  // clang's words for Effect::other_name
    bool has_value = false;                     // its value is the next word of the command
};

/// The row of an option as the command spells it ("-fabi-version=2"). Without such a row, the row of the opposite
/// option
/// ("-fno-…") counts, unless `clang_knows` the option. Returns an option without a spelling if there is no row.
GccOption find_gcc_option(std::string_view word, bool clang_knows);

/// Whether an option with this effect can change what the reader sees.
inline bool is_seen(Effect effect) {
    return effect == Effect::layout || effect == Effect::macro || effect == Effect::search_path;
}

/// "a layout", for messages.
std::string_view name_of(Effect effect);

}  // namespace abi::clang_reader
