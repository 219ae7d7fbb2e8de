// What only one of two sides declares within a record, although both sides have its bytes.
//
//     first:  s_addr                     second:  s_addr ─┐ a union: two names
//                                                 bytes  ─┘ for the same four bytes
//
// `compare` uses this. It cannot know which side is right, so another name for the same bytes is a note.
#pragma once

#include <vector>

#include "model/layout.h"

namespace abi {

/// Members of unions that only one side has.
struct OneSidedMembers {
    std::vector<Field> first;
    std::vector<Field> second;
};

/// Removes from both records the fields that the other record does not have, and whose bits are covered by fields that
/// it has. A flexible tail is removed if such a field begins where it does. Returns what was removed.
OneSidedMembers take_one_sided_members(Record& first, Record& second);

/// Data on one side and declared padding with exactly its bits on the other are one field with two names, if both are
/// arrays of bytes (`u8 sin_zero[8]`, `char __pad[8]`), or if the name of the data ends with that of the padding
/// (`u8 ndm_pad1` in C, `Pad1 uint8` in Go). The padding then counts as data, an array as data of the other side's
/// type. Several fields that end like padding (`tcm__pad1`, `tcm__pad2`) count as padding if they lie in one padding of
/// the other side.
void join_with_padding(Record& first, Record& second);

}  // namespace abi
