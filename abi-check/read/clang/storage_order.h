// GCC's #pragma scalar_storage_order. Clang ignores it, so the reader follows it.
#pragma once

#include <string>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/Lex/Preprocessor.h"

namespace abi::clang_reader {

/// `#pragma scalar_storage_order big-endian`, `little-endian` or `default`. It holds for the records that end behind it
/// and before the next such pragma of the unit, in every file (GCC 14 manual, 6.65.12).
struct StorageOrderPragma {
    clang::SourceLocation place;
    std::string order;
};

/// Adds each such pragma that the preprocessor will meet to `found`, in its order. `found` must live as long as the
/// preprocessor. GCC ignores the pragma in C++, so nothing is added there, and it ignores one with another word.
void watch_storage_order(clang::Preprocessor& preprocessor, std::vector<StorageOrderPragma>& found);

/// The order that the pragmas give a record: "big-endian", "little-endian" or "default". "" if there is no pragma
/// before the closing brace of the record.
std::string order_by_pragma(const clang::RecordDecl& declared, const std::vector<StorageOrderPragma>& pragmas);

}  // namespace abi::clang_reader
