#include "specfile/check_record.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <set>
#include <string_view>
#include <unordered_map>

#include "model/evolution.h"
#include "model/name_index.h"
#include "model/on_target.h"
#include "model/words.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

/// "bytes 4 to 8", or "bits 35 to 40 (from byte 4)" if an end lies within a byte.
std::string range(std::uint64_t begin_bits, std::uint64_t end_bits) {
    if (begin_bits % 8 == 0 && end_bits % 8 == 0) return fmt::format("bytes {} to {}", begin_bits / 8, end_bits / 8);
    return fmt::format("bits {} to {}", begin_bits, end_bits);
}

/// A name for padding that is not yet the name of a field.
std::string free_pad_name(std::set<std::string>& taken) {
    std::string name = "_pad";
    for (unsigned i = 1; !taken.insert(name).second; ++i) name = fmt::format("_pad{}", i);
    return name;
}

/// The type of padding in whole bytes: an integer if one fits and is aligned there, else bytes[N].
std::string pad_type(std::uint64_t offset, std::uint64_t size) {
    constexpr std::array widths{1U, 2U, 4U, 8U};
    const bool fits = std::ranges::find(widths, size) != widths.end() && offset % size == 0;
    return fits ? fmt::format("u{}", size * 8) : fmt::format("bytes[{}]", size);
}

/// The fields to insert for a gap, as the spec writes them: loose bits, whole bytes, loose bits.
std::string remedy(std::uint64_t begin_bits, std::uint64_t end_bits, std::set<std::string>& taken) {
    std::string text;
    const auto insert = [&](const std::string& type, std::uint64_t offset, std::uint64_t bit) {
        const std::string at = bit == 0 ? "" : fmt::format(R"("bit": {}, )", bit);
        text += fmt::format(R"({}{{ "name": "{}", "type": "{}", "offset": {}, {}"role": "padding" }})",
                            text.empty() ? "" : ", ", free_pad_name(taken), type, offset, at);
    };
    const std::uint64_t first_byte = (begin_bits + 7) / 8;
    const std::uint64_t last_byte = end_bits / 8;
    if (first_byte > last_byte) {  // within one byte
        insert(fmt::format("u8:{}", end_bits - begin_bits), begin_bits / 8, begin_bits % 8);
        return text;
    }
    if (begin_bits % 8 != 0) insert(fmt::format("u8:{}", first_byte * 8 - begin_bits), begin_bits / 8, begin_bits % 8);
    if (first_byte < last_byte) insert(pad_type(first_byte, last_byte - first_byte), first_byte, 0);
    if (end_bits % 8 != 0) insert(fmt::format("u8:{}", end_bits % 8), last_byte, 0);
    return text;
}

/// The alignments that the types of fields need.
class Alignments {
  public:
    explicit Alignments(const Layout& layout) : extents_(layout.records) {
        for (const auto& record : layout.records) named_[record.name].push_back(&record);
    }

    /// In bytes; 1 if it is not known. A record with `targets` may be for machines that align numbers less (i386, AVR),
    /// so its own alignment is the most that a number needs there.
    std::uint64_t natural(const Record& record, const Field& field) const {
        if (field.type.kind == Kind::record) return of_record(record, field.type.name);
        const std::uint64_t width = std::max<std::uint64_t>(field.type.width_bits / 8, 1);
        return record.targets.empty() ? width : std::min(width, record.align_bytes.value_or(width));
    }

  private:
    /// The least alignment of the layouts of a nested record that meet the record on some target.
    std::uint64_t of_record(const Record& record, const std::string& nested) const {
        std::optional<std::uint64_t> least;
        const auto found = named_.find(nested);
        for (const Record* inner : found == named_.end() ? std::vector<const Record*>() : found->second) {
            if (!overlap(extents_.of(*inner), extents_.of(record))) continue;
            least = std::min(least.value_or(~std::uint64_t{0}), inner->align_bytes.value_or(1));
        }
        return least.value_or(1);
    }

    Extents extents_;
    std::unordered_map<std::string_view, std::vector<const Record*>> named_;
};

