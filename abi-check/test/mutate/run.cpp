#include "test/mutate/run.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include "model/find.h"
#include "model/readers.h"
#include "os/interrupt.h"
#include "test/mutate/enum_mutation.h"
#include "test/mutate/prove.h"
#include "test/mutate/source_mutation.h"
#include "test/mutate/spec_mutation.h"
#include "test/mutate/spec_of.h"
#include "test/truth/generate.h"
#include "test/truth/tally.h"
#include "test/truth/write.h"

namespace abi::mutate {
namespace {

using truth::Answer;
using truth::Answers;
using truth::Language;
using truth::Subject;
using truth::Unit;
using truth::Witness;

constexpr std::size_t numbers_of_round = 1000;  // more than a unit has records
constexpr std::size_t first_enum = 980;         // behind the numbers of the records
constexpr std::size_t clean_every = 5;
constexpr unsigned most_attempts = 5;

enum class Family { clang, gcc, own };

Family family_of(Witness witness) {
    if (witness < Witness::gcc_table) return Family::clang;
    return witness < Witness::own_table ? Family::gcc : Family::own;
}

bool is_probe(Witness witness) {
    return witness == Witness::clang_probe || witness == Witness::gcc_probe || witness == Witness::own_probe;
}

std::string reader_of(Witness witness) {
    if (is_probe(witness)) return "probe";
    return witness == Witness::clang_reader ? "clang" : "dwarf";
}

Witness table_of(Family family) {
    if (family == Family::clang) return Witness::clang_table;
    return family == Family::gcc ? Witness::gcc_table : Witness::own_table;
}

/// The text of the record's declaration within the unit's.
std::string declaration_of(const std::string& declared, const Subject& subject) {
    const auto& tag = subject.top->tag;
    for (std::size_t at = declared.find(tag + " "); at != std::string::npos; at = declared.find(tag + " ", at + 1)) {
        const auto line = declared.rfind('\n', at) + 1;
        const auto end = declared.find("\n}", at);
        const auto head = declared.substr(line, declared.find('\n', at) - line);
        if (head.back() != '{' || head.front() == ' ' || end == std::string::npos) continue;
        std::string text;
        for (auto from = line; from < declared.find('\n', end + 1);) {
            const auto next = declared.find('\n', from);
            text += "    " + declared.substr(from, next - from) + "\n";
            from = next + 1;
        }
        return text;
    }
    return "";
}

/// A spec with its mutations, and what differs from the source because of them.
struct Round {
    std::size_t number = 0;
    Layout spec;
    std::vector<std::size_t> subjects;   // by record of the spec: the subject
    std::vector<std::string> mutations;  // by record of the spec: what was done to it; empty: nothing
    std::vector<std::vector<Difference>> expected;
    std::vector<std::string> enum_mutations;  // by enumeration of the spec
    std::vector<std::vector<Difference>> enum_expected;
    truth::Question question;

    std::size_t mutated() const {
        const auto is_mutated = [](const auto& one) { return !one.empty(); };
        return static_cast<std::size_t>(std::ranges::count_if(expected, is_mutated) +
                                        std::ranges::count_if(enum_expected, is_mutated));
    }
};

class Job {
  public:
    Job(const Run& run, const truth::Piece& piece, const truth::Machine& machine, std::string folder)
        : run_(run),
          piece_(piece),
          machine_(machine),
          folder_(std::move(folder)),
          unit_(truth::generate(piece.language, run.seed, piece.index, piece.records)),
          subjects_(truth::subjects_of(unit_)) {}

