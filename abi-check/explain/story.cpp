#include "explain/story.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <set>

#include "codec/fields.h"
#include "explain/alike.h"
#include "explain/evidence.h"
#include "explain/preference.h"
#include "explain/rank.h"
#include "explain/tag.h"
#include "model/words.h"

namespace abi {
namespace {

/// A result is sure if its evidence exceeds chance by this much (odds of 16384 to 1), and the next best result by
/// lead_needed.
constexpr double sure_bits = 14;
constexpr std::size_t most_ranked = 5;
constexpr std::size_t most_reasons = 6;
constexpr std::size_t most_packets = 4;

std::string in_bits(double bits) {
    return std::to_string(std::llround(bits)) + " bits";
}

std::string listed(const std::vector<std::string>& names) {
    return join_some(names, 3);
}

bool has_part(const std::vector<std::string>& names, const std::string& part) {
    return std::ranges::any_of(names, [&](const auto& name) { return name.find(part) != std::string::npos; });
}

/// Names of enumerators and constants, by value.
class Glossary {
  public:
    explicit Glossary(std::span<const CandidateSource> sources) {
        for (const auto& source : sources) {
            for (const auto& one : source.layout->enums) {
                std::map<std::uint64_t, std::string> names;
                for (const auto& enumerator : one.enumerators)
                    names.emplace(low_word(enumerator.value), enumerator.name);
                enums_.push_back(std::move(names));
            }
            for (const auto& constant : source.layout->constants) {
                if (is_mark(constant.value)) constants_.emplace(constant.value.low, constant.name);
            }
        }
    }

    /// The enumerator's name; empty if there is none.
    std::string enumerator(const FieldSpan& slot, std::uint64_t value) const {
        for (const auto& names : enums_) {
            const bool is_it = names.size() == slot.known.size() &&
                               std::ranges::all_of(slot.known, [&](auto known) { return names.contains(known); });
            const auto named = is_it ? names.find(value) : names.end();
            if (named != names.end()) return named->second;
        }
        return "";
    }

    std::string constant(std::uint64_t value) const {
        const auto named = constants_.find(value);
        return named == constants_.end() ? "" : named->second;
    }

  private:
    std::vector<std::map<std::uint64_t, std::string>> enums_;
    std::map<std::uint64_t, std::string> constants_;
};

const FieldSpan* slot_at(const Candidate& candidate, std::uint64_t offset_bits) {
    const auto found = std::ranges::find_if(candidate.slots, [&](const FieldSpan& slot) {
        return slot.offset_bits <= offset_bits && offset_bits < std::uint64_t{slot.offset_bits} + slot.width_bits;
    });
    return found == candidate.slots.end() ? nullptr : &*found;
}

class StoryWriter {
  public:
    StoryWriter(const Inquiry& question, Story& story)
        : question_(question),
          story_(story),
          candidates_(candidates_of(question.sources)),
          marks_(marks_of(question.sources)),
          clues_{marks_, question.keys},
          glossary_(question.sources) {
        std::uint64_t before = 0;
        for (const auto& chunk : question.chunks) {
            begins_.push_back(before);
            before += chunk.size();
        }
        story_.bytes = before;
        story_.candidates = candidates_.size();
    }

