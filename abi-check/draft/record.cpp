#include "draft/record.h"

#include <algorithm>
#include <array>
#include <bit>

#include "draft/type.h"
#include "model/order_names.h"

namespace abi {
namespace {

constexpr std::uint64_t largest_size_bytes = std::uint64_t{1} << 40U;  // the limit in spec/abi-spec.schema.json
constexpr std::uint64_t largest_align_bytes = std::uint64_t{1} << 30U;
constexpr unsigned widest_bit_field = 128;

/// Returns the first of `_pad0`, `_pad1`… that is not in `names`, and adds it to `names`.
std::string next_pad_name(std::set<std::string>& names) {
    std::string name;
    for (unsigned count = 0; name.empty() || !names.insert(name).second; ++count) {
        name = "_pad" + std::to_string(count);
    }
    return name;
}

/// Inserts fields `_pad0`, `_pad1`… of role padding for all bits that no field covers. In a union with such bits one
/// padding field covers the whole union. `names` holds the names of the record's fields; the new ones are added.
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

class RecordDrafter {
  public:
    RecordDrafter(const Record& source, const DraftScope& scope) : source_(source), scope_(scope) {
        made_.name = scope.names.types.at(source.name);
        made_.kind = source.kind;
        made_.size_bytes = source.size_bytes;
    }

    RecordDraft draft() {
        made_.align_bytes = source_.align_bytes.value_or(1);
        name_fields();
        for (std::size_t i = 0; i < source_.fields.size(); ++i) draft_field(source_.fields[i], names_[i]);
        std::ranges::stable_sort(made_.fields, {}, &Field::offset_bits);
        made_.packed = is_misaligned();
        bool is_aligned_less = made_.packed && !source_.packed;
        for (auto& field : made_.fields) {
            if (!field.bit_width || fit_unit(field, *made_.align_bytes, made_.packed)) continue;
            made_.packed = true;
            is_aligned_less = false;
        }
        note_overlaps();
        Padder(made_, taken_).fill();
        return {std::move(made_), std::move(questions_), is_aligned_less};
    }

  private:
    void ask(const std::string& field, std::string text, const Place& place) {
        questions_.push_back({made_.name + (field.empty() ? "" : "." + field), std::move(text), place});
    }

    /// The record's own members keep their names. Members of bases and of the compiler get unused ones.
    void name_fields() {
        names_.resize(source_.fields.size());
        const auto is_plain = [](const Field& f) { return as_identifier(f.name) == f.name; };
        for (std::size_t i = 0; i < source_.fields.size(); ++i) {
            const Field& field = source_.fields[i];
            if (is_plain(field)) names_[i] = free_name(field.name, taken_);
        }
        for (std::size_t i = 0; i < source_.fields.size(); ++i) {
            const Field& field = source_.fields[i];
            if (!names_[i].empty() || is_unnamed(field)) continue;
            const std::string last = as_identifier(unqualified(field.name));
            names_[i] = free_name(taken_.contains(last) ? as_identifier(field.name) : last, taken_);
        }
        for (std::size_t i = 0; i < source_.fields.size(); ++i) {
            if (names_[i].empty()) names_[i] = next_pad_name(taken_);
        }
    }

    /// Whether the field is an unnamed bit-field; readers name it "(unnamed…".
    static bool is_unnamed(const Field& field) {
        return field.role == Role::padding && unqualified(field.name).starts_with("(unnamed");
    }

    void draft_field(const Field& source, const std::string& name) {
        const bool fits = source.offset_bits + size_bits(source) <= *source_.size_bytes * 8 &&
                          (source.bit_width || source.offset_bits % 8 == 0);
        if (!fits || source.bit_width.value_or(0) > widest_bit_field) {
            ask(name, "has an offset or a width that a spec cannot express, so it is left out", source.place);
            return;
        }
        auto type = draft_type(source, scope_, made_.pointer_bytes);
        if (!type.question.empty()) {
            ask(name, type.question, source.place);
            questions_.back().about_width = type.about_width;
        }
        if (!type.type) return;
        if (type.pointer_bytes) made_.pointer_bytes = type.pointer_bytes;
        Field made;
        made.name = name;
        made.type = *type.type;
        made.offset_bits = source.offset_bits;
        made.bit_width = source.bit_width;
        made.role = source.role;
        made.byte_order = order_of(source, made.type);
        made_.fields.push_back(std::move(made));
    }

