// What the declarations of C and C++ have in common.
#pragma once

#include <string>
#include <string_view>

#include "gen/dialect.h"

namespace abi::gen {

/// Appends _ to a name in `keywords` and to the names of <stdint.h>, which the generated text itself needs.
std::string accept_c(std::string_view keywords, const std::string& name);

/// The lines that 16-bit and 128-bit floats need before the records, or "".
std::string float_lines(const Layout& spec);

/// `#ifdef` around what needs a 128-bit integer. `text` unchanged if `type` does not.
std::string if_wide(const Source& source, const Type& type, const std::string& text);

/// "CmdKind", the namespace of generated C++.
std::string namespace_of(const Source& source);

std::string c_element(Source& source, const Type& type);

/// A number as an expression of its type: "UINT32_C(7)".
std::string c_number(const Integer& value, const Type& type, ByteOrder order);

// The functions of both dialects for records.
void write_c_member(Body& body, const Member& member);
void write_c_bits(Body& body, const Piece& bits);
void write_c_shared(Body& body, const Piece& shared);
void write_c_union(Body& body, const Piece& all);

/// The declaration and its assertions, then `more`, all under the condition that the record exists.
std::string write_c_record(Body& body, const std::string& more);

}  // namespace abi::gen
