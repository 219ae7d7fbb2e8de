// The first column of hexdump's and od's lines: is it an address? It is one if it grows by the bytes beside it, and
// then the base of it, and what the groups are, is what it grows by.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "explain/dump_line.h"

namespace abi {

/// One way to read the first column: a base for it, a kind for the groups. Lines are shown to it in order.
class DumpColumn {
  public:
    enum class Step { misfit, starts, follows, ends };

    DumpColumn(GroupKind kind, int base) : kind_(kind), base_(base) {}

    GroupKind kind() const { return kind_; }
    int base() const { return base_; }
    std::uint64_t address() const { return address_; }
    /// Lines that prove it, less those that speak against it.
    std::int64_t score() const { return score_; }

    /// A new dump may begin behind a line that is no row.
    void part() { expected_.reset(); }
    void forget() {
        part();
        score_ = 0;
    }

    /// `repeats`: a "*" stands above.
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

/// Every way; what fewer tools write is before others, so that it wins where the scores are equal.
std::vector<DumpColumn> all_columns();

}  // namespace abi
