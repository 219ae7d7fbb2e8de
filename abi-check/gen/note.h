// The ELF notes (ELF gABI, Note Section) that name the spec an object was built against: section .note.abi-check,
// name "abi-check": 10 bytes with its NUL, 12 in memory. Type 1 holds the digest of the spec and comes first; type 2,
// one per record, the digest of the record, then its name and a NUL.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gen/gen.h"

namespace abi::gen {

inline constexpr std::string_view note_section = ".note.abi-check";

struct Note {
    unsigned type = 0;
    unsigned desc_bytes = 0;         // n_descsz
    std::vector<std::uint8_t> desc;  // with zeros up to a multiple of 4
    std::string of;                  // for comments: "spec", or the name of the record
};

/// The notes of a spec and its records. Empty if the request has no digest.
std::vector<Note> notes_of(const GenRequest& request);

/// The bytes of a digest in hexadecimal digits.
std::vector<std::uint8_t> bytes_of_digest(std::string_view digest);

/// "0xab, 0xcd".
std::string byte_list(const std::vector<std::uint8_t>& bytes);

/// `pattern` for each note, as fmt writes it: {0} counts from 0, {1} is the size of the description in bytes, {2} the
/// type, {3} what the note is about, {4} the padded size of the description, {5} its bytes.
std::string each_note(const std::vector<Note>& notes, std::string_view pattern);

/// The notes in C11, which C++ and Nim use, too. They are one object, so that a linker keeps their order. The
/// preprocessor removes it if objects are not ELF, or if ABI_CHECK_NO_NOTE is defined.
std::string c_note(const GenRequest& request);

}  // namespace abi::gen
