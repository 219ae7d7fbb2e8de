// Does the tool notice each mutation, and does it leave the rest alone?

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "os/interrupt.h"
#include "os/temporary_folder.h"
#include "test/mutate/options.h"
#include "test/mutate/question.h"
#include "test/mutate/run.h"
#include "test/truth/arguments.h"

namespace {

using namespace abi::mutate;  // NOLINT: this file is its program
using abi::truth::print;

std::string last_line(const Options& options, std::uint64_t seed, const Tally& tally) {
    const auto sum = sum_of(tally);
    const auto faults = abi::truth::faults_of(tally.absent, options.may_lack);
    return "\nmutate: " + std::to_string(tally.mutations) + " mutations (" + std::to_string(sum.mutations) +
           " answers of witnesses on " + std::to_string(options.machines.size()) + " targets, seed " +
           std::to_string(seed) + "): " + std::to_string(sum.escapes) + " escapes, " + std::to_string(sum.misnamed) +
           " misnamed, " + std::to_string(sum.false_alarms) + " false alarms" +
           (faults == 0 ? "" : ", " + std::to_string(faults) + " tables not asked") + "\n";
}

std::string proof_lines(const Tally& tally, std::size_t shown) {
    std::string text = "\nmutate: proved " + std::to_string(tally.proofs.proved) + ", not provable " +
                       std::to_string(tally.proofs.not_provable) + ", dropped " + std::to_string(tally.proofs.dropped) +
                       "\n";
    for (std::size_t i = 0; i < std::min(shown, tally.dropped.size()); ++i)
        text += "dropped: " + tally.dropped[i] + "\n";
    for (const auto& [reason, count] : tally.not_provable) {
        text += "not provable " + std::to_string(count) + ": " + reason + "\n";
    }
    return text;
}

int run_all(const Options& options) {
    const abi::TemporaryFolder folder("mutate");
    if (folder.path.empty()) {
        std::fprintf(stderr, "mutate: error: no temporary folder can be made: %s\n", folder.error.c_str());
        return 2;
    }
    const auto seed = options.seed ? *options.seed : std::random_device()();
    print("mutate: seed " + std::to_string(seed) + "\n");
    const auto begin = std::chrono::steady_clock::now();
    const Run asked{
        .seed = seed,
        .pieces = options.only ? std::vector{*options.only} : pieces_with(options.mutations, options.languages),
        .machines = options.machines,
        .only = options.mutation,
        .jobs = options.jobs,
        .folder = folder.path,
        .proves = options.proves,
        .compilers = abi::truth::find_compilers()};
    auto tally = run(asked);
    add(tally, mutate_questions({options.only ? "" : options.question, options.tool}, asked));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    print(to_text(tally, options.shown));
    std::fprintf(stderr, "mutate: %.1f s with %u jobs\n", took.count(), options.jobs);
    if (options.proves) print(proof_lines(tally, options.shown));
    print(last_line(options, seed, tally));
    if (abi::interrupted()) return 2;
    const auto sum = sum_of(tally);
    const auto faults = abi::truth::faults_of(tally.absent, options.may_lack);
    return sum.escapes + sum.misnamed + sum.false_alarms + faults + tally.proofs.dropped == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto options = parse_options(words);
    if (const auto status = abi::truth::help_or_error("mutate", words, usage, options.error)) return *status;
    return run_all(options);
}
