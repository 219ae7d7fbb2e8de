#include "read/object/machine.h"

#include <algorithm>

#include "llvm/BinaryFormat/ELF.h"
#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Object/Archive.h"
#include "llvm/Object/Binary.h"
#include "llvm/Object/ELFObjectFile.h"
#include "llvm/Object/MachOUniversal.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include "read/object_facts.h"

namespace abi::object {
namespace {

namespace elf = llvm::ELF;

constexpr unsigned deepest_archive = 4;

struct MachineName {
    std::uint32_t machine;  // e_machine (ELF gABI, "Machine")
    std::string_view name;  // as in the names of GNU's tools
};

/// The machines that LLVM's reader of ELF does not name.
constexpr MachineName machine_names[] = {
    {0x9026, "alpha"},  // EM_ALPHA of all files; the gABI's own number is 41
    {elf::EM_ALPHA, "alpha"},
    {144, "pru"},
    {elf::EM_M32, "we32100"},
    {elf::EM_88K, "m88k"},
    {elf::EM_860, "i860"},
    {elf::EM_PARISC, "hppa"},
    {elf::EM_960, "i960"},
    {elf::EM_SPU, "spu"},
    {elf::EM_V800, "v800"},
    {elf::EM_FR20, "fr20"},
    {elf::EM_SH, "sh"},
    {elf::EM_TRICORE, "tricore"},
    {elf::EM_ARC, "arc"},
    {elf::EM_H8_300, "h8300"},
    {elf::EM_H8_300H, "h8300h"},
    {elf::EM_H8S, "h8s"},
    {elf::EM_H8_500, "h8500"},
    {elf::EM_IA_64, "ia64"},
    {elf::EM_COLDFIRE, "coldfire"},
    {elf::EM_68HC12, "m68hc12"},
    {elf::EM_STARCORE, "starcore"},
    {elf::EM_PDP10, "pdp10"},
    {elf::EM_PDP11, "pdp11"},
    {elf::EM_68HC11, "m68hc11"},
    {elf::EM_VAX, "vax"},
    {elf::EM_CRIS, "cris"},
    {elf::EM_MMIX, "mmix"},
    {elf::EM_FR30, "fr30"},
    {elf::EM_D10V, "d10v"},
    {elf::EM_D30V, "d30v"},
    {elf::EM_V850, "v850"},
    {elf::EM_M32R, "m32r"},
    {elf::EM_MN10300, "mn10300"},
    {elf::EM_MN10200, "mn10200"},
    {elf::EM_PJ, "picojava"},
    {elf::EM_OPENRISC, "or1k"},
    {elf::EM_ARC_COMPACT, "arc"},
    {elf::EM_NS32K, "ns32k"},
    {elf::EM_IP2K, "ip2k"},
    {elf::EM_CR, "cr"},
    {elf::EM_F2MC16, "f2mc16"},
    {elf::EM_BLACKFIN, "bfin"},
    {elf::EM_ALTERA_NIOS2, "nios2"},
    {elf::EM_CRX, "crx"},
    {elf::EM_XGATE, "xgate"},
    {elf::EM_C166, "c166"},
    {elf::EM_M16C, "m16c"},
    {elf::EM_DSPIC30F, "dspic30f"},
    {elf::EM_M32C, "m32c"},
    {elf::EM_SHARC, "sharc"},
    {elf::EM_SCORE7, "score"},
    {elf::EM_LATTICEMICO32, "lm32"},
    {elf::EM_TI_C6000, "tic6x"},
    {elf::EM_TI_C2000, "tic2000"},
    {elf::EM_TI_C5500, "tic55x"},
    {elf::EM_R32C, "r32c"},
    {elf::EM_TRIMEDIA, "trimedia"},
    {elf::EM_8051, "i8051"},
    {elf::EM_NDS32, "nds32"},
    {elf::EM_MAXQ30, "maxq30"},
    {elf::EM_RX, "rx"},
    {elf::EM_METAG, "metag"},
    {elf::EM_MCST_ELBRUS, "e2k"},
    {elf::EM_CR16, "cr16"},
    {elf::EM_AVR32, "avr32"},
    {elf::EM_STM8, "stm8"},
    {elf::EM_TILE64, "tile64"},
    {elf::EM_TILEPRO, "tilepro"},
    {elf::EM_MICROBLAZE, "microblaze"},
    {elf::EM_CUDA, "nvptx"},
    {elf::EM_TILEGX, "tilegx"},
    {elf::EM_ARC_COMPACT2, "arc"},
    {elf::EM_RL78, "rl78"},
    {elf::EM_MCHP_PIC, "pic"},
    {elf::EM_CSKY, "csky"},
    {elf::EM_XTENSA, "xtensa"},
    {elf::EM_VE, "ve"},
    {elf::EM_LANAI, "lanai"},
    {elf::EM_XCORE, "xcore"},
};

/// The name of a machine, or its number if it has none.
std::string name_in_elf(std::uint32_t machine) {
    const auto* found = std::ranges::find(machine_names, machine, &MachineName::machine);
    return found == std::end(machine_names) ? "elf_machine_" + std::to_string(machine) : std::string(found->name);
}

class Machines {
  public:
    void add_file(llvm::MemoryBufferRef bytes, unsigned depth) {
        auto binary = llvm::object::createBinary(bytes);
        if (!binary) return llvm::consumeError(binary.takeError());  // the reader of the file reports it
        if (const auto* object = llvm::dyn_cast<llvm::object::ObjectFile>(binary->get())) {
            add(machine_of(*object));
        } else if (const auto* archive = llvm::dyn_cast<llvm::object::Archive>(binary->get())) {
            add_members(*archive, depth);
        } else if (const auto* universal = llvm::dyn_cast<llvm::object::MachOUniversalBinary>(binary->get())) {
            for (const auto& slice : universal->objects()) add(slice.getTriple());
        }
    }