    void write() {
        auto ranking = rank(candidates_, question_.chunks, clues_);
        const auto without_names = ranking.fits.empty() ? Fit{} : ranking.fits[0];
        const double needed = sure_bits + std::log2(static_cast<double>(std::max<std::size_t>(ranking.tried, 1)));
        const bool is_preferred = prefer(question_.records, needed, ranking.fits);
        for (const auto& reading : ranking.fits) {
            if (story_.ranked.size() == most_ranked) break;
            story_.ranked.push_back(explanation_of(reading));
        }
        if (ranking.fits.empty()) return write_no_match(ranking, needed);

        const Fit& best = ranking.fits[0];
        const auto rivals = rivals_of(best, ranking);
        for (const auto& rival : rivals) {
            if (!rival.is_alike && !rival.has_same_numbers) continue;
            const auto* other = rival.fit;
            story_.ranked[0].alike.push_back(other->candidate->record + " of " + listed(other->candidate->names));
        }
        if (best.bits < needed) return write_no_match(ranking, needed);

        const auto tags = tags_of(best);
        story_.ranked[0].reasons = reasons_of(best, tags);
        const auto* rival = find_rival(rivals, [&](const Rival& one) {
            const bool is_denied = is_named(best, question_.records) && !is_named(*one.fit, question_.records);
            return one.is_alike || (!is_denied && best.bits - one.fit->bits < lead_needed(best));
        });
        story_.certainty = rival == nullptr ? Certainty::sure : Certainty::tie;
        // An older version of a record that grows is no mistake of the writer.
        const bool is_older = best.candidate->is_older_version && question_.reader.empty();
        const Candidate* reader = is_older ? nullptr : reader_of(best);
        write_best(best, reader);
        if (reader == nullptr && !question_.reader.empty()) write_no_reader(best);
        if (is_preferred) write_without_names(without_names);
        if (!question_.records.empty() && !is_named(best, question_.records)) write_other_record(ranking);
        if (rival != nullptr) write_tie(best, *rival);
        write_tags(best, tags);
        write_margin(best, find_rival(rivals, [](const Rival& one) { return !one.is_alike; }));
        write_packets(best, reader);
        if (is_older) story_.remedy = remedy_for_older(*best.candidate);
        if (reader != nullptr && reader != best.candidate) story_.remedy = remedy_of(*best.candidate, *reader);
    }

  private:
    /// Another candidate that fits, and whether it gives the bytes the same values as the best one. If not, it may read
    /// the same numbers under other names; then only the names can tell one from the other.
    struct Rival {
        const Fit* fit;
        bool is_alike;
        bool has_same_numbers;
    };
    std::vector<Rival> rivals_of(const Fit& best, const Ranking& ranking) const {
        std::vector<Rival> rivals;
        for (const auto& other : ranking.fits) {
            if (other.candidate == best.candidate) continue;
            const bool is_near = best.bits - other.bits < lead_needed(best);
            rivals.push_back({&other, read_alike(best, other, question_.chunks),
                              is_near && read_same_numbers(best, other, question_.chunks)});
        }
        return rivals;
    }

    template <typename Holds>
    static const Rival* find_rival(const std::vector<Rival>& rivals, const Holds& holds) {
        const auto found = std::ranges::find_if(rivals, holds);
        return found == rivals.end() ? nullptr : &*found;
    }

    void say(const std::string& sentence) { story_.sentences.push_back(sentence); }

    std::int64_t place_of(const Fit::Run& run) const {
        return static_cast<std::int64_t>(begins_[run.chunk]) + run.begin;
    }

    static std::uint64_t packets_of(const Fit& reading) {
        std::uint64_t packets = 0;
        for (const auto& run : reading.runs) packets += run.packets;
        return packets;
    }

    Explanation explanation_of(const Fit& reading) const {
        const auto& candidate = *reading.candidate;
        return {.record = candidate.record,
                .names = candidate.names,
                .size_bytes = candidate.size_bytes,
                .stride_bytes = reading.stride,
                .begin = place_of(reading.runs[0]),
                .packets = packets_of(reading),
                .byte_order = reading.byte_order,
                .bits = reading.bits};
    }

    /// How many packets have a valid tag.
    struct Tagged {
        std::uint64_t packets = 0;                                           // complete packets
        std::map<std::pair<std::size_t, std::size_t>, std::uint64_t> valid;  // packets by tag and key
    };
    Tagged tags_of(const Fit& fit) const {
        Tagged tags;
        if (question_.keys.empty()) return tags;
        for (const auto& run : fit.runs) {
            for (std::uint64_t i = 0; i < run.packets; ++i) {
                const auto packet = packet_at(fit, run, i);
                if (packet.empty()) continue;
                ++tags.packets;
                const auto found = find_tag(*fit.candidate, packet, fit.byte_order, question_.keys);
                if (found) ++tags.valid[{found->tag, found->key}];
            }
        }
        return tags;
    }

