#include "test/mutate/question.h"

#include <array>
#include <atomic>
#include <sstream>
#include <thread>

#include "os/child.h"
#include "os/interrupt.h"

namespace abi::mutate {
namespace {

struct Word {
    std::string_view text;
    Outcome outcome;
};
constexpr std::array words{Word{"caught", Outcome::caught},    Word{"unverified", Outcome::unverified},
                           Word{"escape", Outcome::escape},    Word{"misnamed", Outcome::misnamed},
                           Word{"clean", Outcome::clean},      Word{"unanswered", Outcome::unanswered},
                           Word{"false", Outcome::false_alarm}};

std::vector<std::string> columns_of(const std::string& line) {
    std::vector<std::string> columns;
    std::istringstream rest(line);
    for (std::string column; std::getline(rest, column, '\t');) columns.push_back(column);
    return columns;
}

void count(const std::string& line, const Questioner& questioner, Tally& tally) {
    const auto columns = columns_of(line);
    if (columns.size() < 5) return;
    const Row row{columns[0], columns[1] + " question", columns[2]};
    auto outcome = Outcome::false_alarm;
    for (const auto& word : words) {
        if (word.text == columns[3]) outcome = word.outcome;
    }
    add(tally.counts[row], outcome);
    tally.mutations += outcome <= Outcome::misnamed ? 1 : 0;
    if (!is_wrong(outcome)) return;
    tally.wrong.push_back({.row = row,
                           .outcome = outcome,
                           .record = "Question",
                           .mutation = columns[4],
                           .expected = {},
                           .findings = {columns.size() > 5 ? columns[5] : ""},
                           .source = "",
                           .again = questioner.program + " " + questioner.tool + " " + columns[2]});
}

Tally ask_about(const Questioner& questioner, const std::string& target) {
    Tally tally;
    const ChildRequest child{.command = {questioner.program, questioner.tool, target},
                             .time_limit = std::chrono::minutes(30)};
    const auto end = run_child(child);
    std::istringstream lines(end.output);
    for (std::string line; std::getline(lines, line);) count(line, questioner, tally);
    if (end.end == ChildResult::End::exited && end.status == 0) return tally;
    count("all\tc\t" + target + "\tfalse\tnothing\t" + describe_end(end, child) + " " + end.errors, questioner, tally);
    return tally;
}

}  // namespace

Tally mutate_questions(const Questioner& questioner, const Run& run) {
    Tally sum;
    if (questioner.program.empty()) return sum;
    std::vector<Tally> done(run.machines.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i = next++; i < done.size() && !interrupted(); i = next++) {
            done[i] = ask_about(questioner, run.machines[i]->target.name);
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < run.jobs; ++i) threads.emplace_back(work);
    work();
    for (auto& thread : threads) thread.join();
    for (const auto& one : done) add(sum, one);
    return sum;
}

}  // namespace abi::mutate
