// What the errors of rustc tell: in which form an item is asked next, and what else there is to ask for.
#pragma once

#include <string>
#include <vector>

#include "read/probe/plan.h"

namespace abi::probe {

/// A type of Rust, or an array of it; a record that is asked for, too, or a type that only holds one number; an
/// enumeration; any type, of which the number inside is asked; only whether the field exists.
enum FieldForm : unsigned { known_type, asked_record, named_values, any_type, existence, field_forms };

/// A number; a type that only holds one number, as in `pub const A: mode = mode(1);`; a value of an enumeration.
enum ConstantForm : unsigned { number, held_number, named_value, constant_forms };

/// The form that follows after rustc refused the item with this error.
unsigned next_rust_form(const Item& item, const std::string& text);

/// "pattern does not mention fields `a`, `b`" names fields that are not in the request. Adds questions for them.
void learn_fields(Plan& plan, std::size_t number, const std::string& text);

/// The variants in "patterns `Kind::A`, `Kind::B { .. }` and 3 more not covered".
std::vector<std::string> listed_variants(const std::string& text);

}  // namespace abi::probe
