#include "explain/candidate.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "codec/scalars.h"
#include "explain/tag.h"

namespace abi {
namespace {

/// Bigger records are no packets, and would need the time of all others.
constexpr std::uint64_t most_bytes = 65536;
constexpr std::size_t most_slots = 4096;

std::string base_name(const std::string& name) {
    return name.substr(0, name.find('@'));
}

std::vector<std::uint64_t> values_of(const Enum& one) {
    std::vector<std::uint64_t> values;
    values.reserve(one.enumerators.size());
    for (const auto& enumerator : one.enumerators) values.push_back(low_word(enumerator.value));
    std::ranges::sort(values);
    const auto [first, last] = std::ranges::unique(values);
    values.erase(first, last);
    return values;
}

/// What the specs say that a field may hold, whatever a layer declares it as.
struct Knowledge {
    std::map<std::pair<std::string, std::string>, std::vector<std::uint64_t>> values;  // by record and path
    std::map<std::pair<std::string, std::string>, Role> roles;

    void learn(const Layout& layout, const Record& record) {
        const auto scalars = scalars_of(layout, record);
        if (!scalars) return;
        for (const auto& scalar : *scalars) {
            const std::pair key(base_name(record.name), scalar.path);
            const auto& type = scalar.field->type;
            const Enum* one = type.kind == Kind::enumeration ? find_enum(layout, type.name) : nullptr;
            if (one != nullptr) values.try_emplace(key, values_of(*one));
            if (scalar.role != Role::data) roles.try_emplace(key, scalar.role);
        }
    }
};

/// Is the field called so, or does its name end so: "flags", "op_flags"?
bool is_named(const std::string& path, std::span<const std::string_view> names) {
    const auto last = path.substr(path.find_last_of('.') + 1, path.find('[') - path.find_last_of('.') - 1);
    return std::ranges::any_of(
        names, [&](std::string_view name) { return last == name || last.ends_with("_" + std::string(name)); });
}

/// Fields of these names go up by one from packet to packet.
bool name_counts(const std::string& path) {
    constexpr std::array<std::string_view, 11> names{"id",   "seq",   "sequence", "index",  "idx",   "head",
                                                     "tail", "count", "counter",  "number", "serial"};
    // Of `u64 id[2]` the first element.
    if (path.find('[') != std::string::npos && !path.ends_with("[0]")) return false;
    return is_named(path, names);
}

/// Each bit of fields of these names means something by itself, and few are set.
bool name_is_flags(const std::string& path) {
    constexpr std::array<std::string_view, 4> names{"flags", "options", "features", "attributes"};
    return is_named(path, names);
}

std::uint64_t low_bits(std::uint64_t value, std::uint64_t bits) {
    return bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
}

class SlotMaker {
  public:
    SlotMaker(const Layout& layout, const Record& record, const Knowledge& knowledge)
        : layout_(layout), record_(record), knowledge_(knowledge) {}

    std::optional<std::vector<FieldSpan>> make() {
        const auto scalars = scalars_of(layout_, record_);
        if (!scalars) return std::nullopt;
        for (std::size_t at = 0; at < scalars->size();) at = add((*scalars), at);
        std::ranges::stable_sort(slots_, {}, &FieldSpan::offset_bits);
        drop_overlaps();
        add_unnamed();
        if (slots_.size() > most_slots) return std::nullopt;
        return std::move(slots_);
    }

