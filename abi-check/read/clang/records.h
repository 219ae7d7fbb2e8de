// One record as clang lays it out.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "clang/AST/Decl.h"
#include "model/layout.h"
#include "read/clang/attributes.h"
#include "read/clang/place.h"
#include "read/clang/types.h"

namespace abi::clang_reader {

/// A field whose type is asked for its name.
struct TagOwner {
    const clang::RecordDecl* base;  // the base that declares the field; null: the record itself does
    std::string field;              // its name in the record that declares it
};

/// Returns the name of a record or an enumeration in the layout. If it has no name, it is named after its owner:
/// "Packet::header".
using NameOfOwnedTag =
    std::function<std::string(const clang::TagDecl& tag, clang::QualType written, const TagOwner& owner)>;

/// "#pragma pack(1)" if such a pragma holds for the record, else "".
std::string pragma_pack(const clang::RecordDecl& declared);

/// Returns a record with its fields, sorted by offset.
/// - Members of anonymous structs and unions, and of bases ("Base::x"), are fields of the record itself.
/// - The pointer to the virtual table is the field "(vtable)". The Microsoft C++ ABI also has "(vbtable)" and
///   "Base::(vtordisp)".
/// - An unnamed bit-field with a width is padding named "(unnamed)".
/// - A member that takes no room is not a field.
/// - A record is packed if it is declared so, or if a field has a smaller alignment than its type (#pragma pack(n),
///   -fpack-struct, packed fields).
/// - A record that is only declared has no size. If clang does not know one of its attributes, its fields are unknown.
/// - If a typedef names the record, its attributes count: `typedef struct S { … } T __attribute__((aligned(64)));`
/// gives
///   T an alignment that S does not have.
/// `alias`: the typedef that has the name, or null.
Record read_record(const clang::RecordDecl& declared, const std::string& name, const clang::TypedefNameDecl* alias,
                   Places& places, const Dropped& dropped, const NameOfOwnedTag& name_of);

}  // namespace abi::clang_reader
