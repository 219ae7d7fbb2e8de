#include "read/object/relocation_types.h"

#include <algorithm>
#include <array>
#include <span>

#include "llvm/BinaryFormat/COFF.h"
#include "llvm/BinaryFormat/ELF.h"

namespace abi::object {
namespace {

namespace elf = llvm::ELF;
namespace coff = llvm::COFF;

struct Row {
    std::uint32_t machine;
    std::uint32_t type;
    unsigned bytes;
    Does does = Does::set;
};

constexpr std::uint32_t em_alpha = 0x9026;  // not in the gABI, but in every file for Alpha

// A row without a name has the number that <elf.h> of glibc or `include/elf` of binutils gives.
constexpr std::array elf_rows{
    Row{elf::EM_X86_64, elf::R_X86_64_64, 8}, Row{elf::EM_X86_64, elf::R_X86_64_32, 4},
    Row{elf::EM_X86_64, elf::R_X86_64_32S, 4}, Row{elf::EM_X86_64, elf::R_X86_64_16, 2},
    Row{elf::EM_X86_64, elf::R_X86_64_8, 1}, Row{elf::EM_X86_64, elf::R_X86_64_DTPOFF64, 0, Does::keep},
    Row{elf::EM_X86_64, elf::R_X86_64_DTPOFF32, 0, Does::keep}, Row{elf::EM_386, elf::R_386_32, 4},
    Row{elf::EM_386, elf::R_386_16, 2}, Row{elf::EM_386, elf::R_386_8, 1},
    Row{elf::EM_386, elf::R_386_TLS_LDO_32, 0, Does::keep}, Row{elf::EM_386, elf::R_386_TLS_DTPOFF32, 0, Does::keep},
    Row{elf::EM_386, elf::R_386_GOTOFF, 0, Does::keep}, Row{elf::EM_IAMCU, elf::R_386_32, 4},
    Row{elf::EM_AARCH64, elf::R_AARCH64_ABS64, 8}, Row{elf::EM_AARCH64, elf::R_AARCH64_ABS32, 4},
    Row{elf::EM_AARCH64, elf::R_AARCH64_ABS16, 2}, Row{elf::EM_AARCH64, elf::R_AARCH64_P32_ABS32, 4},
    Row{elf::EM_AARCH64, elf::R_AARCH64_P32_ABS16, 2}, Row{elf::EM_AARCH64, elf::R_AARCH64_TLS_DTPREL64, 0, Does::keep},
    Row{elf::EM_AARCH64, 256, 0, Does::keep},  // R_AARCH64_NONE of older drafts
    Row{elf::EM_ARM, elf::R_ARM_ABS32, 4}, Row{elf::EM_ARM, elf::R_ARM_ABS16, 2}, Row{elf::EM_ARM, elf::R_ARM_ABS8, 1},
    Row{elf::EM_ARM, elf::R_ARM_TLS_LDO32, 0, Does::keep}, Row{elf::EM_ARM, elf::R_ARM_TLS_DTPOFF32, 0, Does::keep},
    Row{elf::EM_RISCV, elf::R_RISCV_32, 4}, Row{elf::EM_RISCV, elf::R_RISCV_64, 8},
    Row{elf::EM_RISCV, elf::R_RISCV_SET8, 1}, Row{elf::EM_RISCV, elf::R_RISCV_ADD8, 1, Does::add},
    Row{elf::EM_RISCV, elf::R_RISCV_SUB8, 1, Does::subtract}, Row{elf::EM_RISCV, elf::R_RISCV_SET16, 2},
    Row{elf::EM_RISCV, elf::R_RISCV_ADD16, 2, Does::add}, Row{elf::EM_RISCV, elf::R_RISCV_SUB16, 2, Does::subtract},
    Row{elf::EM_RISCV, elf::R_RISCV_SET32, 4}, Row{elf::EM_RISCV, elf::R_RISCV_ADD32, 4, Does::add},
    Row{elf::EM_RISCV, elf::R_RISCV_SUB32, 4, Does::subtract}, Row{elf::EM_RISCV, elf::R_RISCV_ADD64, 8, Does::add},
    Row{elf::EM_RISCV, elf::R_RISCV_SUB64, 8, Does::subtract},
    Row{elf::EM_RISCV, elf::R_RISCV_SET_ULEB128, 0, Does::set_uleb128},
    Row{elf::EM_RISCV, elf::R_RISCV_SUB_ULEB128, 0, Does::subtract_uleb128},
    Row{elf::EM_RISCV, elf::R_RISCV_TLS_DTPREL32, 0, Does::keep},
    Row{elf::EM_RISCV, elf::R_RISCV_TLS_DTPREL64, 0, Does::keep}, Row{elf::EM_LOONGARCH, elf::R_LARCH_32, 4},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_64, 8}, Row{elf::EM_LOONGARCH, elf::R_LARCH_ADD8, 1, Does::add},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_SUB8, 1, Does::subtract},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_ADD16, 2, Does::add},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_SUB16, 2, Does::subtract},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_ADD32, 4, Does::add},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_SUB32, 4, Does::subtract},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_ADD64, 8, Does::add},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_SUB64, 8, Does::subtract},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_ADD_ULEB128, 0, Does::add_uleb128},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_SUB_ULEB128, 0, Does::subtract_uleb128},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_TLS_DTPREL32, 0, Does::keep},
    Row{elf::EM_LOONGARCH, elf::R_LARCH_TLS_DTPREL64, 0, Does::keep}, Row{elf::EM_PPC64, elf::R_PPC64_ADDR64, 8},
    Row{elf::EM_PPC64, elf::R_PPC64_ADDR32, 4}, Row{elf::EM_PPC64, elf::R_PPC64_ADDR16, 2},
    Row{elf::EM_PPC64, 24, 4},  // R_PPC64_UADDR32
    Row{elf::EM_PPC64, 25, 2},  // R_PPC64_UADDR16
    Row{elf::EM_PPC64, 43, 8},  // R_PPC64_UADDR64
    Row{elf::EM_PPC64, elf::R_PPC64_DTPREL64, 0, Does::keep}, Row{elf::EM_PPC, elf::R_PPC_ADDR32, 4},
    Row{elf::EM_PPC, elf::R_PPC_ADDR16, 2}, Row{elf::EM_PPC, 24, 4},  // R_PPC_UADDR32
    Row{elf::EM_PPC, 25, 2},                                          // R_PPC_UADDR16
    Row{elf::EM_PPC, elf::R_PPC_DTPREL32, 0, Does::keep}, Row{elf::EM_MIPS, elf::R_MIPS_16, 2},
    Row{elf::EM_MIPS, elf::R_MIPS_32, 4}, Row{elf::EM_MIPS, elf::R_MIPS_64, 8},
    Row{elf::EM_MIPS, elf::R_MIPS_TLS_DTPREL32, 0, Does::keep},
    Row{elf::EM_MIPS, elf::R_MIPS_TLS_DTPREL64, 0, Does::keep}, Row{elf::EM_S390, elf::R_390_8, 1},
    Row{elf::EM_S390, elf::R_390_16, 2}, Row{elf::EM_S390, elf::R_390_32, 4}, Row{elf::EM_S390, elf::R_390_64, 8},
    Row{elf::EM_S390, elf::R_390_TLS_LDO32, 0, Does::keep}, Row{elf::EM_S390, elf::R_390_TLS_LDO64, 0, Does::keep},
    Row{elf::EM_SPARC, elf::R_SPARC_8, 1}, Row{elf::EM_SPARC, elf::R_SPARC_16, 2},
    Row{elf::EM_SPARC, elf::R_SPARC_32, 4}, Row{elf::EM_SPARC, elf::R_SPARC_64, 8},
    Row{elf::EM_SPARC, elf::R_SPARC_UA16, 2}, Row{elf::EM_SPARC, elf::R_SPARC_UA32, 4},
    Row{elf::EM_SPARC, elf::R_SPARC_UA64, 8}, Row{elf::EM_SPARC, elf::R_SPARC_TLS_DTPOFF32, 0, Does::keep},
    Row{elf::EM_SPARC, elf::R_SPARC_TLS_DTPOFF64, 0, Does::keep}, Row{elf::EM_BPF, elf::R_BPF_64_ABS64, 8},
    Row{elf::EM_BPF, elf::R_BPF_64_ABS32, 4}, Row{elf::EM_BPF, elf::R_BPF_64_NODYLD32, 4},
    Row{elf::EM_HEXAGON, elf::R_HEX_32, 4}, Row{elf::EM_HEXAGON, elf::R_HEX_16, 2},
    Row{elf::EM_HEXAGON, elf::R_HEX_8, 1}, Row{elf::EM_HEXAGON, elf::R_HEX_DTPREL_32, 0, Does::keep},
    Row{elf::EM_AVR, elf::R_AVR_32, 4}, Row{elf::EM_AVR, elf::R_AVR_16, 2}, Row{elf::EM_AVR, elf::R_AVR_8, 1},
    Row{elf::EM_AVR, elf::R_AVR_16_PM, 0, Does::keep},  // an address in words
    Row{elf::EM_AVR, elf::R_AVR_DIFF8, 0, Does::keep}, Row{elf::EM_AVR, elf::R_AVR_DIFF16, 0, Does::keep},
    Row{elf::EM_AVR, elf::R_AVR_DIFF32, 0, Does::keep}, Row{elf::EM_MSP430, elf::R_MSP430_32, 4},
    // GNU and TI give these numbers to addresses of 16 bits and to others. No reference between debug sections has
    // them.
    Row{elf::EM_MSP430, 2, 0, Does::keep}, Row{elf::EM_MSP430, 3, 0, Does::keep},
    Row{elf::EM_MSP430, elf::R_MSP430_16_BYTE, 0, Does::keep}, Row{elf::EM_68K, elf::R_68K_32, 4},
    Row{elf::EM_68K, elf::R_68K_16, 2}, Row{elf::EM_68K, elf::R_68K_8, 1},
    Row{elf::EM_68K, elf::R_68K_TLS_LDO32, 0, Does::keep},
    Row{elf::EM_XTENSA, elf::R_XTENSA_32, 4, Does::add},  // binutils, elf32-xtensa.c: the bytes count in RELA, too
    Row{elf::EM_XTENSA, elf::R_XTENSA_DIFF8, 0, Does::keep}, Row{elf::EM_XTENSA, elf::R_XTENSA_DIFF16, 0, Does::keep},
    Row{elf::EM_XTENSA, elf::R_XTENSA_DIFF32, 0, Does::keep},
    Row{elf::EM_XTENSA, 57, 0, Does::keep},  // R_XTENSA_PDIFF8
    Row{elf::EM_XTENSA, 58, 0, Does::keep},  // R_XTENSA_PDIFF16
    Row{elf::EM_XTENSA, 59, 0, Does::keep},  // R_XTENSA_PDIFF32
    Row{elf::EM_XTENSA, 60, 0, Does::keep},  // R_XTENSA_NDIFF8
    Row{elf::EM_XTENSA, 61, 0, Does::keep},  // R_XTENSA_NDIFF16
    Row{elf::EM_XTENSA, 62, 0, Does::keep},  // R_XTENSA_NDIFF32
    Row{elf::EM_ARC_COMPACT, elf::R_ARC_8, 1}, Row{elf::EM_ARC_COMPACT, elf::R_ARC_16, 2},
    Row{elf::EM_ARC_COMPACT, elf::R_ARC_32, 4}, Row{elf::EM_CSKY, elf::R_CKCORE_ADDR32, 4},
    Row{elf::EM_CSKY, 55, 0, Does::keep},  // R_CKCORE_TLS_LDO32
    Row{elf::EM_LANAI, elf::R_LANAI_32, 4}, Row{elf::EM_VE, elf::R_VE_REFLONG, 4},
    Row{elf::EM_VE, elf::R_VE_REFQUAD, 8}, Row{elf::EM_VE, elf::R_VE_DTPOFF64, 0, Does::keep},
    Row{elf::EM_AMDGPU, elf::R_AMDGPU_ABS32, 4}, Row{elf::EM_AMDGPU, elf::R_AMDGPU_ABS64, 8},
    Row{em_alpha, 1, 4},                      // R_ALPHA_REFLONG
    Row{em_alpha, 2, 8},                      // R_ALPHA_REFQUAD
    Row{em_alpha, 33, 0, Does::keep},         // R_ALPHA_DTPREL64
    Row{elf::EM_PARISC, 1, 4},                // R_PARISC_DIR32
    Row{elf::EM_PARISC, 80, 8},               // R_PARISC_DIR64
    Row{elf::EM_SH, 1, 4},                    // R_SH_DIR32
    Row{elf::EM_SH, 33, 2},                   // R_SH_DIR16
    Row{elf::EM_SH, 34, 1},                   // R_SH_DIR8
    Row{elf::EM_SH, 146, 0, Does::keep},      // R_SH_TLS_LDO_32
    Row{elf::EM_SH, 150, 0, Does::keep},      // R_SH_TLS_DTPOFF32
    Row{elf::EM_ALTERA_NIOS2, 12, 4},         // R_NIOS2_BFD_RELOC_32
    Row{elf::EM_ALTERA_NIOS2, 13, 2},         // R_NIOS2_BFD_RELOC_16
    Row{elf::EM_ALTERA_NIOS2, 14, 1},         // R_NIOS2_BFD_RELOC_8
    Row{elf::EM_OPENRISC, 1, 4},              // R_OR1K_32
    Row{elf::EM_OPENRISC, 2, 2},              // R_OR1K_16
    Row{elf::EM_OPENRISC, 3, 1},              // R_OR1K_8
    Row{elf::EM_MICROBLAZE, 1, 4},            // R_MICROBLAZE_32
    Row{elf::EM_IA_64, 0x25, 4},              // R_IA64_DIR32LSB
    Row{elf::EM_IA_64, 0x27, 8},              // R_IA64_DIR64LSB
    Row{elf::EM_IA_64, 0x65, 4},              // R_IA64_SECREL32LSB
    Row{elf::EM_IA_64, 0x67, 8},              // R_IA64_SECREL64LSB
    Row{elf::EM_IA_64, 0xb7, 0, Does::keep},  // R_IA64_DTPREL64LSB
};