    /// The strongest reasons, one for each field.
    std::vector<Reason> reasons_of(const Fit& reading, const Tagged& tags) const {
        auto slots = reading.candidate->slots;
        slots.insert(slots.end(), reading.candidate->alternatives.begin(), reading.candidate->alternatives.end());
        const auto bits = evidence_by_slot(reading, question_.chunks, clues_);
        std::map<std::string, double> by_path;
        for (std::size_t s = 0; s < bits.size(); ++s) by_path[slots[s].path] += bits[s];
        std::set<std::string> tagged;
        for (const auto& [found, packets] : tags.valid) {
            tagged.insert(slots[reading.candidate->tags[found.first].slot].path);
        }
        std::vector<Reason> reasons;
        for (const auto& slot : slots) {
            const auto sum = by_path.extract(slot.path);
            if (sum) {
                reasons.push_back(
                    {tagged.contains(slot.path) ? slot.path + ": a valid tag" : words_for(slot), sum.mapped()});
            }
        }
        std::ranges::stable_sort(reasons,
                                 [](const Reason& a, const Reason& b) { return std::abs(a.bits) > std::abs(b.bits); });
        if (reasons.size() > most_reasons) reasons.resize(most_reasons);
        return reasons;
    }

    static std::string words_for(const FieldSpan& slot) {
        const auto& name = slot.path;
        switch (slot.expectation) {
        case Expectation::zero: return name + ": padding, zero";
        case Expectation::mostly_zero: return name + ": reserved, zero";
        case Expectation::unnamed: return "bytes between the fields: zero";
        case Expectation::boolean: return name + ": 0 or 1";
        case Expectation::own_size: return name + ": the size of the record";
        case Expectation::enumeration: return name + ": one of " + counted(slot.known.size(), "known value");
        case Expectation::pointer: return name + ": an address";
        case Expectation::floating: return name + ": a number of common size";
        case Expectation::text: return name + ": text or zeros";
        case Expectation::integer: break;
        }
        return name + ": a small, round, counting or known number";
    }

    /// The candidate of the same record that the user named as the reader, else the current spec's.
    const Candidate* reader_of(const Fit& best) const {
        for (const auto& candidate : candidates_) {
            if (candidate.record != best.candidate->record) continue;
            if (question_.reader.empty() ? candidate.is_expected : has_part(candidate.names, question_.reader)) {
                return &candidate;
            }
        }
        return nullptr;
    }

    static std::string declared_by(const Candidate& candidate) {
        return candidate.record + " as declared by " + listed(candidate.names);
    }

    std::string shape_of(const Fit& reading) const {
        std::string text =
            std::to_string(reading.candidate->size_bytes) + "-byte packets of " + declared_by(*reading.candidate);
        if (reading.stride != reading.candidate->size_bytes) {
            text += ", " + std::to_string(reading.stride) + " bytes apart";
        }
        if (reading.byte_order != reading.candidate->byte_order) {
            text +=
                reading.byte_order == ByteOrder::big ? ", in big-endian byte order" : ", in little-endian byte order";
        }
        return text;
    }

    /// The first enumerator in the bytes that the reader finds in another field, as an example for the user.
    struct Misread {
        std::string path;
        std::uint64_t value = 0;
        std::string name;
        std::uint64_t packet = 0;  // index of the reader's packet
        std::uint64_t offset = 0;  // in that packet, in bytes
    };
    std::optional<Misread> find_misread(const Fit& best, const Candidate& reader) const {
        for (const auto& run : best.runs) {
            const auto chunk = question_.chunks[run.chunk];
            for (std::uint64_t i = 0; i < run.packets; ++i) {
                const auto begin = run.begin + static_cast<std::int64_t>(i * best.stride);
                for (const auto& slot : best.candidate->slots) {
                    if (slot.expectation != Expectation::enumeration) continue;
                    const auto at = begin * 8 + slot.offset_bits;
                    if (at < 0 || static_cast<std::uint64_t>(at) + slot.width_bits > chunk.size() * 8) continue;
                    const auto value = load_bits(chunk, static_cast<std::uint64_t>(at), slot.width_bits,
                                                 slot.order_in(best.byte_order));
                    if (value == 0 || !std::ranges::binary_search(slot.known, value)) continue;
                    const auto byte = static_cast<std::uint64_t>(at) / 8;
                    const auto offset = byte % reader.size_bytes;
                    const FieldSpan* there = slot_at(reader, offset * 8);
                    const bool as_meant = there != nullptr && there->path == slot.path &&
                                          there->offset_bits == offset * 8 && there->width_bits == slot.width_bits;
                    if (as_meant) continue;
                    return Misread{slot.path, value, glossary_.enumerator(slot, value), byte / reader.size_bytes,
                                   offset};
                }
            }
        }
        return std::nullopt;
    }

