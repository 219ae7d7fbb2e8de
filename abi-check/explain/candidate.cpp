#include "explain/candidate.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>
#include <optional>

#include "codec/scalars.h"
#include "explain/tag.h"
#include "explain/versions.h"
#include "model/words.h"

namespace abi {
namespace {

/// Larger records are unlikely to be packets, and would take most of the time.
constexpr std::uint64_t most_bytes = 65536;
constexpr std::size_t most_slots = 4096;
constexpr std::size_t most_members = 64;  // of a union

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

/// Enumeration values and roles of fields in the specs. They also apply to the layers' declarations.
struct Knowledge {
    std::map<std::pair<std::string, std::string>, std::vector<std::uint64_t>> values;  // by record and path
    std::map<std::pair<std::string, std::string>, Role> roles;
    std::map<std::string, std::string> size_fields;  // by record
    std::map<std::string, std::uint64_t> sizes;      // by record, in bytes, as declared today

    void learn(const Layout& layout, const Record& record) {
        if (!record.size_field.empty()) size_fields.try_emplace(base_name(record.name), record.size_field);
        if (record.size_bytes) sizes.try_emplace(base_name(record.name), *record.size_bytes);
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

/// Whether the field's name is one of `names` or ends in "_" and one of them: "flags", "op_flags".
bool is_named(const std::string& path, std::span<const std::string_view> names) {
    const auto last = path.substr(path.find_last_of('.') + 1, path.find('[') - path.find_last_of('.') - 1);
    return std::ranges::any_of(
        names, [&](std::string_view name) { return last == name || last.ends_with("_" + std::string(name)); });
}

/// Fields with these names usually increase by one from packet to packet.
bool name_counts(const std::string& path) {
    constexpr std::array<std::string_view, 11> names{"id",   "seq",   "sequence", "index",  "idx",   "head",
                                                     "tail", "count", "counter",  "number", "serial"};
    // For `u64 id[2]`, only the first element.
    if (path.find('[') != std::string::npos && !path.ends_with("[0]")) return false;
    return is_named(path, names);
}

/// Fields with these names usually hold one of a few values.
bool name_picks(const std::string& path) {
    constexpr std::array<std::string_view, 6> names{"kind", "type", "opcode", "command", "state", "level"};
    return is_named(path, names);
}

/// In fields with these names each bit has its own meaning, and few bits are set.
bool name_is_flags(const std::string& path) {
    constexpr std::array<std::string_view, 4> names{"flags", "options", "features", "attributes"};
    return is_named(path, names);
}

std::uint64_t low_bits(std::uint64_t value, std::uint64_t bits) {
    return bits >= 64 ? value : value & ((std::uint64_t{1} << bits) - 1);
}

class SlotMaker {
  public:
    SlotMaker(const Layout& layout, const Record& record, const Knowledge& knowledge, bool is_version)
        : layout_(layout), record_(record), knowledge_(knowledge), is_version_(is_version) {}

    /// Fills in slots, alternatives and choices of the candidate. Returns false if there are no slots or too many.
    bool make(Candidate& candidate) {
        const auto scalars = scalars_of(layout_, record_);
        if (!scalars) return false;
        for (std::size_t at = 0; at < scalars->size();) at = add((*scalars), at);
        sort_out_unions();
        add_unnamed();
        if (slots_.empty() || slots_.size() + alternatives_.size() > most_slots) return false;
        candidate.slots = std::move(slots_);
        candidate.alternatives = std::move(alternatives_);
        candidate.choices = std::move(choices_);
        return true;
    }

  private:
    /// Adds one scalar, or all bytes of one array field. Returns the index of the next scalar.
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
        slot.stated = first.byte_order;
        slot.counts = name_counts(first.path);
        slot.is_flags = name_is_flags(first.path);
        slot.picks = first.role == Role::tag || name_picks(first.path);
        slot.quantity = quantity_of(first.path);
        slot.follows = follows(scalars, at);
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

    /// Whether the scalar is an element of an array and not its first one. An array of two may be the halves of a
    /// number, which differ in kind.
    static bool follows(const std::vector<Scalar>& scalars, std::size_t at) {
        if (at == 0 || scalars[at - 1].field != scalars[at].field) return false;
        std::uint64_t elements = 1;
        for (const auto extent : scalars[at].field->type.extents) elements *= extent;
        const auto& before = scalars[at - 1];
        return elements > 2 && before.offset_bits + before.width_bits == scalars[at].offset_bits;
    }

    /// Splits a field into pieces of at most 64 bits. An integer of 128 bits becomes two halves, because it often holds
    /// a number and a tag, or a small number.
    void add_in_pieces(const FieldSpan& whole) {
        const auto end = whole.offset_bits + whole.width_bits;
        const bool lowest_is_last = whole.order_in(layout_.byte_order) == ByteOrder::big;
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

        const auto own_size = knowledge_.size_fields.find(base_name(record_.name));
        if (own_size != knowledge_.size_fields.end() && own_size->second == scalar.path) {
            slot.expectation = Expectation::own_size;
            slot.known = {*record_.size_bytes};
            // A program may write the size of the spec's record, whatever its own layout is.
            const auto usual = knowledge_.sizes.find(base_name(record_.name));
            if (!is_version_ && usual != knowledge_.sizes.end() && usual->second != slot.known[0]) {
                slot.known.push_back(usual->second);
                std::ranges::sort(slot.known);
            }
            return;
        }
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

    /// Where fields overlap, keeps those of the first member as slots and those of the others as alternatives. A field
    /// belongs to the same member as the field declared before it, unless it overlaps that member.
    void sort_out_unions() {
        std::vector<FieldSpan> all = std::move(slots_);
        slots_.clear();
        std::vector<std::size_t> order(all.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::ranges::stable_sort(order, {}, [&](std::size_t at) { return all[at].offset_bits; });
        for (std::size_t i = 0; i < order.size();) {
            const std::uint64_t begin = all[order[i]].offset_bits;
            std::uint64_t end = end_of(all[order[i]]);
            std::vector<std::size_t> together{order[i]};
            for (++i; i < order.size() && all[order[i]].offset_bits < end; ++i) {
                together.push_back(order[i]);
                end = std::max(end, end_of(all[order[i]]));
            }
            std::ranges::sort(together);  // back to the order of declaration
            add_members(all, together, begin, end);
        }
    }

    void add_members(const std::vector<FieldSpan>& all, const std::vector<std::size_t>& together, std::uint64_t begin,
                     std::uint64_t end) {
        std::vector<std::vector<FieldSpan>> members;
        for (const auto at : together) {
            const auto overlaps = [&](const FieldSpan& one) {
                return one.offset_bits < end_of(all[at]) && all[at].offset_bits < end_of(one);
            };
            if (members.empty() || std::ranges::any_of(members.back(), overlaps)) members.emplace_back();
            members.back().push_back(all[at]);
        }
        if (members.size() > most_members) members.resize(most_members);
        for (auto& member : members) {
            std::ranges::stable_sort(member, {}, &FieldSpan::offset_bits);
            if (members.size() > 1) member = with_unnamed(member, begin, end);
        }
        Choice choice{.slots = {slots_.size(), slots_.size() + members[0].size()}, .others = {}};
        slots_.insert(slots_.end(), members[0].begin(), members[0].end());
        for (std::size_t m = 1; m < members.size(); ++m) {
            choice.others.push_back({alternatives_.size(), alternatives_.size() + members[m].size()});
            alternatives_.insert(alternatives_.end(), members[m].begin(), members[m].end());
        }
        if (members.size() > 1) choices_.push_back(std::move(choice));
    }

    static std::uint64_t end_of(const FieldSpan& slot) { return std::uint64_t{slot.offset_bits} + slot.width_bits; }

    /// Returns the slots plus unnamed ones for all bits of [begin, end) that no slot covers. They need not begin at a
    /// byte, because bit-fields may leave parts of a byte.
    static std::vector<FieldSpan> with_unnamed(const std::vector<FieldSpan>& slots, std::uint64_t begin,
                                               std::uint64_t end) {
        std::vector<FieldSpan> filled;
        std::uint64_t at = begin;
        const auto close = [&](std::uint64_t to) {
            while (at < to) {
                const std::uint64_t next = std::min(to, (at / 64 + 1) * 64);
                filled.push_back({.offset_bits = static_cast<std::uint32_t>(at),
                                  .width_bits = static_cast<std::uint32_t>(next - at),
                                  .expectation = Expectation::unnamed});
                at = next;
            }
        };
        for (const auto& slot : slots) {
            close(slot.offset_bits);
            filled.push_back(slot);
            at = end_of(slot);
        }
        close(end);
        return filled;
    }

    /// Adds unnamed slots for all bits of the record that no field covers.
    void add_unnamed() {
        const auto before = std::move(slots_);
        slots_ = with_unnamed(before, 0, *record_.size_bytes * 8);
        // The slots of unions have no gaps, so only their indices change.
        for (auto& choice : choices_) {
            const auto first = before[choice.slots.begin].offset_bits;
            const auto moved = std::ranges::find(slots_, first, &FieldSpan::offset_bits);
            const auto begin = static_cast<std::size_t>(moved - slots_.begin());
            choice.slots = {begin, begin + choice.slots.end - choice.slots.begin};
        }
    }

    const Layout& layout_;
    const Record& record_;
    const Knowledge& knowledge_;
    bool is_version_;  // an older version of a record that grows: only its own size tells it from the others
    std::vector<FieldSpan> slots_;
    std::vector<FieldSpan> alternatives_;
    std::vector<Choice> choices_;
};

/// Compares names without the index: the halves of `u128 id` equal the elements of `u64 id[2]`.
bool is_same(const FieldSpan& a, const FieldSpan& b) {
    const auto name = [](const std::string& path) { return std::string_view(path).substr(0, path.find('[')); };
    return name(a.path) == name(b.path) && a.offset_bits == b.offset_bits && a.width_bits == b.width_bits &&
           a.expectation == b.expectation && a.is_signed == b.is_signed && a.counts == b.counts && a.picks == b.picks &&
           a.quantity == b.quantity && a.is_flags == b.is_flags && a.known == b.known && a.stated == b.stated;
}

/// Whether every field of more than a byte states its byte order. Then that of the layout does not matter.
bool states_all_orders(const Candidate& candidate) {
    const auto states = [](const FieldSpan& slot) {
        return slot.width_bits <= 8 || slot.stated || slot.expectation == Expectation::text ||
               slot.expectation == Expectation::unnamed;
    };
    return std::ranges::all_of(candidate.slots, states) && std::ranges::all_of(candidate.alternatives, states);
}

class Collector {
  public:
    explicit Collector(const Knowledge& knowledge) : knowledge_(knowledge) {}

    void add(const CandidateSource& source, const Record& record, const std::string& name, bool is_expected,
             bool is_version = false) {
        const bool has_size = record.size_bytes && *record.size_bytes != 0 && *record.size_bytes <= most_bytes;
        if (!has_size || !record.fields_unknown.empty()) return;
        Candidate made{.record = base_name(record.name),
                       .names = {name},
                       .layout = source.layout,
                       .declared = &record,
                       .size_bytes = *record.size_bytes,
                       .align_bytes = std::max<std::uint64_t>(record.align_bytes.value_or(1), 1),
                       .byte_order = source.layout->byte_order,
                       .is_expected = is_expected};
        if (!SlotMaker(*source.layout, record, knowledge_, is_version).make(made)) return;
        if (states_all_orders(made)) made.byte_order = ByteOrder::little;
        for (auto& known : candidates_) {
            const bool same = known.record == made.record && known.size_bytes == made.size_bytes &&
                              known.byte_order == made.byte_order &&
                              std::ranges::equal(known.slots, made.slots, is_same) &&
                              std::ranges::equal(known.alternatives, made.alternatives, is_same);
            if (!same) continue;
            if (std::ranges::find(known.names, name) == known.names.end()) known.names.push_back(name);
            known.is_expected |= is_expected;
            return;
        }
        candidates_.push_back(std::move(made));
    }

    /// Adds the record as an older version of the spec wrote it.
    void add_version(const CandidateSource& source, Record record) {
        const std::string name = source.name + ", first " + size_text(*record.size_bytes * 8);
        const auto kept = std::make_shared<const Record>(std::move(record));
        const auto before = candidates_.size();
        add(source, *kept, name, false, true);
        if (candidates_.size() == before) return;
        candidates_.back().version = kept;
        candidates_.back().is_older_version = true;
    }

    std::vector<Candidate> take() { return std::move(candidates_); }

  private:
    const Knowledge& knowledge_;
    std::vector<Candidate> candidates_;
};

}  // namespace

std::string declared_by(const Candidate& candidate) {
    return candidate.record + " as declared by " + join_some(candidate.names, 3);
}

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
            for (auto& version : shorter_versions(record)) collector.add_version(source, std::move(version));
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
