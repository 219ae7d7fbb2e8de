#include "core/elf_numbers.h"

namespace core {
namespace {

/// Errors of one group have the same numbers, because ElfError is in the order of the checks.
ElfNumbers header_numbers(ElfError error, const Elf64_Ehdr& header, std::uint64_t file_bytes) {
    const auto ident = [&header](std::size_t at) { return std::uint32_t{header.e_ident[at]}; };
    if (error <= ElfError::bad_os_abi) {
        return {{{{": it begins with ", ident(0) << 24 | ident(1) << 16 | ident(2) << 8 | ident(3)},
                  {", EI_CLASS ", ident(EI_CLASS)},
                  {", EI_DATA ", ident(EI_DATA)},
                  {", EI_VERSION ", ident(EI_VERSION)},
                  {", EI_OSABI ", ident(EI_OSABI)},
                  {", EI_ABIVERSION ", ident(EI_ABIVERSION)},
                  {", e_version ", header.e_version}}}};
    }
    if (error <= ElfError::unknown_machine_flags) {
        return {{{{": e_type ", header.e_type}, {", e_machine ", header.e_machine}, {", e_flags ", header.e_flags}}}};
    }
    if (error <= ElfError::program_headers_outside) {
        return {{{{": e_ehsize ", header.e_ehsize},
                  {", e_phoff ", header.e_phoff},
                  {", e_phnum ", header.e_phnum},
                  {", e_phentsize ", header.e_phentsize},
                  {", the file ends at ", file_bytes}}}};
    }
    return {{{{": e_shoff ", header.e_shoff},
              {", e_shnum ", header.e_shnum},
              {", e_shentsize ", header.e_shentsize},
              {", e_shstrndx ", header.e_shstrndx},
              {", the file ends at ", file_bytes}}}};
}

/// The number that is not in the program header itself.
ElfNumbers::Part excess(const ElfCheck& check) {
    const Elf64_Phdr& segment = check.segment;
    switch (check.error) {
    case ElfError::file_exceeds_memory: return {", too long by ", segment.p_filesz - segment.p_memsz};
    case ElfError::segment_outside_file:
        return {", ends after the file by ", segment.p_offset + segment.p_filesz - check.file_bytes};
    case ElfError::image_too_large: return {", free for it ", max_image_bytes - check.image.bytes};
    case ElfError::segments_out_of_order:
    case ElfError::segments_overlap:
    case ElfError::segments_share_page: {
        const ElfSegment& before = check.image.segments[check.image.segment_count - 1];
        return {", the segment before ends at ", before.address + before.memory_bytes};
    }
    default: return {};
    }
}

}  // namespace

ElfNumbers elf_numbers(const ElfCheck& check) {
    const ElfError error = check.error;
    if (error == ElfError::too_short) {
        return {{{{": it has ", check.file_bytes}, {" bytes of ", sizeof(Elf64_Ehdr)}}}};
    }
    if (error == ElfError::none || error == ElfError::no_segments || error == ElfError::bad_program_headers_segment ||
        error >= ElfError::damaged_note) {
        return {};
    }
    if (error < ElfError::needs_interpreter) {
        return header_numbers(error, check.header, check.file_bytes);
    }
    if (error >= ElfError::entry_misaligned && error <= ElfError::entry_not_in_file) {
        return {{{{": e_entry ", check.header.e_entry}}}};
    }
    const Elf64_Phdr& segment = check.segment;
    return {{{{": program header ", check.index},
              {": p_type ", segment.p_type},
              {", p_flags ", segment.p_flags},
              {", p_offset ", segment.p_offset},
              {", p_vaddr ", segment.p_vaddr},
              {", p_filesz ", segment.p_filesz},
              {", p_memsz ", segment.p_memsz},
              {", p_align ", segment.p_align},
              excess(check)}}};
}

}  // namespace core