/// Checks one record. `current` is false for an entry of a history, which may have gaps and misaligned fields.
class RecordCheck {
  public:
    RecordCheck(const Alignments& alignments, const NameIndex<Record>& records, const Record& record,
                RecordPointers pointers, bool current, std::vector<Problem>& problems)
        : alignments_(alignments),
          records_(records),
          record_(record),
          pointers_(std::move(pointers)),
          current_(current),
          problems_(problems) {}

    void check() {
        if (!record_.size_bytes || !record_.align_bytes) return;  // the reader has complained
        const bool unresolved =
            std::ranges::any_of(record_.fields, [](const Field& f) { return f.type.kind == Kind::unknown; });
        check_size();
        if (unresolved) return;
        if (current_) check_growth();
        check_extent_of_fields();
        if (current_) check_alignment();
        if (current_) check_tails();
        if (record_.kind == RecordKind::union_) {
            check_union();
        } else if (check_order()) {
            check_overlaps();
        }
        // A remedy for a gap makes sense only if all offsets are right.
        if (current_ && !misplaced_) check_gaps();
    }

  private:
    void complain(const std::string& at, std::string expected, std::string found) {
        problems_.push_back({{}, pointers_.record + at, std::move(expected), std::move(found)});
    }
    void complain_of_field(std::size_t index, const char* member, std::string expected, std::string found) {
        const bool has_own = index < pointers_.fields.size();
        const std::string at =
            has_own ? pointers_.fields[index] : pointers_.record + "/fields/" + std::to_string(index);
        problems_.push_back({{}, at + member, std::move(expected), std::move(found)});
    }
    void complain_of_place(std::size_t index, const char* member, std::string expected, std::string found) {
        misplaced_ = true;
        complain_of_field(index, member, std::move(expected), std::move(found));
    }

    std::uint64_t size_bytes() const { return record_.size_bytes.value_or(0); }
    std::uint64_t align_bytes() const { return record_.align_bytes.value_or(1); }

    void check_size() {
        if (size_bytes() == 0) complain("/size", "at least 1 byte", "0");
        if (!std::has_single_bit(align_bytes())) {
            complain("/align", "a power of two", std::to_string(align_bytes()));
        } else if (current_ && size_bytes() % align_bytes() != 0) {
            complain("/size", fmt::format("a multiple of align, {}", align_bytes()), std::to_string(size_bytes()));
        }
        if (record_.grows_at_end && record_.kind == RecordKind::union_) {
            complain("/grows_at_end", "a struct, if it grows at its end", "a union");
        }
    }

    /// The versions of fields, where a record that grows began (min_size), and which field holds its size (size_field).
    void check_growth() {
        for (std::size_t i = 0; i < record_.fields.size(); ++i) {
            const std::string& since = record_.fields[i].since;
            if (!since.empty() && !is_version(since)) complain_of_field(i, "/since", version_words, in_quotes(since));
        }
        const auto& least = record_.min_size_bytes;
        if (!record_.grows_at_end) {
            if (least) complain("/min_size", "it only beside \"grows_at_end\": true", std::to_string(*least));
            if (!record_.size_field.empty()) {
                complain("/size_field", "it only beside \"grows_at_end\": true", in_quotes(record_.size_field));
            }
            return;
        }
        if (least && (*least == 0 || *least > size_bytes())) {
            complain("/min_size", fmt::format("1 to {}, the size of the record", size_bytes()), std::to_string(*least));
        } else if (least) {
            check_cut(*least * 8);
        }
        if (!record_.size_field.empty()) check_size_field(least.value_or(size_bytes()));
    }

    /// The first version ends between two fields. Padding and reserved bytes may be cut.
    void check_cut(std::uint64_t end_bits) {
        const auto is_cut = [&](const Field& field) {
            const bool is_spare = field.role == Role::padding || field.role == Role::reserved;
            return !is_spare && field.offset_bits < end_bits && end_bits < field.offset_bits + size_bits(field);
        };
        const auto cut = std::ranges::find_if(record_.fields, is_cut);
        if (cut == record_.fields.end()) return;
        complain("/min_size", "an end between two fields",
                 fmt::format("{}, within {} at {}", end_bits / 8, cut->name,
                             range(cut->offset_bits, cut->offset_bits + size_bits(*cut))));
    }