constexpr std::array coff_rows{
    Row{coff::IMAGE_FILE_MACHINE_AMD64, coff::IMAGE_REL_AMD64_SECREL, 4},
    Row{coff::IMAGE_FILE_MACHINE_AMD64, coff::IMAGE_REL_AMD64_ADDR64, 8},
    Row{coff::IMAGE_FILE_MACHINE_AMD64, coff::IMAGE_REL_AMD64_ADDR32, 4},
    Row{coff::IMAGE_FILE_MACHINE_AMD64, coff::IMAGE_REL_AMD64_ADDR32NB, 4},
    Row{coff::IMAGE_FILE_MACHINE_AMD64, coff::IMAGE_REL_AMD64_SECTION, 0, Does::keep},
    Row{coff::IMAGE_FILE_MACHINE_I386, coff::IMAGE_REL_I386_SECREL, 4},
    Row{coff::IMAGE_FILE_MACHINE_I386, coff::IMAGE_REL_I386_DIR32, 4},
    Row{coff::IMAGE_FILE_MACHINE_I386, coff::IMAGE_REL_I386_DIR32NB, 4},
    Row{coff::IMAGE_FILE_MACHINE_I386, coff::IMAGE_REL_I386_SECTION, 0, Does::keep},
    Row{coff::IMAGE_FILE_MACHINE_ARM64, coff::IMAGE_REL_ARM64_SECREL, 4},
    Row{coff::IMAGE_FILE_MACHINE_ARM64, coff::IMAGE_REL_ARM64_ADDR64, 8},
    Row{coff::IMAGE_FILE_MACHINE_ARM64, coff::IMAGE_REL_ARM64_ADDR32, 4},
    Row{coff::IMAGE_FILE_MACHINE_ARM64, coff::IMAGE_REL_ARM64_ADDR32NB, 4},
    Row{coff::IMAGE_FILE_MACHINE_ARM64, coff::IMAGE_REL_ARM64_SECTION, 0, Does::keep},
    Row{coff::IMAGE_FILE_MACHINE_ARMNT, coff::IMAGE_REL_ARM_SECREL, 4},
    Row{coff::IMAGE_FILE_MACHINE_ARMNT, coff::IMAGE_REL_ARM_ADDR32, 4},
    Row{coff::IMAGE_FILE_MACHINE_ARMNT, coff::IMAGE_REL_ARM_ADDR32NB, 4},
    Row{coff::IMAGE_FILE_MACHINE_ARMNT, coff::IMAGE_REL_ARM_SECTION, 0, Does::keep},
};

