#include "core/hostile_elf.h"

#include <elf.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>

#include "core/records.h"

namespace core::test {
namespace {

/// A program split into its parts. Changes of the header and of program headers are written back by put_together.
struct Program {
    std::vector<std::uint8_t> bytes;
    Elf64_Ehdr header{};
    std::vector<Elf64_Phdr> headers;
    std::size_t code = 0;                  // index of the first segment, which has the code
    std::size_t next = 0;                  // index of the segment after it
    std::size_t last = 0;                  // index of the last segment, which is not executable
    std::size_t note = 0;                  // index of the PT_NOTE
    std::size_t stack = 0;                 // index of the PT_GNU_STACK
    std::optional<std::size_t> cut_off{};  // truncate the file at this byte

    std::uint8_t& note_byte(std::size_t offset) { return bytes[headers[note].p_offset + offset]; }
    void add(std::uint32_t type) { headers.push_back({.p_type = type, .p_flags = PF_R, .p_align = 8}); }
};

std::optional<Program> take_apart(std::span<const std::uint8_t> good) {
    if (check_elf(good, {}).error != ElfError::none) {
        return std::nullopt;
    }
    Program program{.bytes{good.begin(), good.end()}};
    std::memcpy(&program.header, good.data(), sizeof program.header);
    program.headers.resize(program.header.e_phnum);
    std::memcpy(program.headers.data(), good.data() + program.header.e_phoff,
                program.headers.size() * sizeof(Elf64_Phdr));

    std::vector<std::size_t> loaded;
    std::vector<std::size_t> notes;
    std::vector<std::size_t> stacks;
    for (std::size_t i = 0; i < program.headers.size(); ++i) {
        switch (program.headers[i].p_type) {
        case PT_LOAD: loaded.push_back(i); break;
        case PT_NOTE: notes.push_back(i); break;
        case PT_GNU_STACK: stacks.push_back(i); break;
        default: break;
        }
    }
    if (loaded.size() < 2 || notes.empty() || stacks.empty()) {
        return std::nullopt;
    }
    program.code = loaded[0];
    program.next = loaded[1];
    program.last = loaded.back();
    program.note = notes[0];
    program.stack = stacks[0];
    const Elf64_Phdr& code = program.headers[program.code];
    const bool usual = (code.p_flags & PF_X) != 0 && (program.headers[program.last].p_flags & PF_X) == 0 &&
                       code.p_filesz >= 64 && program.headers[program.note].p_filesz >= sizeof(AbiNote);
    return usual ? std::optional(program) : std::nullopt;
}

/// Writes headers in place; a program header table that has grown goes to the end of the file.
std::vector<std::uint8_t> put_together(Program program, std::size_t headers_before) {
    std::vector<std::uint8_t> bytes = std::move(program.bytes);
    Elf64_Ehdr good{};
    std::memcpy(&good, bytes.data(), sizeof good);
    std::size_t table = good.e_phoff;
    if (program.headers.size() != headers_before) {
        program.header.e_phnum = static_cast<std::uint16_t>(program.headers.size());
    }
    if (program.headers.size() > headers_before) {
        table = (bytes.size() + 7) & ~std::size_t{7};
        program.header.e_phoff = table;
        bytes.resize(table + program.headers.size() * sizeof(Elf64_Phdr));
    }
    std::memcpy(bytes.data(), &program.header, sizeof program.header);
    std::memcpy(bytes.data() + table, program.headers.data(), program.headers.size() * sizeof(Elf64_Phdr));
    bytes.resize(program.cut_off.value_or(bytes.size()));
    return bytes;
}

constexpr std::uint64_t far_away = std::uint64_t{1} << 63;
constexpr std::uint64_t last_page = ~(page_bytes - 1);  // of the address space

/// Moves a segment to the page at `address`.
void move(Elf64_Phdr& segment, std::uint64_t address) {
    segment.p_vaddr = address + segment.p_vaddr % page_bytes;
}

struct Way {
    const char* name;
    ElfError expected;
    void (*spoil)(Program&);
};

using P = Program;
using E = ElfError;

constexpr Way file_and_header[] = {
    {"no byte", E::too_short, [](P& p) { p.cut_off = 0; }},
    {"10 bytes", E::too_short, [](P& p) { p.cut_off = 10; }},
    {"63 bytes", E::too_short, [](P& p) { p.cut_off = 63; }},
    {"only the header", E::program_headers_outside, [](P& p) { p.cut_off = 64; }},
    {"another magic", E::bad_magic, [](P& p) { p.header.e_ident[EI_MAG3] = 'f'; }},
    {"32 bit", E::not_64_bit, [](P& p) { p.header.e_ident[EI_CLASS] = ELFCLASS32; }},
    {"big-endian", E::not_little_endian, [](P& p) { p.header.e_ident[EI_DATA] = ELFDATA2MSB; }},
    {"ident of version 0", E::bad_version, [](P& p) { p.header.e_ident[EI_VERSION] = EV_NONE; }},
    {"header of version 2", E::bad_version, [](P& p) { p.header.e_version = 2; }},
    {"for FreeBSD", E::bad_os_abi, [](P& p) { p.header.e_ident[EI_OSABI] = ELFOSABI_FREEBSD; }},
    {"ABI version 1", E::bad_os_abi, [](P& p) { p.header.e_ident[EI_ABIVERSION] = 1; }},
    {"not linked", E::not_linked, [](P& p) { p.header.e_type = ET_REL; }},
    {"position independent", E::position_independent, [](P& p) { p.header.e_type = ET_DYN; }},
    {"a core dump", E::not_executable, [](P& p) { p.header.e_type = ET_CORE; }},
    {"for x86-64", E::not_riscv, [](P& p) { p.header.e_machine = EM_X86_64; }},
    {"for 16 registers", E::embedded_registers, [](P& p) { p.header.e_flags |= EF_RISCV_RVE; }},
    {"total store order", E::total_store_order, [](P& p) { p.header.e_flags |= EF_RISCV_TSO; }},
    {"soft float", E::other_float_abi, [](P& p) { p.header.e_flags &= ~Elf64_Word{EF_RISCV_FLOAT_ABI}; }},
    {"quad float", E::other_float_abi, [](P& p) { p.header.e_flags |= EF_RISCV_FLOAT_ABI; }},
    {"unknown machine flag", E::unknown_machine_flags, [](P& p) { p.header.e_flags |= 0x20; }},
    {"header of 52 bytes", E::bad_header_bytes, [](P& p) { p.header.e_ehsize = sizeof(Elf32_Ehdr); }},
    {"no program header", E::no_program_headers, [](P& p) { p.header.e_phnum = 0; }},
    {"phentsize 0", E::bad_program_header_bytes, [](P& p) { p.header.e_phentsize = 0; }},
    {"phentsize 55", E::bad_program_header_bytes, [](P& p) { p.header.e_phentsize = 55; }},
    {"phnum 0xffff", E::hidden_program_header_count, [](P& p) { p.header.e_phnum = PN_XNUM; }},
    {"65 program headers", E::too_many_program_headers, [](P& p) { p.header.e_phnum = 65; }},
    {"phoff 0", E::program_headers_over_header, [](P& p) { p.header.e_phoff = 0; }},
    {"phoff in the header", E::program_headers_over_header, [](P& p) { p.header.e_phoff = 56; }},
    {"phoff misaligned", E::misaligned_program_headers, [](P& p) { p.header.e_phoff += 4; }},
    {"phoff and 2^32", E::program_headers_outside, [](P& p) { p.header.e_phoff += std::uint64_t{1} << 32; }},
    {"phoff and 2^63", E::program_headers_outside, [](P& p) { p.header.e_phoff += far_away; }},
    {"phoff wraps", E::program_headers_overflow, [](P& p) { p.header.e_phoff = ~std::uint64_t{7}; }},
    {"phoff at the end", E::program_headers_outside, [](P& p) { p.header.e_phoff = p.bytes.size() & ~std::size_t{7}; }},
    {"shoff without shnum", E::hidden_section_count,
     [](P& p) { p.header.e_shoff = 64, p.header.e_shnum = 0, p.header.e_shstrndx = 0; }},
    {"names in no section", E::bad_section_names, [](P& p) { p.header.e_shnum = p.header.e_shstrndx = 1; }},
    {"shentsize 40", E::bad_section_header_bytes,
     [](P& p) { p.header.e_shnum = 1, p.header.e_shstrndx = 0, p.header.e_shentsize = sizeof(Elf32_Shdr); }},
    {"shoff at the end", E::section_headers_outside,
     [](P& p) {
         p.header.e_shnum = 1, p.header.e_shstrndx = 0, p.header.e_shentsize = sizeof(Elf64_Shdr);
         p.header.e_shoff = p.bytes.size();
     }},
    {"shoff in the header", E::section_headers_outside,
     [](P& p) {
         p.header.e_shnum = 1, p.header.e_shstrndx = 0, p.header.e_shentsize = sizeof(Elf64_Shdr);
         p.header.e_shoff = 8;
     }},
};

constexpr Way program_headers[] = {
    {"interpreter", E::needs_interpreter, [](P& p) { p.add(PT_INTERP); }},
    {"dynamic", E::needs_dynamic_linking, [](P& p) { p.add(PT_DYNAMIC); }},
    {"thread storage", E::needs_thread_storage, [](P& p) { p.add(PT_TLS); }},
    {"reserved type", E::reserved_header, [](P& p) { p.add(PT_SHLIB); }},
    {"two stacks", E::repeated_header, [](P& p) { p.headers.push_back(p.headers[p.stack]); }},
    {"executable stack", E::executable_stack, [](P& p) { p.headers[p.stack].p_flags |= PF_X; }},
    {"stack without write", E::useless_stack, [](P& p) { p.headers[p.stack].p_flags = PF_R; }},
    {"stack without read", E::useless_stack, [](P& p) { p.headers[p.stack].p_flags = PF_W; }},
    {"stack of 1 GiB", E::stack_too_large, [](P& p) { p.headers[p.stack].p_memsz = 1U << 30; }},
    {"two tables", E::repeated_header,
     [](P& p) { p.headers.insert(p.headers.begin(), 2, {.p_type = PT_PHDR, .p_flags = PF_R, .p_align = 8}); }},
    {"table after a segment", E::program_headers_too_late, [](P& p) { p.add(PT_PHDR); }},
    {"table that is not loaded", E::bad_program_headers_segment,
     [](P& p) {
         const std::size_t bytes = p.headers.size() * sizeof(Elf64_Phdr);
         p.headers[p.stack] = {.p_type = PT_PHDR,
                               .p_flags = PF_R,
                               .p_offset = p.header.e_phoff,
                               .p_vaddr = p.headers[p.next].p_vaddr,
                               .p_filesz = bytes,
                               .p_memsz = bytes,
                               .p_align = 8};
         std::ranges::rotate(p.headers, p.headers.begin() + static_cast<std::ptrdiff_t>(p.stack));
     }},
    {"nine segments", E::too_many_segments,
     [](P& p) {
         p.headers.clear();
         for (std::uint64_t i = 0; i < 9; ++i) {
             p.headers.push_back({.p_type = PT_LOAD,
                                  .p_flags = PF_R,
                                  .p_vaddr = USER_PROGRAM_BEGIN + i * page_bytes,
                                  .p_filesz = 8,
                                  .p_memsz = 8,
                                  .p_align = page_bytes});
         }
     }},
    {"nothing to load", E::no_segments,
     [](P& p) { std::erase_if(p.headers, [](const Elf64_Phdr& header) { return header.p_type == PT_LOAD; }); }},
};

constexpr Way segments[] = {
    {"empty segment", E::empty_segment, [](P& p) { p.headers[p.next].p_filesz = p.headers[p.next].p_memsz = 0; }},
    {"filesz over memsz", E::file_exceeds_memory,
     [](P& p) { p.headers[p.next].p_memsz = p.headers[p.next].p_filesz - 1; }},
    {"filesz past the end", E::segment_outside_file,
     [](P& p) {
         Elf64_Phdr& last = p.headers[p.last];
         last.p_filesz = last.p_memsz = p.bytes.size() - last.p_offset + 1;
     }},
    {"offset past the end", E::segment_outside_file,
     [](P& p) { p.headers[p.last].p_offset += page_ceiling(p.bytes.size()); }},
    {"offset and 2^63", E::segment_outside_file, [](P& p) { p.headers[p.last].p_offset += far_away; }},
    {"offset and filesz wrap", E::segment_offset_overflows,
     [](P& p) {
         Elf64_Phdr& last = p.headers[p.last];
         last.p_offset = last_page;
         last.p_filesz = page_bytes + 1;
         last.p_memsz = 2 * page_bytes;
     }},
    {"offset and filesz wrap when rounded", E::segment_offset_overflows_in_pages,
     [](P& p) {
         p.headers[p.last].p_offset = last_page;
         p.headers[p.last].p_filesz = 1;
     }},
    {"vaddr and memsz wrap", E::segment_overflows, [](P& p) { p.headers[p.last].p_memsz = ~std::uint64_t{0}; }},
    {"vaddr and memsz wrap to the same place", E::segment_overflows,
     [](P& p) { p.headers[p.last].p_memsz = 0 - p.headers[p.last].p_vaddr + USER_PROGRAM_BEGIN; }},
    {"vaddr and memsz wrap when rounded", E::segment_overflows_in_pages,
     [](P& p) {
         Elf64_Phdr& last = p.headers[p.last];
         last.p_memsz = page_ceiling(last.p_filesz) + page_bytes - 1;
         last.p_vaddr = ~last.p_memsz;
     }},
    {"memsz of 1 TiB", E::image_too_large, [](P& p) { p.headers[p.last].p_memsz = std::uint64_t{1} << 40; }},
    {"sum of memsz too large", E::image_too_large, [](P& p) { p.headers[p.last].p_memsz = max_image_bytes; }},
    {"on the null page", E::segment_on_null_page, [](P& p) { move(p.headers[p.code], 0); }},
    {"after the null page", E::segment_outside_user, [](P& p) { move(p.headers[p.code], page_bytes); }},
    {"not canonical", E::segment_not_canonical,
     [](P& p) { move(p.headers[p.last], USER_PROGRAM_BEGIN + (std::uint64_t{1} << 39)); }},
    {"into the hole", E::segment_not_canonical,
     [](P& p) {
         move(p.headers[p.last], (std::uint64_t{1} << 38) - page_bytes);
         p.headers[p.last].p_memsz = page_ceiling(p.headers[p.last].p_filesz) + 2 * page_bytes;
     }},
    {"in the kernel half", E::segment_outside_user, [](P& p) { move(p.headers[p.last], 0xffff'ffc0'0000'0000); }},
    {"in the kernel", E::segment_outside_user, [](P& p) { move(p.headers[p.code], 0x8020'0000); }},
    {"a page before the program", E::segment_outside_user,
     [](P& p) { move(p.headers[p.code], USER_PROGRAM_BEGIN - page_bytes); }},
    {"into the rings", E::segment_outside_user,
     [](P& p) {
         Elf64_Phdr& last = p.headers[p.last];
         move(last, USER_PROGRAM_END - page_ceiling(last.p_filesz));
         last.p_memsz = page_ceiling(last.p_filesz) + 1;
     }},
    {"p_align 0", E::alignment_below_page, [](P& p) { p.headers[p.next].p_align = 0; }},
    {"p_align 1", E::alignment_below_page, [](P& p) { p.headers[p.next].p_align = 1; }},
    {"p_align 16", E::alignment_below_page, [](P& p) { p.headers[p.next].p_align = 16; }},
    {"p_align 3", E::bad_alignment, [](P& p) { p.headers[p.next].p_align = 3; }},
    {"p_align 0x1800", E::bad_alignment, [](P& p) { p.headers[p.next].p_align = 0x1800; }},
    {"incongruent", E::misaligned_segment, [](P& p) { p.headers[p.next].p_vaddr += 8; }},
    {"incongruent by a page", E::misaligned_segment,
     [](P& p) {
         p.headers[p.next].p_align = 2 * page_bytes;
         p.headers[p.next].p_vaddr |= page_bytes;
         p.headers[p.next].p_offset &= ~page_bytes;
     }},
    {"out of order", E::segments_out_of_order, [](P& p) { std::swap(p.headers[p.code], p.headers[p.next]); }},
    {"the same segment twice", E::segments_overlap,
     [](P& p) { p.headers.insert(p.headers.begin() + static_cast<std::ptrdiff_t>(p.code), p.headers[p.code]); }},
    {"overlap by a byte", E::segments_overlap,
     [](P& p) { p.headers[p.code].p_memsz = p.headers[p.next].p_vaddr - p.headers[p.code].p_vaddr + 1; }},
    {"code and data on one page", E::segments_share_page,
     [](P& p) {
         Elf64_Phdr& next = p.headers[p.next];
         p.headers[p.code].p_memsz = next.p_vaddr + 0x400 - p.headers[p.code].p_vaddr;
         next.p_vaddr += 0x800;
         next.p_offset = 0x800;
         next.p_filesz = std::min<Elf64_Xword>(next.p_filesz, 8);
     }},
    {"writable and executable", E::writable_and_executable, [](P& p) { p.headers[p.code].p_flags |= PF_W; }},
    {"writable not readable", E::writable_not_readable, [](P& p) { p.headers[p.last].p_flags = PF_W; }},
    {"executable not readable", E::unreadable_segment, [](P& p) { p.headers[p.code].p_flags = PF_X; }},
    {"no rights", E::unreadable_segment, [](P& p) { p.headers[p.last].p_flags = 0; }},
    {"unknown rights", E::unknown_flags, [](P& p) { p.headers[p.code].p_flags |= 8; }},
};

/// Shortens the code in the file to an even number of bytes on the same page, and also in memory if `memory`.
std::uint64_t shorten_code(Program& p, bool memory) {
    Elf64_Phdr& code = p.headers[p.code];
    code.p_filesz = (code.p_filesz - 16) & ~Elf64_Xword{1};
    code.p_memsz = memory ? code.p_filesz : code.p_memsz;
    return code.p_vaddr + code.p_filesz;
}

constexpr Way entries[] = {
    {"entry 0", E::entry_outside, [](P& p) { p.header.e_entry = 0; }},
    {"entry odd", E::entry_misaligned, [](P& p) { p.header.e_entry |= 1; }},
    {"entry before the code", E::entry_outside, [](P& p) { p.header.e_entry = p.headers[p.code].p_vaddr - 2; }},
    {"entry at the end", E::entry_outside, [](P& p) { p.header.e_entry = shorten_code(p, true); }},
    {"entry in data", E::entry_not_executable, [](P& p) { p.header.e_entry = p.headers[p.last].p_vaddr; }},
    {"entry in BSS", E::entry_not_in_file, [](P& p) { p.header.e_entry = shorten_code(p, false); }},
    {"entry at the last byte", E::entry_not_in_file,
     [](P& p) {
         p.header.e_entry = shorten_code(p, true) - 2;
         p.headers[p.code].p_filesz = --p.headers[p.code].p_memsz;
     }},
    {"entry in the kernel", E::entry_outside, [](P& p) { p.header.e_entry = 0x8020'0000; }},
};

constexpr Way notes[] = {
    {"note past the end", E::segment_outside_file,
     [](P& p) { p.headers[p.note].p_offset = (p.bytes.size() - 8) & ~std::size_t{3}; }},
    {"note offset wraps", E::segment_offset_overflows, [](P& p) { p.headers[p.note].p_offset = ~std::uint64_t{15}; }},
    {"note p_align 2", E::misaligned_note, [](P& p) { p.headers[p.note].p_align = 2; }},
    {"note p_align 4096", E::misaligned_note, [](P& p) { p.headers[p.note].p_align = 4096; }},
    {"note offset odd", E::misaligned_note, [](P& p) { p.headers[p.note].p_offset += 2; }},
    {"note cut off", E::damaged_note, [](P& p) { p.headers[p.note].p_filesz = 11; }},
    {"note cut off with the file", E::damaged_note,
     [](P& p) {
         Elf64_Phdr& note = p.headers[p.note];
         note.p_offset = (p.bytes.size() - 8) & ~std::size_t{3};
         note.p_filesz = p.bytes.size() - note.p_offset;
     }},
    {"note name of 4 GiB", E::damaged_note,
     [](P& p) { std::memset(&p.note_byte(offsetof(AbiNote, name_bytes)), 0xff, 4); }},
    {"note digest of 4 GiB", E::damaged_note,
     [](P& p) { std::memset(&p.note_byte(offsetof(AbiNote, digest_bytes)), 0xff, 4); }},
    {"note digest of 16 bytes", E::damaged_note,
     [](P& p) {
         p.note_byte(offsetof(AbiNote, digest_bytes)) = 16;
         p.headers[p.note].p_filesz = sizeof(AbiNote) - 16;
     }},
    {"note of another name", E::no_abi_note, [](P& p) { p.note_byte(offsetof(AbiNote, name)) = 'A'; }},
    {"note of another type", E::no_abi_note, [](P& p) { p.note_byte(offsetof(AbiNote, type)) = 2; }},
    {"no note", E::no_abi_note, [](P& p) { p.headers[p.note].p_type = PT_NULL; }},
    {"empty note", E::no_abi_note, [](P& p) { p.headers[p.note].p_filesz = 0; }},
    {"stale", E::stale, [](P& p) { p.note_byte(sizeof(AbiNote) - 1) ^= 1; }},
};

}  // namespace

std::vector<HostileElf> hostile_elfs(std::span<const std::uint8_t> good) {
    const std::optional<Program> whole = take_apart(good);
    std::vector<HostileElf> hostile;
    if (!whole) {
        return hostile;
    }
    for (const std::span<const Way> ways :
         {std::span<const Way>(file_and_header), std::span<const Way>(program_headers), std::span<const Way>(segments),
          std::span<const Way>(entries), std::span<const Way>(notes)}) {
        for (const Way& way : ways) {
            Program program = *whole;
            way.spoil(program);
            hostile.push_back({.name = way.name,
                               .expected = way.expected,
                               .bytes = put_together(std::move(program), whole->headers.size())});
        }
    }
    return hostile;
}

std::string words_of(const ElfNumbers& numbers) {
    std::string words;
    for (const ElfNumbers::Part& part : numbers.parts) {
        if (!part.words.empty()) {
            words += part.words;
            words += part.text().view();
        }
    }
    return words;
}

}  // namespace core::test
