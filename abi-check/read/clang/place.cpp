#include "read/clang/place.h"

#include "clang/Basic/FileManager.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallString.h"
#include "read/source_path.h"

namespace abi::clang_reader {

const std::string& Places::file_name(clang::FileID file) {
    const auto [found, is_new] = names_.try_emplace(file.getHashValue());
    if (!is_new) return found->second;
    if (const auto entry = sources_.getFileEntryRefForID(file)) {
        llvm::SmallString<256> path(entry->getName());
        sources_.getFileManager().makeAbsolutePath(path);
        found->second = below_root(root_, llvm::StringRef(path));
    } else {
        found->second = sources_.getBufferName(sources_.getLocForStartOfFile(file)).str();  // "<command line>"
    }
    return found->second;
}

Place Places::of(clang::SourceLocation location) {
    Place place;
    if (location.isInvalid()) return place;
    const auto [file, offset] = sources_.getDecomposedLoc(sources_.getFileLoc(location));
    place.file = file_name(file);
    place.line = sources_.getLineNumber(file, offset);
    place.column = sources_.getColumnNumber(file, offset);
    return place;
}

Place Places::of(clang::SourceRange range) {
    const auto written = sources_.getExpansionRange(range);
    Place place = of(written.getBegin());
    if (written.getEnd().isInvalid()) return place;
    const auto [file, offset] = sources_.getDecomposedLoc(written.getEnd());
    if (file != sources_.getFileID(written.getBegin())) return place;
    unsigned length = 0;
    if (written.isTokenRange()) length = clang::Lexer::MeasureTokenLength(written.getEnd(), sources_, {});
    place.end_line = sources_.getLineNumber(file, offset);
    place.end_column = sources_.getColumnNumber(file, offset) + length;
    return place;
}

}  // namespace abi::clang_reader