std::optional<RelocationType> find(std::span<const Row> rows, std::uint32_t machine, std::uint32_t type) {
    if (type == 0) return RelocationType{.bytes = 0, .does = Does::keep};  // R_..._NONE, IMAGE_REL_..._ABSOLUTE
    const auto found =
        std::ranges::find_if(rows, [&](const Row& row) { return row.machine == machine && row.type == type; });
    if (found == rows.end()) return std::nullopt;
    return RelocationType{.bytes = found->bytes, .does = found->does};
}

/// Machines that share their numbers are one machine of the table.
std::uint32_t family(std::uint32_t machine) {
    switch (machine) {
    case elf::EM_SPARC32PLUS:
    case elf::EM_SPARCV9: return elf::EM_SPARC;
    case elf::EM_ARC_COMPACT2: return elf::EM_ARC_COMPACT;
    default: return machine;
    }
}

}  // namespace

std::optional<RelocationType> elf_relocation_type(std::uint32_t machine, std::uint32_t type) {
    return find(elf_rows, family(machine), type);
}

std::optional<RelocationType> coff_relocation_type(std::uint32_t machine, std::uint32_t type) {
    if (machine == coff::IMAGE_FILE_MACHINE_ARM64EC || machine == coff::IMAGE_FILE_MACHINE_ARM64X)
        machine = coff::IMAGE_FILE_MACHINE_ARM64;
    return find(coff_rows, machine, type);
}

}  // namespace abi::object