    Tally work() {
        std::set<Witness> wanted;
        for (const auto witness : truth::witnesses_of(piece_.language)) {
            if (!is_probe(witness)) wanted.insert(witness);
        }
        const auto tables = ask(unit_, subjects_, wanted, 0);
        for (const auto family : {Family::clang, Family::gcc, Family::own}) {
            const auto found = tables.find(table_of(family));
            if (found == tables.end()) continue;
            const auto& answer = found->second;
            if (!answer.asked) {
                absent(found->first, answer.absence, answer.is_missing);
            } else if (!answer.problem.empty()) {
                absent(found->first, answer.problem, true);
            } else {
                auto& specs = specs_[family] = specs_of(answer, subjects_);
                close_over(specs);
                auto& enums = enums_[found->first] = specified_enums(unit_, specs);
                std::erase_if(enums, [&](const Enum& one) { return !is_used(one, tables); });
            }
        }
        mutate_specs(tables);
        for (std::size_t i = 0; i < source_rounds; ++i) mutate_source_of_unit(spec_rounds + i);
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
        return std::move(tally_);
    }

  private:
    using Specs = std::vector<std::optional<Record>>;  // by subject

    /// Zig and Rust leave types that the object does not need out of its debug information.
    bool is_used(const Enum& one, const Answers& tables) const {
        if (piece_.language != Language::zig && piece_.language != Language::rust) return true;
        const auto dwarf = tables.find(Witness::own_dwarf);
        return dwarf != tables.end() && std::ranges::any_of(dwarf->second.reading.layout.enums, [&](const Enum& seen) {
                   return spec_name(seen.name) == one.name;
               });
    }

    void absent(Witness witness, const std::string& why, bool is_fault) {
        tally_.absent.push_back(
            truth::absent(witness, piece_.language, machine_.target.name, why.substr(0, 1500), is_fault));
    }

    Answers ask(const Unit& unit, const std::vector<Subject>& subjects, std::set<Witness> wanted, std::size_t round,
                const truth::Question* question = nullptr) {
        const truth::Case one{.unit = &unit,
                              .variant = piece_.index,
                              .machine = &machine_,
                              .compilers = &run_.compilers,
                              .folder = folder_ + "/" + std::to_string(round),
                              .filters = false,  // the names of enumerations and constants are not known yet
                              .question = question};
        // Clang's constant objects of these have wrong bytes, or none.
        const bool is_hard = unit.language == Language::cpp && unit.has_bit_fields && unit.has_shared_room;
        if (is_hard) wanted.erase(Witness::clang_probe);
        return truth::ask(one, subjects, wanted);
    }

    Specs specs_of(const Answer& table, const std::vector<Subject>& subjects) const {
        Specs specs;
        for (std::size_t s = 0; s < subjects.size(); ++s) {
            const auto& record = table.records[s];
            const bool has_truth = record && !has_vtable_pointer(unit_, subjects[s]);
            specs.push_back(has_truth ? specified(subjects[s], *record) : std::nullopt);
        }
        return specs;
    }

    truth::Random numbers(std::size_t round, std::size_t subject) const {
        truth::Random random{run_.seed ^ (piece_.index << 32U) ^ (static_cast<std::uint64_t>(piece_.language) << 56U)};
        random.state = random.next() ^ (round * numbers_of_round + subject);
        random.next();
        return random;
    }

    /// The probes take most of the time, so that they take turns: one of them asks on one machine in one round.
    bool has_turn(Witness witness, std::size_t round) const {
        if (!is_probe(witness) || run_.only) return true;
        const auto machine = static_cast<std::size_t>(&machine_ - truth::all_machines().data());
        const auto turn = piece_.index + machine + round;
        if (witness == Witness::own_probe) return turn % 2 == 0;
        const bool has_gcc = specs_.contains(Family::gcc);
        if (turn % 2 != 0) return false;
        return (witness == Witness::gcc_probe) == (has_gcc && turn / 2 % 2 == 0);
    }

    std::vector<Witness> witnesses(std::size_t round) const {
        auto all = truth::witnesses_of(piece_.language);
        std::erase_if(all, [&](Witness one) {
            return one == Witness::clang_codeview || one == table_of(family_of(one)) ||
                   !specs_.contains(family_of(one)) || !has_turn(one, round);
        });
        return all;
    }

