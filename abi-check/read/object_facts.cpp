#include "read/object_facts.h"

#include <optional>

#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Support/ARMAttributeParser.h"
#include "read/facts.h"

namespace abi {
namespace {

/// The build attributes of an Arm object, as bytes; empty if it has none.
llvm::ArrayRef<std::uint8_t> attribute_bytes(const llvm::object::ELFObjectFileBase& object) {
    for (const auto& section : object.sections()) {
        if (llvm::object::ELFSectionRef(section).getType() != llvm::ELF::SHT_ARM_ATTRIBUTES) continue;
        auto bytes = section.getContents();
        if (bytes) return {bytes->bytes_begin(), bytes->size()};
        llvm::consumeError(bytes.takeError());
    }
    return {};
}

void add_arm_attributes(const llvm::object::ELFObjectFileBase& object, TargetFacts& facts) {
    const auto bytes = attribute_bytes(object);
    if (bytes.size() < 2 || bytes.front() != llvm::ELFAttrs::Format_Version) return;
    llvm::ARMAttributeParser attributes;
    const auto endian = object.isLittleEndian() ? llvm::endianness::little : llvm::endianness::big;
    if (auto error = attributes.parse(bytes, endian)) return llvm::consumeError(std::move(error));
    const auto value = [&](unsigned tag) { return attributes.getAttributeValue(tag).value_or(0); };
    switch (value(llvm::ARMBuildAttrs::ABI_enum_size)) {
    case 1: facts[Fact::enum_bits] = "8"; break;
    case 2: facts[Fact::enum_bits] = "32"; break;
    default: break;  // 0: no enumerations; 3: only those that other objects see are as large as `int`
    }
    const auto wchar_bytes = value(llvm::ARMBuildAttrs::ABI_PCS_wchar_t);
    if (wchar_bytes == 2 || wchar_bytes == 4) facts[Fact::wchar_bits] = std::to_string(wchar_bytes * 8);
}

}  // namespace

llvm::Triple::ArchType machine_of_object(const llvm::object::ObjectFile& object) {
    const auto arch = object.getArch();
    if (!object.isLittleEndian() && arch == llvm::Triple::arm) return llvm::Triple::armeb;
    const auto* elf = llvm::dyn_cast<llvm::object::ELFObjectFileBase>(&object);
    const bool is_mips = arch == llvm::Triple::mips || arch == llvm::Triple::mipsel;
    if (elf == nullptr || !is_mips || (elf->getPlatformFlags() & llvm::ELF::EF_MIPS_ABI2) == 0) return arch;
    return arch == llvm::Triple::mips ? llvm::Triple::mips64 : llvm::Triple::mips64el;
}

llvm::Triple triple_of_object(const llvm::object::ObjectFile& object) {
    auto triple = object.makeTriple();
    const auto arch = machine_of_object(object);
    if (arch == llvm::Triple::mips64 || arch == llvm::Triple::mips64el) triple.setArch(arch);
    return triple;
}

TargetFacts facts_of_object(const llvm::object::ObjectFile& object) {
    TargetFacts facts;
    const auto arch = machine_of_object(object);
    facts[Fact::architecture] = architecture_word(arch);
    // ELF is the form of many systems; UEFI, which shares Windows' form, is compared with none.
    if (object.isMachO()) facts[Fact::system] = "darwin";
    if (object.isCOFF()) facts[Fact::system] = "windows";
    set_byte_order(object.isLittleEndian(), facts);
    // An object for AVR or MSP430 is a 32-bit file, although the pointers have 16 bits.
    const bool is_narrow = llvm::Triple::getArchPointerBitWidth(arch) == 16;
    if (arch != llvm::Triple::UnknownArch && !is_narrow) {
        facts[Fact::pointer_bits] = std::to_string(object.getBytesInAddress() * 8);
    }
    const auto* elf = llvm::dyn_cast<llvm::object::ELFObjectFileBase>(&object);
    const bool is_arm = arch == llvm::Triple::arm || arch == llvm::Triple::thumb || arch == llvm::Triple::armeb ||
                        arch == llvm::Triple::thumbeb;
    if (elf != nullptr && is_arm) add_arm_attributes(*elf, facts);
    return facts;
}

}  // namespace abi
