// What the command line asks for.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace abi {

enum class Command { gate, diff, dump, explain, gen, init, replay, rules };

/// "--report html=reports/index.html"; an empty file means standard output.
struct ReportOption {
    std::string format;
    std::string file;
};

struct Options {
    Command command = Command::gate;
    std::string config;              // empty: .abi-check.json here or in a folder above
    std::vector<std::string> words;  // what is not an option: sources, fixtures, a language, a rule
    bool has_flags = false;          // "--" was given
    std::vector<std::string> flags;  // all that follows it
    std::string diff_against;        // a revision or a dump; empty: the merge base
    std::vector<ReportOption> reports;
    std::vector<std::string> specs;       // --spec: instead of the configuration's
    std::vector<std::string> layers;      // --layer: only these
    std::vector<std::string> targets;     // --target: only these, or triples when sources are named
    std::string build_folder;             // -p
    std::vector<std::string> extra_args;  // --extra-arg
    std::string output;                   // -o
    std::vector<std::string> layouts;     // --layouts: dumps (explain)
    std::vector<std::string> revisions;   // --rev: "A..B" or one revision (explain)
    std::string reader;                   // --reader (explain)
    std::vector<std::string> keys;        // --key, as given (explain)
    std::string kernel, initrd;           // replay
    std::vector<std::string> machine;     // --machine-command, split at white space
    std::string generate;                 // --generate, "SEED:COUNT" (replay)
    unsigned time_limit_seconds = 30;
    unsigned jobs = 0;  // 0: one per core
    bool quiet = false;
    bool use_cache = true;  // --no-cache
    bool show_console = false;
    bool show_times = false;
    std::optional<bool> color;  // --use-color
};

/// Reads the command line. Nothing when it is wrong (what is wrong has been said on standard error).
std::optional<Options> parse_options(int argc, const char* const* argv);

}  // namespace abi
