#include "gen/parts.h"

#include <algorithm>
#include <set>
#include <span>
#include <utility>

#include "gen/pieces.h"

namespace abi::gen {
namespace {

std::uint64_t up_to(std::uint64_t value, std::uint64_t multiple) {
    return (value + multiple - 1) / multiple * multiple;
}

Field padding(const std::string& name, std::uint64_t begin_bits, std::uint64_t end_bits) {
    Field made{.name = name, .type = {.kind = Kind::byte, .width_bits = 8}, .offset_bits = begin_bits};
    made.type.extents = {(end_bits - begin_bits) / 8};
    made.role = Role::padding;
    return made;
}

Field bit_padding(const std::string& name, const Field& like, std::uint64_t begin_bits, std::uint64_t end_bits) {
    Field made{.name = name, .type = like.type, .offset_bits = begin_bits};
    made.type.kind = Kind::unsigned_integer;
    made.type.is_signed = false;
    made.type.name.clear();
    made.bit_width = static_cast<unsigned>(end_bits - begin_bits);
    made.role = Role::padding;
    return made;
}

/// Fields of a shared piece that follow each other: one field, or a run of bit-fields.
using Alternative = std::vector<const Field*>;

std::vector<Alternative> alternatives_of(const Piece& shared) {
    std::vector<Alternative> made;
    for (const auto* field : shared.fields) {
        const bool goes_on = field->bit_width && !made.empty() && made.back().back()->bit_width &&
                             field->offset_bits == end_of(*made.back().back());
        if (!goes_on) made.emplace_back();
        made.back().push_back(field);
    }
    return made;
}

/// Writes the parts of one record.
class Divider {
  public:
    Divider(const Layout& spec, const Record& record, const PartRules& rules, Layout& made)
        : spec_(spec), record_(record), rules_(rules), made_(made) {}

    Record divide() {
        Record whole = record_;
        whole.fields.clear();
        for (const auto& field : record_.fields) names_.insert(field.name);
        for (const auto& piece : pieces_of(spec_, record_)) add(piece, whole);
        const bool is_split = whole.kind == RecordKind::structure && whole.packed &&
                              whole.align_bytes.value_or(1) > 1 && !rules_.packed_and_aligned &&
                              !is_placed_by_limit(whole);
        return is_split ? with_packed_inside(std::move(whole)) : whole;
    }

  private:
    /// Does packed(N), which limits the alignment of each field to N, place the fields of `whole` and align it to N?
    bool is_placed_by_limit(const Record& whole) const {
        const std::uint64_t most = *whole.align_bytes;
        bool is_aligned = false;
        for (const auto& field : whole.fields) {
            const bool is_long = field.type.kind != Kind::record && field.type.width_bits == 64;
            const auto own = alignment_of(find_record(spec_, field.type.name) != nullptr ? spec_ : made_, field.type);
            if (field.bit_width || field.offset_bits % (std::min(own, most) * 8) != 0) return false;
            is_aligned = is_aligned || (is_long ? 4 : own) >= most;
        }
        return is_aligned;
    }

    Record with_packed_inside(Record whole) {
        Record inside = part();
        inside.doc =
            "The fields of " + record_.name + ": Rust has no structure that is packed and states an alignment.";
        inside.packed = true;
        inside.align_bytes = 1;
        inside.size_bytes = whole.size_bytes;
        inside.fields = std::move(whole.fields);
        whole.packed = false;
        whole.fields = {nested(std::move(inside), 0)};
        return whole;
    }

    void add(const Piece& piece, Record& to) {
        if (piece.what != Piece::What::shared) {
            for (const auto* field : piece.fields) to.fields.push_back(*field);
        } else if (record_.kind == RecordKind::union_) {
            for (const auto& one : alternatives_of(piece)) to.fields.push_back(member(one, 0, piece.end_bits, to));
        } else if (!add_early_tail(piece, to)) {
            add_union(piece, to);
        }
    }

    /// Adds a piece of which only an array without a length shares bytes, those of what follows it.
    bool add_early_tail(const Piece& piece, Record& to) const {
        const Field& tail = *piece.fields.front();
        const auto rest = std::span(piece.fields).subspan(1);
        std::uint64_t at = tail.offset_bits;
        for (const auto* field : rest) {
            if (field->role == Role::data || field->bit_width || field->offset_bits != at) return false;
            at = end_of(*field);
        }
        const bool is_last = piece.fields.back() == &record_.fields.back();
        if (!tail.type.flexible_tail || (rules_.tails == EarlyTail::last && !is_last)) return false;
        to.fields.push_back(tail);
        to.fields.back().overlaps = false;
        if (rules_.tails == EarlyTail::last) return true;
        to.fields.back().type.flexible_tail = false;
        to.fields.back().type.extents.insert(to.fields.back().type.extents.begin(), 0);
        for (const auto* field : rest) to.fields.push_back(*field);
        return true;
    }

