// How often does `explain` name the true writer of records that it has never seen? One of a family's layouts, the true
// one or one with a mistake, writes packets; explain is given the layouts of the interface and of the mistakes.
//
//   explain_families [--seed N] [--trials N] [--packets MOST] [--half even|odd] [--among-all] [--only RECORD] [--each]
//                    [--least OF_1 OF_4]
//
// The seed is new in each run and printed. The layouts that compete are those of one interface; with --among-all, those
// of all interfaces. --each prints each case in which another layout is first. With --least, the exit status is 1 if
// fewer percent of the writers are first, with 1 packet or with 4.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <span>
#include <string>

#include "explain/candidate.h"
#include "explain/evidence.h"
#include "explain/rank.h"
#include "explain/story.h"
#include "test/explain/family.h"

namespace {

using namespace abi;
using namespace abi::explain_bench;

struct Asked {
    std::uint64_t seed = std::random_device{}();
    unsigned trials = 4;
    unsigned most_packets = 16;
    std::string half;  // "even" or "odd": every second family only
    double least_of_1 = 0;
    double least_of_4 = 0;
    std::string only;
    bool is_among_all = false;
    bool tells_each = false;
};

struct Counts {
    unsigned cases = 0;
    unsigned first = 0;    // the true writer
    unsigned alike = 0;    // another one that gives the very bytes the same values, and it was said
    unsigned same = 0;     // another one with the same fields at the same offsets, and a sentence names both as equal
    unsigned renamed = 0;  // another one that reads the same numbers under other names, and it was said: not right
    unsigned wrong_start = 0;  // of these, with a wrong start
    unsigned sure_wrong = 0;   // said to be sure, and wrong
    std::map<std::string, unsigned> instead;
};

void add(const Counts& one, Counts& sum) {
    sum.cases += one.cases;
    sum.first += one.first;
    sum.alike += one.alike;
    sum.same += one.same;
    sum.renamed += one.renamed;
    sum.wrong_start += one.wrong_start;
    sum.sure_wrong += one.sure_wrong;
    for (const auto& [name, count] : one.instead) sum.instead[name] += count;
}

/// Who writes the packets of a case.
struct Writer {
    std::string label;  // empty: the true layout
    const Record* record;
    const std::vector<Row>* rows;
    ByteOrder order;
};

/// A part of the name by which explain calls the writer's layout.
std::string name_of(const Writer& writer) {
    return writer.label.empty() || writer.label == "other order" ? "spec" : "@" + writer.label;
}

/// The packets alone, or among other memory, in which they are aligned.
struct Dump {
    Bytes bytes;
    std::uint64_t begin = 0;
};

Dump dump_of(const Bytes& packets, Random& random) {
    if (below(random, 2) == 0) return {packets, 0};
    const bool is_zero = below(random, 2) == 0;
    const auto memory = [&](std::uint64_t count) {
        Bytes bytes(count, 0);
        if (!is_zero) std::ranges::generate(bytes, [&] { return static_cast<std::uint8_t>(random()); });
        return bytes;
    };
    Dump dump{.bytes = memory(below(random, 9) * 8)};
    dump.begin = dump.bytes.size();
    dump.bytes.insert(dump.bytes.end(), packets.begin(), packets.end());
    const auto after = memory(below(random, 9) * 8);
    dump.bytes.insert(dump.bytes.end(), after.begin(), after.end());
    return dump;
}

bool holds(const std::vector<std::string>& names, const std::string& part) {
    return std::ranges::any_of(names, [&](const auto& one) { return one.find(part) != std::string::npos; });
}

/// The layouts that explain is given: those of the interface, or of all, and the mistakes of one family.
class Known {
  public:
    Known(const std::vector<Family>& all, const Family& family, const std::vector<Drift>& drifts, bool among_all) {
        little_.byte_order = ByteOrder::little;
        big_.byte_order = ByteOrder::big;
        for (const auto& one : all) {
            if (!among_all && one.interface != family.interface) continue;
            const bool is_own = one.record == family.record;
            add(one, is_own ? drifts : std::vector<Drift>{}, one.order == ByteOrder::little ? little_ : big_);
        }
    }

