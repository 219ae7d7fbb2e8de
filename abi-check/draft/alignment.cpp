#include "draft/alignment.h"

#include <algorithm>
#include <bit>
#include <map>

namespace abi {
namespace {

constexpr std::uint64_t largest_scalar_bytes = 16;

/// The largest power of two that divides a number of bytes; 0 is divided by all.
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
        // What limits a record from outside does not change; what its fields ask for grows with those of the records
        // that they hold, up to that limit.
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
    /// What is known of a record, and of all that hold it.
    std::uint64_t limit_of(const Record& record) const {
        std::uint64_t limit = record.align_bytes.value_or(~std::uint64_t{0});
        if (record.size_bytes) limit = std::min(limit, power_in(*record.size_bytes));
        const auto outside = limits_.find(record.name);
        return outside == limits_.end() ? limit : std::min(limit, outside->second);
    }

    /// A record is aligned as all that it holds at least. An element of an array lies at multiples of its size, which
    /// divides by its alignment already.
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
            // A bit-field's unit begins where it likes.
            const std::uint64_t here = field.bit_width ? ~std::uint64_t{0} : power_in(field.offset_bits / 8);
            align = std::max(align, std::min({wish_of(field), here, limit}));
        }
        if (align <= *record.align_bytes) return false;
        record.align_bytes = align;
        return true;
    }

    Layout& layout_;
    std::map<std::string, Record*> by_name_;
    std::map<std::string, std::uint64_t> limits_;  // by record: what the records that hold it allow
    std::map<std::string, std::uint64_t> most_;    // of those that are guessed: what all that is known allows
};

}  // namespace

std::set<std::string> guess_alignments(Layout& layout) {
    return Guess(layout).run();
}

}  // namespace abi
