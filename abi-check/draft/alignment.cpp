#include "draft/alignment.h"

#include <algorithm>
#include <bit>
#include <map>

namespace abi {
namespace {

constexpr std::uint64_t largest_scalar_bytes = 16;

/// The largest power of two that divides a number of bytes; for 0, the largest integer.
std::uint64_t power_in(std::uint64_t bytes) {
    return bytes == 0 ? ~std::uint64_t{0} : bytes & (~bytes + 1);
}

class Guess {
  public:
    explicit Guess(Layout& layout) : layout_(layout) {
        for (auto& record : layout_.records) by_name_.emplace(record.name, &record);
    }

    std::set<std::string> run() {
        std::set<std::string> guessed;
        for (auto& record : layout_.records) {
            if (!record.align_bytes && record.size_bytes) guessed.insert(record.name);
        }
        // First find the limits that holders put on each record. Then grow the alignments, up to those limits, until
        // each record is aligned at least as its fields need.
        for (bool changed = true; changed;) {
            changed = false;
            for (const auto& record : layout_.records) changed = limit_held(record) || changed;
        }
        for (const auto& name : guessed) most_.emplace(name, limit_of(*by_name_.at(name)));
        for (const auto& name : guessed) by_name_.at(name)->align_bytes = 1;
        for (bool changed = true; changed;) {
            changed = false;
            for (const auto& name : guessed) changed = grow(*by_name_.at(name)) || changed;
        }
        return guessed;
    }

  private:
    /// The largest alignment that the record's own alignment, its size and its holders allow.
    std::uint64_t limit_of(const Record& record) const {
        std::uint64_t limit = record.align_bytes.value_or(~std::uint64_t{0});
        if (record.size_bytes) limit = std::min(limit, power_in(*record.size_bytes));
        const auto outside = limits_.find(record.name);
        return outside == limits_.end() ? limit : std::min(limit, outside->second);
    }

    /// Lowers the limits of the records that `record` holds. Returns whether one changed. A holder is aligned at least
    /// as its fields. Array elements need no check: their size is a multiple of their alignment.
    bool limit_held(const Record& record) {
        bool changed = false;
        for (const auto& field : record.fields) {
            if (field.type.kind != Kind::record) continue;
            auto& limit = limits_.try_emplace(field.type.name, ~std::uint64_t{0}).first->second;
            const std::uint64_t here = std::min(power_in(field.offset_bits / 8), limit_of(record));
            changed = changed || here < limit;
            limit = std::min(limit, here);
        }
        return changed;
    }

    std::uint64_t wish_of(const Field& field) const {
        if (field.type.kind == Kind::record) {
            const auto inner = by_name_.find(field.type.name);
            return inner == by_name_.end() ? 1 : inner->second->align_bytes.value_or(1);
        }
        const std::uint64_t bytes = std::min(field.type.width_bits / 8, largest_scalar_bytes);
        return std::has_single_bit(bytes) ? bytes : 1;
    }

    bool grow(Record& record) const {
        const std::uint64_t limit = most_.at(record.name);
        std::uint64_t align = 1;
        for (const auto& field : record.fields) {
            // The unit of a bit-field may begin at any byte, so its offset sets no limit.
            const std::uint64_t here = field.bit_width ? ~std::uint64_t{0} : power_in(field.offset_bits / 8);
            align = std::max(align, std::min({wish_of(field), here, limit}));
        }
        if (align <= *record.align_bytes) return false;
        record.align_bytes = align;
        return true;
    }

    Layout& layout_;
    std::map<std::string, Record*> by_name_;
    std::map<std::string, std::uint64_t> limits_;  // by record: the largest alignment that its holders allow
    std::map<std::string, std::uint64_t> most_;    // by guessed record: its limit_of
};

}  // namespace

std::set<std::string> guess_alignments(Layout& layout) {
    return Guess(layout).run();
}

}  // namespace abi