    Story explain(const Bytes& bytes) const {
        const std::vector<std::span<const std::uint8_t>> chunks{bytes};
        const std::vector<CandidateSource> sources{{"spec little", &little_, true}, {"spec big", &big_, true}};
        return abi::explain({.chunks = chunks, .sources = sources, .reader = ""});
    }

    /// The record that the explanation names.
    const Record* record_of(const Explanation& explanation) const {
        const auto& name = explanation.names[0];
        for (const auto* layout : {&little_, &big_}) {
            for (const auto& record : layout->records) {
                if (record.name != explanation.record) continue;
                if (name.starts_with("spec")) return &record;
                for (const auto& earlier : record.history) {
                    if (earlier.name == name) return &earlier;
                }
            }
        }
        return nullptr;
    }

    /// Prints the evidence of each field for the best fit and for the writer's.
    void tell_fields(const Bytes& bytes, const std::string& record, const std::string& name, ByteOrder order) const {
        const std::vector<std::span<const std::uint8_t>> chunks{bytes};
        const std::vector<CandidateSource> sources{{"spec little", &little_, true}, {"spec big", &big_, true}};
        const auto candidates = candidates_of(sources);
        const auto marks = marks_of(sources);
        const Clues clues{marks, {}};
        const auto ranking = rank(candidates, chunks, clues);
        for (std::size_t i = 0; i < ranking.fits.size(); ++i) {
            const auto& fit = ranking.fits[i];
            const bool is_writer =
                fit.candidate->record == record && holds(fit.candidate->names, name) && fit.byte_order == order;
            if (i != 0 && !is_writer) continue;
            std::printf("   %zu. %s, %.1f:", i + 1, fit.candidate->names[0].c_str(), fit.bits);
            const auto bits = evidence_by_slot(fit, chunks, clues);
            for (std::size_t s = 0; s < fit.candidate->slots.size(); ++s) {
                std::printf(" %s:%u %.1f", fit.candidate->slots[s].path.c_str(), fit.candidate->slots[s].width_bits,
                            bits[s]);
            }
            std::printf("\n");
            if (is_writer) return;
        }
    }

