#include "test/truth/run.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <set>
#include <thread>

#include "os/interrupt.h"
#include "test/truth/deviations.h"
#include "test/truth/generate.h"
#include "test/truth/judge.h"

namespace abi::truth {
namespace {

/// In percent of the records.
constexpr std::array shares{std::pair{Language::c, 28U},   std::pair{Language::cpp, 20U},
                            std::pair{Language::zig, 12U}, std::pair{Language::rust, 12U},
                            std::pair{Language::nim, 8U},  std::pair{Language::go, 13U},
                            std::pair{Language::cargo, 7U}};

constexpr std::size_t most_mismatches = 8;  // that one job keeps for each pair; all are counted

bool is_between_compilers(const Pair& pair) {
    return pair == Pair{Witness::clang_table, Witness::gcc_table};
}

/// Compares all pairs of one job.
class Bench {
  public:
    Bench(const Unit& unit, const std::vector<Subject>& subjects, const Piece& piece, std::uint64_t seed,
          const std::string& machine)
        : unit_(unit), subjects_(subjects), piece_(piece), seed_(seed), machine_(machine) {}

    Tally compare_all(const Answers& said) {
        for (const auto& [witness, answer] : said) {
            if (!answer.problem.empty()) note({witness, witness}, no_subject, {answer.problem});
        }
        std::vector<Witness> asked;
        for (const auto& [witness, answer] : said) {
            if (answer.asked) asked.push_back(witness);
        }
        for (const auto& pair : pairs_among(asked)) {
            const auto& a = said.at(pair.first);
            const auto& b = said.at(pair.second);
            if (a.problem.empty() && b.problem.empty()) compare_pair(pair, a, b);
        }
        return std::move(tally_);
    }

  private:
    static constexpr std::size_t no_subject = ~std::size_t{0};

    void compare_pair(const Pair& pair, const Answer& a, const Answer& b) {
        auto& count = tally_.counts[{pair, machine_}];
        for (std::size_t s = 0; s < subjects_.size(); ++s) {
            const auto& in_a = a.records[s];
            const auto& in_b = b.records[s];
            ++count.records;
            if (!in_a || !in_b) {
                // A record without bytes is the type of a field that takes no room.
                const bool is_nothing = (in_a ? *in_a : in_b ? *in_b : Record{}).size_bytes == 0;
                if ((!in_a && !in_b) || is_nothing) continue;
                // A record without a name is reached through the fields of the one that holds it.
                if (is_within_blind(subjects_[s], in_a ? b : a)) {
                    count.unknown += subjects_[s].asked.size();
                } else {
                    note(pair, s, {"record: " + presence(in_a) + ", " + presence(in_b)});
                }
                continue;
            }
            const auto verdict = compare(subjects_[s], *in_a, *in_b);
            count.fields += verdict.fields;
            count.unknown += verdict.unknown;
            if (verdict.differences.empty()) continue;
            const auto reason = is_between_compilers(pair) ? deviation(unit_, subjects_[s], machine_) : "";
            if (reason.empty()) {
                note(pair, s, verdict.differences);
            } else {
                ++tally_.differences[{reason, machine_}];
            }
        }
    }

    bool is_within_blind(const Subject& subject, const Answer& answer) const {
        for (std::size_t s = 0; s < subjects_.size(); ++s) {
            const auto& holder = answer.records[s];
            const bool holds =
                subject.top == subjects_[s].top && subject.record.name.starts_with(subjects_[s].record.name + "::");
            if (holds && holder && !holder->fields_unknown.empty()) return true;
        }
        return false;
    }

    static std::string presence(const std::optional<Record>& record) { return record ? "there" : "missing"; }

    void note(const Pair& pair, std::size_t subject, std::vector<std::string> words) {
        ++tally_.counts[{pair, machine_}].mismatches;
        const auto known = std::ranges::count(tally_.mismatches, pair, &Mismatch::pair);
        if (static_cast<std::size_t>(known) >= most_mismatches) return;
        tally_.mismatches.push_back({.pair = pair,
                                     .language = piece_.language,
                                     .seed = seed_,
                                     .unit = piece_.index,
                                     .machine = machine_,
                                     .subject = subject == no_subject ? 0 : subject,
                                     .name = subject == no_subject ? "" : subjects_[subject].record.name,
                                     .words = std::move(words)});
    }

