#include "check/edit.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "model/words.h"

namespace abi {
namespace {

constexpr std::size_t most_moves = 4;

/// A field that both records have.
struct Pair {
    const Field* wanted;
    const Field* found;

    std::uint64_t shift() const { return found->offset_bits - wanted->offset_bits; }  // modulo 2^64
    std::uint64_t end_shift() const { return shift() + size_bits(*found) - size_bits(*wanted); }
};

/// What lies between two pairs that follow each other: fields that only one record has.
struct Gap {
    const Field* before_wanted = nullptr;  // null: the start of the record
    const Field* before_found = nullptr;
    std::vector<const Field*> missing;
    std::vector<const Field*> inserted;
};

/// An edit in the making.
struct Event {
    std::vector<std::string> reasons;
    std::vector<std::size_t> follows;
    std::uint64_t alignment = 0;  // the largest of the types in the reasons, in bytes
    bool is_padding = false;      // only padding is another
    bool has_hidden = false;      // a reason is padding, which is not among the differences
};

std::string named(const Field& field) {
    return "`" + field.name + "` (" + type_text(field) + ")";
}

std::string named(const std::vector<const Field*>& fields) {
    std::vector<std::string> names;
    for (const Field* field : fields) names.push_back(named(*field));
    return join_some(names, most_moves);
}

std::string behind(const Field* field) {
    return field == nullptr ? "at the start" : "after `" + field->name + "`";
}

/// In bytes. A bit-field may begin at any bit.
std::uint64_t alignment_of(const Field& field) {
    return field.bit_width ? 1 : natural_alignment_bytes(field.type);
}

/// "28 bytes instead of 32": a unit that both texts have is there once.
std::string instead(const std::string& actual, std::string_view expected) {
    if (actual.ends_with(" bytes") && expected.ends_with(" bytes")) expected.remove_suffix(6);
    return actual + " instead of " + std::string(expected);
}

/// Whether the fields cover the same bits of the record.
bool same_bits(const std::vector<const Field*>& missing, const std::vector<const Field*>& inserted) {
    std::uint64_t bits = 0;
    for (const Field* field : missing) bits += size_bits(*field);
    for (const Field* field : inserted) bits -= size_bits(*field);
    return bits == 0;
}

/// Takes the fields that are padding, or those that are not, out of a list.
std::vector<const Field*> take_if(std::vector<const Field*>& fields, bool is_padding) {
    std::vector<const Field*> taken;
    std::vector<const Field*> rest;
    for (const Field* field : fields) (is_filler(*field) == is_padding ? taken : rest).push_back(field);
    fields = std::move(rest);
    return taken;
}

/// One sentence part for fields that took the place of others; empty if there are not both.
std::string replacement(const std::vector<const Field*>& missing, const std::vector<const Field*>& inserted) {
    if (missing.empty() || inserted.empty()) return "";
    const bool covers = same_bits(missing, inserted);
    if (covers && missing.size() == 1 && inserted.size() > 1)
        return named(missing) + " is split into " + named(inserted);
    if (covers && inserted.size() == 1 && missing.size() > 1)
        return named(missing) + " are merged into " + named(inserted);
    return named(inserted) + (inserted.size() == 1 ? " is" : " are") + " in place of " + named(missing);
}

/// The sentence parts for the fields of a gap.
std::vector<std::string> reasons_of(Gap gap, const EditWords& words) {
    std::vector<std::string> reasons;
    const auto add = [&](const std::vector<const Field*>& fields, std::string_view what, const Field* before) {
        if (fields.empty()) return;
        reasons.push_back(named(fields) + (fields.size() == 1 ? " is " : " are ") + std::string(what) + " " +
                          behind(before));
    };
    const auto missing = take_if(gap.missing, false);
    const auto inserted = take_if(gap.inserted, false);
    add(gap.missing, words.missing, gap.before_wanted);
    add(gap.inserted, words.inserted, gap.before_found);
    std::string replaced = replacement(missing, inserted);
    if (!replaced.empty()) {
        reasons.push_back(std::move(replaced));
    } else {
        add(missing, words.missing, gap.before_wanted);
        add(inserted, words.inserted, gap.before_found);
    }
    return reasons;
}

/// Marks a longest sequence of pairs whose found offsets do not decrease. The other fields were moved.
std::vector<bool> in_order(const std::vector<Pair>& pairs) {
    std::vector<std::size_t> ends;  // by length: the last pair of the sequence with the smallest end
    std::vector<std::size_t> before(pairs.size(), pairs.size());
    for (std::size_t at = 0; at < pairs.size(); ++at) {
        const auto next = std::ranges::upper_bound(ends, pairs[at].found->offset_bits, {},
                                                   [&](std::size_t one) { return pairs[one].found->offset_bits; });
        if (next != ends.begin()) before[at] = *std::prev(next);
        if (next == ends.end()) {
            ends.push_back(at);
        } else {
            *next = at;
        }
    }
    std::vector<bool> marked(pairs.size());
    for (std::size_t at = ends.empty() ? pairs.size() : ends.back(); at != pairs.size(); at = before[at]) {
        marked[at] = true;
    }
    return marked;
}

class EditFinder {
  public:
    EditFinder(const Record& expected, const Record& actual, std::span<const Difference> differences,
               const EditWords& words)
        : expected_(expected), actual_(actual), differences_(differences), words_(words) {
        index_differences();
        pair_fields();
    }

