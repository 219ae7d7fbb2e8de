#include "read/object/relocate.h"

#include "llvm/BinaryFormat/ELF.h"
#include "llvm/Object/COFF.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/Error.h"
#include "read/object/machine.h"
#include "read/object/relocation_types.h"

namespace abi::object {
namespace {

using Wrong = std::optional<std::string>;  // what is wrong with a relocation

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
    std::uint32_t type = 0;
    std::uint64_t symbol = 0;
    std::optional<std::uint64_t> addend;
};

std::uint64_t changed(Does does, std::uint64_t before, std::uint64_t value) {
    switch (does) {
    case Does::add:
    case Does::add_uleb128: return before + value;
    case Does::subtract:
    case Does::subtract_uleb128: return before - value;
    default: return value;
    }
}

/// The number of bytes of a ULEB128 (DWARF 5, 7.6) at `offset`. 0 if it does not end within the section.
unsigned length_of_uleb128(const std::string& bytes, std::uint64_t offset) {
    for (unsigned length = 1; offset < bytes.size(); ++offset, ++length) {
        if ((static_cast<unsigned char>(bytes[offset]) & 0x80U) == 0) return length;
    }
    return 0;
}

/// Keeps the length, because nothing else in the section may move.
void patch_uleb128(Does does, std::uint64_t value, char* at, unsigned length) {
    std::uint64_t before = 0;
    for (unsigned i = 0; i < length && i < 10; ++i)
        before |= std::uint64_t{static_cast<unsigned char>(at[i]) & 0x7fU} << (7 * i);
    std::uint64_t after = changed(does, before, value);
    for (unsigned i = 0; i < length; ++i, after >>= 7U)
        at[i] = static_cast<char>((after & 0x7fU) | (i + 1 < length ? 0x80U : 0U));
}

Wrong apply_patch(bool is_little, RelocationType type, const Patch& patch, std::string& bytes) {
    if (type.does == Does::keep) return std::nullopt;
    const bool is_uleb128 = type.does >= Does::set_uleb128;
    const unsigned length = is_uleb128 ? length_of_uleb128(bytes, patch.offset) : type.bytes;
    if (length == 0 || patch.offset > bytes.size() || bytes.size() - patch.offset < length)
        return "a relocation at offset " + std::to_string(patch.offset) + " of " + std::to_string(bytes.size()) +
               " bytes";
    char* at = bytes.data() + patch.offset;
    if (is_uleb128) {
        patch_uleb128(type.does, patch.symbol + patch.addend.value_or(0), at, length);
        return std::nullopt;
    }
    const std::uint64_t before = load(at, length, is_little);
    const std::uint64_t value = patch.symbol + patch.addend.value_or(type.does == Does::set ? before : 0);
    store(at, length, is_little, changed(type.does, before, value));
    return std::nullopt;
}

Wrong unknown_type(std::uint32_t type, llvm::StringRef name, const std::string& machine) {
    const bool has_name = !name.empty() && name != "Unknown";
    return "type " + std::to_string(type) + (has_name ? " (" + name.str() + ")" : "") +
           ": relocations of this machine (" + machine + ") are not known";
}

/// Returns nothing if the file is malformed. LLVM's iterators over relocations would end the program.
template <typename Range>
std::optional<Range> take(llvm::Expected<Range> expected) {
    if (expected) return *expected;
    llvm::consumeError(expected.takeError());
    return std::nullopt;
}

const std::string malformed = "a malformed table of relocations";

template <typename Elf, typename Entries>
Wrong apply_entries(const llvm::object::ELFObjectFile<Elf>& object, const typename Elf::Shdr& table, Entries entries,
                    std::string& bytes) {
    const auto& file = object.getELFFile();
    const std::uint32_t machine = file.getHeader().e_machine;
    const auto symbol_table = take(file.getSection(table.sh_link));
    if (!symbol_table) return malformed;
    const auto symbols = take(file.symbols(*symbol_table));
    if (!symbols) return malformed;
    for (const auto& entry : entries) {
        Patch patch{.offset = entry.r_offset, .type = entry.getType(file.isMips64EL()), .symbol = 0, .addend = {}};
        const auto type = elf_relocation_type(machine, patch.type);
        if (!type)
            return unknown_type(patch.type, llvm::object::getELFRelocationTypeName(machine, patch.type),
                                name_of_machine(machine_of(object)));
        const std::uint64_t symbol = entry.getSymbol(file.isMips64EL());
        if (symbol >= symbols->size() && symbol != 0)
            return "a relocation by symbol " + std::to_string(symbol) + " of " + std::to_string(symbols->size());
        if (symbol != 0) patch.symbol = (*symbols)[static_cast<std::size_t>(symbol)].st_value;
        if constexpr (requires { entry.r_addend; }) patch.addend = static_cast<std::uint64_t>(entry.r_addend);
        if (auto wrong = apply_patch(object.isLittleEndian(), *type, patch, bytes)) return wrong;
    }
    return std::nullopt;
}

template <typename Elf>
Wrong apply_elf(const llvm::object::ELFObjectFile<Elf>& object, const llvm::object::SectionRef& section,
                std::string& bytes) {
    const auto& file = object.getELFFile();
    const auto table = take(file.getSection(static_cast<std::uint32_t>(section.getIndex())));
    if (!table) return malformed;
    if ((*table)->sh_type == llvm::ELF::SHT_RELA) {
        const auto entries = take(file.relas(**table));
        return entries ? apply_entries(object, **table, *entries, bytes) : malformed;
    }
    if ((*table)->sh_type == llvm::ELF::SHT_REL) {
        const auto entries = take(file.rels(**table));
        return entries ? apply_entries(object, **table, *entries, bytes) : malformed;
    }
    return "a table of relocations of type " + std::to_string((*table)->sh_type);
}

Wrong apply_coff(const llvm::object::COFFObjectFile& object, const llvm::object::SectionRef& section,
                 std::string& bytes) {
    const auto* header = object.getCOFFSection(section);
    const auto relocations = object.getRelocations(header);
    if (relocations.data() == nullptr && header->NumberOfRelocations != 0) return malformed;  // behind the end
    for (const auto& relocation : relocations) {
        const auto type = coff_relocation_type(object.getMachine(), relocation.Type);
        if (!type)
            return unknown_type(relocation.Type, object.getRelocationTypeName(relocation.Type),
                                name_of_machine(machine_of(object)));
        const auto symbol = take(object.getSymbol(relocation.SymbolTableIndex));
        if (!symbol) return malformed;
        const Patch patch{
            .offset = relocation.VirtualAddress, .type = relocation.Type, .symbol = symbol->getValue(), .addend = {}};
        if (auto wrong = apply_patch(/*is_little=*/true, *type, patch, bytes)) return wrong;
    }
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
            has_stray_table_ = true;
            continue;
        }
        if (*patched != object.section_end()) of_section_[(*patched)->getIndex()].push_back(section);
    }
}

