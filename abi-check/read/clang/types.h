// From the types of clang to those of the model.
#pragma once

#include <functional>
#include <string>

#include "clang/AST/ASTContext.h"
#include "clang/AST/Decl.h"
#include "clang/AST/Type.h"
#include "model/layout.h"

namespace abi::clang_reader {

/// Returns the name in the layout of the record or enumeration that the type `written` refers to.
using NameOfTag = std::function<std::string(const clang::TagDecl& tag, clang::QualType written)>;

/// Returns the type of a field, a constant or an enumeration.
/// - An array (also std::array) becomes its element with extents. The spelling is that of the element, as written.
/// - _Atomic(T) and std::atomic<T> become T if the sizes are equal. const and volatile are ignored.
/// - The width is that of the storage: a _BitInt(17) has 32 bits.
/// - The kind is unknown for a _BitInt that does not fill its storage, a floating type that is not the IEEE 754 binary
///   format of its width, a vector, a complex number, a pointer to a member that is wider than other pointers, and
///   everything else that a spec cannot express. The width is known for these, too.
Type type_of(clang::QualType written, clang::ASTContext& context, const NameOfTag& name_of);

/// Whether the target decides the width of the type: a pointer; a typedef that is named size_t or similar; or typedefs
/// of long, long double or wchar_t if none of their names states a width (int64_t, __u64, char32_t).
bool is_host_sized(clang::QualType written, const clang::ASTContext& context);

}  // namespace abi::clang_reader
