#include "read/object/machine.h"

#include <algorithm>

#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Object/Archive.h"
#include "llvm/Object/Binary.h"
#include "llvm/Object/MachOUniversal.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBuffer.h"
#include "read/object_facts.h"

namespace abi::object {
namespace {

constexpr unsigned deepest_archive = 4;

class Machines {
  public:
    void add_file(llvm::MemoryBufferRef bytes, unsigned depth) {
        auto binary = llvm::object::createBinary(bytes);
        if (!binary) return llvm::consumeError(binary.takeError());  // the reader of the file reports it
        if (const auto* object = llvm::dyn_cast<llvm::object::ObjectFile>(binary->get())) {
            add(triple_of_object(*object));
        } else if (const auto* archive = llvm::dyn_cast<llvm::object::Archive>(binary->get())) {
            add_members(*archive, depth);
        } else if (const auto* universal = llvm::dyn_cast<llvm::object::MachOUniversalBinary>(binary->get())) {
            for (const auto& slice : universal->objects()) add(slice.getTriple());
        }
    }

    std::vector<llvm::Triple> found;

  private:
    void add(const llvm::Triple& machine) {
        const bool known = std::ranges::any_of(
            found, [&](const auto& other) { return is_same_machine(other.getArch(), machine.getArch()); });
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
    case llvm::file_magic::pdb:
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

bool is_same_machine(llvm::Triple::ArchType a, llvm::Triple::ArchType b) {
    const auto without_mode = [](llvm::Triple::ArchType arch) {
        if (arch == llvm::Triple::thumb) return llvm::Triple::arm;
        if (arch == llvm::Triple::thumbeb) return llvm::Triple::armeb;
        return arch;
    };
    return without_mode(a) == without_mode(b);
}

std::string name_of_machine(const llvm::Triple& machine) {
    // LLVM's own name is "bpfel", which is not used on command lines.
    return machine.getArch() == llvm::Triple::bpfel ? "bpf" : machine.getArchName().str();
}

}  // namespace abi::object