  private:
    Layout little_;
    Layout big_;
};

/// The values of a packet that are not zero, by the path of their field.
std::map<std::string, Integer> values_in(std::span<const std::uint8_t> bytes, const Record& record, ByteOrder order) {
    std::map<std::string, Integer> values;
    const auto fields = decode({}, record, bytes, order);
    for (const auto& field : fields ? *fields : std::vector<FieldValue>{}) {
        if (field.value != Integer{}) values[field.path] = field.value;
    }
    return values;
}

/// Whether the writer's record finds the values in the dump that the best record finds there.
bool gives_same_values(const Explanation& best, const Record& named, const Writer& writer, const Dump& dump) {
    for (std::uint64_t i = 0; i < best.packets; ++i) {
        const auto at = best.begin + static_cast<std::int64_t>(i * best.stride_bytes);
        if (at < 0 || static_cast<std::uint64_t>(at) >= dump.bytes.size()) continue;
        const auto packet = std::span(dump.bytes).subspan(static_cast<std::size_t>(at));
        if (packet.size() < std::max(*named.size_bytes, *writer.record->size_bytes)) continue;
        if (values_in(packet, named, best.byte_order) != values_in(packet, *writer.record, best.byte_order)) {
            return false;
        }
    }
    return true;
}

/// Whether a sentence of the answer names the writer's layout as one that the bytes cannot distinguish from the best.
bool is_said_equal(const Story& story, const Family& family, const Writer& writer) {
    return std::ranges::any_of(story.sentences, [&](const std::string& sentence) {
        return sentence.starts_with("The bytes cannot distinguish it from " + family.record + " as declared by ") &&
               sentence.find(name_of(writer)) != std::string::npos;
    });
}

Counts judge(const Story& story, const Known& known, const Family& family, const Writer& writer, const Dump& dump) {
    Counts counts{.cases = 1};
    if (story.ranked.empty()) {
        counts.instead["nothing"] = 1;
        return counts;
    }
    const auto& best = story.ranked[0];
    const bool is_drift = !writer.label.empty() && writer.label != "other order";
    const bool is_writer =
        best.byte_order == writer.order &&
        (is_drift ? holds(best.names, "@" + writer.label) : best.record == family.record && holds(best.names, "spec"));
    const auto size = static_cast<std::int64_t>(*writer.record->size_bytes);
    const bool is_start = (best.begin - static_cast<std::int64_t>(dump.begin)) % size == 0;
    const bool is_said = holds(best.alike, is_drift ? "@" + writer.label : family.record + " of spec");
    const Record* named = known.record_of(best);
    const bool is_alike = is_said && named != nullptr && gives_same_values(best, *named, writer, dump);
    const bool is_same = best.byte_order == writer.order && is_said_equal(story, family, writer);
    counts.first = is_writer ? 1 : 0;
    counts.alike = !is_writer && is_alike ? 1 : 0;
    counts.same = !is_writer && !is_alike && is_same ? 1 : 0;
    const bool is_right = counts.first + counts.alike + counts.same != 0;
    counts.renamed = !is_right && is_said ? 1 : 0;
    counts.wrong_start = is_right && !is_start ? 1 : 0;
    counts.sure_wrong = story.certainty == Certainty::sure && !is_right ? 1 : 0;
    if (!is_right) {
        ++counts.instead[is_writer ? "wrong start"
                         : best.names[0].starts_with("spec")
                             ? best.record + (best.byte_order == family.order ? "" : ", order")
                             : best.names[0]];
    }
    return counts;
}

/// Prints a case in which another layout is first: the best results, what each field gives to the first one and to the
/// writer, and the bytes.
void tell(const Story& story, const Known& known, const Family& family, const Writer& writer, const Dump& dump,
          unsigned packets) {
    std::printf("-- %s@%s, %u packets of %llu bytes from byte %llu; certainty %d\n", family.record.c_str(),
                writer.label.c_str(), packets, static_cast<unsigned long long>(*writer.record->size_bytes),
                static_cast<unsigned long long>(dump.begin), static_cast<int>(story.certainty));
    for (const auto& one : story.ranked) {
        std::printf("   %6.1f %s %s, stride %llu, from %lld, %s, %llu packets\n", one.bits, one.record.c_str(),
                    one.names[0].c_str(), static_cast<unsigned long long>(one.stride_bytes),
                    static_cast<long long>(one.begin), one.byte_order == ByteOrder::little ? "little" : "big",
                    static_cast<unsigned long long>(one.packets));
    }
    known.tell_fields(dump.bytes, family.record, name_of(writer), writer.order);
    for (std::size_t i = 0; i < dump.bytes.size(); ++i) {
        std::printf("%s%02x", i % 16 == 0 ? "\n     " : " ", dump.bytes[i]);
    }
    std::printf("\n");
}

std::map<unsigned, Counts> try_family(const std::vector<Family>& all, const Family& family, const Asked& asked,
                                      Random& random) {
    std::map<unsigned, Counts> by_packets;
    const auto truth = record_of(family.record, family.rows, family.packing);
    for (unsigned trial = 0; trial < asked.trials; ++trial) {
        const auto drifts = drifts_of(family, random);
        const Known known(all, family, drifts, asked.is_among_all);
        const auto other = family.order == ByteOrder::little ? ByteOrder::big : ByteOrder::little;
        std::vector<Writer> writers{{"", &truth, &family.rows, family.order}};
        const bool has_order = std::ranges::any_of(family.rows, [](const Row& row) { return row.width_bits > 8; });
        if (has_order) writers.push_back({"other order", &truth, &family.rows, other});
        for (const auto& drift : drifts) writers.push_back({drift.label, &drift.record, &drift.rows, family.order});
        for (const auto& writer : writers) {
            for (const unsigned packets : {1U, 4U, 16U}) {
                const auto bytes = packets_of(*writer.record, *writer.rows, writer.order, packets, random);
                const auto dump = dump_of(bytes, random);
                if (packets > asked.most_packets) continue;
                const auto story = known.explain(dump.bytes);
                const auto counts = judge(story, known, family, writer, dump);
                if (asked.tells_each && counts.first + counts.alike + counts.same == 0)
                    tell(story, known, family, writer, dump, packets);
                add(counts, by_packets[packets]);
            }
        }
    }
    return by_packets;
}

double share_of(const Counts& counts) {
    return 100.0 * (counts.first + counts.alike + counts.same) / std::max(1U, counts.cases);
}

void print_row(const std::string& interface, const std::string& record, const std::map<unsigned, Counts>& by_packets) {
    std::printf("%-11s %-25s", interface.c_str(), record.c_str());
    std::map<std::string, unsigned> instead;
    for (const auto& [packets, counts] : by_packets) {
        std::printf(" %6.1f%% %3u %2u %2u", share_of(counts), counts.alike + counts.same, counts.wrong_start,
                    counts.sure_wrong);
        for (const auto& [other, count] : counts.instead) instead[other] += count;
    }
    const auto most = std::ranges::max_element(instead, {}, [](const auto& one) { return one.second; });
    if (most != instead.end()) std::printf("  %s %u", most->first.c_str(), most->second);
    std::printf("\n");
}

Asked asked_by(int argc, char** argv) {
    Asked asked;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (word == "--seed" && i + 1 < argc) asked.seed = std::strtoull(argv[++i], nullptr, 10);
        if (word == "--trials" && i + 1 < argc)
            asked.trials = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
        if (word == "--only" && i + 1 < argc) asked.only = argv[++i];
        if (word == "--packets" && i + 1 < argc)
            asked.most_packets = static_cast<unsigned>(std::strtoul(argv[++i], nullptr, 10));
        if (word == "--half" && i + 1 < argc) asked.half = argv[++i];
        if (word == "--among-all") asked.is_among_all = true;
        if (word == "--each") asked.tells_each = true;
        if (word != "--least" || i + 2 >= argc) continue;
        asked.least_of_1 = std::strtod(argv[++i], nullptr);
        asked.least_of_4 = std::strtod(argv[++i], nullptr);
    }
    return asked;
}

}  // namespace

