#include "core/elf_numbers.h"

#include <elf.h>

#include <algorithm>
#include <cstring>

namespace core {
namespace {

template <typename Record>
Record read_at(std::span<const std::uint8_t> file, std::uint64_t offset) {
    Record record{};
    if (offset <= file.size() && sizeof record <= file.size() - offset) {
        std::memcpy(&record, file.data() + offset, sizeof record);
    }
    return record;
}

/// Errors of one group have the same numbers, because ElfError is in the order of the checks.
ElfNumbers header_numbers(ElfError error, const Elf64_Ehdr& header, std::uint64_t file_bytes) {
    const unsigned char* const ident = header.e_ident;
    if (error == ElfError::bad_magic) {
        return {{{{": it begins with ", read_at<std::uint32_t>({ident, 4}, 0)}}}};
    }
    if (error <= ElfError::bad_os_abi) {
        return {{{{": e_ident[EI_CLASS] ", ident[EI_CLASS]},
                  {", EI_DATA ", ident[EI_DATA]},
                  {", EI_VERSION ", ident[EI_VERSION]},
                  {", EI_OSABI ", ident[EI_OSABI]},
                  {", EI_ABIVERSION ", ident[EI_ABIVERSION]},
                  {", e_version ", header.e_version}}}};
    }
    if (error <= ElfError::unknown_machine_flags) {
        return {{{{": e_type ", header.e_type}, {", e_machine ", header.e_machine}, {", e_flags ", header.e_flags}}}};
    }
    if (error == ElfError::bad_header_bytes) {
        return {{{{": e_ehsize ", header.e_ehsize}, {", expected ", sizeof header}}}};
    }
    if (error <= ElfError::program_headers_outside) {
        return {{{{": e_phoff ", header.e_phoff},
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

/// `index`: of the program header `segment`. `image`: the segments before it.
ElfNumbers segment_numbers(ElfError error, std::uint64_t index, const Elf64_Phdr& segment, const ElfImage& image,
                           std::uint64_t file_bytes) {
    using E = ElfError;
    const ElfNumbers::Part where{": program header ", index};
    const ElfNumbers::Part memory{": memory range ", segment.p_vaddr};
    const ElfNumbers::Part memory_bytes{" + ", segment.p_memsz};
    const ElfSegment before = image.segment_count > 0 ? image.segments[image.segment_count - 1] : ElfSegment{};
    switch (error) {
    case E::file_exceeds_memory:
        return {{{where,
                  {": p_filesz ", segment.p_filesz},
                  {" exceeds p_memsz ", segment.p_memsz},
                  {" by ", segment.p_filesz - segment.p_memsz}}}};
    case E::segment_outside_file:
        return {{{where,
                  {": file range ", segment.p_offset},
                  {" + ", segment.p_filesz},
                  {" ends after the file's end at ", file_bytes},
                  {" by ", segment.p_offset + segment.p_filesz - file_bytes}}}};
    case E::segment_offset_overflows:
    case E::segment_offset_overflows_in_pages:
        return {{{where, {": file range ", segment.p_offset}, {" + ", segment.p_filesz}}}};
    case E::image_too_large:
        return {{{where, memory, memory_bytes, {", free for it ", max_image_bytes - image.bytes}}}};
    case E::bad_alignment:
    case E::alignment_below_page:
    case E::misaligned_segment:
    case E::misaligned_note:
        return {{{where,
                  {": p_align ", segment.p_align},
                  {", p_vaddr ", segment.p_vaddr},
                  {", p_offset ", segment.p_offset}}}};
    case E::segments_out_of_order:
    case E::segments_overlap:
    case E::segments_share_page:
        return {
            {{where, memory, memory_bytes, {", the segment before ", before.address}, {" + ", before.memory_bytes}}}};
    default: break;
    }
    const bool is_range = error > E::segment_offset_overflows_in_pages && error <= E::segment_outside_user;
    return is_range ? ElfNumbers{{{where, memory, memory_bytes}}}
                    : ElfNumbers{{{where,
                                   {", p_type ", segment.p_type},
                                   {", p_flags ", segment.p_flags},
                                   {", p_memsz ", segment.p_memsz}}}};
}

}  // namespace

ElfNumbers elf_numbers(const ElfCheck& check, std::span<const std::uint8_t> file) {
    if (check.error == ElfError::too_short) {
        return {{{{": it has ", file.size()}, {" bytes of ", sizeof(Elf64_Ehdr)}}}};
    }
    const auto header = read_at<Elf64_Ehdr>(file, 0);
    if (check.error < ElfError::needs_interpreter) {
        return check.error == ElfError::none ? ElfNumbers{} : header_numbers(check.error, header, file.size());
    }
    if (check.error >= ElfError::entry_misaligned && check.error <= ElfError::entry_not_in_file) {
        return {{{{": e_entry ", header.e_entry}}}};
    }
    if (check.error == ElfError::no_segments || check.error == ElfError::bad_program_headers_segment ||
        check.error >= ElfError::damaged_note) {
        return {};
    }
    const std::uint64_t index = std::max<std::size_t>(check.headers_read, 1) - 1;
    const auto segment = read_at<Elf64_Phdr>(file, header.e_phoff + index * sizeof(Elf64_Phdr));
    return segment_numbers(check.error, index, segment, check.image, file.size());
}

}  // namespace core