    Round clean_round(const Specs& specs, std::size_t number) const {
        Round round;
        round.number = number;
        round.spec.origin = "spec";
        for (std::size_t s = 0; s < specs.size(); ++s) {
            if (!specs[s]) continue;
            round.subjects.push_back(s);
            auto& record = round.spec.records.emplace_back(*specs[s]);
            // `char` is C's word: a spec states a number.
            for (auto& field : record.fields) field.type.spelling.clear();
        }
        const auto order = machine_.dialect.is_little ? ByteOrder::little : ByteOrder::big;
        round.spec.byte_order = order;
        round.mutations.resize(round.subjects.size());
        round.expected.resize(round.subjects.size());
        return round;
    }

    /// The probe asks for what the spec says, under the names of the source.
    void set_question(Round& round) const {
        round.question.records.clear();
        const auto prefix = piece_.language == Language::zig    ? std::string("unit.")
                            : piece_.language == Language::rust ? std::string("unit::")
                                                                : std::string();
        for (const auto& record : round.spec.records) {
            auto asked = record;
            asked.name = prefix + asked.name;
            for (auto& field : asked.fields) {
                if (field.type.kind == Kind::record || field.type.kind == Kind::enumeration) {
                    field.type.name = prefix + field.type.name;
                }
            }
            round.question.records.push_back(std::move(asked));
        }
        ask_for_values(prefix, round);
    }

    void ask_for_values(const std::string& prefix, Round& round) const {
        const auto language = std::string(truth::to_string(piece_.language));
        const auto separator = std::string(find_named(probe_languages, language)->value_separator);
        const auto ask = [&](const std::string& name, const Type& type) {
            round.question.constants.push_back({.name = name, .type = type, .value = {}, .doc = "", .place = {}});
        };
        round.question.constants.clear();
        round.question.enums = round.spec.enums;
        for (auto& one : round.question.enums) {
            one.name = prefix + one.name;
            for (const auto& value : one.enumerators) {
                ask(value.name, one.type);
                if (!separator.empty()) ask(one.name + separator + value.name, one.type);
            }
        }
    }

    void mutate_specs(const Answers& read) {
        for (std::size_t number = 0; number < spec_rounds; ++number) {
            if (run_.only && *run_.only / numbers_of_round != number) continue;
            std::size_t mutated = 0;
            for (const auto& [family, specs] : specs_) {
                const auto round = mutated_round(family, specs, number);
                mutated = round.mutated();
                for (const auto witness : witnesses(number)) {
                    if (family_of(witness) != family) continue;
                    if (is_probe(witness)) {
                        const auto said = ask(unit_, subjects_, {witness}, 0, &round.question);
                        if (const auto found = said.find(witness); found != said.end()) {
                            judge_round(round, witness, found->second, unit_, subjects_);
                            prove_round(round, witness, found->second, unit_, subjects_, 0);
                        }
                    } else if (const auto found = read.find(witness); found != read.end()) {
                        judge_round(round, witness, found->second, unit_, subjects_);
                        prove_round(round, witness, found->second, unit_, subjects_, 0);
                    }
                }
            }
            tally_.mutations += mutated;
        }
    }

    Round mutated_round(Family family, const Specs& specs, std::size_t number) const {
        auto round = clean_round(specs, number);
        set_enums(enums_.at(table_of(family)), round);
        const auto before = round.spec;
        for (std::size_t i = 0; i < before.records.size(); ++i) {
            const auto subject = round.subjects[i];
            if ((subject + number) % clean_every == 0) continue;
            auto random = numbers(number, subject);
            auto& record = round.spec.records[i];
            round.mutations[i] = mutate_spec(random, before, declares_padding(unit_, subjects_[subject]), record);
            round.expected[i] = differences(record, *specs[subject]);
        }
        for (std::size_t i = 0; i < round.spec.enums.size(); ++i) {
            if ((i + number) % clean_every == 0) continue;
            auto random = numbers(number, first_enum + i);
            auto& one = round.spec.enums[i];
            const auto actual = one;
            round.enum_mutations[i] = mutate_enum(random, unit_.language, one);
            round.enum_expected[i] = differences(one, actual);
        }
        set_question(round);
        return round;
    }

