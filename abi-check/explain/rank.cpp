#include "explain/rank.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "codec/fields.h"
#include "explain/tag.h"

namespace abi {
namespace {

using Chunks = std::span<const std::span<const std::uint8_t>>;

/// The limit of slots that the first pass weighs.
constexpr double most_work = 2.0e7;
constexpr std::uint64_t least_sample = 1024;
constexpr std::uint64_t window_bytes = 1024;
constexpr std::size_t most_finalists = 24;
constexpr std::size_t places_each = 3;  // kept for each finalist

constexpr double other_order_bits = 4;
constexpr double other_stride_bits = 5;
constexpr double other_start_bits = 3;
constexpr double other_start_share =
    0.03;                             // of the evidence, because an error of the expectations repeats in each packet
constexpr double forbidden_bits = 4;  // the record's alignment forbids the start or the stride
// The first packet begins before the bytes: nearly the lead that a sure answer needs.
constexpr double cut_start_bits = 12;
constexpr double cut_start_share = 0.1;  // of the evidence

constexpr double least_guess = -16;  // a guess, if there is nothing better
constexpr double cut_out_bits = 5;   // users cut packets out
constexpr double past_bits = 2;      // a declaration other than the current spec's
constexpr double run_bits = 2;
constexpr double no_whole_bits = 10;  // the run has no complete packet
constexpr double tag_flag_bits = 1;   // to state whether a packet has a valid tag
constexpr double gap_bits = 3;        // for each 8 bytes between packets that are not all zero

/// A part of a chunk.
struct Window {
    std::size_t chunk = 0;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// One way to read the bytes.
struct Way {
    const Candidate* candidate;
    ByteOrder order;
    std::uint64_t stride;
    std::uint64_t phase;
};

/// The number of slots, with all members of unions.
std::size_t slots_in(const Candidate& candidate) {
    return candidate.slots.size() + candidate.alternatives.size();
}

class Weigher {
  public:
    Weigher(Chunks chunks, const Clues& clues) : clues_(clues) {
        baselines_.reserve(chunks.size());
        for (const auto& chunk : chunks) baselines_.emplace_back(chunk);
    }

    const std::vector<Baseline>& baselines() const { return baselines_; }

    Fit weigh(const Way& way, std::span<const Window> windows) {
        Fit reading{way.candidate, way.order, way.stride, way.phase, -cost_of(way), 0, {}};
        for (const auto& window : windows) {
            const auto run = best_run(way, window);
            if (run.packets == 0) continue;
            // The number of packets costs bits, too. So of two layouts with the same values, the one with fewer and
            // larger packets is better.
            double cost = run_bits + std::log2(static_cast<double>(std::max<std::uint64_t>(run.packets, 1)));
            if (!has_whole_packet(way, window, run)) cost += no_whole_bits;
            if (reading.runs.empty()) cost += start_cost(way, run);
            cost += share_cost(run);
            if (is_all(way, run)) cost -= evidence_of_all(way, run);
            const bool is_guess = windows.size() == 1 && run.bits - cost > least_guess;
            if (run.bits <= cost && !is_guess) continue;
            reading.bits += run.bits - cost;
            reading.tag_bits += run.tag_bits;
            reading.runs.push_back(run);
        }
        return reading;
    }

    /// Evidence of one packet: all of it, and the part from its tag.
    struct Weight {
        double bits = 0;
        double tag_bits = 0;
        bool is_nothing = false;  // all of its bytes are zero
    };

