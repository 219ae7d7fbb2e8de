// The value of a constant that follows from the layouts of a spec.
//
//     { "ioctl": { "direction": "read", "type": "E", "number": 1, "record": "event" } }
//         event has 16 bytes ─► 0x80104501 on x86_64, 0x40104501 on mips
//     { "size_of": "event" } ─► 16
//
// So if a record changes its size, the constant changes where its value is written down, and the gate finds it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/layout.h"

namespace abi {

/// The largest argument of an ioctl, in bytes: its size has 14 bits in the number (asm-generic/ioctl.h).
inline constexpr std::uint64_t largest_ioctl_bytes = (std::uint64_t{1} << 14U) - 1;

/// Whether the layout has all that the value is made of. `here` holds on one target (on_target.h).
bool is_made_of(const Expression& expression, const Layout& here);

/// The value on the target of `here`. `facts` are those of the target: its architecture decides how the number of an
/// ioctl is made, and the size of its pointers that of `ptr`. Without an architecture, the number is that of most
/// machines (asm-generic/ioctl.h). Returns nothing if !is_made_of, or if the size of a pointer is needed and unknown.
std::optional<Integer> evaluate(const Expression& expression, const Layout& here, const TargetFacts& facts = {});

/// The values in all layouts of the record that the spec has for different targets; each layout that lacks a part of
/// the expression has none. At least one value, unless the expression has a type as wide as a pointer.
std::vector<Integer> values_in(const Expression& expression, const Layout& spec);

/// Whether the value depends on the target by more than the way in which a machine makes the number of an ioctl: the
/// record has several layouts, or the argument is as wide as a pointer.
bool varies(const Expression& expression, const Layout& spec);

/// What a value means, for messages: "read, type 'E', number 1, 16 bytes", or "the size of event". `value` may be that
/// of the layer or that of the spec. Empty if there is nothing to tell about it.
std::string meaning(const Expression& expression, const Integer& value, const TargetFacts& facts);

}  // namespace abi
