// Parts of Rust's text, for a unit in one file and for a crate with modules.
#pragma once

#include <string>

#include "test/truth/shape.h"

namespace abi::truth {

/// The type of a member as code in module `from` writes it, with and without the extents. A unit in one file has only
/// the root module "".
std::string rust_type(const Unit& unit, const Member& member, const std::string& from);
std::string rust_element(const Unit& unit, const Member& member, const std::string& from);

/// A word of the table: 1 if the member is a signed integer.
std::string rust_sign(const Unit& unit, const Member& member);

/// The lines before a record.
std::string rust_attributes(const Shape& shape);

std::string rust_enum(const Enumeration& one);

}  // namespace abi::truth
