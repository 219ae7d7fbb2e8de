// Drafts the numbers of ioctls as expressions of the spec.
//
//     #define EVENT_READ _IOR('E', 1, struct event)
//         0x80104501 ─► { "ioctl": { "direction": "read", "type": "E", "number": 1, "record": "event" } }
//
// So if the record changes its size, the number changes where it is written down. A compiler knows the value of the
// macro; only its text names the record.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "draft/draft.h"

namespace abi {

/// A macro whose value is the call of another macro. The names are as in the text.
struct MacroCall {
    std::string macro;     // "EVENT_READ"
    std::string callee;    // "_IOR"
    std::string argument;  // the last one, without comments: "struct event"
};

/// The macros of a C or C++ source that are such calls, in the order of the text.
std::vector<MacroCall> macro_calls(std::string_view text);

/// Gives each constant of the draft an expression if its macro calls _IO, _IOR, _IOW or _IOWR, or a macro whose name
/// ends like theirs (DRM_IOWR), and the expression has the value of the constant on each target that has it. The
/// argument must be a record or an enumeration of the draft, or an integer of a fixed width. Variants of a constant
/// that one expression covers become one constant. `layouts`: as in draft_spec, with the facts of their targets.
void draft_ioctls(std::span<const MacroCall> calls, std::span<const Layout> layouts, Draft& draft);

}  // namespace abi