    void check_size_field(std::uint64_t least_bytes) {
        const auto field = std::ranges::find(record_.fields, record_.size_field, &Field::name);
        if (field == record_.fields.end()) {
            return complain("/size_field", "the name of a field of the record", in_quotes(record_.size_field));
        }
        const bool is_number =
            field->type.kind == Kind::unsigned_integer && field->type.extents.empty() && !field->bit_width;
        if (!is_number) {
            complain("/size_field", "a field with an unsigned integer",
                     fmt::format("{}: {}", field->name, type_text(*field)));
        } else if (field->role == Role::padding || field->role == Role::reserved) {
            complain("/size_field", "a field that holds data",
                     field->name + ", which is " + std::string(to_string(field->role)));
        } else if (field->offset_bits + size_bits(*field) > least_bytes * 8) {
            complain("/size_field",
                     fmt::format("a field in the first {}, which every version has", size_text(least_bytes * 8)),
                     fmt::format("{} at {}", field->name, offset_text(field->offset_bits)));
        }
    }

    void check_extent_of_fields() {
        for (std::size_t i = 0; i < record_.fields.size(); ++i) {
            const Field& field = record_.fields[i];
            const std::uint64_t end = field.offset_bits + size_bits(field);
            if (end <= size_bytes() * 8) continue;
            complain_of_place(i, "", fmt::format("fields within the {} of the record", size_text(size_bytes() * 8)),
                              fmt::format("{} at {}", field.name, range(field.offset_bits, end)));
        }
    }

    void check_alignment() {
        if (record_.packed) return;
        std::uint64_t largest = 1;
        std::size_t largest_at = 0;
        for (std::size_t i = 0; i < record_.fields.size(); ++i) {
            const Field& field = record_.fields[i];
            const std::uint64_t alignment = alignments_.natural(record_, field);
            if (alignment > largest) {
                largest = alignment;
                largest_at = i;
            }
            // The reader has checked the storage units of bit-fields.
            if (field.bit_width || field.offset_bits % (alignment * 8) == 0) continue;
            complain_of_place(i, "/offset",
                              fmt::format("a multiple of {}, the alignment of {} (or \"packed\": true)", alignment,
                                          to_string(field.type)),
                              std::to_string(field.offset_bits / 8));
        }
        if (largest > align_bytes()) {
            complain("/align",
                     fmt::format("at least {}, the alignment of {} (or \"packed\": true)", largest,
                                 record_.fields[largest_at].name),
                     std::to_string(align_bytes()));
        }
    }

    /// A flexible tail must be the last field of a struct and begin at the end of the record, unless it has "overlaps".
    void check_tails() {
        for (std::size_t i = 0; i < record_.fields.size(); ++i) {
            const Field& field = record_.fields[i];
            const Record* inner = field.type.kind == Kind::record ? records_.find(field.type.name) : nullptr;
            const bool holds_tail = inner != nullptr && std::ranges::any_of(inner->fields, [](const Field& f) {
                                        return f.type.flexible_tail;
                                    });
            if (field.overlaps) continue;
            if (holds_tail) {
                complain_of_field(i, "/type", "a record without a flexible tail", to_string(field.type));
            }
            if (!field.type.flexible_tail) continue;
            const bool is_last = i + 1 == record_.fields.size() && record_.kind == RecordKind::structure;
            if (!is_last) {
                complain_of_place(i, "", "a flexible tail only as the last field of a struct",
                                  field.name + ": " + to_string(field.type));
            } else if (field.offset_bits != size_bytes() * 8) {
                complain_of_place(i, "/offset",
                                  fmt::format("{}, the record's size, where a flexible tail begins", size_bytes()),
                                  std::to_string(field.offset_bits / 8));
            }
        }
    }

