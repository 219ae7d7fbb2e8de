#include "read/object_relocate.h"

#include <algorithm>
#include <array>

#include "llvm/BinaryFormat/COFF.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/COFF.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/Error.h"

namespace abi {
namespace {

namespace elf = llvm::ELF;

enum class Does { set, add, subtract };

/// What a relocation does: S + A is the value, `set` writes it, the others change what stands there.
struct Row {
    llvm::Triple::ArchType arch;
    std::uint64_t type;
    unsigned bytes;
    Does does = Does::set;
};

constexpr std::array rows{
    Row{llvm::Triple::x86_64, elf::R_X86_64_64, 8},
    Row{llvm::Triple::x86_64, elf::R_X86_64_32, 4},
    Row{llvm::Triple::x86_64, elf::R_X86_64_32S, 4},
    Row{llvm::Triple::x86, elf::R_386_32, 4},
    Row{llvm::Triple::aarch64, elf::R_AARCH64_ABS64, 8},
    Row{llvm::Triple::aarch64, elf::R_AARCH64_ABS32, 4},
    Row{llvm::Triple::aarch64_be, elf::R_AARCH64_ABS64, 8},
    Row{llvm::Triple::aarch64_be, elf::R_AARCH64_ABS32, 4},
    Row{llvm::Triple::arm, elf::R_ARM_ABS32, 4},
    Row{llvm::Triple::armeb, elf::R_ARM_ABS32, 4},
    Row{llvm::Triple::riscv64, elf::R_RISCV_32, 4},
    Row{llvm::Triple::riscv64, elf::R_RISCV_64, 8},
    Row{llvm::Triple::riscv64, elf::R_RISCV_ADD8, 1, Does::add},
    Row{llvm::Triple::riscv64, elf::R_RISCV_SUB8, 1, Does::subtract},
    Row{llvm::Triple::riscv64, elf::R_RISCV_ADD16, 2, Does::add},
    Row{llvm::Triple::riscv64, elf::R_RISCV_SUB16, 2, Does::subtract},
    Row{llvm::Triple::riscv64, elf::R_RISCV_ADD32, 4, Does::add},
    Row{llvm::Triple::riscv64, elf::R_RISCV_SUB32, 4, Does::subtract},
    Row{llvm::Triple::riscv64, elf::R_RISCV_ADD64, 8, Does::add},
    Row{llvm::Triple::riscv64, elf::R_RISCV_SUB64, 8, Does::subtract},
    Row{llvm::Triple::ppc64, elf::R_PPC64_ADDR64, 8},
    Row{llvm::Triple::ppc64, elf::R_PPC64_ADDR32, 4},
    Row{llvm::Triple::ppc64le, elf::R_PPC64_ADDR64, 8},
    Row{llvm::Triple::ppc64le, elf::R_PPC64_ADDR32, 4},
    Row{llvm::Triple::ppc, elf::R_PPC_ADDR32, 4},
    Row{llvm::Triple::mips, elf::R_MIPS_32, 4},
    Row{llvm::Triple::mipsel, elf::R_MIPS_32, 4},
    Row{llvm::Triple::mips64, elf::R_MIPS_32, 4},
    Row{llvm::Triple::mips64, elf::R_MIPS_64, 8},
    Row{llvm::Triple::mips64el, elf::R_MIPS_32, 4},
    Row{llvm::Triple::mips64el, elf::R_MIPS_64, 8},
    Row{llvm::Triple::systemz, elf::R_390_32, 4},
    Row{llvm::Triple::systemz, elf::R_390_64, 8},
    Row{llvm::Triple::sparcv9, elf::R_SPARC_32, 4},
    Row{llvm::Triple::sparcv9, elf::R_SPARC_64, 8},
    Row{llvm::Triple::sparcv9, elf::R_SPARC_UA32, 4},
    Row{llvm::Triple::sparcv9, elf::R_SPARC_UA64, 8},
    Row{llvm::Triple::sparc, elf::R_SPARC_32, 4},
    Row{llvm::Triple::sparc, elf::R_SPARC_UA32, 4},
    Row{llvm::Triple::loongarch64, elf::R_LARCH_32, 4},
    Row{llvm::Triple::loongarch64, elf::R_LARCH_64, 8},
    Row{llvm::Triple::loongarch64, elf::R_LARCH_ADD32, 4, Does::add},
    Row{llvm::Triple::loongarch64, elf::R_LARCH_SUB32, 4, Does::subtract},
    Row{llvm::Triple::loongarch64, elf::R_LARCH_ADD64, 8, Does::add},
    Row{llvm::Triple::loongarch64, elf::R_LARCH_SUB64, 8, Does::subtract},
    Row{llvm::Triple::bpfel, elf::R_BPF_64_ABS64, 8},
    Row{llvm::Triple::bpfel, elf::R_BPF_64_ABS32, 4},
    Row{llvm::Triple::bpfeb, elf::R_BPF_64_ABS64, 8},
    Row{llvm::Triple::bpfeb, elf::R_BPF_64_ABS32, 4},
    Row{llvm::Triple::hexagon, elf::R_HEX_32, 4},
    Row{llvm::Triple::avr, elf::R_AVR_32, 4},
    Row{llvm::Triple::msp430, elf::R_MSP430_32, 4},
};

llvm::Triple::ArchType plain(llvm::Triple::ArchType arch) {
    switch (arch) {
    case llvm::Triple::riscv32: return llvm::Triple::riscv64;
    case llvm::Triple::thumb: return llvm::Triple::arm;
    case llvm::Triple::thumbeb: return llvm::Triple::armeb;
    case llvm::Triple::loongarch32: return llvm::Triple::loongarch64;
    default: return arch;
    }
}

/// Null: none that a reference between debug sections uses.
const Row* row_of(const llvm::object::ObjectFile& object, std::uint64_t type) {
    if (object.isCOFF()) {
        static constexpr Row section_offset{llvm::Triple::UnknownArch, 0, 4};
        const bool is_offset = object.getArch() == llvm::Triple::x86_64 ? type == llvm::COFF::IMAGE_REL_AMD64_SECREL
                                                                        : type == llvm::COFF::IMAGE_REL_I386_SECREL;
        return is_offset ? &section_offset : nullptr;
    }
    const auto arch = plain(object.getArch());
    const auto* found =
        std::ranges::find_if(rows, [&](const Row& row) { return row.arch == arch && row.type == type; });
    return found == rows.end() ? nullptr : found;
}

std::uint64_t load(const char* at, unsigned bytes, bool is_little) {
    std::uint64_t value = 0;
    for (unsigned i = 0; i < bytes; ++i) {
        const unsigned place = is_little ? i : bytes - 1 - i;
        value |= std::uint64_t{static_cast<unsigned char>(at[place])} << (8 * i);
    }
    return value;
}

void store(char* at, unsigned bytes, bool is_little, std::uint64_t value) {
    for (unsigned i = 0; i < bytes; ++i) {
        const unsigned place = is_little ? i : bytes - 1 - i;
        at[place] = static_cast<char>(value >> (8 * i));
    }
}

/// An offset within its section, as no section of a relocatable object has an address.
std::optional<std::uint64_t> value_of(const llvm::object::ObjectFile& object,
                                      const llvm::object::RelocationRef& relocation) {
    const auto symbol = relocation.getSymbol();
    if (symbol == object.symbol_end()) return 0;
    auto value = symbol->getValue();
    if (!value) {
        llvm::consumeError(value.takeError());
        return std::nullopt;
    }
    return *value;
}

std::optional<std::uint64_t> addend_of(const llvm::object::ObjectFile& object,
                                       const llvm::object::RelocationRef& relocation) {
    if (!object.isELF()) return std::nullopt;
    auto addend = llvm::object::ELFRelocationRef(relocation).getAddend();
    if (addend) return static_cast<std::uint64_t>(*addend);
    llvm::consumeError(addend.takeError());
    return std::nullopt;
}

bool is_relocatable(const llvm::object::ObjectFile& object) {
    return (object.isELF() || object.isCOFF()) && object.isRelocatableObject();
}

}  // namespace

Relocations::Relocations(const llvm::object::ObjectFile& object) : object_(object) {
    if (!is_relocatable(object)) return;
    for (const auto& section : object.sections()) {
        auto patched = section.getRelocatedSection();
        if (!patched) {
            llvm::consumeError(patched.takeError());
            continue;
        }
        if (*patched != object.section_end()) of_section_[(*patched)->getIndex()].push_back(section);
    }
}

bool Relocations::concern(const llvm::object::SectionRef& section) const {
    if (object_.isCOFF()) return is_relocatable(object_) && section.relocation_begin() != section.relocation_end();
    return of_section_.contains(section.getIndex());
}

void Relocations::apply(const llvm::object::SectionRef& section, std::string& bytes) const {
    if (object_.isCOFF()) return apply_table(section, bytes);
    const auto found = of_section_.find(section.getIndex());
    if (found == of_section_.end()) return;
    for (const auto& table : found->second) apply_table(table, bytes);
}

void Relocations::apply_table(const llvm::object::SectionRef& table, std::string& bytes) const {
    const bool is_little = object_.isLittleEndian();
    for (const auto& relocation : table.relocations()) {
        const auto* row = row_of(object_, relocation.getType());
        const std::uint64_t offset = relocation.getOffset();
        if (row == nullptr || offset > bytes.size() || bytes.size() - offset < row->bytes) continue;
        const auto symbol = value_of(object_, relocation);
        if (!symbol) continue;
        char* at = bytes.data() + offset;
        const std::uint64_t before = load(at, row->bytes, is_little);
        const auto addend = addend_of(object_, relocation);
        // Without an addend of its own (REL) the addend is what stands there.
        const std::uint64_t value = *symbol + addend.value_or(row->does == Does::set ? before : 0);
        const std::uint64_t after = row->does == Does::set   ? value
                                    : row->does == Does::add ? before + value
                                                             : before - value;
        store(at, row->bytes, is_little, after);
    }
}

}  // namespace abi
