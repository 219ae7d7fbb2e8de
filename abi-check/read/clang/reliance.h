// What the wanted declarations of a parsed unit rely on: the names of the declarations that decide their layout.
//
//     typedef unsigned Size;
//     enum { COUNT = 4 };
//     struct S { Size sizes[COUNT]; struct T* next; };      S relies on S, Size, COUNT and T
//
// Another unit in which the same files declare these names, by the same tokens and in the same order, gives S the same
// layout: each name that the parser looks up for S is one of them. T decides how a report spells the type, and nothing
// else, so what T itself relies on does not count.
//
// Templates and what calls functions or overloaded operators look up names that the source does not write. Then it is
// not known what the unit relies on.
#pragma once

#include <string>
#include <vector>

#include "clang/AST/Decl.h"
#include "clang/Frontend/CompilerInstance.h"

namespace abi::clang_reader {

struct Reliance {
    std::string failure;             // why it is not known what the declarations rely on; "" if it is known
    std::vector<std::string> words;  // the names, without scopes; sorted
    std::vector<std::string> files;  // those that declare them, absolute as the unit names them; sorted
};

/// `roots`: the wanted declarations, with what is in the layout because they hold it.
Reliance reliance_of(const std::vector<const clang::NamedDecl*>& roots, clang::CompilerInstance& compiler);

}  // namespace abi::clang_reader
