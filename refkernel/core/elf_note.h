// The note by which a program says which spec it was built against (ELF gABI, "Note Section").
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/elf.h"

namespace core {

/// What the PT_NOTE segments seen so far have told.
struct NoteCheck {
    bool damaged = false;
    std::optional<SpecDigest> digest;
};

/// Looks for AbiNotes among the notes of one segment, in which names and descriptors are padded to `alignment` (4 or 8
/// bytes), and writes what it finds to `found`. Two that contradict each other are damage.
void find_abi_note(std::span<const std::uint8_t> segment, std::uint64_t alignment, NoteCheck& found);

/// none, damaged_note, no_abi_note or stale. Without a spec of our own, only damage counts.
ElfError check_note(const NoteCheck& found, const std::optional<SpecDigest>& spec);

}  // namespace core
