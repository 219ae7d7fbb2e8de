#include "gen/pieces.h"

#include <algorithm>
#include <set>

namespace abi::gen {
namespace {

std::uint64_t round_up(std::uint64_t value, std::uint64_t to) {
    return (value + to - 1) / to * to;
}

/// Walks the fields of one record and cuts them into pieces.
class Cutter {
  public:
    Cutter(const Layout& spec, const Record& record) : spec_(spec), record_(record) {}

    std::vector<Piece> cut() {
        if (record_.kind == RecordKind::union_) {
            Piece all{Piece::What::shared, 0, record_.size_bytes.value_or(0) * 8, {}};
            for (const auto& field : record_.fields) all.fields.push_back(&field);
            return {all};
        }
        std::vector<Piece> pieces;
        while (next_ < record_.fields.size()) pieces.push_back(cut_one());
        return pieces;
    }

  private:
    bool is_shared(std::size_t at) const {
        const Field& field = record_.fields[at];
        if (field.overlaps) return true;
        const bool is_met = at + 1 < record_.fields.size() && (record_.fields[at + 1].offset_bits < end_of(field));
        return is_met || (at + 1 < record_.fields.size() && field.type.flexible_tail);
    }

    Piece cut_one() {
        const Field& first = record_.fields[next_];
        if (first.type.flexible_tail && !first.overlaps && next_ + 1 == record_.fields.size()) {
            ++next_;
            return {Piece::What::tail, first.offset_bits, first.offset_bits, {&first}};
        }
        if (begins_shared()) return cut_shared();
        if (first.bit_width) return cut_bits();
        ++next_;
        return {Piece::What::field, first.offset_bits, end_of(first), {&first}};
    }

    /// A run of bit-fields up to a whole byte is shared if one of its bit-fields is.
    bool begins_shared() const {
        for (std::size_t at = next_; at < record_.fields.size(); ++at) {
            const bool is_overlapped = at + 1 < record_.fields.size() && record_.fields[at + 1].overlaps &&
                                       record_.fields[at + 1].offset_bits < round_up(end_of(record_.fields[at]), 8);
            if (is_shared(at) || is_overlapped) return true;
            if (!record_.fields[at].bit_width || end_of(record_.fields[at]) % 8 == 0) return false;
        }
        return false;
    }

    Piece cut_bits() {
        Piece piece{Piece::What::bits, record_.fields[next_].offset_bits, 0, {}};
        do {
            piece.fields.push_back(&record_.fields[next_]);
            piece.end_bits = end_of(record_.fields[next_++]);
        } while (next_ < record_.fields.size() && record_.fields[next_].bit_width && !begins_shared());
        return piece;
    }

    Piece cut_shared() {
        const std::uint64_t begin = record_.fields[next_].offset_bits / 8 * 8;
        Piece piece{Piece::What::shared, begin, begin, {}};
        std::uint64_t align = 1;
        for (; next_ < record_.fields.size(); ++next_) {
            const Field& field = record_.fields[next_];
            // The size of a union is a multiple of its alignment, so padding up to there belongs to the union.
            const std::uint64_t end =
                record_.packed ? round_up(piece.end_bits, 8) : round_up(piece.end_bits, align * 8);
            // A flexible array member has no bytes, so a piece that begins with one also takes the next field.
            const bool is_within = field.offset_bits < end || piece.end_bits == piece.begin_bits;
            if (!piece.fields.empty() && !is_within && !field.overlaps) break;
            piece.fields.push_back(&field);
            piece.end_bits = std::max(piece.end_bits, end_of(field));
            align = std::max(align, alignment_of(spec_, field.type));
        }
        piece.end_bits = round_up(piece.end_bits, 8);
        return piece;
    }

    const Layout& spec_;
    const Record& record_;
    std::size_t next_ = 0;
};

/// Is there a bit-field on both sides of this bit?
bool is_crossed(const Piece& bits, std::uint64_t at_bits) {
    return std::ranges::any_of(bits.fields,
                               [&](const Field* f) { return f->offset_bits < at_bits && end_of(*f) > at_bits; });
}

Piece part(const Piece& bits, std::uint64_t begin_bits, std::uint64_t end_bits) {
    Piece made{Piece::What::bits, begin_bits, end_bits, {}};
    for (const auto* field : bits.fields) {
        if (field->offset_bits >= begin_bits && field->offset_bits < end_bits) made.fields.push_back(field);
    }
    return made;
}

void visit(const Layout& spec, const Record& record, std::set<std::string>& seen, std::vector<const Record*>& order) {
    if (!seen.insert(record.name).second) return;
    for (const auto& field : record.fields) {
        const Record* inner = field.type.kind == Kind::record ? find_record(spec, field.type.name) : nullptr;
        if (inner != nullptr) visit(spec, *inner, seen, order);
    }
    order.push_back(&record);
}

}  // namespace

std::uint64_t end_of(const Field& field) {
    return field.offset_bits + size_bits(field);
}

std::vector<Piece> pieces_of(const Layout& spec, const Record& record) {
    return Cutter(spec, record).cut();
}

std::vector<Piece> units_of(const Piece& bits, std::uint64_t most_bytes) {
    std::vector<Piece> units;
    for (std::uint64_t at = bits.begin_bits; at < bits.end_bits;) {
        std::uint64_t size = std::min<std::uint64_t>(most_bytes, 8) * 8;
        while (size >= 8 && (at % size != 0 || at + size > bits.end_bits || is_crossed(bits, at + size))) size /= 2;
        if (size < 8) {
            size = 8;
            while (at + size < bits.end_bits && is_crossed(bits, at + size)) size += 8;
        }
        units.push_back(part(bits, at, at + size));
        at += size;
    }
    return units;
}

std::uint64_t alignment_of(const Layout& spec, const Type& type) {
    if (type.kind == Kind::record) {
        const Record* record = find_record(spec, type.name);
        return record == nullptr ? 1 : record->align_bytes.value_or(1);
    }
    return std::clamp<std::uint64_t>(type.width_bits / 8, 1, 16);
}

std::uint64_t least_alignment_of(const Layout& spec, const Record& record) {
    std::uint64_t least = 1;
    if (record.packed) return least;
    const bool is_union = record.kind == RecordKind::union_;
    for (const auto& piece : pieces_of(spec, record)) {
        // Some languages have bit-fields and shared bytes as bytes only.
        if (!is_union && (piece.what == Piece::What::bits || piece.what == Piece::What::shared)) continue;
        for (const auto* field : piece.fields) {
            const bool is_long = field->type.kind != Kind::record && field->type.width_bits == 64;
            const bool is_member =
                !is_union || (field->offset_bits == 0 && !field->bit_width && !field->type.flexible_tail);
            if (is_member) least = std::max(least, is_long ? 4 : alignment_of(spec, field->type));
        }
    }
    return least;
}

std::vector<const Record*> in_order(const Layout& spec) {
    std::vector<const Record*> order;
    std::set<std::string> seen;
    for (const auto& record : spec.records) visit(spec, record, seen, order);
    return order;
}

}  // namespace abi::gen