  private:
    /// Adds one scalar, or a run of bytes of one field; gives the next that is left.
    std::size_t add(const std::vector<Scalar>& scalars, std::size_t at) {
        const auto& first = scalars[at];
        const auto& type = first.field->type;
        const bool is_byte = first.width_bits == 8 && !type.extents.empty() && first.offset_bits % 8 == 0;
        std::size_t end = at + 1;
        while (is_byte && end < scalars.size() && scalars[end].field == first.field &&
               scalars[end].offset_bits == first.offset_bits + (end - at) * 8) {
            ++end;
        }
        FieldSpan slot;
        slot.path = first.path;
        slot.offset_bits = static_cast<std::uint32_t>(first.offset_bits);
        slot.width_bits = static_cast<std::uint32_t>(first.width_bits * (end - at));
        slot.is_signed = first.is_signed;
        slot.counts = name_counts(first.path);
        slot.is_flags = name_is_flags(first.path);
        expect(first, end - at > 1, slot);
        const bool is_value = slot.expectation == Expectation::integer || slot.expectation == Expectation::text;
        slot.may_be_tag = is_value && slot.width_bits == 64 && slot.offset_bits % 8 == 0 && !slot.counts;
        if (slot.width_bits > 64 && slot.expectation != Expectation::text) {
            add_in_pieces(slot);
        } else {
            slots_.push_back(std::move(slot));
        }
        return end;
    }

    /// An integer of 128 bits is looked at in halves: most hold a number and a tag, or a number and nothing. A run of
    /// padding or reserved bytes has as many pieces as it needs.
    void add_in_pieces(const FieldSpan& whole) {
        const auto end = whole.offset_bits + whole.width_bits;
        const bool lowest_is_last = layout_.byte_order == ByteOrder::big;
        for (auto at = whole.offset_bits; at < end;) {
            FieldSpan piece = whole;
            piece.offset_bits = at;
            piece.width_bits = std::min(end - at, 64U);
            at += piece.width_bits;
            const bool is_lowest = lowest_is_last ? at == end : piece.offset_bits == whole.offset_bits;
            const bool is_highest = lowest_is_last ? piece.offset_bits == whole.offset_bits : at == end;
            piece.counts = whole.counts && is_lowest;
            piece.may_be_tag = whole.expectation == Expectation::integer && whole.width_bits == 128 && is_highest &&
                               piece.offset_bits % 8 == 0;
            slots_.push_back(std::move(piece));
        }
    }

    void expect(const Scalar& scalar, bool is_run, FieldSpan& slot) const {
        const std::pair key(base_name(record_.name), scalar.path);
        Role role = scalar.role;
        if (const auto known = knowledge_.roles.find(key); known != knowledge_.roles.end()) role = known->second;
        if (role == Role::padding) return void(slot.expectation = Expectation::zero);
        if (role == Role::reserved) return void(slot.expectation = Expectation::mostly_zero);
        if (is_run) return void(slot.expectation = Expectation::text);

        const auto& type = scalar.field->type;
        const Enum* own = type.kind == Kind::enumeration ? find_enum(layout_, type.name) : nullptr;
        if (own != nullptr) slot.known = values_of(*own);
        if (const auto known = knowledge_.values.find(key); own == nullptr && known != knowledge_.values.end()) {
            slot.known = known->second;
        }
        for (auto& value : slot.known) value = low_bits(value, slot.width_bits);
        std::ranges::sort(slot.known);
        if (!slot.known.empty()) return void(slot.expectation = Expectation::enumeration);
        if (type.kind == Kind::boolean) slot.expectation = Expectation::boolean;
        if (type.kind == Kind::pointer) slot.expectation = Expectation::pointer;
        if (type.kind == Kind::floating && (slot.width_bits == 32 || slot.width_bits == 64)) {
            slot.expectation = Expectation::floating;
        }
    }

    void drop_overlaps() {
        std::uint64_t end = 0;
        std::erase_if(slots_, [&](const FieldSpan& slot) {
            if (slot.offset_bits < end) return true;
            end = std::uint64_t{slot.offset_bits} + slot.width_bits;
            return false;
        });
    }

    /// What no field covers. A bit-field may leave a part of a byte.
    void add_unnamed() {
        std::vector<FieldSpan> gaps;
        std::uint64_t at = 0;
        const auto close = [&](std::uint64_t begin) {
            while (at < begin) {
                const std::uint64_t end = std::min(begin, at % 64 == 0 ? at + 64 : (at / 64 + 1) * 64);
                gaps.push_back({.offset_bits = static_cast<std::uint32_t>(at),
                                .width_bits = static_cast<std::uint32_t>(end - at),
                                .expectation = Expectation::unnamed});
                at = end;
            }
        };
        for (const auto& slot : slots_) {
            close(slot.offset_bits);
            at = std::uint64_t{slot.offset_bits} + slot.width_bits;
        }
        close(*record_.size_bytes * 8);
        slots_.insert(slots_.end(), gaps.begin(), gaps.end());
        std::ranges::stable_sort(slots_, {}, &FieldSpan::offset_bits);
    }

