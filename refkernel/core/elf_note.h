// Reads the note with the digest of the spec that a program was built against (ELF gABI, "Note Section").
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "core/elf.h"

namespace core {

/// What was found in the PT_NOTE segments so far.
struct NoteCheck {
    bool damaged = false;
    std::optional<SpecDigest> digest;
};

/// Searches the notes of one segment for AbiNotes and adds them to `found`. Names and descriptors are padded to
/// `alignment` (4 or 8 bytes). Two notes with different digests count as damage.
void find_abi_note(std::span<const std::uint8_t> segment, std::uint64_t alignment, NoteCheck& found);

/// Returns none, damaged_note, no_abi_note or stale. Without `spec`, only none or damaged_note.
ElfError check_note(const NoteCheck& found, const std::optional<SpecDigest>& spec);

}  // namespace core