    std::vector<Edit> find() {
        if (expected_.kind != actual_.kind) return {};
        if (expected_.kind == RecordKind::union_) {
            find_in_union();
        } else {
            find_moves();
            walk();
        }
        join_packing();
        place_alignment();
        std::vector<Edit> edits;
        for (auto& event : events_) {
            if (event.follows.size() + (event.has_hidden ? 1 : 0) < 2 || event.follows.empty()) continue;
            // A report shows the first one: that a field differs says more than that bytes are left to the compiler.
            std::ranges::stable_partition(event.follows, [&](auto at) { return !is_left_open(differences_[at]); });
            edits.push_back({sentence(event), std::move(event.follows)});
        }
        return edits;
    }

  private:
    void index_differences() {
        for (std::size_t at = 0; at < differences_.size(); ++at) {
            const Difference& one = differences_[at];
            if (one.rule == Rule::missing_field) missing_[one.expected_field] = at;
            if (one.rule == Rule::extra_field) inserted_[one.actual_field] = at;
            if (one.rule == Rule::offset || one.rule == Rule::bit_order) moved_[one.expected_field] = at;
            if (is_left_open(one)) left_open_[one.expected_field] = at;
            if (changes_size(one)) wider_.try_emplace(one.expected_field, at);
            if (one.field.empty() && one.rule == Rule::size) size_ = at;
            if (one.field.empty() && one.rule == Rule::alignment) alignment_ = at;
        }
    }

    /// Whether the record leaves bytes of declared padding to the compiler.
    static bool is_left_open(const Difference& one) {
        return one.rule == Rule::implicit_padding && one.actual_field == nullptr;
    }

    /// Whether the two declarations of one field have another size, whatever the difference is called.
    static bool changes_size(const Difference& one) {
        if (one.rule == Rule::width) return true;
        return one.rule == Rule::kind && one.expected_field != nullptr && one.actual_field != nullptr &&
               size_bits(*one.expected_field) != size_bits(*one.actual_field);
    }

    void pair_fields() {
        std::unordered_map<std::string_view, const Field*> by_name;
        for (const auto& field : actual_.fields) by_name.try_emplace(field.name, &field);
        std::unordered_map<const Field*, const Field*> partner;
        for (const auto& one : differences_) {
            if (one.rule == Rule::extra_field || is_form(one)) continue;
            if (one.expected_field != nullptr && one.actual_field != nullptr)
                partner.emplace(one.expected_field, one.actual_field);
        }
        for (const auto& field : expected_.fields) {
            const auto known = partner.find(&field);
            const auto same = by_name.find(field.name);
            const Field* found = known != partner.end()                                ? known->second
                                 : same != by_name.end() && !missing_.contains(&field) ? same->second
                                                                                       : nullptr;
            if (found == nullptr || inserted_.contains(found)) continue;
            pairs_.push_back({&field, found});
            paired_.insert(&field);
            paired_.insert(found);
        }
    }

