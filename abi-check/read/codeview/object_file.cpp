#include "read/codeview/object_file.h"

#include <utility>

#include "llvm/BinaryFormat/COFF.h"
#include "llvm/DebugInfo/CodeView/CodeView.h"
#include "read/object/bytes.h"

namespace abi::codeview {
namespace {

/// The section without its magic number, or nothing if it has another one.
std::optional<std::string_view> content_of(std::string_view section) {
    object::ByteReader reader(section, /*is_little=*/true);
    const auto magic = reader.u32();
    if (!reader.ok() || magic != llvm::COFF::DEBUG_SECTION_MAGIC) return std::nullopt;
    return section.substr(sizeof magic);
}

/// Adds the streams of symbols in a section .debug$S. It consists of subsections: a kind, a size, and the content,
/// which is padded to four bytes.
void add_symbols(std::string_view section, std::vector<std::string_view>& symbols) {
    const auto content = content_of(section);
    if (!content) return;
    object::ByteReader reader(*content, /*is_little=*/true);
    while (!reader.at_end()) {
        const auto kind = reader.u32();
        const auto size = reader.u32();
        const auto begin = reader.offset();
        reader.skip(size);
        if (!reader.ok()) return;
        if (kind == static_cast<std::uint32_t>(cv::DebugSubsectionKind::Symbols)) {
            symbols.push_back(content->substr(begin, size));
        }
        while (!reader.at_end() && reader.offset() % 4 != 0) reader.skip(1);
    }
}

/// The file that has the types of an object, if it is another one. The first record names it.
std::optional<Problem> types_elsewhere(const TypeStream& types) {
    const cv::TypeIndex first(types.begin());
    if (types.kind_of(first) == cv::LF_TYPESERVER2) {
        const auto server = types.read<cv::TypeServer2Record>(first);
        const auto file = server ? server->Name.str() : std::string();
        return file_problem("", "types in the object itself (compile with /Z7), or the PDB that has them",
                            "a reference to the types in " + file + " (LF_TYPESERVER2); name that file instead");
    }
    if (types.kind_of(first) == cv::LF_PRECOMP) {
        const auto header = types.read<cv::PrecompRecord>(first);
        const auto file = header ? header->PrecompFilePath.str() : std::string();
        return file_problem("", "types in the object itself, or the PDB of the linked program",
                            "types that begin in " + file + ", the object of a precompiled header (LF_PRECOMP)");
    }
    return std::nullopt;
}

}  // namespace

bool has_types(const object::Image& object) {
    return !object.codeview.types.empty();
}

Result<Image> read_object_file(const object::Image& object) {
    Image image;
    image.name = object.name;
    image.arch = object.arch;
    image.pointer_bytes = object.is_64_bit ? 8 : 4;
    image.facts = object.facts;
    image.owned = object.owned;
    const auto content = content_of(object.codeview.types);
    if (!content) return file_problem("", "CodeView of version 4 (C13)", "a section .debug$T of another version");
    auto types = TypeStream::parse(*content);
    if (!types) return types.problems;
    if (auto elsewhere = types_elsewhere(*types)) return *elsewhere;
    image.types = std::move(*types);
    for (const auto section : object.codeview.symbols) add_symbols(section, image.symbols);
    return image;
}

}  // namespace abi::codeview
