// Attributes that change a layout and that clang does not know by itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clang/AST/Decl.h"

namespace abi::clang_reader {

/// An attribute that clang has dropped.
struct UnknownAttribute {
    std::string name;  // with its scope, without underscores around it: "pakced", "gnu::packd"
    clang::SourceLocation place;
};

/// What is to be kept of an attribute that clang does not know; nothing if it
/// cannot be about a layout: it is of another vendor, which C23 §6.7.12.1 and
/// C++ [dcl.attr.grammar] have every compiler ignore, or one of GCC's that is
/// about warnings and code alone. `scope` is empty where none is written.
std::optional<UnknownAttribute> unknown_attribute(llvm::StringRef scope, llvm::StringRef name,
                                                  clang::SourceLocation place);

/// Why the fields of a record cannot be told, in words; empty: they can. GCC's
/// scalar_storage_order("big-endian") turns round the bytes and bit-fields of a
/// record, and clang would drop it with no more than a warning. So it would any
/// attribute that it does not know, misspelt or of a newer GCC: those of
/// `unknown` count which stand before the record's brace, right behind it, or
/// beside a field; in its bases and anonymous members, too.
std::string dropped_layout_attribute(const clang::RecordDecl& declared, const std::vector<UnknownAttribute>& unknown);

}  // namespace abi::clang_reader
