// How often does `explain` name the true writer? For every ordered pair (writer, reader) of the spec's layouts, packets
// are written by one, laid into random bytes, and dumped as the other reads them.
//
//   explain_bench SPEC [--seed N] [--trials N]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <span>
#include <string>

#include "explain/story.h"
#include "specfile/read.h"
#include "test/explain/packets.h"

namespace {

using namespace abi;
using explain_bench::PacketSource;

struct Writer {
    std::string name;
    const Record* record;
};

struct Counts {
    unsigned cases = 0;
    unsigned first = 0;       // the true writer
    unsigned alike = 0;       // another one, which reads the very bytes as the true writer does, and it was said
    unsigned sure_wrong = 0;  // said to be sure, and wrong, or although another layout makes the same bytes
    unsigned nothing = 0;     // nothing explains them
    unsigned twins = 0;       // another layout makes the very bytes
    unsigned chances = 0;     // another layout makes them but for a tag that looks like the memory around it
    double at_most = 0;       // how many of the cases can be first
    std::map<std::string, unsigned> instead;
};

void add(const Counts& one, Counts& sum) {
    sum.cases += one.cases;
    sum.first += one.first;
    sum.alike += one.alike;
    sum.sure_wrong += one.sure_wrong;
    sum.nothing += one.nothing;
    sum.twins += one.twins;
    sum.chances += one.chances;
    sum.at_most += one.at_most;
    for (const auto& [name, count] : one.instead) sum.instead[name] += count;
}

/// The bytes that another layout of the record makes of the same values; empty: it cannot hold them.
Bytes as_written_by(const Layout& layout, const Record& other, const std::vector<std::vector<FieldValue>>& packets) {
    Bytes all;
    for (const auto& values : packets) {
        const auto bytes = encode(layout, other, values, layout.byte_order);
        if (!bytes) return {};
        all.insert(all.end(), bytes->begin(), bytes->end());
    }
    return all;
}

/// Which bytes of a packet are the upper half of a number of 128 bits: the tag, which is random.
std::vector<bool> bytes_of_tag(const Layout& layout, const Record& record, const std::vector<FieldValue>& values) {
    std::vector<std::vector<FieldValue>> packets{values, values};
    for (auto& value : packets[0]) value.value.high = 0;
    for (auto& value : packets[1]) {
        if (value.path == "id") value.value.high = ~std::uint64_t{0};
    }
    const Bytes without = as_written_by(layout, record, {packets[0]});
    const Bytes with = as_written_by(layout, record, {packets[1]});
    std::vector<bool> is_tag(without.size(), false);
    for (std::size_t i = 0; i < std::min(with.size(), without.size()); ++i) is_tag[i] = with[i] != without[i];
    return is_tag;
}

/// Is the longer of both the shorter one, and behind it a tag and nothing else? In random memory, of which the tag may
/// be a part, they are one.
bool differ_by_chance(const Bytes& a, const std::vector<bool>& tag_of_a, const Bytes& b,
                      const std::vector<bool>& tag_of_b) {
    if (a.size() < b.size()) return differ_by_chance(b, tag_of_b, a, tag_of_a);
    if (a.size() == b.size() || !std::equal(b.begin(), b.end(), a.begin())) return false;
    return std::all_of(tag_of_a.begin() + static_cast<std::ptrdiff_t>(b.size()), tag_of_a.end(),
                       [](bool is_tag) { return is_tag; });
}

/// Of one packet: how well can anybody do who knows all layouts, their values' distributions, and that each layout is
/// as likely as the next? Layouts with the same bytes are one answer; among answers that differ by chance alone, the
/// one with the most layouts is best.
void weigh_in_principle(const Layout& spec, const std::vector<Writer>& all, const Writer& writer,
                        const std::vector<FieldValue>& values, Counts& counts) {
    const Bytes written = as_written_by(spec, *writer.record, {values});
    const auto tag = bytes_of_tag(spec, *writer.record, values);
    auto without_tag = values;  // for layouts that have no room for one
    for (auto& value : without_tag) value.value.high = 0;
    unsigned same = 1;
    std::map<Bytes, unsigned> others;
    for (const auto& other : all) {
        if (other.record == writer.record) continue;
        Bytes bytes = as_written_by(spec, *other.record, {values});
        if (bytes.empty()) bytes = as_written_by(spec, *other.record, {without_tag});
        if (bytes.empty()) continue;
        if (bytes == written) {
            ++same;
        } else if (differ_by_chance(written, tag, bytes, bytes_of_tag(spec, *other.record, values))) {
            ++others[bytes];
        }
    }
    unsigned larger = 0;
    unsigned as_large = 1;
    for (const auto& [bytes, count] : others) {
        larger += count > same ? 1 : 0;
        as_large += count == same ? 1 : 0;
    }
    counts.twins = same > 1 ? 1 : 0;
    counts.chances = others.empty() ? 0 : 1;
    counts.at_most = larger != 0 ? 0 : 1.0 / as_large;
}

bool holds(const std::vector<std::string>& names, const std::string& name) {
    for (const auto& one : names) {
        if (one.find(name) != std::string::npos) return true;
    }
    return false;
}

Counts try_one(const Layout& spec, const std::vector<Writer>& all, const Writer& writer, const Writer& reader,
               unsigned packets, std::uint64_t seed) {
    PacketSource source(seed);
    std::vector<std::vector<FieldValue>> values;
    values.reserve(packets);
    for (unsigned i = 0; i < packets; ++i) values.push_back(source.next(spec, *writer.record));
    const Bytes written = as_written_by(spec, *writer.record, values);

    // Memory: random, the packets, random. The reader dumps as many packets of its own as those of the writer reach
    // into, and some bytes around them.
    const auto random = [&](std::uint64_t count) {
        Bytes bytes;
        for (std::uint64_t i = 0; i < count; ++i) bytes.push_back(source.byte());
        return bytes;
    };
    const auto size = *reader.record->size_bytes;
    const auto wanted = (written.size() + size - 1) / size * size;
    const auto before = source.below(32);
    const auto after = source.below(32);
    Bytes dump = random(before);
    dump.insert(dump.end(), written.begin(), written.end());
    const Bytes rest = random(wanted + after);
    dump.insert(dump.end(), rest.begin(), rest.end());
    dump.resize(before + wanted + after);

    const std::vector<std::span<const std::uint8_t>> chunks{dump};
    const std::vector<CandidateSource> sources{{"spec", &spec, true}};
    const Story story = explain({.chunks = chunks, .sources = sources, .reader = ""});

    Counts counts{.cases = 1};
    if (packets == 1) weigh_in_principle(spec, all, writer, values[0], counts);
    if (story.ranked.empty()) {
        counts.nothing = 1;
        return counts;
    }
    const auto& best = story.ranked[0];
    // A layout of the past is named by its label, that of today by its spec.
    const bool is_past = writer.name.find('@') != std::string::npos;
    const bool is_first =
        is_past ? holds(best.names, writer.name) : best.record == writer.name && holds(best.names, "spec");
    const bool is_alike = holds(best.alike, is_past ? writer.name : writer.name + " of spec");
    counts.first = is_first ? 1 : 0;
    counts.alike = !is_first && is_alike ? 1 : 0;
    if (!is_first) ++counts.instead[best.names[0] == "spec" ? best.record : best.names[0]];

    // Does another layout, asked by its names, make the very bytes that the dump shows?
    bool has_twin = false;
    for (const auto& other : all) {
        if (other.record == writer.record) continue;
        has_twin |= written == as_written_by(spec, *other.record, values);
    }
    if (story.certainty == Certainty::sure && (!is_first || has_twin)) counts.sure_wrong = 1;
    return counts;
}

void print_row(const std::string& name, const std::map<unsigned, Counts>& by_packets) {
    std::printf("%-24s", name.c_str());
    std::map<std::string, unsigned> instead;
    for (const auto& [packets, counts] : by_packets) {
        std::printf("  %5.1f%% %4u %3u", 100.0 * (counts.first + counts.alike) / std::max(1U, counts.cases),
                    counts.alike, counts.sure_wrong);
        for (const auto& [other, count] : counts.instead) instead[other] += count;
    }
    std::string most;
    unsigned count = 0;
    for (const auto& [other, times] : instead) {
        if (times > count) most = other, count = times;
    }
    if (count != 0) std::printf("  %s %u", most.c_str(), count);
    std::printf("\n");
}

/// A ring of 1 MiB in which packets of one layout lie, and 200 layouts that may have written it.
void print_time_of_large(const Layout& spec, std::uint64_t seed) {
    PacketSource source(seed);
    Layout many = spec;
    many.records.clear();
    const Record& model = spec.records[0];
    for (unsigned i = 0; i < 200; ++i) {
        Record record = model;
        record.name = "Cmd" + std::to_string(i);
        record.history.clear();
        const std::uint64_t shift = i % 20;
        for (auto& field : record.fields) {
            if (field.offset_bits >= 64) field.offset_bits += shift * 8;
        }
        record.size_bytes = *model.size_bytes + shift + i / 20;
        many.records.push_back(std::move(record));
    }
    Bytes ring;
    while (ring.size() < 1U << 20U) {
        const auto bytes = encode(spec, model, source.next(spec, model), spec.byte_order);
        ring.insert(ring.end(), bytes->begin(), bytes->end());
    }
    const std::vector<std::span<const std::uint8_t>> chunks{ring};
    const std::vector<CandidateSource> sources{{"many", &many, true}};
    const auto begin = std::chrono::steady_clock::now();
    const auto story = explain({.chunks = chunks, .sources = sources, .reader = ""});
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    std::printf("1 MiB, %zu layouts: %.3f s; first: %s, %.0f bits\n", story.candidates, taken.count(),
                story.ranked.empty() ? "none" : story.ranked[0].record.c_str(),
                story.ranked.empty() ? 0.0 : story.ranked[0].bits);
}

}  // namespace

