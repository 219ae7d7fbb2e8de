// Decides whether the first column of a dump by hexdump or od is an address. It is one if it grows, from line to line,
// by the number of bytes in the line. This also gives the base of the address and the kind of the groups.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "explain/dump_line.h"

namespace abi {

/// One way to read the dump: a base for the first column and a kind for the groups. The caller passes the lines in
/// order.
class DumpColumn {
  public:
    enum class Step { misfit, starts, follows, ends };

    DumpColumn(GroupKind kind, int base) : kind_(kind), base_(base) {}

    GroupKind kind() const { return kind_; }
    int base() const { return base_; }
    std::uint64_t address() const { return address_; }
    /// The number of lines that fit this way of reading, minus the number of those that do not.
    std::int64_t score() const { return score_; }

    /// After a line without bytes: the next row may begin at any address.
    void part() { expected_.reset(); }
    void forget() {
        part();
        score_ = 0;
    }

    /// `repeats`: the line above is "*".
    Step take(const DumpRow& row, bool repeats);

  private:
    Step misfit();

    GroupKind kind_;
    int base_;
    std::optional<std::uint64_t> expected_;
    std::uint64_t address_ = 0;
    std::size_t word_ = 0;  // bytes in a group of the line above
    std::int64_t score_ = 0;
};

/// All ways to read a dump, rare formats first. If two have the same score, the first one wins.
std::vector<DumpColumn> all_columns();

}  // namespace abi
