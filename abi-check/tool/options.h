// The command line: one table of options, and the values that they fill.
//
//     abi-check init -p build packet.h -- -std=c17
//               │    │        │         └─► Options::flags
//               │    │        └─► Options::words
//               │    └─► a row of option_table() ─► Options::build_folder
//               └─► a row of command_table() (commands.h) ─► Options::command
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace abi {

/// `gate` is what runs without a command; the option --diff turns it into `diff`, and --fix into `fix`.
enum class Command { gate, diff, fix, dump, compare, explain, gen, init, lsp, merge, replay, rules, docs };

/// "--report html=reports/index.html"; an empty file means standard output.
struct ReportOption {
    std::string format;
    std::string file;
};

/// What the command line asks for. option_table() describes each member that an option fills.
struct Options {
    Command command = Command::gate;
    std::vector<std::string> words;  // all that is not an option: sources, fixtures, a language, a rule, bytes
    std::string command_line;        // all words, without keys, so that a page can show it
    bool has_flags = false;          // "--" was given
    std::vector<std::string> flags;  // all that follows it

    std::string config_from;   // a revision; empty: the disk
    std::string config;        // empty: .abi-check.json in this folder or above
    std::string diff_against;  // a revision or a dump; empty: the merge base
    std::string fix_as;        // "patch": write a patch; empty: change the sources
    std::vector<ReportOption> reports;
    std::vector<std::string> specs;
    std::vector<std::string> layers;
    std::vector<std::string> targets;  // names, or triples when sources are named
    std::vector<std::string> aliases;  // "own=name of the spec"
    std::vector<std::string> records;  // patterns
    std::vector<std::string> rules;    // "abi-size=note"
    std::string baseline;              // empty: that of the configuration
    bool writes_baseline = false;
    bool proves = false;
    bool checks_config = false;
    std::string depfile;  // "TARGET=FILE"
    std::string shard;    // "2/4"
    bool watches = false;
    std::string build_folder;
    std::vector<std::string> extra_args;
    std::string output;  // empty: standard output
    std::vector<std::string> layouts;
    std::vector<std::string> revisions;
    std::string reader;
    std::string btf_base;  // replaces "base" of every witness that reads BTF
    std::vector<std::string> keys;
    std::vector<std::string> names;         // "packet_t=Packet"
    std::vector<std::string> exclude;       // patterns of paths
    std::vector<std::string> first_flags;   // for the first side only
    std::vector<std::string> second_flags;  // for the second side only
    std::string exemptions;
    std::string sarif_category;
    std::string source_url;  // {path}, {line} and {rev} are replaced
    std::string kernel;
    std::string initrd;
    std::vector<std::string> machine_commands;
    std::vector<std::string> machines;  // files
    std::string generate;
    unsigned time_limit_seconds = 30;  // 0: no limit
    unsigned jobs = 0;                 // 0: one per core
    bool quiet = false;
    bool use_cache = true;
    bool filters_units = true;       // units that cannot declare what is asked are not parsed
    bool runs_build_scripts = true;  // cargo's, with its procedural macros
    bool show_console = false;
    bool show_times = false;
    std::optional<bool> color;  // empty: the terminal decides
};

/// Where an option puts its value. A flag (`bool`) inverts the default; a vector takes one value for each time that the
/// option is given. All others may be given once.
using OptionMember =
    std::variant<bool Options::*, std::optional<bool> Options::*, unsigned Options::*, std::string Options::*,
                 std::vector<std::string> Options::*, std::vector<ReportOption> Options::*>;

struct OptionRow {
    std::string_view name;   // without dashes
    std::string_view value;  // its name in the help: "FILE"; "[FILE]" may be left out, and "[=FILE]" too, which stands
                             // only behind "="; empty: a flag
    std::string_view help;   // one line; {formats} stands for the report formats
    unsigned serves;         // the commands on which it has an effect: a set of command_bit()
    OptionMember member;
    bool is_tuning = false;  // the other commands accept it, too, and ignore it
};

constexpr unsigned command_bit(Command command) {
    return 1U << static_cast<unsigned>(command);
}

/// The commands that take source files, and flags for their compiler behind "--".
constexpr unsigned takes_sources = command_bit(Command::gate) | command_bit(Command::diff) | command_bit(Command::fix) |
                                   command_bit(Command::dump) | command_bit(Command::init) |
                                   command_bit(Command::compare);

/// All options but --help and --version, in the order of the help. An option that means something else to another
/// command has a second row, with the same member.
std::span<const OptionRow> option_table();

/// "-o" or "--report".
std::string spelling(const OptionRow& row);

/// The command that an option turns the gate into: --diff and --fix. Nothing for all other options.
std::optional<Command> command_of(const OptionRow& row);

struct CommandLine {
    Options options;
    std::string error;  // one sentence; empty if the options can be used
    bool wants_help = false;
    bool wants_version = false;
};

/// Reads the arguments that follow the program's name. If the user asks for help or for the version, `error` is empty.
CommandLine parse_command_line(std::span<const std::string> arguments);

}  // namespace abi
