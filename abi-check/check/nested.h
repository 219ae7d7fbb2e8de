// A field that holds a record: the record, the number that it is, and its members in the field's place. Also the names
// that generators make up for members that have none in C.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/layout.h"
#include "model/name_index.h"

namespace abi {

/// Finds the records of a layout by name. What it is made from must outlive it.
class Records {
  public:
    /// Searches the list each time. Callers that compare all records of a layout have an index instead.
    Records(const Layout& layout) : all_(&layout.records) {}
    Records(const NameIndex<Record>& index) : index_(&index) {}
    Records(const RecordIndex& index) : index_(&index.by_name()) {}
    /// A list that still grows or changes its names, and where each name is.
    Records(const std::vector<Record>& all, const std::unordered_map<std::string, std::size_t>& positions)
        : all_(&all), positions_(&positions) {}

    /// Null if there is none.
    const Record* find(const std::string& name) const;

  private:
    const std::vector<Record>* all_ = nullptr;
    const NameIndex<Record>* index_ = nullptr;
    const std::unordered_map<std::string, std::size_t>* positions_ = nullptr;
};

/// Whether the field is a record, or an array of records with a known length.
bool is_nested(const Field& field);

bool is_array(const Field& field);

bool same_bits(const Field& a, const Field& b);

bool lies_in(const Field& inner, const Field& outer);

/// The record of a field, if all its members are known; else null.
const Record* definition_of(const Field& field, const Records& records);

/// The number that a nested record is, if its only member with bytes is one, at any depth: a newtype of Rust,
/// `struct { __u32 v; }`. Null: the record is more than that.
const Field* number_in(const Field& outer, const Records& records, int depth = 0);

/// Replaces the field at index `at` by the members of its record.
void open(Record& record, std::size_t at, const Record& nested);

/// Whether a generator made up the name of a member that has none in C: bindgen's `__bindgen_anon_1`, cgo's `anon0`,
/// `unnamed_0` of Zig's translate-c. Its members count as members of the record around it.
bool is_generated_name(std::string_view name);

/// Whether the record has a member that is a record and has such a name.
bool has_generated_names(const Record& record);

/// The record with the members of all fields whose names are generated in their place.
Record without_generated_names(const Record& record, const Records& records);

/// How many records may be opened for one comparison. A dump may nest a record in itself.
constexpr int most_opened = 512;

}  // namespace abi