    const Layout& layout_;
    const Record& record_;
    const Knowledge& knowledge_;
    std::vector<FieldSpan> slots_;
};

/// `u128 id` and `u64 id[2]` are the same field: names count up to the index.
bool is_same(const FieldSpan& a, const FieldSpan& b) {
    const auto name = [](const std::string& path) { return std::string_view(path).substr(0, path.find('[')); };
    return name(a.path) == name(b.path) && a.offset_bits == b.offset_bits && a.width_bits == b.width_bits &&
           a.expectation == b.expectation && a.is_signed == b.is_signed && a.counts == b.counts &&
           a.is_flags == b.is_flags && a.known == b.known;
}

class Collector {
  public:
    explicit Collector(const Knowledge& knowledge) : knowledge_(knowledge) {}

    void add(const CandidateSource& source, const Record& record, const std::string& name, bool is_expected) {
        const bool has_size = record.size_bytes && *record.size_bytes != 0 && *record.size_bytes <= most_bytes;
        if (!has_size || !record.blind.empty()) return;
        auto slots = SlotMaker(*source.layout, record, knowledge_).make();
        if (!slots || slots->empty()) return;
        Candidate made{.record = base_name(record.name),
                       .names = {name},
                       .layout = source.layout,
                       .declared = &record,
                       .size_bytes = *record.size_bytes,
                       .byte_order = source.layout->byte_order,
                       .slots = std::move(*slots),
                       .is_expected = is_expected};
        for (auto& known : candidates_) {
            const bool same = known.record == made.record && known.size_bytes == made.size_bytes &&
                              known.byte_order == made.byte_order &&
                              std::ranges::equal(known.slots, made.slots, is_same);
            if (!same) continue;
            if (std::ranges::find(known.names, name) == known.names.end()) known.names.push_back(name);
            known.is_expected |= is_expected;
            return;
        }
        candidates_.push_back(std::move(made));
    }

    std::vector<Candidate> take() { return std::move(candidates_); }

  private:
    const Knowledge& knowledge_;
    std::vector<Candidate> candidates_;
};

}  // namespace

std::uint64_t low_word(const Integer& value) {
    return value.negative ? ~value.low + 1 : value.low;
}

bool is_mark(const Integer& value) {
    return !value.negative && value.high == 0 && value.low >= 0x10000;
}

std::vector<Candidate> candidates_of(std::span<const CandidateSource> sources) {
    Knowledge knowledge;
    for (const auto& source : sources) {
        if (!source.is_spec) continue;
        for (const auto& record : source.layout->records) {
            knowledge.learn(*source.layout, record);
            for (const auto& earlier : record.history) knowledge.learn(*source.layout, earlier);
        }
    }
    Collector collector(knowledge);
    for (const auto& source : sources) {
        for (const auto& record : source.layout->records) {
            collector.add(source, record, source.name, source.is_spec);
            for (const auto& earlier : record.history) collector.add(source, earlier, earlier.name, false);
        }
    }
    auto candidates = collector.take();
    add_tags(candidates);
    return candidates;
}

std::vector<std::uint64_t> marks_of(std::span<const CandidateSource> sources) {
    std::vector<std::uint64_t> marks;
    for (const auto& source : sources) {
        for (const auto& constant : source.layout->constants) {
            if (is_mark(constant.value)) marks.push_back(constant.value.low);
        }
    }
    std::ranges::sort(marks);
    const auto [first, last] = std::ranges::unique(marks);
    marks.erase(first, last);
    return marks;
}

}  // namespace abi