    /// A union's size is that of its largest member. If one member was changed, the rest follows from it.
    void find_in_union() {
        std::vector<Event> changed;
        const auto note = [&](const auto& differences, std::string_view what) {
            for (const auto& [field, at] : differences) {
                Event event;
                event.reasons.push_back(named(*field) + " is " + std::string(what));
                event.follows.push_back(at);
                note_type(*field, event);
                changed.push_back(std::move(event));
            }
        };
        note(missing_, words_.missing);
        note(inserted_, words_.inserted);
        for (const auto& [field, at] : wider_) changed.push_back(width_event(at));
        if (changed.size() != 1) return;
        add_size(changed.front());
        events_.push_back(std::move(changed.front()));
    }

    /// Fields that lie in another order. All places that are otherwise unexplained follow from that.
    void find_moves() {
        const std::vector<bool> marked = in_order(pairs_);
        std::vector<const Field*> moved;
        std::vector<Pair> rest;
        Event event;
        for (std::size_t at = 0; at < pairs_.size(); ++at) {
            if (marked[at]) {
                rest.push_back(pairs_[at]);
                continue;
            }
            moved.push_back(pairs_[at].wanted);
            follow(event, pairs_[at].wanted);
        }
        if (moved.empty()) return;
        const auto swapped = swapped_pair();
        event.reasons.push_back(swapped ? *swapped : named(moved) + (moved.size() == 1 ? " is" : " are") + " moved");
        order_ = events_.size();
        events_.push_back(std::move(event));
        pairs_ = std::move(rest);
    }

    /// "`a` and `b` are swapped", if all other fields have their place in the order.
    std::optional<std::string> swapped_pair() const {
        std::vector<Pair> by_found = pairs_;
        std::ranges::stable_sort(by_found, {}, [](const Pair& one) { return one.found->offset_bits; });
        std::vector<std::size_t> off;
        for (std::size_t at = 0; at < pairs_.size(); ++at) {
            if (by_found[at].wanted != pairs_[at].wanted) off.push_back(at);
        }
        if (off.size() != 2) return std::nullopt;
        return "`" + pairs_[off[0]].wanted->name + "` and `" + pairs_[off[1]].wanted->name + "` are swapped";
    }

    void walk() {
        std::uint64_t shift = 0;
        std::size_t wanted = 0;
        std::size_t found = 0;
        const Pair* last = nullptr;
        for (const Pair& pair : pairs_) {
            const Gap gap = gap_before(pair.wanted, pair.found, wanted, found, last);
            meet(gap, last, shift, pair.shift(), &pair);
            shift = pair.shift();
            if (const auto current = current_) follow(events_[*current], pair.wanted);
            last = &pair;
        }
        const Gap gap = gap_before(nullptr, nullptr, wanted, found, last);
        const std::uint64_t end = (actual_.size_bytes.value_or(0) - expected_.size_bytes.value_or(0)) * 8;
        if (!size_) {
            meet(gap, last, shift, shift, nullptr);
            return;
        }
        meet(gap, last, shift, end, nullptr);
        if (current_) add_size(events_[*current_]);
    }

    /// Moves `wanted` and `found` behind the fields of the pair, and collects those on the way that have no partner.
    Gap gap_before(const Field* wanted_end, const Field* found_end, std::size_t& wanted, std::size_t& found,
                   const Pair* last) const {
        Gap gap;
        if (last != nullptr) gap.before_wanted = last->wanted, gap.before_found = last->found;
        const auto collect = [&](const std::vector<Field>& fields, const Field* end, std::size_t& at,
                                 std::vector<const Field*>& lonely) {
            for (; at < fields.size() && &fields[at] != end; ++at) {
                if (!paired_.contains(&fields[at])) lonely.push_back(&fields[at]);
            }
            if (at < fields.size()) ++at;
        };
        collect(expected_.fields, wanted_end, wanted, gap.missing);
        collect(actual_.fields, found_end, found, gap.inserted);
        return gap;
    }

