#include "tool/options.h"

#include <algorithm>
#include <filesystem>
#include <string_view>

#include "llvm/Support/CommandLine.h"
#include "llvm/Support/raw_ostream.h"
#include "specfile/suggest.h"

namespace abi {
namespace {

namespace cl = llvm::cl;

constexpr const char* overview =
    "abi-check: do all layers that share memory believe in the same bytes?\n\n"
    "  abi-check                          the gate: spec x layers x targets of .abi-check.json\n"
    "  abi-check --diff [REV|DUMP.json]   what the work tree changes (default: since the merge base)\n"
    "  abi-check --spec S SOURCES -- FLAGS  the gate for these sources alone\n"
    "  abi-check init SOURCES [-o SPEC] [-- FLAGS]   drafts a spec from sources that exist\n"
    "  abi-check dump [SOURCES -- FLAGS]  layouts as JSON\n"
    "  abi-check gen LANGUAGE --spec S    declarations with assertions: c cpp zig nim rust python table\n"
    "  abi-check explain [HEX|FILE|-]     which declaration wrote these bytes\n"
    "  abi-check replay FIXTURES --kernel ELF --initrd CPIO   boot, replay, compare\n"
    "  abi-check replay --generate SEED:COUNT --kernel ELF --initrd CPIO   the same with cases made from the spec\n"
    "  abi-check rules [ID|all]           the rule table, one rule explained, or all as Markdown\n\n"
    "Exit status: 0 conforms, 1 findings at error level, 2 could not do what was asked.\n";

struct Name {
    const char* word;
    Command command;
};
constexpr Name commands[] = {
    {"dump", Command::dump}, {"explain", Command::explain}, {"gen", Command::gen},
    {"init", Command::init}, {"replay", Command::replay},   {"rules", Command::rules},
};

constexpr unsigned in(Command command) {
    return 1U << static_cast<unsigned>(command);
}
constexpr unsigned comparing = in(Command::gate) | in(Command::diff);
constexpr unsigned reading = comparing | in(Command::dump) | in(Command::explain);

/// The commands to which an option means something. Those that only tune (-j, --quiet) are not listed.
struct Use {
    const char* option;
    unsigned serves;
};
constexpr Use uses[] = {
    {"config", reading | in(Command::replay)},
    {"report", comparing | in(Command::explain)},
    {"spec", reading | in(Command::gen) | in(Command::replay)},
    {"layer", reading},
    {"target", reading | in(Command::init)},
    {"p", reading | in(Command::init)},
    {"extra-arg", reading | in(Command::init)},
    {"o", in(Command::dump) | in(Command::gen) | in(Command::init) | in(Command::replay) | in(Command::rules)},
    {"layouts", in(Command::explain)},
    {"rev", in(Command::explain)},
    {"reader", in(Command::explain)},
    {"key", in(Command::explain)},
    {"kernel", in(Command::replay)},
    {"initrd", in(Command::replay)},
    {"machine-command", in(Command::replay)},
    {"generate", in(Command::replay)},
    {"show-times", in(Command::replay)},
    {"show-console", in(Command::replay)},
    {"time-limit", in(Command::replay)},
};

/// An option that would be read and then mean nothing to `command`; empty: there is none.
std::string idle_option(Command command) {
    for (const auto& [option, serves] : uses) {
        const auto found = cl::getRegisteredOptions().find(option);
        if (found == cl::getRegisteredOptions().end() || found->second->getNumOccurrences() == 0) continue;
        if ((serves & in(command)) == 0)
            return (std::string_view(option).size() == 1 ? "-" : "--") + std::string(option);
    }
    return "";
}

std::string name_of(Command command) {
    if (command == Command::diff) return "--diff";
    const auto* const row = std::ranges::find(commands, command, &Name::command);
    return row == std::end(commands) ? "the gate" : row->word;
}

/// A first word that is neither a command nor a file, nor looks like one: what it may have meant.
std::string mistaken_command(const std::string& word) {
    if (word.find_first_of("./") != std::string::npos || std::filesystem::exists(word)) return "";
    std::vector<std::string> known;
    for (const auto& row : commands) known.emplace_back(row.word);
    const std::string meant = did_you_mean(word, known);
    return "expected a command or a source file, found \"" + word + "\"" +
           (meant.empty() ? "; abi-check --help lists the commands" : meant);
}

/// `--diff REV` is one option with a value that may be left out; the library wants `--diff=REV`.
std::vector<std::string> join_diff(const std::vector<std::string>& words) {
    std::vector<std::string> joined;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const bool takes_next =
            (words[at] == "--diff" || words[at] == "-diff") && at + 1 < words.size() && !words[at + 1].starts_with("-");
        joined.push_back(takes_next ? words[at] + "=" + words[at + 1] : words[at]);
        if (takes_next) ++at;
    }
    return joined;
}

std::vector<std::string> split_at_blanks(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : text + " ") {
        if (c != ' ' && c != '\t') {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    return words;
}

}  // namespace

std::optional<Options> parse_options(int argc, const char* const* argv) {
    Options options;
    std::vector<std::string> words;
    for (int at = 1; at < argc; ++at) {
        if (options.has_flags) {
            options.flags.emplace_back(argv[at]);
        } else if (std::string(argv[at]) == "--") {
            options.has_flags = true;
        } else {
            words.emplace_back(argv[at]);
        }
    }
    words = join_diff(words);

    // LLVM's own options are of no use to the users of this tool.
    cl::ResetCommandLineParser();
    cl::OptionCategory category("options");
    cl::list<std::string> positional(cl::Positional, cl::desc("[SOURCES | FIXTURES | LANGUAGE | RULE | HEX]"),
                                     cl::cat(category));
    cl::opt<std::string> config("config", cl::desc("Configuration (default: .abi-check.json here or above)"),
                                cl::value_desc("file"), cl::cat(category));
    cl::opt<std::string> diff("diff", cl::ValueOptional, cl::desc("Show what changed since a revision or a dump"),
                              cl::value_desc("revision"), cl::cat(category));
    cl::list<std::string> reports("report", cl::desc("text, json, sarif or html; repeatable"),
                                  cl::value_desc("format[=file]"), cl::cat(category));
    cl::list<std::string> specs("spec", cl::desc("Spec to check against, instead of the configuration's"),
                                cl::value_desc("file"), cl::cat(category));
    cl::list<std::string> layers("layer", cl::desc("Check this layer only; repeatable"), cl::value_desc("name"),
                                 cl::cat(category));
    cl::list<std::string> targets("target", cl::desc("Check this target only (with sources: a triple); repeatable"),
                                  cl::value_desc("name"), cl::cat(category));
    cl::opt<std::string> build_folder(
        "p", cl::desc("Folder of compile_commands.json; inputs of the configuration's own lie there, too"),
        cl::value_desc("folder"), cl::cat(category));
    cl::list<std::string> extra_args("extra-arg", cl::desc("Added to every compile command; repeatable"),
                                     cl::value_desc("flag"), cl::cat(category));
    cl::opt<std::string> output("o", cl::desc("Write to this file (dump, gen, init, replay, rules)"),
                                cl::value_desc("file"), cl::cat(category));
    cl::list<std::string> layouts("layouts",
                                  cl::desc("A dump whose layouts may have written the bytes (explain); repeatable"),
                                  cl::value_desc("file"), cl::cat(category));
    cl::list<std::string> revisions(
        "rev", cl::desc("Older revisions whose layouts may have written them (explain); repeatable"),
        cl::value_desc("A..B"), cl::cat(category));
    cl::opt<std::string> reader(
        "reader", cl::desc("Who reads the bytes: a layer, a part of its name (default: the spec; explain)"),
        cl::value_desc("name"), cl::cat(category));
    cl::list<std::string> keys("key",
                               cl::desc("A SipHash-2-4 key; packets with valid tags under it are known by them "
                                        "(explain); repeatable"),
                               cl::value_desc("32 hexadecimal digits"), cl::cat(category));
    cl::opt<std::string> kernel("kernel", cl::desc("The kernel to boot (replay)"), cl::value_desc("ELF"),
                                cl::cat(category));
    cl::opt<std::string> initrd("initrd", cl::desc("Its initial RAM disk (replay)"), cl::value_desc("cpio"),
                                cl::cat(category));
    cl::opt<std::string> machine("machine-command",
                                 cl::desc("Command that runs the machine; {kernel} {initrd} {blob} {append} {ram} "
                                          "are filled in (replay)"),
                                 cl::value_desc("words"), cl::cat(category));
    cl::opt<std::string> generated(
        "generate", cl::desc("Replay COUNT cases that SEED stands for; -o keeps one that fails (replay)"),
        cl::value_desc("SEED:COUNT"), cl::cat(category));
    cl::opt<bool> show_times("show-times", cl::desc("Print how long each step took (replay)"), cl::cat(category));
    cl::opt<unsigned> time_limit("time-limit", cl::desc("Seconds that the machine may take; 0: no limit (replay)"),
                                 cl::init(30), cl::value_desc("seconds"), cl::cat(category));
    cl::opt<unsigned> jobs("j", cl::desc("Threads (default: one per core)"), cl::init(0), cl::value_desc("n"),
                           cl::cat(category));
    cl::opt<bool> quiet("quiet", cl::desc("Findings only"), cl::cat(category));
    cl::opt<bool> no_cache("no-cache", cl::desc("Read every unit anew, and keep none for the next run"),
                           cl::cat(category));
    cl::opt<bool> show_console("show-console", cl::desc("Print what the machine printed (replay)"), cl::cat(category));
    cl::opt<cl::boolOrDefault> use_color("use-color", cl::desc("Use colours (default: on a terminal)"),
                                         cl::cat(category));
    cl::HideUnrelatedOptions(category);
    cl::SetVersionPrinter([](llvm::raw_ostream& out) { out << "abi-check " ABI_CHECK_VERSION "\n"; });

    std::vector<const char*> arguments{"abi-check"};
    for (const auto& word : words) arguments.push_back(word.c_str());
    if (!cl::ParseCommandLineOptions(static_cast<int>(arguments.size()), arguments.data(), overview, &llvm::errs())) {
        return std::nullopt;
    }

    options.words = positional;
    if (!options.words.empty()) {
        const auto* const row = std::ranges::find(commands, options.words.front(), &Name::word);
        if (row != std::end(commands)) {
            options.command = row->command;
            options.words.erase(options.words.begin());
        }
    }
    if (diff.getNumOccurrences() != 0) {
        if (options.command != Command::gate) {
            llvm::errs() << "abi-check: error: --diff goes with no other command\n";
            return std::nullopt;
        }
        options.command = Command::diff;
    }
    if (options.command == Command::gate && !options.words.empty()) {
        if (const std::string mistake = mistaken_command(options.words.front()); !mistake.empty()) {
            llvm::errs() << "abi-check: error: " << mistake << "\n";
            return std::nullopt;
        }
    }
    if (const std::string idle = idle_option(options.command); !idle.empty()) {
        llvm::errs() << "abi-check: error: " << idle << " says nothing to " << name_of(options.command) << "\n";
        return std::nullopt;
    }
    for (const auto& report : reports) {
        const auto equals = report.find('=');
        options.reports.push_back(
            {report.substr(0, equals), equals == std::string::npos ? "" : report.substr(equals + 1)});
    }
    options.config = config;
    options.diff_against = diff;
    options.specs = specs;
    options.layers = layers;
    options.targets = targets;
    options.build_folder = build_folder;
    options.extra_args = extra_args;
    options.output = output;
    options.layouts = layouts;
    options.revisions = revisions;
    options.reader = reader;
    options.keys = keys;
    options.kernel = kernel;
    options.initrd = initrd;
    options.machine = split_at_blanks(machine);
    options.generate = generated;
    options.show_times = show_times;
    options.time_limit_seconds = time_limit;
    options.jobs = jobs;
    options.quiet = quiet;
    options.use_cache = !no_cache;
    options.show_console = show_console;
    if (use_color != cl::BOU_UNSET) options.color = use_color == cl::BOU_TRUE;
    return options;
}

}  // namespace abi
