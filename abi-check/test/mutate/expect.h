// What a mutation must lead to, found without the comparison under test: two records are compared property by property,
// and each difference says which findings name it.
#pragma once

#include <string>
#include <vector>

#include "model/finding.h"
#include "model/layout.h"

namespace abi::mutate {

/// One property that differs between the spec and what the compiler made of the source.
struct Difference {
    std::string words;          // "offset of m3_1: 32 bits, 64 bits"
    std::string field;          // empty: the record itself
    std::vector<Rule> rules;    // a finding of one of these names it
    bool is_only_told = false;  // a note is enough: the bytes agree, and a name differs
};

/// All differences of two records that have one name. Empty: a layer with `actual` conforms to `spec`. What the spec's
/// language documents as equal is equal here: an enumeration and its integer, raw bytes and 8-bit integers, raw bytes
/// and a record of their size, a pointer of the spec and an unsigned integer, unsigned bytes and plain char, one bit as
/// a truth value or a number.
std::vector<Difference> differences(const Record& spec, const Record& actual);

}  // namespace abi::mutate