    /// Begins an event if the gap, or the field before it, changes the distance of what follows.
    void meet(const Gap& gap, const Pair* last, std::uint64_t before, std::uint64_t now, const Pair* next) {
        Event event;
        for (const Field* field : gap.missing) take(missing_, field, event);
        for (const Field* field : gap.inserted) take(inserted_, field, event);
        const bool jumps = before != now;
        if (!jumps && event.follows.empty()) return;
        // Padding at the end rounds the size up. If an earlier edit moved the last field, the size follows from that.
        if (next == nullptr && event.follows.empty() && current_ && before != 0) return;
        const auto width = last == nullptr ? wider_.end() : wider_.find(last->wanted);
        const bool has_width = width != wider_.end();
        if (jumps && has_width) begin(width_event(width->second));
        if (event.follows.empty()) {
            // Only padding differs. It follows from what changed before it, or it is an edit by itself.
            if (has_width || (jumps && follows_from_order())) return;
            // The end of the record is rounded up to the alignment, which may follow from an earlier edit.
            if (next == nullptr && gap.missing.empty() && gap.inserted.empty()) return;
            if (next != nullptr && (begin_with_wider(*next) || is_aligned_only(last, *next))) return;
        }
        event.reasons = reasons_of(jumps ? gap : without_fillers(gap), words_);
        if (event.reasons.empty()) event.reasons.push_back(padding_reason(last, *next));
        if (event.reasons.back().empty()) return;
        event.is_padding = event.follows.empty();
        begin(std::move(event));
    }

    bool follows_from_order() {
        if (order_) current_ = order_;
        return order_.has_value();
    }

    /// Begins an event for a field that became wider, or narrower, and lies elsewhere because its alignment changed.
    bool begin_with_wider(const Pair& next) {
        const auto own = wider_.find(next.wanted);
        if (own == wider_.end() || next.wanted->bit_width || next.found->bit_width) return false;
        if (alignment_of(*next.wanted) == alignment_of(*next.found)) return false;
        begin(width_event(own->second));
        wider_.erase(own);
        return true;
    }

    /// Whether both records have the field at the next multiple of its alignment. Then the padding before it is another
    /// one only because an earlier edit moved what lies before it.
    bool is_aligned_only(const Pair* last, const Pair& next) const {
        if (!current_ || last == nullptr) return false;
        const auto is_next = [](const Field& before, const Field& field) {
            const auto unit = 8 * alignment_of(field);
            const auto end = before.offset_bits + size_bits(before);
            return field.type.kind == Kind::record || field.offset_bits == (end + unit - 1) / unit * unit;
        };
        return is_next(*last->wanted, *next.wanted) && is_next(*last->found, *next.found);
    }

    void begin(Event event) {
        current_ = events_.size();
        events_.push_back(std::move(event));
    }

    Event width_event(std::size_t at) const {
        const Difference& one = differences_[at];
        Event event;
        event.reasons.push_back("`" + one.field + "` is " + one.actual + " instead of " + one.expected);
        event.follows.push_back(at);
        note_type(*one.expected_field, event);
        note_type(*one.actual_field, event);
        return event;
    }

    static Gap without_fillers(Gap gap) {
        std::erase_if(gap.missing, [](const Field* field) { return is_filler(*field); });
        std::erase_if(gap.inserted, [](const Field* field) { return is_filler(*field); });
        return gap;
    }

    void take(const std::unordered_map<const Field*, std::size_t>& differences, const Field* field, Event& event) {
        const auto at = differences.find(field);
        if (at != differences.end()) {
            event.follows.push_back(at->second);
        } else {
            event.has_hidden = true;
        }
        note_type(*field, event);
    }

    static void note_type(const Field& field, Event& event) {
        event.alignment = std::max(event.alignment, alignment_of(field));
    }

    /// A field lies elsewhere, or its padding does: then the compiler fills the bytes where it should be.
    void follow(Event& event, const Field* wanted) const {
        for (const auto* differences : {&moved_, &left_open_}) {
            if (const auto at = differences->find(wanted); at != differences->end())
                event.follows.push_back(at->second);
        }
    }

    void add_size(Event& event) {
        if (size_) event.follows.push_back(*std::exchange(size_, std::nullopt));
    }

    /// Empty if both records have the same padding there: then the size of the field before it differs.
    static std::string padding_reason(const Pair* last, const Pair& next) {
        const auto hole = [](const Field* before, const Field& field) {
            const std::uint64_t begin = before == nullptr ? 0 : before->offset_bits + size_bits(*before);
            return field.offset_bits < begin ? 0 : field.offset_bits - begin;
        };
        const auto wanted = hole(last == nullptr ? nullptr : last->wanted, *next.wanted);
        const auto found = hole(last == nullptr ? nullptr : last->found, *next.found);
        if (wanted == found) return "";
        return "`" + next.wanted->name + "` has " + size_text(found) + " of padding before it instead of " +
               size_text(wanted);
    }