    void check_union() {
        for (std::size_t i = 0; i < record_.fields.size(); ++i) {
            if (record_.fields[i].offset_bits == 0 || record_.fields[i].overlaps) continue;
            complain_of_place(i, "/offset", "0 for each field of a union",
                              std::to_string(record_.fields[i].offset_bits / 8));
        }
    }

    bool check_order() {
        bool ordered = true;
        for (std::size_t i = 1; i < record_.fields.size(); ++i) {
            const Field& field = record_.fields[i];
            const Field& before = record_.fields[i - 1];
            if (before.offset_bits <= field.offset_bits) continue;
            ordered = false;
            complain_of_place(i, "/offset", "fields by offset",
                              fmt::format("{} at byte {} after {} at byte {}", field.name, field.offset_bits / 8,
                                          before.name, before.offset_bits / 8));
        }
        return ordered;
    }

    void check_overlaps() {
        std::uint64_t end = 0;
        std::size_t end_of = 0;
        for (std::size_t i = 0; i < record_.fields.size(); ++i) {
            const Field& field = record_.fields[i];
            const std::uint64_t field_end = field.offset_bits + size_bits(field);
            if (i != 0 && field.offset_bits < end && !field.type.flexible_tail && !field.overlaps) {
                complain_of_place(
                    i, "", "fields that do not overlap",
                    fmt::format("{} at {}, but {} covers {}", field.name, range(field.offset_bits, field_end),
                                record_.fields[end_of].name, range(field.offset_bits, std::min(end, field_end))));
            }
            if (field_end > end) {
                end = field_end;
                end_of = i;
            }
        }
    }

    void check_gaps() {
        std::set<std::string> taken;
        for (const auto& field : record_.fields) taken.insert(field.name);
        for (const auto& tile : abi::tile(record_)) {
            if (tile.kind != TileKind::implicit_padding && tile.kind != TileKind::unknown) continue;
            const std::string expected = "every byte of the record in a field";
            const std::string gap = "a gap at " + range(tile.begin_bits, tile.end_bits);
            if (record_.kind == RecordKind::union_) {
                std::string whole = remedy(0, tile.end_bits, taken);
                complain("/fields", expected, fmt::format("{}; insert {}", gap, whole));
                continue;
            }
            const std::string pad = remedy(tile.begin_bits, tile.end_bits, taken);
            const std::size_t before = fields_before(tile.begin_bits);
            const std::string where = before == 0 ? "first" : "after " + record_.fields[before - 1].name;
            const std::string found = fmt::format("{}; insert {} {}", gap, pad, where);
            if (before == 0) {
                complain("/fields", expected, found);
            } else {
                complain_of_field(before - 1, "", expected, found);
            }
        }
    }

    /// How many fields lie before a gap.
    std::size_t fields_before(std::uint64_t begin_bits) const {
        const auto first_after = std::ranges::find_if(
            record_.fields, [&](const Field& f) { return f.type.flexible_tail || f.offset_bits >= begin_bits; });
        return static_cast<std::size_t>(first_after - record_.fields.begin());
    }

    const Alignments& alignments_;
    const NameIndex<Record>& records_;
    const Record& record_;
    RecordPointers pointers_;
    bool current_;
    std::vector<Problem>& problems_;
    bool misplaced_ = false;  // some field cannot be where it is said to be
};

}  // namespace

void check_records(const Layout& layout, const std::vector<RecordPointers>& pointers, std::vector<Problem>& problems) {
    const Alignments alignments(layout);
    const NameIndex records(layout.records);
    for (std::size_t i = 0; i < layout.records.size(); ++i) {
        const Record& record = layout.records[i];
        RecordCheck(alignments, records, record, pointers[i], true, problems).check();
        for (std::size_t j = 0; j < record.history.size(); ++j) {
            const std::string old = pointers[i].record + "/history/" + std::to_string(j);
            RecordCheck(alignments, records, record.history[j], {old, {}}, false, problems).check();
        }
    }
}

}  // namespace abi