int main(int argc, char** argv) {
    std::string path;
    std::uint64_t seed = 1;
    unsigned trials = 2;
    bool is_timed = true;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--seed" && i + 1 < argc) {
            seed = std::strtoull(argv[++i], nullptr, 10);
        } else if (word == "--trials" && i + 1 < argc) {
            trials = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
        } else if (word == "--no-time") {
            is_timed = false;
        } else {
            path = word;
        }
    }
    const auto spec = read_spec(path);
    if (!spec) {
        for (const auto& problem : spec.problems) std::fprintf(stderr, "%s\n", to_string(problem).c_str());
        return 2;
    }
    std::vector<Writer> all;
    for (const auto& record : spec->layout.records) {
        all.push_back({record.name, &record});
        for (const auto& earlier : record.history) all.push_back({earlier.name, &earlier});
    }
    std::printf("%zu layouts, %zu ordered pairs, %u trials each, seed %llu\n\n", all.size(), all.size() * all.size(),
                trials, static_cast<unsigned long long>(seed));
    std::printf("%-24s  %-15s  %-15s  %-15s  %s\n", "", "1 packet", "4 packets", "16 packets", "");
    std::printf("%-24s", "written by");
    for (int i = 0; i < 3; ++i) std::printf("  first  alike !!");
    std::printf("  most often instead\n");
    std::map<unsigned, Counts> sums;
    std::uint64_t next = seed * 1'000'003;
    for (const auto& writer : all) {
        std::map<unsigned, Counts> rows;
        for (const unsigned packets : {1U, 4U, 16U}) {
            for (const auto& reader : all) {
                for (unsigned trial = 0; trial < trials; ++trial) {
                    add(try_one(spec->layout, all, writer, reader, packets, next++), rows[packets]);
                }
            }
            add(rows[packets], sums[packets]);
        }
        print_row(writer.name, rows);
    }
    std::printf("\n");
    print_row("all", sums);
    const auto& one = sums[1];
    const auto of_all = [&](double count) { return 100 * count / std::max(1U, one.cases); };
    std::printf(
        "%-24s  %5.1f%%           of what 1 packet can tell: %u cases differ from another layout by a tag of "
        "chance alone,\n%42s in %u another makes the same bytes (said, they count as alike)\n\n",
        "at most", of_all(one.at_most), one.chances, "", one.twins);
    unsigned sure_wrong = 0;
    for (const auto& [packets, counts] : sums) {
        sure_wrong += counts.sure_wrong;
        std::printf("%2u packet%s: %u of %u first (%.1f %%), %u of them alike to the first; nothing found: %u\n",
                    packets, packets == 1 ? " " : "s", counts.first + counts.alike, counts.cases,
                    100.0 * (counts.first + counts.alike) / counts.cases, counts.alike, counts.nothing);
    }
    std::printf("sure and wrong, or sure although another layout makes the same bytes: %u (the columns !!)\n\n",
                sure_wrong);
    for (int i = 0; i < (is_timed ? 3 : 0); ++i) print_time_of_large(spec->layout, seed);
    return 0;
}