bool Relocations::concern(const llvm::object::SectionRef& section) const {
    if (object_.isCOFF()) return is_relocatable(object_);
    return has_stray_table_ || of_section_.contains(section.getIndex());
}

Wrong Relocations::apply(const llvm::object::SectionRef& section, std::string& bytes) const {
    if (const auto* coff = llvm::dyn_cast<llvm::object::COFFObjectFile>(&object_))
        return apply_coff(*coff, section, bytes);
    if (has_stray_table_) return "a table of relocations that names no section";
    for (const auto& table : of_section_.at(section.getIndex())) {
        Wrong wrong;
        if (const auto* elf = llvm::dyn_cast<llvm::object::ELF64LEObjectFile>(&object_))
            wrong = apply_elf(*elf, table, bytes);
        if (const auto* elf = llvm::dyn_cast<llvm::object::ELF32LEObjectFile>(&object_))
            wrong = apply_elf(*elf, table, bytes);
        if (const auto* elf = llvm::dyn_cast<llvm::object::ELF64BEObjectFile>(&object_))
            wrong = apply_elf(*elf, table, bytes);
        if (const auto* elf = llvm::dyn_cast<llvm::object::ELF32BEObjectFile>(&object_))
            wrong = apply_elf(*elf, table, bytes);
        if (wrong) return wrong;
    }
    return std::nullopt;
}

}  // namespace abi::object
