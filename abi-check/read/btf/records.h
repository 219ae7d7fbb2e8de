// From a structure or union of BTF to a record.
#pragma once

#include <functional>
#include <string>

#include "read/btf/types.h"

namespace abi::btf {

/// Returns the name of the record or enumeration of a field. `owner` ("Outer::field") is its name if it has none.
using NameOfTag = std::function<std::string(const Use& use, const std::string& owner)>;

/// Reads the records of one section. Limits the memory of all records together in proportion to the section.
class Records {
  public:
    explicit Records(const Image& image);

    /// Returns a record without a size if the type is only declared, or if the loader finds its fields by their names.
    /// Then neither the offsets nor the size are those that the program uses, and the fields are unknown.
    Record read(std::uint32_t number, const std::string& name, const NameOfTag& name_of);

  private:
    struct Inside;
    /// Takes memory from the limit. If none is left, returns false, and the fields of the record are unknown.
    bool take_room(Record& record, std::size_t bytes);
    void add_members(Record& record, const Type& type, const Inside& inside);
    void add_field(Record& record, const Member& member, std::uint64_t base_bits, const NameOfTag& name_of);

    const Image& image_;
    std::size_t room_left_;
};

}  // namespace abi::btf