    const Unit& unit_;
    const std::vector<Subject>& subjects_;
    const Piece& piece_;
    std::uint64_t seed_;
    const std::string& machine_;
    Tally tally_;
};

/// The two probes of C and C++ take nine tenths of the time, so that they take turns: each unit is probed on every
/// second machine, and of two units one by clang and one by GCC.
void take_turns(const Case& one, std::set<Witness>& wanted) {
    const auto machine = static_cast<std::size_t>(one.machine - all_machines().data());
    const bool has_turn = (one.variant / 2 + machine) % 2 == 0;
    const bool has_gcc = one.compilers->contains(compiler_key("gcc", one.unit->language, *one.machine));
    const bool by_gcc = has_gcc && !one.unit->only_clang && one.variant % 2 == 1;
    if (!has_turn || by_gcc) wanted.erase(Witness::clang_probe);
    if (!has_turn || !by_gcc) wanted.erase(Witness::gcc_probe);
}

/// The witnesses of the pairs that are wanted; all take part when some were named.
std::set<Witness> wanted_of(const Case& one, const std::string& between) {
    std::set<Witness> wanted;
    for (const auto& pair : pairs_among(witnesses_of(one.unit->language))) {
        if (to_string(pair).find(between) == std::string::npos) continue;
        wanted.insert(pair.first);
        wanted.insert(pair.second);
    }
    if (between.empty()) take_turns(one, wanted);
    if (one.machine->has_codeview) {
        wanted.erase(Witness::clang_dwarf);
        wanted.erase(Witness::clang_probe);
    } else {
        wanted.erase(Witness::clang_codeview);
    }
    // Clang's constant objects of these have wrong bytes, or none.
    const bool is_hard = one.unit->language == Language::cpp && one.unit->has_bit_fields && one.unit->has_shared_room;
    if (is_hard) wanted.erase(Witness::clang_probe);
    return wanted;
}

Tally run_one(const Run& run, const Piece& piece, const Machine& machine, const std::string& folder) {
    const auto seed = piece.seed.value_or(run.seed);
    const auto unit = generate(piece.language, seed, piece.index, piece.records);
    const auto subjects = subjects_of(unit);
    const Case one{.unit = &unit,
                   .variant = piece.index,
                   .machine = &machine,
                   .compilers = &run.compilers,
                   .folder = folder,
                   .filters = run.filters};
    const auto said = ask(one, subjects, wanted_of(one, run.between));
    auto tally = Bench(unit, subjects, piece, seed, machine.target.name).compare_all(said);
    for (const auto& [witness, answer] : said) {
        const bool is_table =
            witness == Witness::clang_table || witness == Witness::gcc_table || witness == Witness::own_table;
        if (answer.asked || !is_table) continue;
        tally.absent.push_back(absent(witness, piece.language, machine.target.name, answer.absence, answer.is_missing));
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
    return tally;
}

}  // namespace

std::vector<Piece> pieces_for(std::size_t records, const std::vector<Language>& languages) {
    std::vector<Piece> pieces;
    std::vector<std::pair<Language, unsigned>> chosen(shares.begin(), shares.end());
    std::erase_if(chosen, [&](const auto& one) {
        return !languages.empty() && std::ranges::find(languages, one.first) == languages.end();
    });
    unsigned whole = 0;
    for (const auto& [language, percent] : chosen) whole += percent;
    std::size_t left = records;
    for (const auto& [language, percent] : chosen) {
        const bool is_last = language == chosen.back().first;
        auto count = is_last ? left : records * percent / whole;
        left -= count;
        for (std::size_t index = 0; count != 0; ++index) {
            const auto taken = std::min(count, records_per_unit);
            pieces.push_back({language, index, taken});
            count -= taken;
        }
    }
    return pieces;
}

Tally run(const Run& run) {
    std::vector<std::pair<const Piece*, const Machine*>> jobs;
    for (const auto& piece : run.pieces) {
        if (piece.machine != nullptr) {
            jobs.emplace_back(&piece, piece.machine);
            continue;
        }
        for (const auto* machine : run.machines) jobs.emplace_back(&piece, machine);
    }
    std::vector<Tally> done(jobs.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t job = next++; job < jobs.size() && !interrupted(); job = next++) {
            const auto& [piece, machine] = jobs[job];
            done[job] = run_one(run, *piece, *machine, run.folder + "/" + std::to_string(job));
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < run.jobs; ++i) threads.emplace_back(work);
    work();
    for (auto& thread : threads) thread.join();
    Tally sum;
    for (const auto& one : done) add(sum, one);
    for (const auto& piece : run.pieces) sum.generated[std::string(to_string(piece.language))] += piece.records;
    return sum;
}

}  // namespace abi::truth
