// Is this file a program that we can run? (ELF gABI; RISC-V psABI, chapter "ELF Object Files".)
//
// Pure: looks at bytes, answers with the first thing that is wrong, or with what is to be loaded.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/address_space.h"

namespace core {

#define REFKERNEL_ELF_ERRORS(X)                                                           \
    X(none, "good")                                                                       \
    X(too_short, "shorter than an ELF header")                                            \
    X(bad_magic, "no ELF magic")                                                          \
    X(not_64_bit, "not of class ELFCLASS64")                                              \
    X(not_little_endian, "not little-endian")                                             \
    X(bad_version, "not of ELF version 1")                                                \
    X(bad_os_abi, "made for another operating system (e_ident[EI_OSABI])")                \
    X(not_executable, "not of type ET_EXEC")                                              \
    X(not_riscv, "not made for RISC-V")                                                   \
    X(bad_header_bytes, "e_ehsize or e_phentsize is not the one of ELF64")                \
    X(no_program_headers, "no program headers")                                           \
    X(too_many_program_headers, "too many program headers")                               \
    X(program_headers_outside, "the program headers go past the end of the file")         \
    X(needs_interpreter, "it asks for an interpreter (PT_INTERP)")                        \
    X(needs_dynamic_linking, "it asks for dynamic linking (PT_DYNAMIC)")                  \
    X(executable_stack, "it asks for an executable stack (PT_GNU_STACK)")                 \
    X(too_many_segments, "too many loadable segments")                                    \
    X(no_segments, "nothing to load")                                                     \
    X(empty_segment, "a segment has no bytes in memory")                                  \
    X(file_exceeds_memory, "a segment has more bytes in the file than in memory")         \
    X(segment_outside_file, "a segment goes past the end of the file")                    \
    X(segment_overflows, "a segment's address and size overflow")                         \
    X(segment_outside_user, "a segment lies outside the program's part of memory")        \
    X(bad_alignment, "a segment's p_align is not a power of two of a page or more")       \
    X(misaligned_segment, "a segment's address and file offset differ modulo p_align")    \
    X(segments_out_of_order, "segments do not ascend, or overlap")                        \
    X(segments_share_page, "two segments share a page")                                   \
    X(unreadable_segment, "a segment is not readable")                                    \
    X(writable_and_executable, "a segment is writable and executable")                    \
    X(unknown_flags, "a segment has flags that mean nothing here")                        \
    X(entry_misaligned, "the entry point is not at an even address")                      \
    X(entry_not_executable, "the entry point lies in no executable segment's file bytes") \
    X(damaged_note, "a note goes past its segment, is no AbiNote, or denies another")     \
    X(no_abi_note, "no .note.abi-check: which spec was it built against?")                \
    X(stale, "built against another spec (.note.abi-check)")

enum class ElfError : std::uint8_t {
#define REFKERNEL_ELF_ENUMERATOR(name, text) name,
    REFKERNEL_ELF_ERRORS(REFKERNEL_ELF_ENUMERATOR)
#undef REFKERNEL_ELF_ENUMERATOR
};

/// In words, for the console.
std::string_view describe(ElfError error);

/// SHA-256 of a canonical spec.
using SpecDigest = std::array<std::uint8_t, 32>;

/// A segment that has passed every check.
struct ElfSegment {
    std::uint64_t address = 0;       // of the first byte in memory
    std::uint64_t memory_bytes = 0;  // what the file does not fill is zero
    std::span<const std::uint8_t> file;
    Access access = access_read;
};

struct ElfImage {
    std::uint64_t entry = 0;
    std::array<ElfSegment, 8> segments;
    std::size_t segment_count = 0;
};

struct ElfCheck {
    ElfError error = ElfError::none;
    ElfImage image{};  // valid when there is no error; its spans point into the file
};

/// `spec`: the digest that the program's note must carry; nothing: the kernel itself was built without one, and any
/// program will do.
ElfCheck check_elf(std::span<const std::uint8_t> file, const std::optional<SpecDigest>& spec);

}  // namespace core
