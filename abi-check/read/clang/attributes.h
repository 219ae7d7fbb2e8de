// Attributes that change a layout and that clang does not know by itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clang/AST/Decl.h"
#include "read/clang/storage_order.h"

namespace abi::clang_reader {

/// An attribute that clang has dropped.
struct UnknownAttribute {
    std::string name;  // with its scope, without underscores around it: "pakced", "gnu::packd"
    clang::SourceLocation place;
};

/// Returns the attribute if it may change a layout. Returns nothing for the attributes of other vendors, which every
/// compiler ignores (C23 §6.7.12.1, C++ [dcl.attr.grammar]), and for those of GCC that only concern warnings or code.
/// `scope` is "" if the source writes none.
std::optional<UnknownAttribute> unknown_attribute(llvm::StringRef scope, llvm::StringRef name,
                                                  clang::SourceLocation place);

/// What clang has dropped from a unit.
struct Dropped {
    std::vector<UnknownAttribute> attributes;
    std::vector<StorageOrderPragma> orders;  // in their order
};

/// Returns why the fields of a record are unknown, or "" if they are known. They are unknown if clang dropped something
/// that may change the layout: GCC's scalar_storage_order("big-endian"), which reverses bytes and bit-fields, as an
/// attribute of the record, as an attribute of `name`, or as a pragma; or an attribute that is misspelt or belongs to a
/// newer GCC. Such an attribute counts if it stands before the opening brace of the record, right behind the closing
/// brace, or beside a field. Bases and anonymous members are checked, too. `name`: the typedef that names the record,
/// or null.
std::string dropped_layout_attribute(const clang::RecordDecl& declared, const clang::TypedefNameDecl* name,
                                     const Dropped& dropped);

}  // namespace abi::clang_reader
