#include "read/object/relocate.h"

#include <algorithm>
#include <array>

#include "llvm/BinaryFormat/COFF.h"
#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/COFF.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/Error.h"

namespace abi::object {
namespace {

namespace elf = llvm::ELF;

enum class Does { set, add, subtract };

/// A type of relocation. `set` writes the value S + A; the others add it to the bytes or subtract it. LLVM's
/// RelocationResolver computes such values, too, but does not tell how many bytes to patch.
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

/// Returns null if references between debug sections do not use the type.
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

/// S: an offset within its section, as no section of a relocatable object has an address. A: nothing where the addend
/// is what stands in the section (REL).
struct Patch {
    std::uint64_t offset = 0;
    std::uint64_t type = 0;
    std::uint64_t symbol = 0;
    std::optional<std::uint64_t> addend;
};

void apply_patch(const llvm::object::ObjectFile& object, const Patch& patch, std::string& bytes) {
    const auto* row = row_of(object, patch.type);
    if (row == nullptr || patch.offset > bytes.size() || bytes.size() - patch.offset < row->bytes) return;
    const bool is_little = object.isLittleEndian();
    char* at = bytes.data() + patch.offset;
    const std::uint64_t before = load(at, row->bytes, is_little);
    const std::uint64_t value = patch.symbol + patch.addend.value_or(row->does == Does::set ? before : 0);
    const std::uint64_t after = row->does == Does::set   ? value
                                : row->does == Does::add ? before + value
                                                         : before - value;
    store(at, row->bytes, is_little, after);
}

/// Returns nothing if the file is malformed. LLVM's iterators over relocations would end the program.
template <typename Range>
std::optional<Range> take(llvm::Expected<Range> expected) {
    if (expected) return *expected;
    llvm::consumeError(expected.takeError());
    return std::nullopt;
}

template <typename Elf, typename Entries>
void apply_entries(const llvm::object::ELFObjectFile<Elf>& object, const typename Elf::Shdr& table, Entries entries,
                   std::string& bytes) {
    const auto& file = object.getELFFile();
    const auto symbol_table = take(file.getSection(table.sh_link));
    if (!symbol_table) return;
    const auto symbols = take(file.symbols(*symbol_table));
    if (!symbols) return;
    for (const auto& entry : entries) {
        Patch patch{.offset = entry.r_offset, .type = entry.getType(file.isMips64EL()), .symbol = 0, .addend = {}};
        const std::uint64_t symbol = entry.getSymbol(file.isMips64EL());
        if (symbol >= symbols->size() && symbol != 0) continue;
        if (symbol != 0) patch.symbol = (*symbols)[static_cast<std::size_t>(symbol)].st_value;
        if constexpr (requires { entry.r_addend; }) patch.addend = static_cast<std::uint64_t>(entry.r_addend);
        apply_patch(object, patch, bytes);
    }
}

template <typename Elf>
void apply_elf(const llvm::object::ELFObjectFile<Elf>& object, const llvm::object::SectionRef& section,
               std::string& bytes) {
    const auto& file = object.getELFFile();
    const auto table = take(file.getSection(static_cast<std::uint32_t>(section.getIndex())));
    if (!table) return;
    if ((*table)->sh_type == llvm::ELF::SHT_RELA) {
        if (const auto entries = take(file.relas(**table))) apply_entries(object, **table, *entries, bytes);
    } else if ((*table)->sh_type == llvm::ELF::SHT_REL) {
        if (const auto entries = take(file.rels(**table))) apply_entries(object, **table, *entries, bytes);
    }
}

void apply_coff(const llvm::object::COFFObjectFile& object, const llvm::object::SectionRef& section,
                std::string& bytes) {
    const auto relocations = object.getRelocations(object.getCOFFSection(section));
    if (relocations.data() == nullptr) return;  // they are behind the end of the file
    for (const auto& relocation : relocations) {
        const auto symbol = take(object.getSymbol(relocation.SymbolTableIndex));
        if (!symbol) continue;
        apply_patch(
            object,
            {.offset = relocation.VirtualAddress, .type = relocation.Type, .symbol = symbol->getValue(), .addend = {}},
            bytes);
    }
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
    if (object_.isCOFF()) return is_relocatable(object_);
    return of_section_.contains(section.getIndex());
}

void Relocations::apply(const llvm::object::SectionRef& section, std::string& bytes) const {
    if (const auto* coff = llvm::dyn_cast<llvm::object::COFFObjectFile>(&object_))
        return apply_coff(*coff, section, bytes);
    const auto found = of_section_.find(section.getIndex());
    if (found == of_section_.end()) return;
    for (const auto& table : found->second) {
        if (const auto* elf = llvm::dyn_cast<llvm::object::ELF64LEObjectFile>(&object_)) apply_elf(*elf, table, bytes);
        if (const auto* elf = llvm::dyn_cast<llvm::object::ELF32LEObjectFile>(&object_)) apply_elf(*elf, table, bytes);
        if (const auto* elf = llvm::dyn_cast<llvm::object::ELF64BEObjectFile>(&object_)) apply_elf(*elf, table, bytes);
        if (const auto* elf = llvm::dyn_cast<llvm::object::ELF32BEObjectFile>(&object_)) apply_elf(*elf, table, bytes);
    }
}

}  // namespace abi::object
