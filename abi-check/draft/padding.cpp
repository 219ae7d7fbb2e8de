#include "draft/padding.h"

#include <algorithm>
#include <array>

namespace abi {
namespace {

/// Makes the padding fields of one record.
class Padder {
  public:
    Padder(Record& record, std::set<std::string>& names) : record_(record), names_(names) {}

    void fill() {
        std::vector<Field> made;
        for (const auto& tile : tile(record_)) {
            if (tile.kind != TileKind::implicit_padding && tile.kind != TileKind::unknown) continue;
            if (record_.kind == RecordKind::union_) {
                made.push_back(whole_bytes(0, *record_.size_bytes));
                break;
            }
            fill_gap(tile.begin_bits, tile.end_bits, made);
        }
        for (auto& field : made) record_.fields.push_back(std::move(field));
        // A flexible tail has no bytes, so it comes after another field at the same offset.
        std::ranges::stable_sort(record_.fields, {}, [](const Field& f) {
            return std::pair(f.offset_bits, f.type.flexible_tail && !f.overlaps);
        });
    }

  private:
    Field padding(Type type, std::uint64_t offset_bits) {
        Field field;
        field.name = next_pad_name(names_);
        field.type = std::move(type);
        field.offset_bits = offset_bits;
        field.role = Role::padding;
        return field;
    }

    /// An integer if its size and alignment allow it, else an array of bytes.
    Field whole_bytes(std::uint64_t offset, std::uint64_t size) {
        constexpr std::array<std::uint64_t, 4> sizes{1, 2, 4, 8};
        const bool is_integer = std::ranges::find(sizes, size) != sizes.end() && offset % size == 0 &&
                                size <= record_.align_bytes.value_or(1);
        if (is_integer) return padding({.kind = Kind::unsigned_integer, .width_bits = size * 8}, offset * 8);
        return padding({.kind = Kind::byte, .width_bits = 8, .extents = {size}}, offset * 8);
    }

    Field bits(std::uint64_t unit_bits, std::uint64_t begin_bits, std::uint64_t end_bits) {
        Field field = padding({.kind = Kind::unsigned_integer, .width_bits = unit_bits}, begin_bits);
        field.bit_width = static_cast<unsigned>(end_bits - begin_bits);
        field.storage_bits = unit_bits;
        return field;
    }

    /// The unit, in bits, of the bit-field before this gap; without one, of the bit-field after it; without one, 8.
    std::uint64_t unit_beside(std::uint64_t begin_bits, std::uint64_t end_bits) const {
        const auto unit = [&](const auto& touches) -> std::uint64_t {
            const auto found = std::ranges::find_if(
                record_.fields, [&](const Field& f) { return f.bit_width && !f.overlaps && touches(f); });
            return found == record_.fields.end() ? 0 : found->type.width_bits;
        };
        if (const auto before = unit([&](const Field& f) { return f.offset_bits + size_bits(f) == begin_bits; })) {
            return before;
        }
        const auto behind = unit([&](const Field& f) { return f.offset_bits == end_bits; });
        return behind != 0 ? behind : 8;
    }

    /// Bits beside a bit-field become padding in its unit; the rest of the gap becomes whole bytes.
    void fill_gap(std::uint64_t begin_bits, std::uint64_t end_bits, std::vector<Field>& made) {
        while (begin_bits < end_bits) {
            std::uint64_t unit = unit_beside(begin_bits, end_bits);
            const bool starts_within = begin_bits % unit != 0;
            std::uint64_t end = std::min(end_bits, (begin_bits / unit + 1) * unit);
            if (!starts_within || record_.packed) {
                unit = 8;
                end = std::min(end_bits, (begin_bits / 8 + 1) * 8);
            }
            const bool is_loose = begin_bits % 8 != 0 || end - begin_bits < 8 || (starts_within && unit != 8);
            if (is_loose) {
                made.push_back(bits(unit, begin_bits, end));
                begin_bits = end;
                continue;
            }
            const std::uint64_t whole_end = end_bits / 8 * 8;
            made.push_back(whole_bytes(begin_bits / 8, (whole_end - begin_bits) / 8));
            begin_bits = whole_end;
        }
    }

    Record& record_;
    std::set<std::string>& names_;
};

}  // namespace

std::string next_pad_name(std::set<std::string>& names) {
    std::string name;
    for (unsigned count = 0; name.empty() || !names.insert(name).second; ++count) {
        name = "_pad" + std::to_string(count);
    }
    return name;
}

void declare_padding(Record& record, std::set<std::string>& names) {
    Padder(record, names).fill();
}

}  // namespace abi
