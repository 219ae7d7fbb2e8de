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

/// The layout's name of a record or an enumeration. `owner` ("Packet::header")
/// names what has no name.
using NameOfOwnedTag =
    std::function<std::string(const clang::TagDecl& tag, clang::QualType written, const std::string& owner)>;

/// A complete record with all its fields, by offset. Members of anonymous
/// structs and unions, and of bases ("Base::x"), are fields of the record
/// itself; a pointer to a virtual table is the field "(vtable)", and in the
/// Microsoft C++ ABI there are "(vbtable)" and "Base::(vtordisp)", too; an
/// unnamed bit-field with a width is padding named "(unnamed)"; a member that
/// takes no room is no field. Packed is what is declared so, and what has a
/// field on a lesser alignment than its type's (#pragma pack(n), -fpack-struct,
/// packed fields). One that is only declared has no size; one whose attributes clang does not
/// understand is blind and has no fields.
Record read_record(const clang::RecordDecl& declared, const std::string& name, Places& places,
                   const std::vector<UnknownAttribute>& unknown, const NameOfOwnedTag& name_of);

}  // namespace abi::clang_reader
