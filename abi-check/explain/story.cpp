#include "explain/story.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <optional>
#include <set>

#include "codec/fields.h"
#include "explain/bits.h"
#include "explain/evidence.h"
#include "explain/glossary.h"
#include "explain/packet.h"
#include "explain/preference.h"
#include "explain/rank.h"
#include "explain/remedy.h"
#include "explain/rival.h"
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

std::string listed(const std::vector<std::string>& names) {
    return join_some(names, 3);
}

bool has_part(const std::vector<std::string>& names, const std::string& part) {
    return std::ranges::any_of(names, [&](const auto& name) { return name.find(part) != std::string::npos; });
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
        const auto rivals = rivals_of(best, ranking.fits, question_.chunks);
        for (const auto& rival : rivals) {
            if (!rival.is_alike && !rival.has_same_numbers) continue;
            const auto* other = rival.fit;
            story_.ranked[0].alike.push_back(other->candidate->record + " of " + listed(other->candidate->names));
        }
        if (best.bits < needed) return write_no_match(ranking, needed);

        const auto tags = tags_of(best);
        story_.ranked[0].reasons = reasons_of(best, tags);
        const auto* rival = find_tie(best, rivals, question_.records);
        const bool reads_otherwise = rival != nullptr && !rival->is_alike && !rival->has_same_numbers;
        if (reads_otherwise && has_strained_start(best)) return write_strained(ranking, *rival);
        story_.certainty = rival == nullptr ? Certainty::sure : Certainty::tie;
        // An older version of a record that grows is no mistake of the writer.
        const bool is_older = best.candidate->is_older_version && question_.reader.empty();
        const Candidate* reader = is_older ? nullptr : reader_of(best);
        write_best(best, reader);
        if (reader == nullptr && !question_.reader.empty()) write_no_reader(best);
        if (is_preferred) say(words_for_preferred(without_names));
        if (!question_.records.empty() && !is_named(best, question_.records)) {
            say(words_for_denied(question_.records, ranking.fits));
        }
        if (rival != nullptr) say(words_for_tie(best, *rival));
        write_tags(best, tags);
        write_margin(best, rivals);
        write_packets(best, reader);
        if (is_older) story_.remedy = remedy_for_older(*best.candidate);
        if (reader != nullptr && reader != best.candidate) story_.remedy = remedy_of(*best.candidate, *reader);
    }

  private:
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

    void write_margin(const Fit& best, const std::vector<Rival>& rivals) {
        const auto next = std::ranges::find(rivals, false, &Rival::is_alike);
        const std::string each = " of evidence; each bit doubles the odds.";
        if (next == rivals.end()) return say(in_bits(best.bits) + each);
        const double other = next->fit->bits;
        say(in_bits(best.bits, other) + each + " The next best, " + declared_by(*next->fit->candidate) + ", has " +
            in_bits(other, best.bits) + ".");
    }

    void write_no_match(const Ranking& ranking, double needed) {
        story_.certainty = Certainty::unlikely;
        say("No known layout explains these bytes: " + counted(candidates_.size(), "layout") + " tried in " +
            counted(ranking.tried, "way") + ".");
        if (ranking.fits.empty()) return;
        const auto& best = ranking.fits[0];
        say("The best of them, " + declared_by(*best.candidate) + ", has " + in_bits(best.bits, needed) +
            " of evidence; among so many ways, chance gives nearly as much. It would need " +
            in_bits(needed, best.bits) + ".");
    }

    /// An unlikely start needs a lead that makes the answer sure.
    void write_strained(const Ranking& ranking, const Rival& rival) {
        story_.certainty = Certainty::unlikely;
        say("No known layout explains these bytes: " + counted(candidates_.size(), "layout") + " tried in " +
            counted(ranking.tried, "way") + ".");
        const auto& best = ranking.fits[0];
        const auto begin = best.runs[0].begin;
        say("The best of them, " + declared_by(*best.candidate) + ", would begin " +
            (begin < 0 ? counted(static_cast<std::uint64_t>(-begin), "byte") + " before the input"
                       : "at byte " + std::to_string(place_of(best.runs[0])) + ", where its alignment of " +
                             counted(best.candidate->align_bytes, "byte") + " forbids it") +
            ", and " + declared_by(*rival.fit->candidate) + " has only " + in_bits(best.bits - rival.fit->bits, 0) +
            " of evidence less.");
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
        auto reading = read_packet(candidate, order, question_.chunks[chunk], at, glossary_);
        if (!reading) return;
        reading->at += begins_[chunk];
        into.push_back(std::move(*reading));
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
