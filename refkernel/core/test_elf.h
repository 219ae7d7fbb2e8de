// For tests: writes a good program as a file, in which a test can make an error.
#pragma once

#include <elf.h>

#include <cstring>
#include <vector>

#include "core/elf.h"
#include "core/records.h"
#include "hal/memlayout.h"

namespace core::test {

/// Code, constants with a note, data with BSS, each on its own pages.
struct ElfWriter {
    Elf64_Ehdr header{};
    std::vector<Elf64_Phdr> segments;
    AbiNote note{};
    std::size_t note_bytes = sizeof(AbiNote);

    static constexpr std::uint64_t code_address = USER_PROGRAM_BEGIN;
    static constexpr std::uint64_t constants_address = USER_PROGRAM_BEGIN + 0x1000;
    static constexpr std::uint64_t data_address = USER_PROGRAM_BEGIN + 0x2000;
    static constexpr std::uint64_t file_bytes = 0x2100;

    ElfWriter() {
        std::memcpy(header.e_ident, ELFMAG, SELFMAG);
        header.e_ident[EI_CLASS] = ELFCLASS64;
        header.e_ident[EI_DATA] = ELFDATA2LSB;
        header.e_ident[EI_VERSION] = EV_CURRENT;
        header.e_type = ET_EXEC;
        header.e_machine = EM_RISCV;
        header.e_version = EV_CURRENT;
        header.e_flags = EF_RISCV_RVC | EF_RISCV_FLOAT_ABI_DOUBLE;
        header.e_entry = code_address + 0x20;
        header.e_phoff = sizeof header;
        header.e_ehsize = sizeof header;
        header.e_phentsize = sizeof(Elf64_Phdr);
        segments = {segment(PT_LOAD, PF_R | PF_X, 0, code_address, 0x40, 0x40),
                    segment(PT_LOAD, PF_R, 0x1000, constants_address, 0x100, 0x100),
                    segment(PT_LOAD, PF_R | PF_W, 0x2000, data_address, 0x100, 0x1800),
                    segment(PT_NOTE, PF_R, 0x1000, constants_address, sizeof(AbiNote), sizeof(AbiNote)),
                    segment(PT_GNU_STACK, PF_R | PF_W, 0, 0, 0, 0)};
        note = {.name_bytes = 10, .digest_bytes = 32, .type = ABI_NOTE_TYPE, .name = {}, .digest = {}};
        std::memcpy(note.name, "abi-check", 10);
        std::memset(note.digest, 0xd1, sizeof note.digest);
    }

    static Elf64_Phdr segment(std::uint32_t type, std::uint32_t flags, std::uint64_t offset, std::uint64_t address,
                              std::uint64_t bytes, std::uint64_t memory_bytes) {
        return {.p_type = type,
                .p_flags = flags,
                .p_offset = offset,
                .p_vaddr = address,
                .p_paddr = address,
                .p_filesz = bytes,
                .p_memsz = memory_bytes,
                .p_align = type == PT_NOTE ? 4U : PAGE_BYTES};
    }

    /// The digest in the note.
    static SpecDigest digest() {
        SpecDigest value{};
        value.fill(0xd1);
        return value;
    }

    /// Writes the file. The bytes of its data segment are 0xda.
    std::vector<std::uint8_t> write() const {
        std::vector<std::uint8_t> file(file_bytes);
        Elf64_Ehdr head = header;
        if (head.e_phnum == 0) {
            head.e_phnum = static_cast<std::uint16_t>(segments.size());
        }
        std::memcpy(file.data(), &head, sizeof head);
        std::memcpy(file.data() + sizeof head, segments.data(), segments.size() * sizeof(Elf64_Phdr));
        std::memcpy(file.data() + 0x1000, &note, note_bytes);
        std::memset(file.data() + 0x2000, 0xda, 0x100);
        return file;
    }
};

}  // namespace core::test
