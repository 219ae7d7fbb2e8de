// Brings two declarations of a record to the same nesting, so that fields with the same bytes can meet.
//
//     expected: tv_sec, tv_usec, type     actual: time (a record: tv_sec, tv_usec), type
//                                                   └─► tv_sec, tv_usec, type
//
// A field that is a record is opened: its members take its place, at their offsets in the whole record, with their path
// as the name ("time.tv_sec"). It is opened only if the other side declares something else there. Two nested records
// with equal bytes and different names count as one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "check/compare.h"
#include "check/nested.h"
#include "model/layout.h"
#include "model/order_names.h"

namespace abi {

/// A record, and those of its layout, among which the records nested in it are found.
struct RecordIn {
    const Record& record;
    Records records;
};

/// Two records of the same nesting, and what was done for it.
struct SameNesting {
    Record expected;
    Record actual;
    std::vector<Difference> forms;  // abi-form, one for each field that only one side nests; without pointers to fields
    std::vector<Field> opened;      // by form: the field, as its side declares it
};

/// `renames`: the names of fields of `actual` (paths: "time.tv_sec") -> the names of the expected fields. If several
/// fields get one name and have exactly its bits, they count as this field. A record whose name states a byte order
/// (model/order_names.h; `types`: names of the configuration) is a number, so it is not opened.
SameNesting with_same_nesting(const RecordIn& expected, const RecordIn& actual,
                              const std::map<std::string, std::string>& renames = {}, const OrderTypes& types = {});

/// Differences of bytes between two records, after both have the same nesting. The texts are kept; the pointers to
/// fields are null.
std::vector<Difference> differences_of_bytes(const RecordIn& expected, const RecordIn& actual);

}  // namespace abi
