// Do the witnesses agree about random records?

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <random>

#include "os/temporary_folder.h"
#include "test/truth/arguments.h"
#include "test/truth/generate.h"
#include "test/truth/options.h"
#include "test/truth/shrink.h"

namespace {

using namespace abi::truth;  // NOLINT: this file is its program

/// The typedefs that every unit begins with, and this one does not need, would only be in the way.
std::string without_prelude(const std::string& declared) {
    std::string text;
    for (std::size_t at = 0; at < declared.size();) {
        const auto end = std::min(declared.find('\n', at), declared.size());
        const auto line = declared.substr(at, end - at);
        at = end + 1;
        const bool is_prelude = line.starts_with("typedef ") || line == "struct Pointed;";
        if (!is_prelude) text += "    " + line + "\n";
    }
    return text;
}

/// The mismatch in as few words of source as it takes, and the command that shows it again.
void show(const Run& run, const Mismatch& mismatch) {
    const auto machine =
        std::ranges::find(all_machines(), mismatch.machine, [](const Machine& one) { return one.target.name; });
    const auto unit = generate(mismatch.language, mismatch.seed, mismatch.unit, records_per_unit);
    const auto shrunk = shrink({.unit = &unit,
                                .variant = mismatch.unit,
                                .machine = &*machine,
                                .compilers = &run.compilers,
                                .folder = run.folder + "/shrink"},
                               mismatch);
    std::string text = "\n" + to_string(mismatch.pair) + " on " + mismatch.machine;
    if (!shrunk.name.empty()) text += " disagree about " + shrunk.name + " (" + mismatch.name + " of the unit)";
    text += ":\n";
    for (const auto& word : shrunk.words) text += "    " + word + "\n";
    text += without_prelude(write_declarations(shrunk.unit, machine->dialect)) + "again: ci/truth --seed " +
            std::to_string(mismatch.seed) + " --targets " + mismatch.machine + " --unit " +
            std::string(to_string(mismatch.language)) + ":" + std::to_string(mismatch.unit) + "\n";
    print(text);
}

/// The first of each pair come before the second of any.
std::vector<const Mismatch*> chosen(const Tally& tally, const Options& options) {
    std::vector<const Mismatch*> order;
    std::map<std::pair<Pair, Language>, std::size_t> met;
    std::vector<std::pair<std::size_t, const Mismatch*>> ranked;
    ranked.reserve(tally.mismatches.size());
    for (const auto& one : tally.mismatches) {
        ranked.emplace_back(met[{one.pair, one.language}]++, &one);
    }
    std::ranges::stable_sort(ranked, {}, &std::pair<std::size_t, const Mismatch*>::first);
    for (const auto& [rank, one] : ranked) {
        if (order.size() < options.shown) order.push_back(one);
    }
    return order;
}

/// The seed of the options, else a random one. The same seed invents the same records, so it finds the same faults.
std::uint64_t seed_of(const Options& options) {
    return options.seed ? *options.seed : std::random_device()();
}

std::vector<Piece> pieces_of(const Options& options) {
    auto pieces = options.only ? std::vector{*options.only} : pieces_for(options.records, options.languages);
    pieces.insert(pieces.end(), options.again.begin(), options.again.end());
    return pieces;
}

int run_all(const Options& options) {
    const abi::TemporaryFolder folder("truth");
    if (folder.path.empty()) {
        std::fprintf(stderr, "truth: error: no temporary folder can be made: %s\n", folder.error.c_str());
        return 2;
    }
    const auto seed = seed_of(options);
    print("truth: seed " + std::to_string(seed) + "\n");
    Run asked{.seed = seed,
              .pieces = pieces_of(options),
              .machines = options.machines,
              .jobs = options.jobs,
              .between = options.between,
              .folder = folder.path,
              .compilers = find_compilers(),
              .filters = options.filters};
    const auto begin = std::chrono::steady_clock::now();
    const auto tally = run(asked);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    std::fprintf(stderr, "truth: %.1f s with %u jobs\n", took.count(), options.jobs);
    print(to_text(tally));
    for (const auto* mismatch : chosen(tally, options)) show(asked, *mismatch);
    std::size_t records = 0;
    std::string languages;
    for (const auto& [language, count] : tally.generated) {
        records += count;
        languages += (languages.empty() ? "" : ", ") + std::to_string(count) + " " + language;
    }
    const auto mismatches = mismatches_of(tally);
    const auto faults = faults_of(tally.absent, options.may_lack);
    print("\ntruth: " + std::to_string(records) + " records (" + languages + ") on " +
          std::to_string(options.machines.size()) + " targets, seed " + std::to_string(seed) + ": " +
          std::to_string(mismatches) + " mismatches" +
          (faults == 0 ? "" : ", " + std::to_string(faults) + " tables not compared") + "\n");
    return mismatches + faults == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    const auto options = parse_options(words);
    if (const auto status = help_or_error("truth", words, usage, options.error)) return *status;
    if (options.print && options.only) {
        const auto& only = *options.only;
        const auto unit = generate(only.language, seed_of(options), only.index, only.records);
        print(write_declarations(unit, options.machines.front()->dialect));
        return 0;
    }
    return run_all(options);
}