    /// The byte order that the source states, of a number that can have one in a spec.
    static std::optional<ByteOrder> order_of(const Field& source, const Type& drafted) {
        const bool is_number = drafted.kind == Kind::unsigned_integer || drafted.kind == Kind::signed_integer ||
                               drafted.kind == Kind::floating;
        if (!is_number || drafted.width_bits <= 8 || drafted.host_sized) return std::nullopt;
        if (source.byte_order || source.bit_width) return source.byte_order;
        const auto named = order_stated_by(source.type, {});
        return named ? std::optional(named->order) : std::nullopt;
    }

    std::uint64_t alignment_of(const Field& field) const {
        if (field.type.kind != Kind::record) return std::max<std::uint64_t>(field.type.width_bits / 8, 1);
        return scope_.records.at(field.type.name)->align_bytes.value_or(1);
    }

    /// Whether a field may be less aligned than its type. Ignores bit-fields: fit_unit checks them.
    bool is_misaligned() const {
        return std::ranges::any_of(made_.fields, [&](const Field& field) {
            if (field.bit_width) return false;
            const std::uint64_t align = alignment_of(field);
            return align > *made_.align_bytes || field.offset_bits % (align * 8) != 0;
        });
    }

    bool holds_tail(const Field& field) const {
        if (field.type.kind != Kind::record) return false;
        const Record& inner = *scope_.records.at(field.type.name);
        return std::ranges::any_of(inner.fields, [](const Field& f) { return f.type.flexible_tail; });
    }

    /// Marks fields that overlap others: members of anonymous unions, fields in reused tail padding, and flexible tails
    /// with fields behind them.
    void note_overlaps() {
        std::uint64_t end_bits = 0;
        for (std::size_t i = 0; i < made_.fields.size(); ++i) {
            Field& field = made_.fields[i];
            const bool is_union = made_.kind == RecordKind::union_;
            if (field.type.flexible_tail) {
                const bool is_last = i + 1 == made_.fields.size() && field.offset_bits == *made_.size_bytes * 8;
                field.overlaps = is_union || !is_last;
            } else {
                field.overlaps = is_union ? field.offset_bits != 0 : field.offset_bits < end_bits;
            }
            field.overlaps = field.overlaps || holds_tail(field);
            end_bits = std::max(end_bits, field.offset_bits + size_bits(field));
        }
    }

    const Record& source_;
    const DraftScope& scope_;
    Record made_;
    std::vector<std::string> names_;  // of the fields, by their index in the source
    std::set<std::string> taken_;
    std::vector<Question> questions_;
};

}  // namespace

std::string reason_to_leave_out(const Record& record) {
    if (!record.size_bytes) return "is declared but not defined, so its size is not known";
    if (!record.fields_unknown.empty()) return record.fields_unknown;
    if (!record.no_promise.empty()) return "has a layout that the language does not promise: " + record.no_promise;
    if (*record.size_bytes == 0) return "has no bytes";
    if (*record.size_bytes > largest_size_bytes) return "is larger than a tebibyte";
    const std::uint64_t align = record.align_bytes.value_or(1);
    if (!std::has_single_bit(align) || align > largest_align_bytes || *record.size_bytes % align != 0) {
        return "has a size of " + std::to_string(*record.size_bytes) + " and an alignment of " + std::to_string(align) +
               ", so no array could hold it";
    }
    return "";
}

RecordDraft draft_record(const Record& record, const DraftScope& scope) {
    return RecordDrafter(record, scope).draft();
}

}  // namespace abi