    void write_best(const Fit& best, const Candidate* reader) {
        const auto packets = packets_of(best);
        const bool as_expected = reader == best.candidate && best.byte_order == best.candidate->byte_order;
        if (reader == nullptr || as_expected) {
            say("These are " + shape_of(best) + ".");
        } else {
            std::string text;
            if (const auto sign = find_misread(best, *reader)) {
                text = to_string(Integer{sign->value}) + " (" + (sign->name.empty() ? "" : sign->name + ", ") +
                       sign->path + ") stands at offset " + std::to_string(sign->offset) + " of the reader's packet " +
                       std::to_string(sign->packet) + ": these";
            } else {
                text = "These";
            }
            say(text + " are " + shape_of(best) + ", read as " + std::to_string(reader->size_bytes) +
                "-byte packets of " + declared_by(*reader) + ".");
        }
        const auto& first = best.runs[0];
        say(first.begin < 0 ? "The first of " + counted(packets, "packet") + " begins " +
                                  counted(static_cast<std::uint64_t>(-first.begin), "byte") + " before the input."
                            : counted(packets, "packet") + " from byte " + std::to_string(place_of(first)) + " on" +
                                  (best.runs.size() > 1 ? ", in " + counted(best.runs.size(), "run") : "") + ".");
    }

    void write_no_reader(const Fit& best) {
        say("The reader is not known: no declaration of " + best.candidate->record + " has \"" + question_.reader +
            "\" in its name.");
    }

    void write_without_names(const Fit& other) {
        say("That rests on --record: without it, " + declared_by(*other.candidate) + " would be first, with " +
            in_bits(other.bits) + " of evidence.");
    }

    /// The bytes speak so clearly that what the user said is wrong.
    void write_other_record(const Ranking& ranking) {
        const auto named =
            std::ranges::find_if(ranking.fits, [&](const Fit& fit) { return is_named(fit, question_.records); });
        const std::string records = listed({question_.records.begin(), question_.records.end()});
        say("They are not what --record names: " + records +
            (named == ranking.fits.end() ? " explains none of them."
                                         : " explains them with " + in_bits(named->bits) + " of evidence."));
    }

    /// Whether both have the same expectations at the same offsets; names may differ. If so, no bytes can distinguish
    /// them.
    static bool expect_the_same(const Candidate& a, const Candidate& b) {
        const auto without_name = [](FieldSpan slot) {
            slot.path.clear();
            return slot;
        };
        return a.size_bytes == b.size_bytes && std::ranges::equal(a.slots, b.slots, {}, without_name, without_name);
    }

    void write_tie(const Fit& best, const Rival& rival) {
        if (best.byte_order == rival.fit->byte_order && expect_the_same(*best.candidate, *rival.fit->candidate)) {
            say("The bytes cannot distinguish it from " + declared_by(*rival.fit->candidate) +
                ": both have the same fields at the same offsets, with other names.");
            return;
        }
        if (!rival.is_alike && rival.has_same_numbers) {
            say("That is not certain: " + declared_by(*rival.fit->candidate) +
                " reads the same numbers at the same places, under other names.");
            return;
        }
        say((rival.is_alike ? "That is not certain: " : "That is not certain enough: ") +
            declared_by(*rival.fit->candidate) +
            (rival.is_alike ? " gives these bytes the same values."
                            : " explains them almost as well (" + in_bits(best.bits - rival.fit->bits) + " less).") +
            " More packets, or a packet with larger values, can decide.");
    }

