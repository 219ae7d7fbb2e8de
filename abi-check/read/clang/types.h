// From clang's types to the model's.
#pragma once

#include <functional>
#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Type.h"
#include "model/layout.h"

namespace abi::clang_reader {

/// The name under which the layout knows a record or an enumeration, when
/// `written` names it.
using NameOfTag = std::function<std::string(const clang::TagDecl& tag, clang::QualType written)>;

/// The type of a field, a constant or an enumeration. Arrays (std::array too)
/// are taken apart; _Atomic(T) and std::atomic<T> are T where the sizes agree;
/// const and volatile do not matter. Widths are storage: a _BitInt(17) is 32
/// bits wide. Unknown, with their width, are a _BitInt that does not fill its
/// storage, a floating type that is not IEEE 754's binary format of its width,
/// a vector, a complex number, a pointer to a member that is not as wide as
/// others, and whatever else a spec has no word for. The
/// spelling is the element's, as written.
Type type_of(clang::QualType written, clang::ASTContext& context, const NameOfTag& name_of);

/// The width is the target's choice: a pointer, size_t and its like by name, or
/// a typedef chain that ends at long, long double or wchar_t and does not pass
/// a name that states its width (int64_t, __u64, char32_t).
bool is_host_sized(clang::QualType written, const clang::ASTContext& context);

}  // namespace abi::clang_reader