    static void set_enums(const std::vector<Enum>& enums, Round& round) {
        round.spec.enums = enums;
        round.enum_mutations.assign(enums.size(), "");
        round.enum_expected.assign(enums.size(), {});
    }

    /// The unit with mutated shapes that its compiler accepts: if it refuses, half of them stay as they are.
    void mutate_source_of_unit(std::size_t number) {
        if (run_.only && *run_.only / numbers_of_round != number) return;
        if (specs_.empty()) return;
        const auto table = table_of(specs_.begin()->first);
        std::set<Witness> wanted;
        for (const auto& [family, specs] : specs_) wanted.insert(table_of(family));
        for (const auto witness : witnesses(number)) {
            if (!is_probe(witness)) wanted.insert(witness);
        }
        std::string problem;
        for (unsigned attempt = 0; attempt < most_attempts; ++attempt) {
            auto unit = unit_;
            std::map<std::string, std::string> done;  // by the tag of the shape
            for (std::size_t i = 0; i < unit.shapes.size(); ++i) {
                auto random = numbers(number, i);
                if (i % clean_every == 0 || random.below(std::size_t{1} << attempt) != 0) continue;
                done[unit.shapes[i].tag] = mutate_source(random, unit, i);
            }
            const auto subjects = truth::subjects_of(unit);
            const auto folder = number + attempt;
            auto said = ask(unit, subjects, wanted, folder);
            problem = said[table].problem;
            if (!problem.empty()) continue;
            judge_source(unit, subjects, said, done, folder, number);
            return;
        }
        absent(table, "a mutated source: " + problem, true);
    }

    void judge_source(const Unit& unit, const std::vector<Subject>& subjects, const Answers& said,
                      const std::map<std::string, std::string>& done, std::size_t folder, std::size_t number) {
        std::size_t mutated = 0;
        for (const auto& [family, specs] : specs_) {
            const auto& table = said.at(table_of(family));
            if (!table.problem.empty()) {
                absent(table_of(family), "a mutated source: " + table.problem, true);
                continue;
            }
            auto round = clean_round(specs, number);
            set_question(round);
            expect_source(round, specs_of(table, subjects), subjects, done);
            mutated = round.mutated();
            for (const auto witness : witnesses(number)) {
                if (family_of(witness) != family) continue;
                if (is_probe(witness)) {
                    const auto asked = ask(unit, subjects, {witness}, folder, &round.question);
                    if (const auto found = asked.find(witness); found != asked.end()) {
                        judge_round(round, witness, found->second, unit, subjects);
                        prove_round(round, witness, found->second, unit, subjects, folder);
                    }
                } else if (const auto found = said.find(witness); found != said.end()) {
                    judge_round(round, witness, found->second, unit, subjects);
                    prove_round(round, witness, found->second, unit, subjects, folder);
                }
            }
        }
        tally_.mutations += mutated;
    }

    /// What the compiler made of the mutated source, against the spec. Records without a truth leave the spec.
    void expect_source(Round& round, const Specs& now, const std::vector<Subject>& subjects,
                       const std::map<std::string, std::string>& done) const {
        Round kept = clean_round({}, round.number);
        kept.spec = round.spec;
        kept.spec.records.clear();
        for (std::size_t i = 0; i < round.spec.records.size(); ++i) {
            const auto& record = round.spec.records[i];
            const auto at = std::ranges::find_if(
                subjects, [&](const Subject& one) { return spec_name(one.record.name) == record.name; });
            if (at == subjects.end()) continue;
            const auto& truth = now[static_cast<std::size_t>(at - subjects.begin())];
            if (!truth) continue;
            kept.spec.records.push_back(record);
            kept.subjects.push_back(static_cast<std::size_t>(at - subjects.begin()));
            const auto mutation = done.find(at->top->tag);
            kept.mutations.push_back(mutation == done.end() ? "" : mutation->second);
            kept.expected.push_back(differences(record, *truth));
        }
        kept.question = std::move(round.question);
        round = std::move(kept);
    }

