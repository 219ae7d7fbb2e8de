#include "read/codeview/machines.h"

#include <algorithm>

#include "llvm/BinaryFormat/Magic.h"
#include "llvm/Object/Archive.h"
#include "llvm/Object/COFF.h"
#include "llvm/Support/MemoryBuffer.h"
#include "read/codeview/pdb_file.h"

namespace abi::codeview {
namespace {

using Architectures = std::vector<llvm::Triple::ArchType>;

void add_object(llvm::MemoryBufferRef bytes, Architectures& found) {
    if (llvm::identify_magic(bytes.getBuffer()) != llvm::file_magic::coff_object) return;
    auto object = llvm::object::COFFObjectFile::create(bytes);
    if (!object) return llvm::consumeError(object.takeError());  // the reader of the file reports it
    for (const auto& section : (*object)->sections()) {
        auto name = section.getName();
        if (!name) {
            llvm::consumeError(name.takeError());
        } else if (*name == ".debug$T" || *name == ".debug$P") {
            return found.push_back((*object)->getArch());
        }
    }
}

void add_archive(llvm::MemoryBufferRef bytes, Architectures& found) {
    auto error = llvm::Error::success();
    auto archive = llvm::object::Archive::create(bytes);
    if (!archive) return llvm::consumeError(llvm::joinErrors(archive.takeError(), std::move(error)));
    for (const auto& child : (*archive)->children(error)) {
        auto member = child.getMemoryBufferRef();
        if (!member) {
            llvm::consumeError(member.takeError());
            continue;
        }
        // LLVM does not check the size that a member claims.
        if (!(*archive)->isThin() && member->getBufferEnd() > bytes.getBufferEnd()) break;
        add_object(*member, found);
    }
    llvm::consumeError(std::move(error));
}

void add_pdb(llvm::StringRef bytes, const std::string& path, Architectures& found) {
    const auto image = read_pdb_file({bytes.data(), bytes.size()}, path);
    found.push_back(image ? image->arch : llvm::Triple::UnknownArch);
}

/// One for each part of the file that has CodeView.
Architectures architectures_of(const std::string& path) {
    Architectures found;
    llvm::file_magic kind;
    if (llvm::identify_magic(path, kind)) return found;
    const bool may_be =
        kind == llvm::file_magic::pdb || kind == llvm::file_magic::archive || kind == llvm::file_magic::coff_object;
    if (!may_be) return found;
    const auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (!buffer) return found;
    const auto bytes = (*buffer)->getMemBufferRef();
    if (kind == llvm::file_magic::pdb) add_pdb(bytes.getBuffer(), path, found);
    if (kind == llvm::file_magic::archive) add_archive(bytes, found);
    if (kind == llvm::file_magic::coff_object) add_object(bytes, found);
    return found;
}

}  // namespace

bool has_codeview(const std::string& path) {
    return !architectures_of(path).empty();
}

std::vector<llvm::Triple> machines_of(const std::string& path) {
    std::vector<llvm::Triple> machines;
    for (const auto arch : architectures_of(path)) {
        if (arch == llvm::Triple::UnknownArch) continue;
        const llvm::Triple machine(llvm::Triple::getArchTypeName(arch) + "-pc-windows-msvc");
        if (std::ranges::find(machines, machine) == machines.end()) machines.push_back(machine);
    }
    return machines;
}

}  // namespace abi::codeview