    /// `begin` may lie before the window, and the packet may reach past its end. Adds each slot's evidence to `tally`
    /// if that is not null.
    Weight weigh_packet(const Way& way, const Window& window, std::int64_t begin, double* tally) {
        const auto& baseline = baselines_[window.chunk];
        const auto from = static_cast<std::int64_t>(window.begin);
        const auto to = static_cast<std::int64_t>(window.end);
        const auto size = static_cast<std::int64_t>(way.candidate->size_bytes);
        const auto first = std::max(begin, from);
        const auto last = std::min(begin + size, to);
        const bool is_whole = first == begin && last == begin + size;
        const bool is_nothing = baseline.is_zero(static_cast<std::uint64_t>(first), static_cast<std::uint64_t>(last));
        if (is_nothing) {
            whole_before_ = 0;
            return {.is_nothing = true};
        }
        Packet packet{.way = way,
                      .baseline = baseline,
                      .begin = begin,
                      .from_bits = from * 8,
                      .to_bits = to * 8,
                      .is_whole = is_whole};
        const auto& candidate = *way.candidate;
        double sum = 0;
        std::size_t at = 0;
        for (const auto& choice : candidate.choices) {
            sum += weigh_slots(packet, candidate.slots, {at, choice.slots.begin}, 0);
            sum += weigh_choice(packet, choice);
            at = choice.slots.end;
        }
        sum += weigh_slots(packet, candidate.slots, {at, candidate.slots.size()}, 0);
        if (tally != nullptr) {
            for (std::size_t s = 0; s < slots_in(candidate); ++s) tally[s] += bits_[s];
        }
        whole_before_ = is_whole ? whole_before_ + 1 : 0;
        const double tag_bits = is_whole ? weigh_tag(way, baseline, static_cast<std::uint64_t>(begin), tally) : 0;
        return {sum + tag_bits - gap_cost(way, window, begin), tag_bits};
    }

    void begin_run(const Way& way) {
        whole_before_ = 0;
        const auto count = slots_in(*way.candidate);
        habits_.assign(std::max(count, habits_.size()), {});
        if (bits_.size() < count) bits_.resize(count);
    }

  private:
    /// The packet that is being weighed.
    struct Packet {
        const Way& way;
        const Baseline& baseline;
        std::int64_t begin;
        std::int64_t from_bits;  // of the window
        std::int64_t to_bits;
        bool is_whole;
        const FieldSpan* counted = nullptr;  // the last slot that is a counter, and its value
        std::uint64_t beside = 0;
        std::optional<std::uint64_t> before{};  // the value of the slot before
    };

    /// A text slot's bytes in an earlier packet; null if that packet is not complete.
    const std::uint8_t* text_before(const Packet& packet, const FieldSpan& slot, std::uint64_t packets) const {
        if (slot.expectation != Expectation::text || whole_before_ < packets) return nullptr;
        const auto begin = packet.begin - static_cast<std::int64_t>(packets * packet.way.stride);
        return packet.baseline.bytes().data() + begin + slot.offset_bits / 8;
    }

    /// Weighs a range of slots or alternatives. `behind` is the index of the first one in bits_.
    double weigh_slots(Packet& packet, const std::vector<FieldSpan>& slots, Choice::Range range, std::size_t behind) {
        double sum = 0;
        for (auto s = range.begin; s < range.end; ++s) {
            const double bits = weigh_slot(packet, slots[s], behind + s);
            bits_[behind + s] = bits;
            sum += bits;
        }
        return sum;
    }

    double weigh_slot(Packet& packet, const FieldSpan& slot, std::size_t index) {
        const auto& [way, baseline, begin, from_bits, to_bits, is_whole, counted, beside, before] = packet;
        const auto slot_begin = begin * 8 + slot.offset_bits;
        if (!is_whole && (slot_begin < from_bits || slot_begin + slot.width_bits > to_bits)) {
            packet.before.reset();
            return 0;
        }
        // If the packet begins before the chunk, its slots' offsets are counted from the start of the chunk.
        FieldSpan moved;
        const FieldSpan* asked = &slot;
        std::uint64_t packet_bits = static_cast<std::uint64_t>(begin) * 8;
        if (begin < 0) {
            moved = slot;
            moved.offset_bits = static_cast<std::uint32_t>(slot_begin);
            asked = &moved;
            packet_bits = 0;
        }
        std::uint64_t value = 0;
        const bool has_beside = slot.counts && counted != nullptr && counted->width_bits == slot.width_bits;
        auto& habit = habits_[index];
        const Neighbours near{.habit = &habit,
                              .text_before = text_before(packet, slot, 1),
                              .text_earlier = text_before(packet, slot, 2),
                              .beside = has_beside ? &beside : nullptr,
                              .element = slot.follows && before ? &*before : nullptr,
                              .is_behind_zero = before && *before == 0};
        const double bits = evidence(baseline, packet_bits, *asked, way.order, clues_.marks, near, value);
        habit.add(value, slot.width_bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << slot.width_bits) - 1);
        packet.before = value;
        if (slot.counts) {
            packet.counted = &slot;
            packet.beside = value;
        }
        return bits;
    }

