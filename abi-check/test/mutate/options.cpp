#include "test/mutate/options.h"

#include <algorithm>
#include <array>
#include <thread>

#include "test/truth/arguments.h"

namespace abi::mutate {
namespace {

using truth::Language;

constexpr std::uint64_t most_jobs = 1024;

/// Records of Go and packages of Cargo are only compared, by ci/truth.
constexpr std::array mutated{Language::c, Language::cpp, Language::zig, Language::rust, Language::nim};

bool is_mutated(Language language) {
    return std::ranges::find(mutated, language) != mutated.end();
}

std::string no_mutations_of(Language language) {
    return "there are no mutations of " + std::string(truth::to_string(language)) + "; ci/truth compares its witnesses";
}

std::string add_languages(const std::string& names, Options& options) {
    auto wrong = truth::add_languages(names, options.languages);
    const auto other = std::ranges::find_if_not(options.languages, is_mutated);
    if (wrong.empty() && other != options.languages.end()) wrong = no_mutations_of(*other);
    return wrong;
}

/// What is wrong with the option; empty: nothing.
std::string set(Options& options, const std::string& word, const std::string& value) {
    if (word == "--targets") return truth::add_machines(value, options.machines);
    if (word == "--languages") return add_languages(value, options);
    if (word == "--may-lack") {
        options.may_lack = value;
        return "";
    }
    if (word == "--question") {
        options.question = value;
        return "";
    }
    if (word == "--prove") {
        options.proves = value == "yes";
        return options.proves || value == "no" ? "" : "--prove needs yes or no, but has \"" + value + "\"";
    }
    if (word == "--tool") {
        options.tool = value;
        return "";
    }
    if (word == "--unit") {
        options.only = truth::piece_of(value);
        if (options.only && !is_mutated(options.only->language)) return no_mutations_of(options.only->language);
        return options.only ? "" : "a unit is named as c:12, not \"" + value + "\"";
    }
    const auto number = truth::number_of(value);
    if (!number) return word + " needs a number, but has \"" + value + "\"";
    if (word == "--mutations") {
        options.mutations = *number;
    } else if (word == "--seed") {
        options.seed = *number;
    } else if (word == "--mutation") {
        options.mutation = *number;
    } else if (word == "--show") {
        options.shown = *number;
    } else if (word == "-j" && *number != 0) {
        options.jobs = static_cast<unsigned>(std::min<std::uint64_t>(*number, most_jobs));
    } else {
        return "unknown option \"" + word + " " + value + "\"";
    }
    return "";
}

}  // namespace

const std::string_view usage =
    R"(usage: mutate [--mutations N] [--seed N] [--targets A,B] [--languages A,B] [-j N] [--show N]
              [--unit LANGUAGE:INDEX [--mutation N]]

Mutates the specs and the sources of random records, and asks every witness about each of them on every target.
Exit status: 0 every mutation is red or unverified and named, and every other record is green; 1 not so; 2 bad usage.

  --mutations N  how many: 1000
  --seed N       which: a random one, which is printed
  --targets      riscv64,x86_64,aarch64,riscv32,armv7,i686,s390x,mips: all
  --languages    c,cpp,zig,rust,nim: all
  -j N           units at a time: one for each processor
  --show N       wrong answers to show: 10
  --unit L:I     only unit I of a language
  --mutation N   only this mutation of the unit, by all witnesses
  --may-lack T   compilers that need not be there, as "not asked" names them: "GCC table of c on mips,table of rust on
                 i686", or "all"; without it, what is not there makes the exit status 1
  --question P   also mutates questions, by the program P, which asks the program of --tool
  --tool P       abi-check
  --prove yes    lets the compilers of C, C++, Zig and Rust judge each error: none may be dropped
)";

Options parse_options(const std::vector<std::string>& words) {
    Options options;
    options.jobs = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 0; i < words.size() && options.error.empty(); ++i) {
        const auto& word = words[i];
        if (word.starts_with("-j") && word.size() > 2) {
            options.error = set(options, "-j", word.substr(2));
        } else if (i + 1 == words.size()) {
            options.error = "unknown option \"" + word + "\", or its value is missing";
        } else {
            options.error = set(options, word, words[++i]);
        }
    }
    if (options.languages.empty()) options.languages.assign(mutated.begin(), mutated.end());
    if (options.machines.empty()) {
        for (const auto& machine : truth::all_machines()) {
            if (!machine.has_codeview) options.machines.push_back(&machine);
        }
    }
    return options;
}

}  // namespace abi::mutate
