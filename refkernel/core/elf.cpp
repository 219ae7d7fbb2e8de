#include "core/elf.h"

#include <elf.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/elf_note.h"

namespace core {
namespace {

constexpr std::size_t max_program_headers = 64;

/// Whether [offset, offset + bytes) lies in a file of `file_bytes` bytes; no sum can overflow.
constexpr bool lies_inside(std::uint64_t offset, std::uint64_t bytes, std::uint64_t file_bytes) {
    return offset <= file_bytes && bytes <= file_bytes - offset;
}

template <typename Record>
Record read_at(std::span<const std::uint8_t> file, std::uint64_t offset) {
    Record record;
    __builtin_memcpy(&record, file.data() + offset, sizeof record);
    return record;
}

ElfError check_header(const Elf64_Ehdr& header, std::uint64_t file_bytes) {
    const unsigned char* const ident = header.e_ident;
    if (std::memcmp(ident, ELFMAG, SELFMAG) != 0) {
        return ElfError::bad_magic;
    }
    if (ident[EI_CLASS] != ELFCLASS64) {
        return ElfError::not_64_bit;
    }
    if (ident[EI_DATA] != ELFDATA2LSB) {
        return ElfError::not_little_endian;
    }
    if (ident[EI_VERSION] != EV_CURRENT || header.e_version != EV_CURRENT) {
        return ElfError::bad_version;
    }
    if (ident[EI_OSABI] != ELFOSABI_SYSV || ident[EI_ABIVERSION] != 0) {
        return ElfError::bad_os_abi;
    }
    if (header.e_type != ET_EXEC) {
        return ElfError::not_executable;
    }
    if (header.e_machine != EM_RISCV) {
        return ElfError::not_riscv;
    }
    if (header.e_ehsize != sizeof(Elf64_Ehdr) || (header.e_phnum != 0 && header.e_phentsize != sizeof(Elf64_Phdr))) {
        return ElfError::bad_header_bytes;
    }
    if (header.e_phnum == 0) {
        return ElfError::no_program_headers;
    }
    if (header.e_phnum > max_program_headers) {
        return ElfError::too_many_program_headers;
    }
    if (!lies_inside(header.e_phoff, header.e_phnum * sizeof(Elf64_Phdr), file_bytes)) {
        return ElfError::program_headers_outside;
    }
    return ElfError::none;
}

ElfError check_segment(const Elf64_Phdr& segment, std::uint64_t file_bytes) {
    if (segment.p_memsz == 0) {
        return ElfError::empty_segment;
    }
    if (segment.p_filesz > segment.p_memsz) {
        return ElfError::file_exceeds_memory;
    }
    if (!lies_inside(segment.p_offset, segment.p_filesz, file_bytes)) {
        return ElfError::segment_outside_file;
    }
    if (segment.p_vaddr + segment.p_memsz < segment.p_vaddr) {
        return ElfError::segment_overflows;
    }
    if (segment.p_vaddr < USER_PROGRAM_BEGIN || segment.p_vaddr + segment.p_memsz > USER_PROGRAM_END) {
        return ElfError::segment_outside_user;
    }
    if (!std::has_single_bit(segment.p_align) || segment.p_align < page_bytes) {
        return ElfError::bad_alignment;
    }
    if (segment.p_vaddr % segment.p_align != segment.p_offset % segment.p_align) {
        return ElfError::misaligned_segment;
    }
    if ((segment.p_flags & ~std::uint32_t{PF_R | PF_W | PF_X}) != 0) {
        return ElfError::unknown_flags;
    }
    if ((segment.p_flags & PF_R) == 0) {
        return ElfError::unreadable_segment;
    }
    if ((segment.p_flags & PF_W) != 0 && (segment.p_flags & PF_X) != 0) {
        return ElfError::writable_and_executable;
    }
    return ElfError::none;
}

ElfError add_segment(ElfImage& image, const Elf64_Phdr& segment, std::span<const std::uint8_t> file) {
    if (const ElfError error = check_segment(segment, file.size()); error != ElfError::none) {
        return error;
    }
    if (image.segment_count == image.segments.size()) {
        return ElfError::too_many_segments;
    }
    if (image.segment_count > 0) {
        const ElfSegment& before = image.segments[image.segment_count - 1];
        const std::uint64_t end = before.address + before.memory_bytes;
        if (segment.p_vaddr < end) {
            return ElfError::segments_out_of_order;
        }
        if (page_floor(segment.p_vaddr) < page_ceiling(end)) {
            return ElfError::segments_share_page;
        }
    }
    Access access = access_read;
    access = (segment.p_flags & PF_W) != 0 ? access | access_write : access;
    access = (segment.p_flags & PF_X) != 0 ? access | access_execute : access;
    image.segments[image.segment_count++] = {.address = segment.p_vaddr,
                                             .memory_bytes = segment.p_memsz,
                                             .file = file.subspan(segment.p_offset, segment.p_filesz),
                                             .access = access};
    return ElfError::none;
}

ElfError check_entry(const ElfImage& image) {
    if (image.entry % 2 != 0) {
        return ElfError::entry_misaligned;  // IALIGN is 16 bits with the C extension
    }
    const std::span segments = std::span(image.segments).first(image.segment_count);
    const bool executable = std::ranges::any_of(segments, [&](const ElfSegment& segment) {
        return (segment.access & access_execute) != 0 && image.entry >= segment.address &&
               image.entry - segment.address < segment.file.size();
    });
    return executable ? ElfError::none : ElfError::entry_not_executable;
}

}  // namespace

std::string_view describe(ElfError error) {
    constexpr std::string_view texts[] = {
#define REFKERNEL_ELF_TEXT(name, text) text,
        REFKERNEL_ELF_ERRORS(REFKERNEL_ELF_TEXT)
#undef REFKERNEL_ELF_TEXT
    };
    return texts[static_cast<std::size_t>(error)];
}

ElfCheck check_elf(std::span<const std::uint8_t> file, const std::optional<SpecDigest>& spec) {
    if (file.size() < sizeof(Elf64_Ehdr)) {
        return {.error = ElfError::too_short};
    }
    const auto header = read_at<Elf64_Ehdr>(file, 0);
    ElfCheck check{.error = check_header(header, file.size())};
    if (check.error != ElfError::none) {
        return check;
    }
    check.image.entry = header.e_entry;
    NoteCheck note;
    for (std::size_t i = 0; i < header.e_phnum && check.error == ElfError::none; ++i) {
        const auto segment = read_at<Elf64_Phdr>(file, header.e_phoff + i * sizeof(Elf64_Phdr));
        switch (segment.p_type) {
        case PT_LOAD: check.error = add_segment(check.image, segment, file); break;
        case PT_INTERP: check.error = ElfError::needs_interpreter; break;
        case PT_DYNAMIC: check.error = ElfError::needs_dynamic_linking; break;
        case PT_GNU_STACK:
            check.error = (segment.p_flags & PF_X) != 0 ? ElfError::executable_stack : check.error;
            break;
        case PT_NOTE:
            if (!lies_inside(segment.p_offset, segment.p_filesz, file.size())) {
                check.error = ElfError::segment_outside_file;
            } else {
                find_abi_note(file.subspan(segment.p_offset, segment.p_filesz), note);
            }
            break;
        default: break;  // says nothing about what is loaded
        }
    }
    if (check.error == ElfError::none && check.image.segment_count == 0) {
        check.error = ElfError::no_segments;
    }
    if (check.error == ElfError::none) {
        check.error = check_entry(check.image);
    }
    if (check.error == ElfError::none) {
        check.error = check_note(note, spec);
    }
    return check;
}

}  // namespace core