    void write_tags(const Fit& best, const Tagged& tags) {
        const auto& candidate = *best.candidate;
        if (question_.keys.empty()) return;
        if (candidate.tags.empty()) {
            say("None of its fields can hold a tag.");
            return;
        }
        const std::string of_all = " of " + counted(tags.packets, "packet");
        for (const auto& [found, packets] : tags.valid) {
            const auto& tag = candidate.tags[found.first];
            say(candidate.slots[tag.slot].path + ": tag valid under key " + std::to_string(found.second + 1) + " in " +
                std::to_string(packets) + of_all +
                (tag.as_today ? ", computed over the spec's layout of the values." : "."));
        }
        if (tags.valid.empty()) {
            say("No tag is valid under the " + counted(question_.keys.size(), "given key") + ": 0" + of_all + ".");
        }
    }

    /// The bytes of one packet of a run; empty if the input does not have all of it.
    std::span<const std::uint8_t> packet_at(const Fit& fit, const Fit::Run& run, std::uint64_t index) const {
        const auto at = run.begin + static_cast<std::int64_t>(index * fit.stride);
        const auto chunk = question_.chunks[run.chunk];
        const auto size = fit.candidate->size_bytes;
        if (at < 0 || static_cast<std::uint64_t>(at) > chunk.size()) return {};
        const auto rest = chunk.subspan(static_cast<std::size_t>(at));
        return rest.size() < size ? std::span<const std::uint8_t>{} : rest.first(size);
    }

    void write_margin(const Fit& best, const Rival* next) {
        std::string text = in_bits(best.bits) + " of evidence; each bit doubles the odds.";
        if (next != nullptr) {
            text += " The next best, " + declared_by(*next->fit->candidate) + ", has " + in_bits(next->fit->bits) + ".";
        }
        say(text);
    }

    void write_no_match(const Ranking& ranking, double needed) {
        story_.certainty = Certainty::unlikely;
        say("No known layout explains these bytes: " + counted(candidates_.size(), "layout") + " tried in " +
            counted(ranking.tried, "way") + ".");
        if (ranking.fits.empty()) return;
        const auto& best = ranking.fits[0];
        say("The best of them, " + declared_by(*best.candidate) + ", has " + in_bits(best.bits) +
            " of evidence; among so many ways, chance gives nearly as much. It would need " + in_bits(needed) + ".");
    }

    void write_packets(const Fit& best, const Candidate* reader) {
        for (const auto& run : best.runs) {
            for (std::uint64_t i = 0; i < run.packets && story_.written.size() < most_packets; ++i) {
                const auto at = run.begin + static_cast<std::int64_t>(i * best.stride);
                if (at < 0) continue;
                add_packet(*best.candidate, best.byte_order, run.chunk, static_cast<std::uint64_t>(at), story_.written);
            }
        }
        if (reader == nullptr || story_.written.empty()) return;
        story_.reader = reader->record + " as " + listed(reader->names);
        // The reader's packets that overlap the writer's.
        const auto chunk = best.runs[0].chunk;
        const auto size = reader->size_bytes;
        const auto from = (story_.written[0].at - begins_[chunk]) / size * size;
        const auto& last = story_.written.back();
        for (auto at = from; at < last.at - begins_[chunk] + last.bytes.size(); at += size) {
            add_packet(*reader, reader->byte_order, chunk, at, story_.seen);
        }
    }

    void add_packet(const Candidate& candidate, ByteOrder order, std::size_t chunk, std::uint64_t at,
                    std::vector<PacketReading>& into) const {
        const auto bytes = question_.chunks[chunk];
        if (at >= bytes.size() || bytes.size() - at < candidate.size_bytes) return;
        const auto packet = bytes.subspan(at, candidate.size_bytes);
        const auto values = decode(*candidate.layout, *candidate.declared, packet, order);
        if (!values) return;
        PacketReading made{.at = begins_[chunk] + at, .bytes = {packet.begin(), packet.end()}, .fields = {}};
        for (const auto& field : *values) {
            FieldReading reading{.path = field.path,
                                 .at_bits = field.offset_bits,
                                 .width_bits = field.width_bits,
                                 .value = to_string(field.value),
                                 .meaning = ""};
            // For a union, only the first member is judged.
            const FieldSpan* slot = slot_at(candidate, field.offset_bits);
            const auto name = [](const std::string& path) { return std::string_view(path).substr(0, path.find('[')); };
            if (slot != nullptr && name(slot->path) == name(field.path)) judge(*slot, field, reading);
            made.fields.push_back(std::move(reading));
        }
        into.push_back(std::move(made));
    }