    /// The evidence of the union's best member, minus the cost to state which one it is. The others give no evidence.
    double weigh_choice(Packet& packet, const Choice& choice) {
        const auto& candidate = *packet.way.candidate;
        const auto behind = candidate.slots.size();
        double best = weigh_slots(packet, candidate.slots, choice.slots, 0);
        Choice::Range best_range = choice.slots;
        const auto clear = [&](Choice::Range range) {
            std::fill(bits_.begin() + static_cast<std::ptrdiff_t>(range.begin),
                      bits_.begin() + static_cast<std::ptrdiff_t>(range.end), 0.0);
        };
        for (const auto& other : choice.others) {
            const double bits = weigh_slots(packet, candidate.alternatives, other, behind);
            const Choice::Range range{behind + other.begin, behind + other.end};
            clear(bits > best ? best_range : range);
            if (bits <= best) continue;
            best = bits;
            best_range = range;
        }
        return best - std::log2(static_cast<double>(choice.others.size() + 1));
    }

    /// What a valid tag adds to the evidence of its field, which is in bits_. Negative if there is no valid tag.
    double weigh_tag(const Way& way, const Baseline& baseline, std::uint64_t begin, double* tally) const {
        const auto& candidate = *way.candidate;
        if (clues_.keys.empty() || candidate.tags.empty()) return 0;
        const auto packet = baseline.bytes().subspan(begin, candidate.size_bytes);
        const auto found = find_tag(candidate, packet, way.order, clues_.keys);
        if (!found) return -tag_flag_bits;
        const auto slot = candidate.tags[found->tag].slot;
        const auto at = begin * 8 + candidate.slots[slot].offset_bits;
        const auto choices = static_cast<double>(candidate.tags.size() * clues_.keys.size());
        const double saved = baseline.cost(at, at + 64) - std::log2(choices) - bits_[slot] - tag_flag_bits;
        if (tally != nullptr) tally[slot] += saved;
        return saved;
    }

    /// Adds one packet to the run.
    void extend(const Way& way, const Window& window, Fit::Run& run, bool& is_nothing) {
        const auto at = run.begin + static_cast<std::int64_t>(run.packets * way.stride);
        const auto weight = weigh_packet(way, window, at, nullptr);
        run.bits += weight.bits;
        run.tag_bits += weight.tag_bits;
        ++run.packets;
        is_nothing = weight.is_nothing;
    }

    /// The run of packets with the most evidence (Kadane 1984). The first packet of a run may have less than none, if
    /// the second one makes up for it: values that look like chance are known when they come again. Example: ports and
    /// addresses of a connection.
    Fit::Run best_run(const Way& way, const Window& window) {
        const auto size = static_cast<std::int64_t>(way.candidate->size_bytes);
        const auto stride = static_cast<std::int64_t>(way.stride);
        const auto from = static_cast<std::int64_t>(window.begin);
        std::int64_t at = static_cast<std::int64_t>(way.phase);
        if (from > at) at += (from - at) / stride * stride;
        while (at + size > from) at -= stride;  // to the first packet that reaches into the window
        at += stride;
        Fit::Run best{.chunk = window.chunk};
        Fit::Run here{.chunk = window.chunk};
        bool is_nothing = false;
        for (; at < static_cast<std::int64_t>(window.end); at += stride) {
            const bool may_teach = here.packets == 1 && !is_nothing;
            // The second packet may be the first one of a better run.
            if (here.packets == 2 && here.bits <= 0 && !is_nothing) at -= stride;
            if (here.packets == 0 || (here.bits <= 0 && !may_teach)) {
                here = {window.chunk, at, 0, 0, 0};
                begin_run(way);  // the bytes before it taught nothing about these packets
            }
            extend(way, window, here, is_nothing);
            if (!is_nothing && (best.packets == 0 || here.bits > best.bits)) best = here;
        }
        best = without_first(way, window, best);
        const Fit::Run whole = whole_run(way, window);
        return whole.packets != 0 && whole.bits + evidence_of_all(way, whole) >= best.bits ? whole : best;
    }

