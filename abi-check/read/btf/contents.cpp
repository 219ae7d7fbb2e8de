#include "read/btf/contents.h"

#include <optional>

#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/MemoryBuffer.h"
#include "read/btf/core_relocations.h"
#include "read/object/image.h"

namespace abi::btf {
namespace {

/// Whether an ELF file has a section of BTF. Nothing if it is no ELF file, or its sections cannot be listed.
std::optional<bool> has_section_of_btf(llvm::MemoryBufferRef bytes) {
    const auto object = llvm::expectedToOptional(llvm::object::ObjectFile::createObjectFile(bytes));
    if (!object || !(*object)->isELF()) return std::nullopt;
    for (const auto& section : (*object)->sections()) {
        const auto name = llvm::expectedToOptional(section.getName());
        if (!name) return std::nullopt;
        if (name->contains(".BTF")) return true;
    }
    return false;
}

/// Whether the name of the section stands in the file, or it is BTF alone. Most files have none, and a visit unpacks
/// and relocates all debug information. The whole file is searched only if its sections do not tell, as in an archive.
bool may_have_btf(const std::string& path) {
    const auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (!buffer) return false;
    const auto bytes = (*buffer)->getBuffer();
    if (is_btf(bytes)) return true;
    const auto has_section = has_section_of_btf((*buffer)->getMemBufferRef());
    return has_section ? *has_section : bytes.contains(".BTF");
}

}  // namespace

Contents contents_of(const std::string& path) {
    Contents contents;
    if (!may_have_btf(path)) return contents;
    bool has_dwarf = false;
    object::visit_file(path, path,
                       {.take_whole =
                            [&](std::string_view bytes) {
                                contents.has_btf = is_btf(bytes);
                                return contents.has_btf;
                            },
                        .take =
                            [&](const object::Image& object) {
                                contents.has_btf |= !object.btf.empty();
                                contents.is_by_name |= object.machine.isBPF() && has_relocated_records(object);
                                has_dwarf |= !object.whole.info.empty() || !object.split.info.empty() ||
                                             object.link.has_value() || object.alt_file.has_value();
                                return true;
                            },
                        .expected = ""},
                       [](const auto&...) {});
    contents.is_alone = contents.has_btf && !has_dwarf;
    return contents;
}

}  // namespace abi::btf