    std::vector<llvm::Triple> found;

  private:
    void add(const llvm::Triple& machine) {
        const bool known =
            std::ranges::any_of(found, [&](const auto& other) { return is_same_machine(other, machine); });
        if (!known) found.push_back(machine);
    }

    void add_members(const llvm::object::Archive& archive, unsigned depth) {
        auto error = llvm::Error::success();
        for (const auto& child : archive.children(error)) {
            auto bytes = child.getMemoryBufferRef();
            if (!bytes) {
                llvm::consumeError(bytes.takeError());
                continue;
            }
            // LLVM does not check the size that a member claims.
            if (!archive.isThin() && bytes->getBufferEnd() > archive.getData().end()) break;
            if (depth < deepest_archive) add_file(*bytes, depth + 1);
        }
        llvm::consumeError(std::move(error));
    }
};

}  // namespace

bool is_compiled_file(const std::string& path) {
    llvm::file_magic kind;
    if (llvm::identify_magic(path, kind)) return false;
    switch (kind) {
    case llvm::file_magic::unknown:
    case llvm::file_magic::clang_ast:
    case llvm::file_magic::tapi_file:
    case llvm::file_magic::windows_resource:
    case llvm::file_magic::minidump: return false;
    default: return true;
    }
}

std::vector<llvm::Triple> machines_of(const std::string& path) {
    const auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (!buffer) return {};
    Machines machines;
    machines.add_file((*buffer)->getMemBufferRef(), 0);
    return machines.found;
}

llvm::Triple machine_of(const llvm::object::ObjectFile& object) {
    auto machine = triple_of_object(object);
    const auto* elf = llvm::dyn_cast<llvm::object::ELFObjectFileBase>(&object);
    if (machine.getArch() != llvm::Triple::UnknownArch || elf == nullptr) return machine;
    return llvm::Triple(name_in_elf(elf->getEMachine()));
}

bool is_same_machine(const llvm::Triple& a, const llvm::Triple& b) {
    const auto without_mode = [](llvm::Triple::ArchType arch) {
        if (arch == llvm::Triple::thumb) return llvm::Triple::arm;
        if (arch == llvm::Triple::thumbeb) return llvm::Triple::armeb;
        return arch;
    };
    if (without_mode(a.getArch()) != without_mode(b.getArch())) return false;
    return a.getArch() != llvm::Triple::UnknownArch || a.getArchName() == b.getArchName();
}

std::string name_of_machine(const llvm::Triple& machine) {
    // LLVM's own name is "bpfel", which is not used on command lines.
    return machine.getArch() == llvm::Triple::bpfel ? "bpf" : machine.getArchName().str();
}

}  // namespace abi::object
