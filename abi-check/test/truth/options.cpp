#include "test/truth/options.h"

#include <algorithm>
#include <thread>

#include "test/truth/arguments.h"

namespace abi::truth {
namespace {

constexpr std::uint64_t most_jobs = 1024;

}  // namespace

const std::string_view usage =
    R"(usage: truth [--records N] [--seed N] [--targets A,B] [--languages A,B] [-j N] [--show N]
             [--no-filter] [--unit LANGUAGE:INDEX [--print]]

Invents N records (the same ones for the same seed, on any machine), asks every witness about each of them on every
target, and prints where two disagree. Exit status: 0 all agree, 1 they do not, 2 bad usage.

  --records N   how many: 1000
  --seed N      which: a random one, which is printed
  --targets     riscv64,x86_64,aarch64,riscv32,armv7,i686,s390x,mips,windows: all
  --languages   c,cpp,zig,rust,nim,go,cargo, with the shares 28,20,12,12,8,13,7: all; "cargo" is Rust in packages
                of Cargo, with modules, features and included files
  -j N          units at a time: one for each processor
  --show N      mismatches to make small and show: 3
  --unit L:I    only unit I of a language
  --again FILE  also the units of a list such as seeds.txt
  --between T   compare only pairs of witnesses whose names hold this text: "GCC",
                "table / dwarf", "probe"; then the probes of C and C++, which are slow, do not take turns
  --may-lack T  compilers that need not be there, as "not compared" names them: "GCC table of c on mips,table of rust on
                i686", or "all"; without it, what is not there makes the exit status 1
  --no-filter   the clang reader is asked for everything, not by names, so it cannot leave a unit out
  --print       what that unit declares, on the first target, and nothing else
)";

namespace {

unsigned jobs_of(std::uint64_t number) {
    return static_cast<unsigned>(std::min<std::uint64_t>(number, most_jobs));
}

/// Takes an option whose value is a number. Returns whether there is such an option.
bool take_number(const std::string& word, std::uint64_t number, Options& options) {
    if (word == "--records") {
        options.records = number;
    } else if (word == "--seed") {
        options.seed = number;
    } else if (word == "--show") {
        options.shown = number;
    } else if (word == "-j" && number != 0) {
        options.jobs = jobs_of(number);
    } else {
        return false;
    }
    return true;
}

/// Takes an option and its value. `options.error` becomes what is wrong with them.
void take_value(const std::string& word, const std::string& value, Options& options) {
    const auto number = number_of(value);
    if (word == "--targets") {
        options.error = add_machines(value, options.machines);
    } else if (word == "--languages") {
        options.error = add_languages(value, options.languages);
    } else if (word == "--between") {
        options.between = value;
    } else if (word == "--may-lack") {
        options.may_lack = value;
    } else if (word == "--again") {
        options.error = read_seeds(value, options.again);
    } else if (word == "--unit") {
        options.only = piece_of(value);
        if (!options.only) options.error = "a unit is named as c:12, not \"" + value + "\"";
    } else if (!number) {
        options.error = word + " needs a number, but has \"" + value + "\"";
    } else if (!take_number(word, *number, options)) {
        options.error = "unknown option \"" + word + " " + value + "\"";
    }
}

}  // namespace

Options parse_options(const std::vector<std::string>& words) {
    Options options;
    options.jobs = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < words.size() && options.error.empty(); ++i) {
        const auto& word = words[i];
        if (word.starts_with("-j") && number_of(word.substr(2)).value_or(0) != 0) {
            options.jobs = jobs_of(*number_of(word.substr(2)));
        } else if (word == "--print") {
            options.print = true;
        } else if (word == "--no-filter") {
            options.filters = false;
        } else if (i + 1 == words.size()) {
            options.error = "unknown option \"" + word + "\", or its value is missing";
        } else {
            take_value(word, words[++i], options);
        }
    }
    if (options.machines.empty()) {
        for (const auto& machine : all_machines()) options.machines.push_back(&machine);
    }
    return options;
}

}  // namespace abi::truth
