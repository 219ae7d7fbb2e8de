// Checks whether a file is a program that can be run (ELF gABI; RISC-V psABI, chapter "ELF Object Files").
//
// Pure: reads bytes and returns the first error, or what to load. Refuses everything that Linux, Zircon,
// SerenityOS, gVisor, Asterinas or xv6 refuses, each with its own error.
#pragma once

#include <elf.h>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/address_space.h"
#include "core/error_list.h"

namespace core {

// The header, the tables of headers, other program headers, segments, the entry point, the note.
#define REFKERNEL_ELF_ERRORS(X)                                                                          \
    X(none, "good")                                                                                      \
    X(too_short, "shorter than an ELF header")                                                           \
    X(bad_magic, "no ELF magic")                                                                         \
    X(not_64_bit, "not of class ELFCLASS64")                                                             \
    X(not_little_endian, "not little-endian")                                                            \
    X(bad_version, "not of ELF version 1")                                                               \
    X(bad_os_abi, "made for another operating system (e_ident[EI_OSABI])")                               \
    X(not_linked, "an object that was not linked (ET_REL)")                                              \
    X(position_independent, "position independent (ET_DYN)")                                             \
    X(not_executable, "not of type ET_EXEC")                                                             \
    X(not_riscv, "not made for RISC-V")                                                                  \
    X(embedded_registers, "made for 16 registers (EF_RISCV_RVE)")                                        \
    X(total_store_order, "it needs memory in total store order (EF_RISCV_TSO)")                          \
    X(other_float_abi, "not of the double-precision float ABI (EF_RISCV_FLOAT_ABI)")                     \
    X(unknown_machine_flags, "e_flags has unknown bits")                                                 \
    X(bad_header_bytes, "e_ehsize is not the one of ELF64")                                              \
    X(no_program_headers, "no program headers")                                                          \
    X(bad_program_header_bytes, "e_phentsize is not the one of ELF64")                                   \
    X(hidden_program_header_count, "the count of program headers is in a section header (PN_XNUM)")      \
    X(too_many_program_headers, "too many program headers")                                              \
    X(program_headers_over_header, "the program headers overlap the ELF header")                         \
    X(misaligned_program_headers, "e_phoff is not a multiple of 8")                                      \
    X(program_headers_overflow, "the program headers' offset and size overflow")                         \
    X(program_headers_outside, "the program headers go past the end of the file")                        \
    X(bad_section_header_bytes, "e_shentsize is not the one of ELF64")                                   \
    X(hidden_section_count, "there is an e_shoff and no e_shnum")                                        \
    X(bad_section_names, "e_shstrndx is not the number of a section")                                    \
    X(section_headers_outside, "the section headers go past the end of the file, or overlap its header") \
    X(needs_interpreter, "it asks for an interpreter (PT_INTERP)")                                       \
    X(needs_dynamic_linking, "it asks for dynamic linking (PT_DYNAMIC)")                                 \
    X(needs_thread_storage, "it asks for thread-local storage (PT_TLS)")                                 \
    X(reserved_header, "it has a program header of the reserved type PT_SHLIB")                          \
    X(repeated_header, "PT_PHDR or PT_GNU_STACK occurs twice")                                           \
    X(program_headers_too_late, "PT_PHDR comes after a PT_LOAD")                                         \
    X(bad_program_headers_segment, "PT_PHDR is not where the program headers are loaded")                \
    X(executable_stack, "it asks for an executable stack (PT_GNU_STACK)")                                \
    X(useless_stack, "it asks for a stack that cannot be read and written (PT_GNU_STACK)")               \
    X(stack_too_large, "it asks for a stack that is too large (PT_GNU_STACK)")                           \
    X(too_many_segments, "too many loadable segments")                                                   \
    X(no_segments, "nothing to load")                                                                    \
    X(empty_segment, "a segment has no bytes in memory")                                                 \
    X(file_exceeds_memory, "a segment has more bytes in the file than in memory")                        \
    X(segment_offset_overflows, "a segment's file offset and size overflow")                             \
    X(segment_offset_overflows_in_pages, "a segment's file offset and size overflow, rounded to pages")  \
    X(segment_outside_file, "a segment goes past the end of the file")                                   \
    X(segment_overflows, "a segment's address and size overflow")                                        \
    X(segment_overflows_in_pages, "a segment's address and size overflow, rounded to pages")             \
    X(image_too_large, "the segments need more memory than a program may have")                          \
    X(segment_on_null_page, "a segment is on the null page")                                             \
    X(segment_not_canonical, "a segment's address is not canonical in Sv39")                             \
    X(segment_outside_user, "a segment is outside the program's address range")                          \
    X(bad_alignment, "a segment's p_align is not a power of two")                                        \
    X(alignment_below_page, "a segment's p_align is less than a page")                                   \
    X(misaligned_segment, "a segment's address and file offset differ modulo p_align")                   \
    X(segments_out_of_order, "segments are not in ascending order")                                      \
    X(segments_overlap, "segments overlap")                                                              \
    X(segments_share_page, "two segments share a page")                                                  \
    X(writable_not_readable, "a segment is writable and not readable")                                   \
    X(unreadable_segment, "a segment is not readable")                                                   \
    X(writable_and_executable, "a segment is writable and executable")                                   \
    X(unknown_flags, "a segment has unknown flags")                                                      \
    X(entry_misaligned, "the entry point is not at an even address")                                     \
    X(entry_outside, "the entry point is in no segment")                                                 \
    X(entry_not_executable, "the entry point is in a segment that is not executable")                    \
    X(entry_not_in_file, "the entry point's instruction is not in the file")                             \
    X(misaligned_note, "a note's offset or p_align is not valid for a note")                             \
    X(damaged_note, "a note goes past its segment, is not a valid AbiNote, or contradicts another")      \
    X(no_abi_note, "no .note.abi-check, so the spec it was built against is unknown")                    \
    X(stale, "built against another spec (.note.abi-check)")
REFKERNEL_ERROR_LIST(ElfError, REFKERNEL_ELF_ERRORS)

/// The limit for all segments of a program, in whole pages. It is checked before a page is taken, because a small file
/// can ask for any amount of BSS. The limit is an eighth of the reference machine's memory, and some 500 times the
/// largest program.
constexpr std::uint64_t max_image_bytes = std::uint64_t{32} << 20;

/// SHA-256 of a canonical spec.
using SpecDigest = std::array<std::uint8_t, 32>;

/// A segment that has passed every check.
struct ElfSegment {
    std::uint64_t address = 0;       // of the first byte in memory
    std::uint64_t memory_bytes = 0;  // bytes that are not in the file are zero
    std::span<const std::uint8_t> file;
    Access access = access_read;
};

struct ElfImage {
    std::uint64_t entry = 0;
    std::array<ElfSegment, 8> segments;
    std::size_t segment_count = 0;
    std::uint64_t bytes = 0;  // of all pages of the segments; at most max_image_bytes
};

struct ElfCheck {
    ElfError error = ElfError::none;
    ElfImage image{};              // complete if there is no error; its spans point into the file
    std::uint64_t file_bytes = 0;  // this and the next: what was read, for elf_numbers
    Elf64_Ehdr header{};
    std::size_t index = 0;  // of the program header that was read last, which has the error if one of them has it
    Elf64_Phdr segment{};   // that program header
};

/// `spec` is the digest that the program's note must have. Without it (the kernel was built without a spec) any program
/// is accepted.
ElfCheck check_elf(std::span<const std::uint8_t> file, const std::optional<SpecDigest>& spec);

}  // namespace core