    /// If the padding before several fields is gone, or if it is new, the record is packed, or is not.
    void join_packing() {
        const bool packs = actual_.packed && !expected_.packed;
        const bool unpacks = expected_.packed && !actual_.packed;
        if (!packs && !unpacks) return;
        std::optional<Event> joined;
        std::vector<Event> rest;
        for (auto& event : events_) {
            if (!event.is_padding) {
                rest.push_back(std::move(event));
                continue;
            }
            if (!joined)
                joined.emplace().reasons.push_back(packs ? "the record is packed" : "the record is not packed");
            if (event.has_hidden) std::ranges::move(event.reasons, std::back_inserter(joined->reasons));
            std::ranges::move(event.follows, std::back_inserter(joined->follows));
        }
        if (joined) {
            joined->is_padding = true;
            joined->has_hidden = true;
            rest.insert(rest.begin(), std::move(*joined));
        }
        events_ = std::move(rest);
    }

    /// An event for a field whose type has another alignment and the same size, if one of the two is `most`.
    std::vector<Event>::iterator retyped_holder(std::uint64_t most) {
        for (std::size_t at = 0; at < differences_.size(); ++at) {
            const auto& [rule, field, expected, actual, wanted, found] = differences_[at];
            if (rule != Rule::kind || wanted == nullptr || found == nullptr || changes_size(differences_[at])) continue;
            if (alignment_of(*wanted) == alignment_of(*found)) continue;
            if (alignment_of(*wanted) != most && alignment_of(*found) != most) continue;
            Event event = width_event(at);
            events_.push_back(std::move(event));
            return std::prev(events_.end());
        }
        return events_.end();
    }

    /// The alignment of a record is that of a field. If an edit concerns such a field, the difference follows from it.
    void place_alignment() {
        if (!alignment_) return;
        const auto most = std::max(expected_.align_bytes.value_or(0), actual_.align_bytes.value_or(0));
        auto holder = std::ranges::find(events_, most, &Event::alignment);
        const bool packs = actual_.packed != expected_.packed;
        if (holder == events_.end() && !packs) holder = retyped_holder(most);
        if (holder == events_.end()) holder = std::ranges::find(events_, true, &Event::is_padding);
        if (holder != events_.end()) {
            holder->follows.push_back(*alignment_);
            add_size(*holder);
        } else if (size_) {
            const Difference& one = differences_[*alignment_];
            Event event;
            event.reasons.push_back("the record is aligned to " + instead(one.actual, one.expected));
            event.follows.push_back(*alignment_);
            add_size(event);
            events_.push_back(std::move(event));
        }
    }

    std::string sentence(const Event& event) const {
        std::vector<std::string> moves;
        std::vector<std::string> whole;
        for (const auto at : event.follows) {
            const auto& [rule, field, expected, actual, wanted, found] = differences_[at];
            if (rule == Rule::offset || rule == Rule::bit_order) {
                moves.push_back(field + " " + offset_words(wanted->offset_bits) + " → " +
                                offset_words(found->offset_bits));
            } else if (rule == Rule::size) {
                whole.push_back(instead(actual, expected));
            } else if (rule == Rule::alignment && !event.reasons.front().starts_with("the record is aligned")) {
                whole.push_back("aligned to " + instead(actual, expected));
            }
        }
        std::vector<std::string> parts;
        if (!moves.empty()) parts.push_back(join_some(moves, most_moves));
        std::ranges::move(whole, std::back_inserter(parts));
        const std::string what = expected_.name + ": " + join(event.reasons, " and ");
        return parts.empty() ? what : what + ": " + join(parts);
    }

    const Record& expected_;
    const Record& actual_;
    std::span<const Difference> differences_;
    const EditWords& words_;
    // The differences, by the field.
    std::unordered_map<const Field*, std::size_t> missing_, inserted_, moved_, left_open_, wider_;
    std::optional<std::size_t> size_, alignment_;
    std::vector<Pair> pairs_;
    std::unordered_set<const Field*> paired_;
    std::vector<Event> events_;
    std::optional<std::size_t> current_;  // what the next fields follow from
    std::optional<std::size_t> order_;    // the event about the order of fields
};

}  // namespace

std::vector<Edit> find_edits(const Record& expected, const Record& actual, std::span<const Difference> differences,
                             const EditWords& words) {
    return EditFinder(expected, actual, differences, words).find();
}

}  // namespace abi