    /// The run without those packets at its begin that make it worse, the cost of its start included.
    Fit::Run without_first(const Way& way, const Window& window, Fit::Run run) {
        const auto worth = [&](const Fit::Run& one) { return one.bits - start_cost(way, one) - share_cost(one); };
        while (run.packets > 1) {
            bool is_nothing = false;
            Fit::Run alone{.chunk = run.chunk, .begin = run.begin};
            begin_run(way);
            extend(way, window, alone, is_nothing);
            if (alone.bits > 0 && run.begin >= 0) break;
            Fit::Run rest{.chunk = run.chunk, .begin = run.begin + static_cast<std::int64_t>(way.stride)};
            begin_run(way);
            while (rest.packets + 1 < run.packets) extend(way, window, rest, is_nothing);
            if (worth(rest) < worth(run)) break;
            run = rest;
        }
        return run;
    }

    /// All packets of the chunk, also those without evidence; none if the chunk is not a whole number of packets, or if
    /// it begins or ends with a packet of zeros, because users do not cut out such packets.
    Fit::Run whole_run(const Way& way, const Window& window) {
        Fit::Run whole{.chunk = window.chunk};
        const auto bytes = baselines_[window.chunk].bytes().size();
        if (way.phase != 0 || window.begin != 0 || window.end != bytes) return {};
        const auto packets = (bytes + way.stride - way.candidate->size_bytes) / way.stride;
        const bool is_all_of_it = packets != 0 && (packets * way.stride == bytes ||
                                                   (packets - 1) * way.stride + way.candidate->size_bytes == bytes);
        if (!is_all_of_it) return {};
        begin_run(way);
        bool is_nothing = false;
        while (whole.packets < packets) {
            extend(way, window, whole, is_nothing);
            if (whole.packets == 1 && is_nothing) return {};
        }
        return is_nothing ? Fit::Run{} : whole;
    }

    /// The cost of bytes between packets that are not zero, because the layout does not explain them.
    double gap_cost(const Way& way, const Window& window, std::int64_t begin) const {
        double cost = 0;
        const auto end = std::min(begin + static_cast<std::int64_t>(way.stride), static_cast<std::int64_t>(window.end));
        for (auto at = begin + static_cast<std::int64_t>(way.candidate->size_bytes); at < end; at += 8) {
            if (at < static_cast<std::int64_t>(window.begin)) continue;
            const auto from = static_cast<std::uint64_t>(at);
            const auto to = static_cast<std::uint64_t>(std::min(at + 8, end));
            if (!baselines_[window.chunk].is_zero(from, to)) cost += gap_bits;
        }
        return cost;
    }

    static bool has_whole_packet(const Way& way, const Window& window, const Fit::Run& run) {
        const auto stride = static_cast<std::int64_t>(way.stride);
        const bool is_late = run.begin < static_cast<std::int64_t>(window.begin);
        const auto first = is_late ? run.begin + stride : run.begin;
        const auto last = run.begin + static_cast<std::int64_t>(run.packets) * stride - stride;
        const auto size = static_cast<std::int64_t>(way.candidate->size_bytes);
        return first <= last && first + size <= static_cast<std::int64_t>(window.end);
    }

    /// Whether all packets are aligned as their record demands.
    static bool allows(const Way& way, const Fit::Run& run) {
        const auto align = static_cast<std::int64_t>(way.candidate->align_bytes);
        return run.begin % align == 0 && (run.packets < 2 || static_cast<std::int64_t>(way.stride) % align == 0);
    }

