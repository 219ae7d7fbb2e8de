// The ELF notes (ELF gABI, Note Section) by which an object says what it was built against: section .note.abi-check,
// name "abi-check". Type 1 holds the digest of the spec and comes first; type 2, one per record, the digest of the
// record, then its name and a NUL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gen/gen.h"

namespace abi::gen {

inline constexpr std::string_view note_section = ".note.abi-check";
inline constexpr unsigned note_name_bytes = 10;   // "abi-check" and a NUL, as n_namesz counts
inline constexpr unsigned note_name_padded = 12;  // as it lies in memory

struct Note {
    unsigned type = 0;
    unsigned desc_bytes = 0;         // n_descsz
    std::vector<std::uint8_t> desc;  // with zeros up to a multiple of 4
    std::string of;                  // "spec", or the record's name, for people
};

/// Nothing where the request has no digest.
std::vector<Note> notes_of(const GenRequest& request);

/// The bytes of a digest in hexadecimal digits.
std::vector<std::uint8_t> bytes_of_digest(std::string_view digest);

/// "0xab, 0xcd".
std::string byte_list(const std::vector<std::uint8_t>& bytes);

/// The notes as C11 and C++, and inside Nim's: one object, so that a linker keeps them together and in order. Nothing
/// is left of it where objects are not ELF, or where ABI_CHECK_NO_NOTE is defined.
std::string c_note(const GenRequest& request);

}  // namespace abi::gen