    void judge_round(const Round& round, Witness witness, const Answer& answer, const Unit& unit,
                     const std::vector<Subject>& subjects) {
        if (!answer.asked) return;
        const Row row{std::string(to_string(witness)), std::string(truth::to_string(piece_.language)),
                      machine_.target.name};
        // The C that Nim writes has the integers of enumerations and none of their values.
        auto spec = round.spec;
        if (witness == Witness::own_dwarf && piece_.language == Language::nim) spec.enums.clear();
        const Trial trial{.spec = &spec,
                          .expected = round.expected,
                          .expected_enums = round.enum_expected,
                          .reading = &answer.reading,
                          .witness = reader_of(witness),
                          .target = machine_.target.name};
        auto& count = tally_.counts[row];
        for (const auto& one : judge(trial)) {
            const auto number = one.is_enum ? first_enum + one.record : round.subjects[one.record];
            const auto mutation = round.number * numbers_of_round + number;
            if (run_.only && *run_.only != mutation) continue;
            add(count, one.outcome);
            if (is_wrong(one.outcome)) note(round, row, one, unit, subjects, mutation, answer.problem);
        }
    }

    /// Lets the compiler of the witness judge its errors.
    void prove_round(const Round& round, Witness witness, const Answer& answer, const Unit& unit,
                     const std::vector<Subject>& subjects, std::size_t folder) {
        if (!run_.proves || !answer.asked || piece_.language == Language::nim) return;
        const auto family = family_of(witness);
        const auto judge_of = family == Family::clang ? Witness::clang_probe
                              : family == Family::gcc ? Witness::gcc_probe
                                                      : Witness::own_probe;
        const auto errors = errors_of({.spec = &round.spec,
                                       .expected = round.expected,
                                       .expected_enums = round.enum_expected,
                                       .reading = &answer.reading,
                                       .witness = reader_of(witness),
                                       .target = machine_.target.name});
        for (const auto& error : errors) {
            if (!error.claim) count_proof(round, witness, error, {.why = "no assertion states it"}, "");
        }
        const auto separator =
            std::string(find_named(probe_languages, truth::to_string(piece_.language))->value_separator);
        const bool is_scoped = piece_.language == Language::zig || piece_.language == Language::rust;
        const auto question = question_of(errors, prefix(), is_scoped ? separator : "");
        if (question.claims.empty()) return;
        const auto said = ask(unit, subjects, {judge_of}, folder, &question);
        const auto found = said.find(judge_of);
        if (found == said.end() || !found->second.asked) return;
        for (const auto& [finding, one] : proven(errors, is_scoped ? separator : "", found->second.reading.claims)) {
            count_proof(round, witness, finding, one, found->second.problem);
        }
    }

    void count_proof(const Round& round, Witness witness, const Finding& finding, const ClaimAnswer& answer,
                     const std::string& problem) {
        const auto where = std::string(to_string(witness)) + ", " + std::string(truth::to_string(piece_.language)) +
                           " on " + machine_.target.name;
        if (answer.state == ClaimAnswer::State::proved) {
            ++tally_.proofs.proved;
        } else if (answer.state == ClaimAnswer::State::refuted) {
            ++tally_.proofs.dropped;
            tally_.dropped.push_back(where + ": the compiler accepts " + assertion_text(*finding.claim) + "; " +
                                     finding.message + "; ci/mutate --prove yes --seed " + std::to_string(run_.seed) +
                                     " --targets " + machine_.target.name + " --unit " +
                                     std::string(truth::to_string(piece_.language)) + ":" +
                                     std::to_string(piece_.index) + ", round " + std::to_string(round.number));
        } else {
            ++tally_.proofs.not_provable;
            const auto why = answer.why.empty() ? problem : answer.why;
            ++tally_.not_provable[std::string(truth::to_string(piece_.language)) + ": " +
                                  std::string(row_of(finding.rule).id) + ": " + why.substr(0, 90)];
        }
    }