    /// The cost to state where the first packet begins. The start of what the user gave is free.
    static double start_cost(const Way& way, const Fit::Run& run) {
        if (run.begin == 0) return 0;
        const double cut = cut_start_bits + cut_start_share * std::max(0.0, run.bits - run.tag_bits);
        return other_start_bits + (allows(way, run) ? 0 : forbidden_bits) + (run.begin < 0 ? cut : 0);
    }

    /// What a run that does not begin with the bytes loses of its evidence.
    static double share_cost(const Fit::Run& run) {
        return run.begin == 0 ? 0 : other_start_share * std::max(0.0, run.bits - run.tag_bits);
    }

    /// Whether the run's packets are all bytes of the chunk. Then the number of bytes is evidence, too.
    bool is_all(const Way& way, const Fit::Run& run) const {
        const auto bytes = baselines_[run.chunk].bytes().size();
        const auto end = (run.packets - 1) * way.stride + way.candidate->size_bytes;
        return run.begin == 0 && (end == bytes || run.packets * way.stride == bytes);
    }

    /// What it tells that the bytes are a whole number of packets: of `stride` numbers of bytes one is. Dumps often
    /// have rows of 16 bytes, and memory has pages; then fewer numbers are possible.
    double evidence_of_all(const Way& way, const Fit::Run& run) const {
        const auto unit = std::gcd(std::gcd(baselines_[run.chunk].bytes().size(), std::uint64_t{16}), way.stride);
        return cut_out_bits + std::log2(static_cast<double>(way.stride / unit));
    }

    static double cost_of(const Way& way) {
        double bits = way.order == way.candidate->byte_order ? 0 : other_order_bits;
        if (way.stride != way.candidate->size_bytes) bits += other_stride_bits;
        if (way.stride % way.candidate->align_bytes != 0) bits += forbidden_bits;
        return way.candidate->is_expected ? bits : bits + past_bits;
    }