    void judge(const FieldSpan& slot, const FieldValue& field, FieldReading& reading) const {
        const bool is_zero = field.value == Integer{};
        const std::uint64_t value = low_word(field.value);
        switch (slot.expectation) {
        case Expectation::zero:
        case Expectation::mostly_zero:
            reading.meaning = slot.expectation == Expectation::zero ? "padding" : "reserved";
            if (!is_zero) reading.meaning += ", not zero";
            reading.is_wrong = !is_zero;
            return;
        case Expectation::enumeration:
            reading.meaning = glossary_.enumerator(slot, value);
            reading.is_wrong = !std::ranges::binary_search(slot.known, value);
            if (reading.is_wrong)
                reading.meaning = "none of the " + std::to_string(slot.known.size()) + " known values";
            return;
        case Expectation::own_size:
            reading.is_wrong = value != slot.known.front();
            reading.meaning = reading.is_wrong ? "not the size, " + std::to_string(slot.known.front()) : "the size";
            return;
        case Expectation::boolean:
            reading.is_wrong = field.value.high != 0 || value > 1;
            if (reading.is_wrong) reading.meaning = "neither 0 nor 1";
            return;
        default: reading.meaning = field.value.high == 0 ? glossary_.constant(value) : "";
        }
    }

    static std::string remedy_for_older(const Candidate& writer) {
        return writer.record +
               " grows at its end, and an older version wrote these bytes. A reader must use only the " + "first " +
               size_text(writer.size_bytes * 8) + " of each, as `" + writer.declared->size_field + "` states.";
    }

    /// What to do, and where the writer's declaration differs from the reader's.
    std::string remedy_of(const Candidate& writer, const Candidate& reader) const {
        const bool is_past = std::ranges::all_of(
            writer.names, [](const std::string& name) { return name.find('@') != std::string::npos; });
        std::string differences;
        std::size_t count = 0;
        for (const auto& slot : reader.slots) {
            if (slot.path.empty()) continue;
            const auto same = std::ranges::find(writer.slots, slot.path, &FieldSpan::path);
            std::string text;
            if (same == writer.slots.end()) {
                text = slot.path + " (offset " + std::to_string(slot.offset_bits / 8) + ") is missing";
            } else if (same->offset_bits != slot.offset_bits) {
                text = slot.path + " is at " + std::to_string(same->offset_bits / 8) + " instead of " +
                       std::to_string(slot.offset_bits / 8);
            } else if (same->width_bits != slot.width_bits) {
                text = slot.path + " has " + std::to_string(same->width_bits) + " bits instead of " +
                       std::to_string(slot.width_bits);
            }
            const bool is_upper_half =
                same != writer.slots.end() && &slot != &*std::ranges::find(reader.slots, slot.path, &FieldSpan::path);
            if (text.empty() || is_upper_half || ++count > 4) continue;
            differences += (differences.empty() ? "" : ", ") + text;
        }
        if (writer.size_bytes != reader.size_bytes) {
            differences += (differences.empty() ? "" : "; ") + std::to_string(writer.size_bytes) +
                           " bytes instead of " + std::to_string(reader.size_bytes);
        }
        const std::string what =
            differences.empty() ? "" : " In the writer's " + writer.record + ", " + differences + ".";
        if (is_past) {
            return "No layer has this declaration today: the writer is an old binary, or was built from old sources. "
                   "Build it again." +
                   what;
        }
        return "Declare " + writer.record + " in the writer (" + listed(writer.names) +
               ") as the reader does, and build both again." + what;
    }

    const Inquiry& question_;
    Story& story_;
    std::vector<Candidate> candidates_;
    std::vector<std::uint64_t> marks_;
    Clues clues_;
    Glossary glossary_;
    std::vector<std::uint64_t> begins_;  // by chunk: its offset in the input
};

}  // namespace

Story explain(const Inquiry& question) {
    Story story;
    StoryWriter(question, story).write();
    return story;
}

}  // namespace abi
