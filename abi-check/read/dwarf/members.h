// What lies in a record: members of anonymous structs and unions and of bases among its own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "read/dwarf/types.h"

namespace abi::dwarf {

struct Member {
    std::string_view prefix;   // "Base::", or empty
    std::string_view name;     // empty: it has none
    bool is_table = false;     // the pointer to the virtual table
    bool may_overlap = false;  // it is in a union, or in what is in one
    std::uint64_t offset_bits = 0;
    std::optional<unsigned> bit_width;
    DieRef written = no_die;  // its type as it is written
    const Type& type;
    UnitContext& context;  // where it is declared
    const Die& die;
};

/// How much of a program may be looked at for one unit, so that entries that share each other cannot make work without
/// end. Generous: real programs use a small part.
class Effort {
  public:
    explicit Effort(const Unit& unit) : left_(4096 + 64 * (unit.end - unit.begin)) {}
    /// False: it is used up.
    bool spend(std::uint64_t amount) {
        if (amount > left_) left_ = 0;
        left_ -= std::min(amount, left_);
        return left_ != 0;
    }

  private:
    std::uint64_t left_;
};

/// Calls `visit` with each member that takes room, in the order of the entries. What is said: why they cannot all be
/// told, in words; empty: they were. After that no member counts.
std::string visit_members(Types& types, DieRef record, Effort& effort, const std::function<void(const Member&)>& visit);

}  // namespace abi::dwarf
