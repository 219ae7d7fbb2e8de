// Records of Rust that are nested in a record of the request. Rust has no reflection, and the compiler only answers for
// types that the probe names. So their names are found in the text of the user's file:
//
//     pub struct P { pub time: T, pub code: u64 }     the request has P; it gets the record T, and P.time is a T
//
// The text only tells what to ask. The compiler answers, also whether the field has that type.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "read/probe/reader.h"

namespace abi::probe {

/// Adds the nested records to the request, and the types of the fields that hold them. Returns the names of the records
/// that were added.
std::set<std::string> add_nested_records(std::string_view text, Request& request);

/// bindgen marks two things by types without a size: a flexible array as `entries: __IncompleteArrayField<Entry>`, and
/// the alternatives of a union that is not Copy as `body: __BindgenUnionField<Body>`. Gives such a field its type,
/// where the layout or the text knows it.
void open_bindgen_markers(std::string_view text, Layout& layout);

/// Drops fields that have no bytes and of which nothing else is known: `PhantomData<T>`, `()`, `PhantomPinned`.
void drop_empty_fields(Layout& layout);

}  // namespace abi::probe
