// The CodeView of one object or one PDB.
//
//     object: .debug$T (types and ids in one stream), .debug$S (symbols)  ─┐
//     PDB:    streams TPI (types), IPI (ids), symbol records               ─┴─► Image
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "llvm/DebugInfo/CodeView/CVRecord.h"
#include "llvm/TargetParser/Triple.h"
#include "model/target_facts.h"
#include "read/codeview/stream.h"

namespace abi::codeview {

struct Image {
    std::string name;  // as messages show it: "build/a.obj", "libx.lib(a.obj)", "app.pdb"
    llvm::Triple::ArchType arch = llvm::Triple::UnknownArch;
    unsigned pointer_bytes = 0;  // 0 if unknown
    TargetFacts facts;           // as the headers state them
    TypeStream types;
    std::optional<TypeStream> own_ids;         // nothing: the ids are among the types
    std::vector<std::string_view> symbols;     // streams of symbol records
    std::string_view names;                    // of a PDB: the strings that ids refer to by their offset
    std::vector<std::shared_ptr<void>> owned;  // the bytes of the views above that are not in the file

    const TypeStream& ids() const { return own_ids ? *own_ids : types; }
};

/// Calls `visit` with each symbol of the image until it returns false. A stream ends where it is damaged: CodeView's
/// symbols add names and constants to the types, and nothing refers to a symbol.
void for_each_symbol(const Image& image, const std::function<bool(const cv::CVSymbol&)>& visit);

/// The text of a string id (LF_STRING_ID), or "" if there is none.
std::string_view string_of(const Image& image, cv::TypeIndex id);

}  // namespace abi::codeview