    /// Of names in the source.
    std::string prefix() const {
        if (piece_.language == Language::zig) return "unit.";
        return piece_.language == Language::rust ? "unit::" : "";
    }

    void note(const Round& round, const Row& row, const Judgement& one, const Unit& unit,
              const std::vector<Subject>& subjects, std::size_t mutation, const std::string& problem) {
        const bool is_known = std::ranges::any_of(
            tally_.wrong, [&](const Wrong& other) { return other.row == row && other.outcome == one.outcome; });
        if (is_known) return;
        const auto declared = truth::write_declarations(unit, machine_.dialect);
        const auto& done = one.is_enum ? round.enum_mutations[one.record] : round.mutations[one.record];
        Wrong wrong{.row = row,
                    .outcome = one.outcome,
                    .record = "",
                    .mutation = done.empty() ? "not mutated" : done,
                    .expected = {},
                    .findings = one.findings,
                    .source = "",
                    .again = "ci/mutate --seed " + std::to_string(run_.seed) + " --targets " + machine_.target.name +
                             " --unit " + std::string(truth::to_string(piece_.language)) + ":" +
                             std::to_string(piece_.index) + " --mutation " + std::to_string(mutation)};
        if (one.is_enum) {
            wrong.record = round.spec.enums[one.record].name;
            const auto begin = declared.find(wrong.record);
            wrong.source = "    " + declared.substr(begin, declared.find('}', begin) - begin) + "}\n";
        } else {
            const auto& subject = subjects.at(round.subjects[one.record]);
            wrong.record = subject.record.name;
            wrong.source = declaration_of(declared, subject);
        }
        const auto& expected = one.is_enum ? round.enum_expected[one.record] : round.expected[one.record];
        for (const auto& difference : expected) wrong.expected.push_back(difference.words);
        if (!problem.empty()) wrong.findings.push_back("the witness: " + problem);
        tally_.wrong.push_back(std::move(wrong));
    }

    const Run& run_;
    const truth::Piece& piece_;
    const truth::Machine& machine_;
    std::string folder_;
    Unit unit_;
    std::vector<Subject> subjects_;
    std::map<Family, Specs> specs_;
    std::map<Witness, std::vector<Enum>> enums_;  // by table
    Tally tally_;
};

}  // namespace

std::vector<truth::Piece> pieces_with(std::size_t mutations, const std::vector<truth::Language>& languages) {
    // A record is mutated in four of five rounds.
    return truth::pieces_for(
        std::max<std::size_t>(5, mutations * clean_every / (clean_every - 1) / (spec_rounds + source_rounds)),
        languages);
}

Tally run(const Run& run) {
    const std::size_t jobs = run.pieces.size() * run.machines.size();
    std::vector<Tally> done(jobs);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t job = next++; job < jobs && !interrupted(); job = next++) {
            const auto& piece = run.pieces[job / run.machines.size()];
            const auto& machine = *run.machines[job % run.machines.size()];
            done[job] = Job(run, piece, machine, run.folder + "/" + std::to_string(job)).work();
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < run.jobs; ++i) threads.emplace_back(work);
    work();
    for (auto& thread : threads) thread.join();
    Tally sum;
    for (std::size_t job = 0; job < jobs; ++job) {
        // The mutations of a unit are the same ones on every machine.
        if (job % run.machines.size() != 0) done[job].mutations = 0;
        add(sum, done[job]);
    }
    return sum;
}

}  // namespace abi::mutate