    const Clues& clues_;
    std::vector<Baseline> baselines_;
    std::vector<Habit> habits_;       // by slot: its values in the packets of this run
    std::uint64_t whole_before_ = 0;  // complete packets before the current one, without a gap
    std::vector<double> bits_;        // by slot: the evidence in the current packet
};

/// The strides to try: the record's size, the size rounded up as in slots of a ring, and the sizes of the record's
/// other layouts.
std::vector<std::uint64_t> strides_of(const Candidate& candidate, std::span<const Candidate> all) {
    const auto size = candidate.size_bytes;
    std::set<std::uint64_t> strides;
    for (const std::uint64_t unit : {8U, 16U, 32U, 64U}) strides.insert((size + unit - 1) / unit * unit);
    for (const auto& other : all) {
        const bool fits = other.record == candidate.record && other.size_bytes > size && other.size_bytes <= 2 * size;
        if (fits && strides.size() < 8) strides.insert(other.size_bytes);
    }
    strides.erase(size);
    std::vector<std::uint64_t> ordered{size};
    ordered.insert(ordered.end(), strides.begin(), strides.end());
    return ordered;
}

std::uint64_t phase_step(std::uint64_t stride) {
    return stride <= 1024 ? 1 : stride <= 8192 ? 8 : 64;
}

/// One window for each chunk.
std::vector<Window> whole_chunks(const std::vector<Baseline>& baselines) {
    std::vector<Window> all;
    all.reserve(baselines.size());
    for (std::size_t i = 0; i < baselines.size(); ++i) all.push_back({i, 0, baselines[i].bytes().size()});
    return all;
}

std::uint64_t bytes_in(std::span<const Window> windows) {
    std::uint64_t bytes = 0;
    for (const auto& window : windows) bytes += window.end - window.begin;
    return bytes;
}

/// The whole chunks, or a sample of windows that are not zero if the chunks are larger than `most_bytes`.
std::vector<Window> windows_of(const std::vector<Baseline>& baselines, std::uint64_t most_bytes) {
    auto all = whole_chunks(baselines);
    if (bytes_in(all) <= most_bytes) return all;
    std::vector<Window> filled;
    for (const auto& whole : all) {
        for (std::uint64_t at = 0; at < whole.end; at += window_bytes) {
            const Window window{whole.chunk, at, std::min(at + window_bytes, whole.end)};
            if (!baselines[window.chunk].is_zero(window.begin, window.end)) filled.push_back(window);
        }
    }
    const std::size_t wanted = std::max<std::size_t>(1, most_bytes / window_bytes);
    if (filled.size() <= wanted) return filled;
    std::vector<Window> sample;
    sample.reserve(wanted);
    for (std::size_t i = 0; i < wanted; ++i) sample.push_back(filled[i * filled.size() / wanted]);
    return sample;
}

bool is_better(const Fit& a, const Fit& b) {
    return a.bits > b.bits;
}

/// The best strides and phases of one candidate in one byte order.
std::vector<Fit> best_places(Weigher& weigher, const Candidate& candidate, ByteOrder order,
                             const std::vector<std::uint64_t>& strides, std::span<const Window> windows,
                             std::size_t& tried) {
    std::vector<Fit> best;
    for (const auto stride : strides) {
        for (std::uint64_t phase = 0; phase < stride; phase += phase_step(stride)) {
            ++tried;
            auto reading = weigher.weigh({&candidate, order, stride, phase}, windows);
            if (reading.runs.empty()) continue;
            best.insert(std::ranges::upper_bound(best, reading, is_better), std::move(reading));
            if (best.size() > places_each) best.pop_back();
        }
    }
    return best;
}

Way way_of(const Fit& reading) {
    return {reading.candidate, reading.byte_order, reading.stride, reading.phase};
}

}  // namespace

bool has_strained_start(const Fit& fit) {
    const auto begin = fit.runs[0].begin;
    return begin < 0 || begin % static_cast<std::int64_t>(fit.candidate->align_bytes) != 0;
}

Ranking rank(std::span<const Candidate> candidates, Chunks chunks, const Clues& clues) {
    Weigher weigher(chunks, clues);
    std::vector<std::vector<std::uint64_t>> strides;
    double work_each = 1;
    for (const auto& candidate : candidates) {
        strides.push_back(strides_of(candidate, candidates));
        work_each += 2 * static_cast<double>(slots_in(candidate) * strides.back().size());
    }
    const auto sample = std::max(least_sample, static_cast<std::uint64_t>(most_work / work_each));
    const auto windows = windows_of(weigher.baselines(), sample);

    Ranking ranking;
    std::vector<std::vector<Fit>> places;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        for (const auto order : {ByteOrder::little, ByteOrder::big}) {
            auto best = best_places(weigher, candidates[i], order, strides[i], windows, ranking.tried);
            if (!best.empty()) places.push_back(std::move(best));
        }
    }
    std::ranges::stable_sort(places, [](const auto& a, const auto& b) { return is_better(a[0], b[0]); });

    const auto whole = whole_chunks(weigher.baselines());
    const bool is_sample = bytes_in(windows) != bytes_in(whole);
    if (is_sample && places.size() > most_finalists) places.resize(most_finalists);
    for (auto& best : places) {
        if (is_sample) {
            for (auto& reading : best) reading = weigher.weigh(way_of(reading), whole);
            std::ranges::stable_sort(best, is_better);
        }
        if (best[0].bits > least_guess) ranking.fits.push_back(std::move(best[0]));
    }
    std::ranges::stable_sort(ranking.fits, is_better);
    return ranking;
}

std::vector<double> evidence_by_slot(const Fit& reading, Chunks chunks, const Clues& clues) {
    Weigher weigher(chunks, clues);
    std::vector<double> bits(slots_in(*reading.candidate), 0);
    const auto way = way_of(reading);
    for (const auto& run : reading.runs) {
        const Window window{run.chunk, 0, chunks[run.chunk].size()};
        weigher.begin_run(way);
        for (std::uint64_t i = 0; i < run.packets; ++i) {
            const auto at = run.begin + static_cast<std::int64_t>(i * reading.stride);
            weigher.weigh_packet(way, window, at, bits.data());
        }
    }
    return bits;
}

}  // namespace abi