int main(int argc, char** argv) {
    const auto asked = asked_by(argc, argv);
    const auto all = families();
    std::printf("%zu foreign records, each as it is and with the mistakes of its writers, %u trials each, seed %llu\n",
                all.size(), asked.trials, static_cast<unsigned long long>(asked.seed));
    std::printf("known: the layouts of %s, and the mistakes\n\n",
                asked.is_among_all ? "all interfaces" : "the interface");
    std::printf("%-37s %17s %17s %17s\n%-11s %-25s", "", "1 packet", "4 packets", "16 packets", "interface", "record");
    for (int i = 0; i < 3; ++i) std::printf("  first   = st !!");
    std::printf("  most often instead\n");
    Random random(asked.seed);
    std::map<unsigned, Counts> sums;
    for (const auto& family : all) {
        if (!asked.only.empty() && family.record != asked.only) continue;
        const auto index = static_cast<std::size_t>(&family - all.data());
        if (!asked.half.empty() && (index % 2 == 0) != (asked.half == "even")) continue;
        const auto rows = try_family(all, family, asked, random);
        for (const auto& [packets, counts] : rows) add(counts, sums[packets]);
        print_row(family.interface, family.record, rows);
    }
    print_row("all", "", sums);
    for (const auto& [packets, counts] : sums) {
        std::printf(
            "%2u packets: %u of %u first, %u more give the same values (ties), %u more have the same fields under "
            "other "
            "names (ties), %u read the same numbers under other names (not right)\n",
            packets, counts.first, counts.cases, counts.alike, counts.same, counts.renamed);
    }
    std::printf(
        "\n=: another layout reads the same values, or has the same fields under other names, and explain says so; "
        "these\n"
        "count as first. st: the writer at a wrong start. !!: said to be sure, and wrong.\n");
    const bool is_enough = share_of(sums[1]) >= asked.least_of_1 && share_of(sums[4]) >= asked.least_of_4;
    if (!is_enough) std::printf("expected at least %.0f%% and %.0f%%\n", asked.least_of_1, asked.least_of_4);
    return is_enough ? 0 : 1;
}
