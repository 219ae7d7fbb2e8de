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

ElfNumbers header_numbers(ElfError error, const Elf64_Ehdr& header, std::uint64_t file_bytes) {
    using E = ElfError;
    const unsigned char* const ident = header.e_ident;
    switch (error) {
    case E::bad_magic: return {{{{": it begins with ", read_at<std::uint32_t>({ident, 4}, 0)}}}};
    case E::not_64_bit: return {{{{": e_ident[EI_CLASS] ", ident[EI_CLASS]}}}};
    case E::not_little_endian: return {{{{": e_ident[EI_DATA] ", ident[EI_DATA]}}}};
    case E::bad_version:
        return {{{{": e_ident[EI_VERSION] ", ident[EI_VERSION]}, {", e_version ", header.e_version}}}};
    case E::bad_os_abi:
        return {{{{": e_ident[EI_OSABI] ", ident[EI_OSABI]}, {", e_ident[EI_ABIVERSION] ", ident[EI_ABIVERSION]}}}};
    case E::not_linked:
    case E::position_independent:
    case E::not_executable: return {{{{": e_type ", header.e_type}}}};
    case E::not_riscv: return {{{{": e_machine ", header.e_machine}, {", expected ", EM_RISCV}}}};
    case E::embedded_registers:
    case E::total_store_order:
    case E::other_float_abi:
    case E::unknown_machine_flags: return {{{{": e_flags ", header.e_flags}}}};
    case E::bad_header_bytes: return {{{{": e_ehsize ", header.e_ehsize}, {", expected ", sizeof header}}}};
    case E::bad_program_header_bytes:
        return {{{{": e_phentsize ", header.e_phentsize}, {", expected ", sizeof(Elf64_Phdr)}}}};
    case E::hidden_program_header_count:
    case E::too_many_program_headers: return {{{{": e_phnum ", header.e_phnum}}}};
    case E::program_headers_over_header:
    case E::misaligned_program_headers: return {{{{": e_phoff ", header.e_phoff}}}};
    case E::program_headers_overflow:
    case E::program_headers_outside:
        return {{{{": e_phoff ", header.e_phoff},
                  {" + ", header.e_phnum * sizeof(Elf64_Phdr)},
                  {", the file ends at ", file_bytes}}}};
    case E::bad_section_header_bytes:
        return {{{{": e_shentsize ", header.e_shentsize}, {", expected ", sizeof(Elf64_Shdr)}}}};
    case E::hidden_section_count: return {{{{": e_shoff ", header.e_shoff}}}};
    case E::bad_section_names: return {{{{": e_shstrndx ", header.e_shstrndx}, {", e_shnum ", header.e_shnum}}}};
    case E::section_headers_outside:
        return {{{{": e_shoff ", header.e_shoff},
                  {" + ", header.e_shnum * sizeof(Elf64_Shdr)},
                  {", the file ends at ", file_bytes}}}};
    case E::entry_misaligned:
    case E::entry_outside:
    case E::entry_not_executable:
    case E::entry_not_in_file: return {{{{": e_entry ", header.e_entry}}}};
    default: return {};
    }
}

/// `index`: of the program header `segment`. `image`: the segments before it.
ElfNumbers segment_numbers(ElfError error, std::uint64_t index, const Elf64_Phdr& segment, const ElfImage& image,
                           std::uint64_t file_bytes) {
    using E = ElfError;
    const ElfNumbers::Part where{": program header ", index};
    const ElfNumbers::Part file{": file range ", segment.p_offset};
    const ElfNumbers::Part memory{": memory range ", segment.p_vaddr};
    const ElfNumbers::Part memory_bytes{" + ", segment.p_memsz};
    const ElfSegment before = image.segment_count > 0 ? image.segments[image.segment_count - 1] : ElfSegment{};
    switch (error) {
    case E::needs_interpreter:
    case E::needs_dynamic_linking:
    case E::needs_thread_storage:
    case E::reserved_header:
    case E::repeated_header:
    case E::program_headers_too_late: return {{{where, {", p_type ", segment.p_type}}}};
    case E::executable_stack:
    case E::useless_stack:
    case E::writable_not_readable:
    case E::unreadable_segment:
    case E::writable_and_executable:
    case E::unknown_flags: return {{{where, {", p_flags ", segment.p_flags}}}};
    case E::stack_too_large:
        return {{{where, {", p_memsz ", segment.p_memsz}, {", at most ", USER_STACK_END - USER_STACK_BEGIN}}}};
    case E::too_many_segments: return {{{where, {", at most ", image.segments.size()}}}};
    case E::empty_segment: return {{{where}}};
    case E::file_exceeds_memory:
        return {{{where,
                  {": p_filesz ", segment.p_filesz},
                  {" exceeds p_memsz ", segment.p_memsz},
                  {" by ", segment.p_filesz - segment.p_memsz}}}};
    case E::segment_outside_file:
        return {{{where, file,
                  {" + ", segment.p_filesz},
                  {" ends after the file's end at ", file_bytes},
                  {" by ", segment.p_offset + segment.p_filesz - file_bytes}}}};
    case E::segment_offset_overflows:
    case E::segment_offset_overflows_in_pages: return {{{where, file, {" + ", segment.p_filesz}}}};
    case E::image_too_large:
        return {{{where, memory, memory_bytes,
                  {", all segments before it have ", image.bytes}, {", at most ", max_image_bytes}}}};
    case E::segment_outside_user:
        return {{{where, memory, memory_bytes, {", allowed ", USER_PROGRAM_BEGIN}, {" to ", USER_PROGRAM_END}}}};
    case E::segment_overflows:
    case E::segment_overflows_in_pages:
    case E::segment_on_null_page:
    case E::segment_not_canonical: return {{{where, memory, memory_bytes}}};
    case E::bad_alignment:
    case E::alignment_below_page:
    case E::misaligned_segment:
    case E::misaligned_note:
        return {{{where,
                  {": p_align ", segment.p_align},
                  {", p_vaddr ", segment.p_vaddr},
                  {", p_offset ", segment.p_offset}}}};
    case E::segments_out_of_order:
        return {{{where, {": p_vaddr ", segment.p_vaddr}, {" is below the segment before, at ", before.address}}}};
    case E::segments_overlap:
    case E::segments_share_page:
        return {{{where,
                  {": p_vaddr ", segment.p_vaddr},
                  {", the segment before ends at ", before.address + before.memory_bytes}}}};
    default: return {};
    }
}

}  // namespace

ElfNumbers elf_numbers(const ElfCheck& check, std::span<const std::uint8_t> file) {
    if (check.error == ElfError::too_short) {
        return {{{{": it has ", file.size()}, {" of ", sizeof(Elf64_Ehdr)}}}};
    }
    const auto header = read_at<Elf64_Ehdr>(file, 0);
    const ElfNumbers numbers = header_numbers(check.error, header, file.size());
    if (!numbers.parts[0].words.empty()) {
        return numbers;
    }
    const std::uint64_t index = std::max<std::size_t>(check.headers_read, 1) - 1;
    const auto segment = read_at<Elf64_Phdr>(file, header.e_phoff + index * sizeof(Elf64_Phdr));
    return segment_numbers(check.error, index, segment, check.image, file.size());
}

}  // namespace core
