// Records for languages without anonymous members: bytes that fields share become a member of a union type of its own.
//
//     op: u32 | rw_flags: u32 and fsync_flags: u32       Sqe          op: u32, anon0: Sqe_anon0
//     field     shared                             ─►    Sqe_anon0    union of rw_flags: u32, fsync_flags: u32
//
// The name of such a member, anon0, is one that comparisons look through, as they do for cgo's: the fields count as
// fields of the record around it.
#pragma once

#include "model/layout.h"

namespace abi::gen {

/// How a language declares an array without a length that is not the last field.
enum class EarlyTail {
    empty_array,  // as an array of no elements, before the padding that it shares
    last,         // not at all: the array comes last, and what pads the record behind it is left out
};

/// What a language can declare.
struct PartRules {
    EarlyTail tails = EarlyTail::empty_array;
    /// A structure may be packed and state an alignment. If not, its fields are in a packed structure of their own,
    /// unless Rust's packed(N) puts them where the spec has them.
    bool packed_and_aligned = true;
};

/// Returns the spec with such records. No field of a structure shares bytes with another, and each member of a union
/// begins at its first byte and is no bit-field.
Layout in_parts(const Layout& spec, const PartRules& rules);

}  // namespace abi::gen