    void add_union(const Piece& piece, Record& to) {
        Record made = part();
        made.kind = RecordKind::union_;
        made.doc = "The bytes of " + record_.name + " that several of its fields share.";
        made.size_bytes = (piece.end_bits - piece.begin_bits) / 8;
        std::uint64_t align = 1;
        for (const auto* field : piece.fields) align = std::max(align, alignment_of(spec_, field->type));
        made.packed = record_.packed || piece.begin_bits % (align * 8) != 0 || *made.size_bytes % align != 0 ||
                      align > record_.align_bytes.value_or(1);
        made.align_bytes = made.packed ? 1 : align;
        for (const auto& one : alternatives_of(piece)) {
            made.fields.push_back(member(one, piece.begin_bits, piece.end_bits, made));
        }
        to.fields.push_back(nested(std::move(made), piece.begin_bits));
    }

    /// A member of the union `to`, which covers the bits from `begin` to `end` of the record.
    Field member(const Alternative& one, std::uint64_t begin, std::uint64_t end, const Record& to) {
        const Field& first = *one.front();
        if (!first.bit_width && first.offset_bits == begin) {
            Field made = first;
            made.overlaps = false;
            made.offset_bits = 0;
            return made;
        }
        Record made = part();
        made.packed = to.packed;
        made.fields = first.bit_width ? with_whole_units(one, begin, end) : std::vector{first};
        for (auto& field : made.fields) field.offset_bits -= begin;
        return finished(std::move(made));
    }

    /// The bit-fields, and bits that fill the first and the last unit of their type, as far as the union has them.
    std::vector<Field> with_whole_units(const Alternative& run, std::uint64_t begin, std::uint64_t end) {
        const std::uint64_t width = std::max<std::uint64_t>(run.front()->type.width_bits, 8);
        const std::uint64_t from = run.front()->offset_bits;
        const std::uint64_t to = end_of(*run.back());
        const bool fits = from / width * width >= begin && up_to(to, width) <= end;
        const std::uint64_t unit = fits ? width : 8;
        std::vector<Field> fields;
        if (from % unit != 0) fields.push_back(bit_padding(free("_pad_"), *run.front(), from / unit * unit, from));
        for (const auto* field : run) fields.push_back(*field);
        if (to % unit != 0) fields.push_back(bit_padding(free("_pad_"), *run.back(), to, up_to(to, unit)));
        return fields;
    }

    /// Completes a structure whose fields do not begin at its first byte, and returns a field of it.
    Field finished(Record made) {
        std::uint64_t align = 1;
        for (auto& field : made.fields) {
            field.overlaps = false;
            const std::uint64_t own = alignment_of(spec_, field.type);
            const std::uint64_t begin = field.bit_width ? field.offset_bits / (own * 8) * own * 8 : field.offset_bits;
            made.packed = made.packed || begin % (own * 8) != 0;
            align = std::max(align, own);
        }
        const std::uint64_t first = made.fields.front().offset_bits;
        const std::uint64_t size = end_of(made.fields.back());
        made.packed = made.packed || size % (align * 8) != 0;
        made.align_bytes = made.packed ? 1 : align;
        made.size_bytes = size / 8;
        if (first != 0) made.fields.insert(made.fields.begin(), padding(free("_pad_"), 0, first));
        return nested(std::move(made), 0);
    }

    /// A record for a part of this one. It exists where this one does.
    Record part() {
        Record made{.name = record_.name + "_anon" + std::to_string(parts_)};
        while (find_record(made_, made.name) != nullptr || find_record(spec_, made.name) != nullptr) {
            made.name = record_.name + "_anon" + std::to_string(++parts_);
        }
        ++parts_;
        made.pointer_bytes = record_.pointer_bytes;
        made.targets = record_.targets;
        return made;
    }

    Field nested(Record made, std::uint64_t offset_bits) {
        Field field{.name = free("anon"), .type = {.kind = Kind::record}, .offset_bits = offset_bits};
        field.type.name = made.name;
        field.type.width_bits = *made.size_bytes * 8;
        made_.records.push_back(std::move(made));
        return field;
    }

    /// The first name of this beginning and a number that no field of the record has.
    std::string free(const std::string& beginning) {
        for (std::size_t number = 0;; ++number) {
            auto name = beginning + std::to_string(number);
            if (names_.insert(name).second) return name;
        }
    }

    const Layout& spec_;
    const Record& record_;
    const PartRules& rules_;
    Layout& made_;
    std::set<std::string> names_;
    std::size_t parts_ = 0;
};

}  // namespace

Layout in_parts(const Layout& spec, const PartRules& rules) {
    Layout made = spec;
    made.records.clear();
    for (const auto& record : spec.records) {
        Record whole = Divider(spec, record, rules, made).divide();
        made.records.push_back(std::move(whole));
    }
    return made;
}

}  // namespace abi::gen
