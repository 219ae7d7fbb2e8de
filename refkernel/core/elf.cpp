#include "core/elf.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "core/elf_note.h"

namespace core {
namespace {

constexpr std::size_t max_program_headers = 64;

/// Whether [offset, offset + bytes) is in a file of `file_bytes` bytes. Cannot overflow.
constexpr bool lies_inside(std::uint64_t offset, std::uint64_t bytes, std::uint64_t file_bytes) {
    return offset <= file_bytes && bytes <= file_bytes - offset;
}

template <typename Record>
Record read_at(std::span<const std::uint8_t> file, std::uint64_t offset) {
    Record record;
    __builtin_memcpy(&record, file.data() + offset, sizeof record);
    return record;
}

ElfError check_ident(const Elf64_Ehdr& header) {
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
    return ElfError::none;
}

/// Checks e_flags (RISC-V psABI, "File Header"). Compressed instructions are allowed, because the processor has them.
/// The float ABI must be ours, lp64d.
ElfError check_machine_flags(std::uint32_t flags) {
    if ((flags & EF_RISCV_RVE) != 0) {
        return ElfError::embedded_registers;
    }
    if ((flags & EF_RISCV_TSO) != 0) {
        return ElfError::total_store_order;
    }
    if ((flags & EF_RISCV_FLOAT_ABI) != EF_RISCV_FLOAT_ABI_DOUBLE) {
        return ElfError::other_float_abi;
    }
    return (flags & ~std::uint32_t{EF_RISCV_RVC | EF_RISCV_FLOAT_ABI}) == 0 ? ElfError::none
                                                                            : ElfError::unknown_machine_flags;
}

ElfError check_type_and_machine(const Elf64_Ehdr& header) {
    switch (header.e_type) {
    case ET_EXEC: break;
    case ET_REL: return ElfError::not_linked;
    case ET_DYN: return ElfError::position_independent;
    default: return ElfError::not_executable;
    }
    return header.e_machine == EM_RISCV ? check_machine_flags(header.e_flags) : ElfError::not_riscv;
}

ElfError check_program_headers(const Elf64_Ehdr& header, std::uint64_t file_bytes) {
    if (header.e_phnum == 0) {
        return ElfError::no_program_headers;
    }
    if (header.e_phentsize != sizeof(Elf64_Phdr)) {
        return ElfError::bad_program_header_bytes;
    }
    if (header.e_phnum == PN_XNUM) {
        return ElfError::hidden_program_header_count;
    }
    if (header.e_phnum > max_program_headers) {
        return ElfError::too_many_program_headers;
    }
    if (header.e_phoff < sizeof header) {
        return ElfError::program_headers_over_header;
    }
    if (header.e_phoff % alignof(Elf64_Phdr) != 0) {
        return ElfError::misaligned_program_headers;
    }
    const std::uint64_t bytes = header.e_phnum * sizeof(Elf64_Phdr);
    if (header.e_phoff + bytes < bytes) {
        return ElfError::program_headers_overflow;
    }
    return lies_inside(header.e_phoff, bytes, file_bytes) ? ElfError::none : ElfError::program_headers_outside;
}

/// Sections are not read, but linkers write section headers last: if they are missing, the file is truncated.
ElfError check_section_headers(const Elf64_Ehdr& header, std::uint64_t file_bytes) {
    if (header.e_shnum == 0 && header.e_shoff != 0) {
        return ElfError::hidden_section_count;
    }
    if (header.e_shstrndx != SHN_UNDEF && header.e_shstrndx >= header.e_shnum) {
        return ElfError::bad_section_names;
    }
    if (header.e_shnum == 0) {
        return ElfError::none;
    }
    if (header.e_shentsize != sizeof(Elf64_Shdr)) {
        return ElfError::bad_section_header_bytes;
    }
    const bool inside =
        header.e_shoff >= sizeof header && lies_inside(header.e_shoff, header.e_shnum * sizeof(Elf64_Shdr), file_bytes);
    return inside ? ElfError::none : ElfError::section_headers_outside;
}

ElfError check_header(const Elf64_Ehdr& header, std::uint64_t file_bytes) {
    if (const ElfError error = check_ident(header); error != ElfError::none) {
        return error;
    }
    if (const ElfError error = check_type_and_machine(header); error != ElfError::none) {
        return error;
    }
    if (header.e_ehsize != sizeof header) {
        return ElfError::bad_header_bytes;
    }
    if (const ElfError error = check_program_headers(header, file_bytes); error != ElfError::none) {
        return error;
    }
    return check_section_headers(header, file_bytes);
}

ElfError check_file_range(const Elf64_Phdr& segment, std::uint64_t file_bytes) {
    const std::uint64_t end = segment.p_offset + segment.p_filesz;
    if (end < segment.p_offset) {
        return ElfError::segment_offset_overflows;
    }
    if (page_ceiling(end) < end) {
        return ElfError::segment_offset_overflows_in_pages;
    }
    return lies_inside(segment.p_offset, segment.p_filesz, file_bytes) ? ElfError::none
                                                                       : ElfError::segment_outside_file;
}

/// Sv39 translates 39 bits; the higher bits must be copies of bit 38 (RISC-V privileged spec, "Addressing and Memory
/// Protection").
constexpr bool is_canonical(std::uint64_t address) {
    const std::uint64_t upper = address >> 38;
    return upper == 0 || upper == ~std::uint64_t{0} >> 38;
}

/// `image_bytes`: the sum for the segments before this one.
ElfError check_memory_range(const Elf64_Phdr& segment, std::uint64_t image_bytes) {
    const std::uint64_t end = segment.p_vaddr + segment.p_memsz;
    if (end < segment.p_vaddr) {
        return ElfError::segment_overflows;
    }
    if (page_ceiling(end) < end) {
        return ElfError::segment_overflows_in_pages;
    }
    if (page_ceiling(end) - page_floor(segment.p_vaddr) > max_image_bytes - image_bytes) {
        return ElfError::image_too_large;
    }
    if (segment.p_vaddr < page_bytes) {
        return ElfError::segment_on_null_page;
    }
    if (!is_canonical(segment.p_vaddr) || !is_canonical(end - 1)) {
        return ElfError::segment_not_canonical;
    }
    const bool inside = segment.p_vaddr >= USER_PROGRAM_BEGIN && end <= USER_PROGRAM_END;
    return inside ? ElfError::none : ElfError::segment_outside_user;
}

/// The gABI allows a p_align of 0 or 1 for "no alignment". But a segment that can be mapped is page-aligned, and
/// linkers write that, so less is refused.
ElfError check_alignment(const Elf64_Phdr& segment) {
    if (segment.p_align > 1 && !std::has_single_bit(segment.p_align)) {
        return ElfError::bad_alignment;
    }
    if (segment.p_align < page_bytes) {
        return ElfError::alignment_below_page;
    }
    return segment.p_vaddr % segment.p_align == segment.p_offset % segment.p_align ? ElfError::none
                                                                                   : ElfError::misaligned_segment;
}

/// A page-table entry cannot encode write without read. It can encode execute without read, but our toolchain never
/// makes such segments.
ElfError check_rights(std::uint32_t flags) {
    if ((flags & ~std::uint32_t{PF_R | PF_W | PF_X}) != 0) {
        return ElfError::unknown_flags;
    }
    if ((flags & PF_W) != 0 && (flags & PF_X) != 0) {
        return ElfError::writable_and_executable;
    }
    if ((flags & PF_R) == 0) {
        return (flags & PF_W) != 0 ? ElfError::writable_not_readable : ElfError::unreadable_segment;
    }
    return ElfError::none;
}

ElfError check_segment(const Elf64_Phdr& segment, std::uint64_t file_bytes, std::uint64_t image_bytes) {
    if (segment.p_memsz == 0) {
        return ElfError::empty_segment;
    }
    if (segment.p_filesz > segment.p_memsz) {
        return ElfError::file_exceeds_memory;
    }
    if (const ElfError error = check_file_range(segment, file_bytes); error != ElfError::none) {
        return error;
    }
    if (const ElfError error = check_memory_range(segment, image_bytes); error != ElfError::none) {
        return error;
    }
    if (const ElfError error = check_alignment(segment); error != ElfError::none) {
        return error;
    }
    return check_rights(segment.p_flags);
}

/// Adds a PT_LOAD segment. Segments must be in ascending order (gABI, "Program Header") and must not share a page.
ElfError add_segment(ElfImage& image, const Elf64_Phdr& segment, std::span<const std::uint8_t> file) {
    if (image.segment_count == image.segments.size()) {
        return ElfError::too_many_segments;
    }
    if (const ElfError error = check_segment(segment, file.size(), image.bytes); error != ElfError::none) {
        return error;
    }
    if (image.segment_count > 0) {
        const ElfSegment& before = image.segments[image.segment_count - 1];
        const std::uint64_t end = before.address + before.memory_bytes;
        if (segment.p_vaddr < before.address) {
            return ElfError::segments_out_of_order;
        }
        if (segment.p_vaddr < end) {
            return ElfError::segments_overlap;
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
    image.bytes += page_ceiling(segment.p_vaddr + segment.p_memsz) - page_floor(segment.p_vaddr);
    return ElfError::none;
}

/// What the program headers have declared so far, apart from segments.
struct Declared {
    std::optional<Elf64_Phdr> program_headers;  // PT_PHDR
    bool stack = false;                         // PT_GNU_STACK
    NoteCheck note;
};

/// Checks PT_GNU_STACK. With a size of 0 the kernel decides.
ElfError check_stack(const Elf64_Phdr& segment, Declared& declared) {
    if (declared.stack) {
        return ElfError::repeated_header;
    }
    declared.stack = true;
    if ((segment.p_flags & PF_X) != 0) {
        return ElfError::executable_stack;
    }
    if ((segment.p_flags & PF_R) == 0 || (segment.p_flags & PF_W) == 0) {
        return ElfError::useless_stack;
    }
    return segment.p_memsz <= USER_STACK_END - USER_STACK_BEGIN ? ElfError::none : ElfError::stack_too_large;
}

/// Fields of a note are 4-byte words, also in ELF64. With a p_align of 8, names and descriptors are padded to 8 bytes,
/// as in .note.gnu.property (Linux extensions to the gABI).
ElfError read_notes(const Elf64_Phdr& segment, std::span<const std::uint8_t> file, Declared& declared) {
    const std::uint64_t alignment = std::max<std::uint64_t>(segment.p_align, 4);
    if ((segment.p_align > 1 && segment.p_align != 4 && segment.p_align != 8) || segment.p_offset % alignment != 0) {
        return ElfError::misaligned_note;
    }
    if (const ElfError error = check_file_range(segment, file.size()); error != ElfError::none) {
        return error;
    }
    find_abi_note(file.subspan(segment.p_offset, segment.p_filesz), alignment, declared.note);
    return ElfError::none;
}

ElfError read_program_header(const Elf64_Phdr& segment, std::span<const std::uint8_t> file, ElfImage& image,
                             Declared& declared) {
    switch (segment.p_type) {
    case PT_LOAD: return add_segment(image, segment, file);
    case PT_INTERP: return ElfError::needs_interpreter;
    case PT_DYNAMIC: return ElfError::needs_dynamic_linking;
    case PT_TLS: return ElfError::needs_thread_storage;  // the kernel does not set tp
    case PT_SHLIB: return ElfError::reserved_header;
    case PT_GNU_STACK: return check_stack(segment, declared);
    case PT_NOTE: return read_notes(segment, file, declared);
    case PT_PHDR:
        if (declared.program_headers) {
            return ElfError::repeated_header;
        }
        declared.program_headers = segment;
        return image.segment_count == 0 ? ElfError::none : ElfError::program_headers_too_late;
    default:
        // All others are ignored. PT_GNU_RELRO is for dynamic linkers. PT_GNU_PROPERTY lists protections that the code
        // supports, and the kernel has none of them. PT_NULL is unused. PT_RISCV_ATTRIBUTES and PT_GNU_EH_FRAME are for
        // other readers.
        return ElfError::none;
    }
}

/// PT_PHDR, if there is one, must be the table that was read, and must be part of the image (gABI, "Program Header").
ElfError check_program_headers_segment(const Elf64_Ehdr& header, std::span<const std::uint8_t> file,
                                       const ElfImage& image, const std::optional<Elf64_Phdr>& declared) {
    if (!declared) {
        return ElfError::none;
    }
    const std::uint64_t bytes = header.e_phnum * sizeof(Elf64_Phdr);
    const bool same = declared->p_offset == header.e_phoff && declared->p_filesz == bytes && declared->p_memsz == bytes;
    const std::span segments = std::span(image.segments).first(image.segment_count);
    const bool loaded = std::ranges::any_of(segments, [&](const ElfSegment& segment) {
        return declared->p_vaddr >= segment.address &&
               lies_inside(declared->p_vaddr - segment.address, bytes, segment.file.size()) &&
               segment.file.data() + (declared->p_vaddr - segment.address) == file.data() + header.e_phoff;
    });
    return same && loaded ? ElfError::none : ElfError::bad_program_headers_segment;
}

/// At the entry point there must be at least 16 bits of an instruction (IALIGN with the C extension).
ElfError check_entry(const ElfImage& image) {
    if (image.entry % 2 != 0) {
        return ElfError::entry_misaligned;
    }
    const std::span segments = std::span(image.segments).first(image.segment_count);
    const auto segment = std::ranges::find_if(segments, [&](const ElfSegment& one) {
        return image.entry >= one.address && image.entry - one.address < one.memory_bytes;
    });
    if (segment == segments.end()) {
        return ElfError::entry_outside;
    }
    if ((segment->access & access_execute) == 0) {
        return ElfError::entry_not_executable;
    }
    return lies_inside(image.entry - segment->address, 2, segment->file.size()) ? ElfError::none
                                                                                : ElfError::entry_not_in_file;
}

}  // namespace

ElfCheck check_elf(std::span<const std::uint8_t> file, const std::optional<SpecDigest>& spec) {
    ElfCheck check{.file_bytes = file.size()};
    if (file.size() < sizeof(Elf64_Ehdr)) {
        check.error = ElfError::too_short;
        return check;
    }
    check.header = read_at<Elf64_Ehdr>(file, 0);
    const Elf64_Ehdr& header = check.header;
    check.error = check_header(header, file.size());
    if (check.error != ElfError::none) {
        return check;
    }
    check.image.entry = header.e_entry;
    Declared declared;
    for (std::size_t i = 0; i < header.e_phnum && check.error == ElfError::none; ++i) {
        check.index = i;
        check.segment = read_at<Elf64_Phdr>(file, header.e_phoff + i * sizeof(Elf64_Phdr));
        check.error = read_program_header(check.segment, file, check.image, declared);
    }
    if (check.error == ElfError::none && check.image.segment_count == 0) {
        check.error = ElfError::no_segments;
    }
    if (check.error == ElfError::none) {
        check.error = check_program_headers_segment(header, file, check.image, declared.program_headers);
    }
    if (check.error == ElfError::none) {
        check.error = check_entry(check.image);
    }
    if (check.error == ElfError::none) {
        check.error = check_note(declared.note, spec);
    }
    return check;
}

}  // namespace core
