#include "tool/options.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <ranges>

#include "llvm/Support/Allocator.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"
#include "model/words.h"
#include "shard/split.h"
#include "specfile/suggest.h"
#include "tool/commands.h"
#include "tool/init_next.h"

namespace abi {
namespace {

const OptionRow* find_row(std::string_view name) {
    const auto rows = option_table();
    const auto row = std::ranges::find(rows, name, &OptionRow::name);
    return row == rows.end() ? nullptr : &*row;
}

/// "--report=html" in its parts.
struct Word {
    std::string name;
    std::optional<std::string> value;
};

Word take_apart(const std::string& word) {
    const std::string text = word.substr(word.starts_with("--") ? 2 : 1);
    const auto equals = text.find('=');
    if (equals != std::string::npos) return {text.substr(0, equals), text.substr(equals + 1)};
    // "-j4": a number may follow its option directly.
    const OptionRow* row = find_row(text.substr(0, 1));
    const bool takes_number = row != nullptr && std::holds_alternative<unsigned Options::*>(row->member);
    if (!takes_number || text.find_first_not_of("0123456789", 1) != std::string::npos || text.size() == 1)
        return {text, {}};
    return {text.substr(0, 1), text.substr(1)};
}

std::optional<bool> parse_bool(const std::string& text) {
    if (text == "true" || text == "TRUE" || text == "True" || text == "1") return true;
    if (text == "false" || text == "FALSE" || text == "False" || text == "0") return false;
    return std::nullopt;
}

/// Whether two paths name one file, which need not exist yet. An empty path is standard output, which reports may
/// share.
bool are_one_file(const std::string& a, const std::string& b) {
    namespace fs = std::filesystem;
    if (a.empty() || b.empty()) return false;
    std::error_code error;
    if (a == b || fs::equivalent(a, b, error)) return true;
    const auto whole = [&](const std::string& path) { return fs::weakly_canonical(fs::absolute(path, error), error); };
    return whole(a) == whole(b);
}

/// Stores `text` in a member of `options`. Returns what was expected instead, or "" if it is stored.
struct Store {
    Options& options;
    const std::string& text;

    std::string operator()(bool Options::* member) const {
        const auto is_on = parse_bool(text);
        if (!is_on) return "true or false";
        options.*member = *is_on != Options{}.*member;
        return "";
    }
    std::string operator()(std::optional<bool> Options::* member) const {
        options.*member = parse_bool(text);
        return options.*member ? "" : "true or false";
    }
    std::string operator()(unsigned Options::* member) const {
        const char* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, options.*member);
        return error == std::errc() && stop == end ? "" : "a whole number";
    }
    std::string operator()(std::string Options::* member) const {
        options.*member = text;
        return "";
    }
    std::string operator()(std::vector<std::string> Options::* member) const {
        (options.*member).push_back(text);
        return "";
    }
    std::string operator()(std::vector<ReportOption> Options::* member) const {
        const auto equals = text.find('=');
        const auto file = equals == std::string::npos ? "" : text.substr(equals + 1);
        const bool is_taken = std::ranges::any_of(
            options.*member, [&](const ReportOption& other) { return are_one_file(file, other.file); });
        (options.*member).push_back({text.substr(0, equals), file});
        return is_taken ? "a file for each report" : "";
    }
};

std::string unknown_option(const std::string& name) {
    std::vector<std::string> known{"--help", "--version"};
    for (const auto& row : option_table()) {
        if (row.name.size() > 1) known.push_back(spelling(row));
    }
    // Two letters are near to every short name.
    const std::string meant = name.size() < 3 ? "" : did_you_mean("--" + name, known);
    return "unknown option \"" + std::string(name.size() == 1 ? "-" : "--") + name + "\"" +
           (meant.empty() ? "; abi-check --help and abi-check COMMAND --help list the options" : meant);
}

/// "-o has no effect on the gate; it works with dump and init"
std::string no_effect(const std::string& what_has, Command command, const std::string& it_works, unsigned serves) {
    const std::string name(command_row(command).name);
    auto others = command_table() |
                  std::views::filter([&](const CommandRow& row) { return (serves & command_bit(row.command)) != 0; });
    const bool is_word = command != Command::gate && !name.starts_with("--");
    return what_has + " no effect on " + (is_word ? "'" + name + "'" : name) + "; " + it_works + " with " +
           list_names(others, "and", &CommandRow::name);
}

/// A first word that is neither a command nor looks like a file, or "".
std::string mistaken_command(const std::string& word) {
    std::error_code error;
    if (word.find_first_of("./") != std::string::npos || std::filesystem::exists(word, error)) return "";
    std::vector<std::string> known;
    for (const auto& row : typed_commands()) known.emplace_back(row.name);
    const std::string meant = did_you_mean(word, known);
    return "expected a command or a source file, found " + in_quotes(word) +
           (meant.empty() ? "; abi-check --help lists the commands" : meant);
}

/// A command line that is being read, and the rows of the options that it has given so far.
struct Reading {
    CommandLine line;
    std::vector<const OptionRow*> given;

    /// The first error is the one that the user sees: the later ones may follow from it.
    void fail(const std::string& error) {
        if (line.error.empty()) line.error = error;
    }
};

/// The value of an option: behind "=", or the next word. Returns nothing when it is missing.
std::optional<std::string> take_value(const OptionRow& row, const Word& word, std::span<const std::string>& rest) {
    if (word.value) return word.value;
    if (row.value.empty()) return "true";
    const bool is_optional = row.value.starts_with('[');
    if (row.value.starts_with("[=")) return std::nullopt;
    if (rest.empty() || rest.front() == "--" || (is_optional && rest.front().starts_with('-'))) return std::nullopt;
    std::string value = rest.front();
    rest = rest.subspan(1);
    return value;
}

bool is_repeatable(const OptionRow& row) {
    return std::holds_alternative<std::vector<std::string> Options::*>(row.member) ||
           std::holds_alternative<std::vector<ReportOption> Options::*>(row.member);
}

void read_option(const Word& word, std::span<const std::string>& rest, Reading& reading) {
    if (word.name == "help" || word.name == "h") return void(reading.line.wants_help = true);
    if (word.name == "version") return void(reading.line.wants_version = true);
    const OptionRow* row = find_row(word.name);
    if (row == nullptr) return reading.fail(unknown_option(word.name));
    const bool is_again = std::ranges::find(reading.given, row) != reading.given.end();
    if (is_again && !is_repeatable(*row)) reading.fail(spelling(*row) + " may be given only once");
    reading.given.push_back(row);
    const auto value = take_value(*row, word, rest);
    if (!value && row->value.starts_with('[')) return;
    if (!value) return reading.fail(spelling(*row) + " needs a value: " + std::string(row->value));
    const std::string expected =
        value->empty() ? "a value that is not empty" : std::visit(Store{reading.line.options, *value}, row->member);
    if (!expected.empty()) reading.fail(spelling(*row) + ": expected " + expected + ", found \"" + *value + "\"");
}

/// The first word names the command, and "help COMMAND" asks for its help. Without a command it is the gate, or
/// what --diff or --fix turns it into.
void find_command(Reading& reading) {
    auto& options = reading.line.options;
    auto& words = options.words;
    const bool is_help = !words.empty() && words.front() == "help";
    if (is_help) words.erase(words.begin());
    const auto typed = typed_commands();
    const auto row = words.empty() ? typed.end() : std::ranges::find(typed, words.front(), &CommandRow::name);
    const OptionRow* turning = nullptr;
    for (const auto* given : reading.given) {
        if (!command_of(*given)) continue;
        if (turning != nullptr && turning != given) {
            reading.fail(spelling(*turning) + " and " + spelling(*given) + " are two commands; give one of them");
        }
        turning = given;
    }
    if (row != typed.end()) {
        if (turning != nullptr) {
            reading.fail(spelling(*turning) + " and '" + words.front() + "' are two commands; give one of them");
        }
        options.command = row->command;
        words.erase(words.begin());
    } else if (turning != nullptr) {
        options.command = *command_of(*turning);
    } else if (!words.empty()) {
        if (const auto mistake = mistaken_command(words.front()); !mistake.empty()) reading.fail(mistake);
    }
    if (is_help && reading.line.error.empty()) reading.line.wants_help = true;
}

/// --check-config asks no layer, so it has no report. A revision is no file that a rule of Make could name.
void check_gate_modes(const Options& options, Reading& reading) {
    if (options.checks_config) {
        const bool has_sources = !options.words.empty();
        const char* other = has_sources                ? "source files"
                            : !options.reports.empty() ? "--report"
                            : options.writes_baseline  ? "--write-baseline"
                            : options.proves           ? "--prove"
                            : !options.depfile.empty() ? "--depfile"
                                                       : nullptr;
        if (other != nullptr) reading.fail(std::string("--check-config runs no check, so it takes no ") + other);
    }
    if (options.depfile.empty()) return;
    const auto equals = options.depfile.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == options.depfile.size()) {
        reading.fail("--depfile: expected TARGET=FILE, such as layouts.stamp=layouts.d, found " +
                     in_quotes(options.depfile));
    }
    if (!options.config_from.empty()) {
        reading.fail("--depfile names files; --config-from reads a revision, which is none; give one of them");
    }
}

/// A shard only reads: it has no findings that another report could show.
void check_shard(const Options& options, Reading& reading) {
    if (options.shard.empty()) return;
    if (const auto shard = parse_shard(options.shard); !shard) {
        return reading.fail("--shard: " + sentence(shard.problems.front()));
    }
    const char* other = !options.words.empty()     ? "source files: they replace the configuration that it splits"
                        : options.writes_baseline  ? "--write-baseline, which needs all findings"
                        : options.proves           ? "--prove, which needs all findings"
                        : options.checks_config    ? "--check-config, which reads nothing"
                        : !options.depfile.empty() ? "--depfile, which names the files of a whole run"
                                                   : nullptr;
    if (other != nullptr) return reading.fail(std::string("--shard takes no ") + other);
    const auto is_json = [](const ReportOption& report) { return report.format == "json"; };
    const auto wrong = std::ranges::find_if_not(options.reports, is_json);
    if (wrong != options.reports.end()) {
        return reading.fail("--shard writes what it read, as json; 'abi-check merge' writes --report " + wrong->format);
    }
    if (options.reports.empty()) {
        reading.fail("--shard needs --report json=FILE: 'abi-check merge' reads the files of all shards");
    }
}

/// A watch runs the gate again and again, and shows the text of the last run.
void check_watch(const Options& options, Reading& reading) {
    if (!options.watches) return;
    const char* other = options.checks_config          ? "--check-config, which reads no sources"
                        : options.writes_baseline      ? "--write-baseline: a baseline accepts what one run finds"
                        : !options.shard.empty()       ? "--shard: it runs the whole gate"
                        : !options.depfile.empty()     ? "--depfile: a build system runs the gate itself"
                        : !options.config_from.empty() ? "--config-from: a revision is no file that changes"
                                                       : nullptr;
    if (other != nullptr) return reading.fail(std::string("--watch takes no ") + other);
    const auto shown = std::ranges::find_if(
        options.reports, [](const ReportOption& report) { return report.file.empty() && report.format != "text"; });
    if (shown == options.reports.end()) return;
    reading.fail("--watch shows the text; write the other report to a file: --report " + shown->format + "=FILE");
}

/// Refuses an option that would change nothing.
void check_effects(Reading& reading) {
    const Options& options = reading.line.options;
    const unsigned command = command_bit(options.command);
    for (const OptionRow* row : reading.given) {
        unsigned serves = 0;
        for (const auto& other : option_table()) serves |= other.name == row->name ? other.serves : 0;
        if (row->is_tuning || (serves & command) != 0) continue;
        reading.fail(no_effect(spelling(*row) + " has", options.command, "it works", serves));
    }
    if (options.command == Command::replay && !options.output.empty() && options.generate.empty()) {
        reading.fail("-o has no effect on 'replay' without --generate: it keeps a generated case that fails");
    }
    if (options.command == Command::fix) {
        if (!options.fix_as.empty() && options.fix_as != "patch") {
            reading.fail("--fix: expected --fix or --fix=patch, found " + in_quotes(options.fix_as));
        }
        if (options.fix_as.empty() && !options.output.empty()) {
            reading.fail("-o has no effect on --fix: it keeps the patch of --fix=patch");
        }
    }
    for (const auto& report : options.reports) {
        if (!are_one_file(report.file, options.output)) continue;
        reading.fail("--report: expected another file than that of -o, found " + in_quotes(report.file));
    }
    if ((takes_sources & command) == 0) {
        if (options.has_flags) {
            reading.fail(no_effect("flags after '--' have", options.command, "they work", takes_sources));
        }
    } else if (options.words.empty()) {
        if (options.has_flags) reading.fail("flags after '--' need source files before it");
    } else if (!options.config.empty() || !options.layers.empty() || !options.config_from.empty()) {
        const auto* option = !options.config.empty()   ? "--config"
                             : !options.layers.empty() ? "--layer"
                                                       : "--config-from";
        reading.fail(std::string(option) +
                     " has no effect when source files are named: they replace the configuration");
    }
    check_gate_modes(options, reading);
    check_shard(options, reading);
    check_watch(options, reading);
    if (!options.config_from.empty() && options.writes_baseline) {
        reading.fail(
            "--write-baseline writes a file of today; --config-from reads those of a revision; give one of them");
    }
}

/// What --source-url says wrongly, or "". Nothing but an address of the web or of a file may become a link.
std::string mistake_in_source_url(const std::string& url) {
    if (url.empty()) return "";
    const auto fail = [&](const std::string& expected) {
        return "--source-url: expected " + expected + ", found " + in_quotes(url);
    };
    const std::string_view text = url;
    const auto host = text.find("://") + 3;
    const bool is_file = text.starts_with("file:///");
    if (!is_file && !text.starts_with("https://") && !text.starts_with("http://")) {
        return fail("an address that begins with https://, http:// or file:///");
    }
    const bool has_space = std::ranges::any_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7F; });
    if (has_space) return fail("an address without spaces");
    if (!is_file &&
        (text.substr(host).empty() || std::string_view("/{?#").find(text[host]) != std::string_view::npos)) {
        return fail("the name of a host behind " + std::string(text.substr(0, host)));
    }
    if (text.find("{path}") == std::string_view::npos) return fail("{path} in the address");
    for (auto at = url.find('{'); at != std::string::npos; at = url.find('{', at + 1)) {
        const std::string mark = url.substr(at, url.find('}', at) - at + 1);
        if (mark != "{path}" && mark != "{line}" && mark != "{rev}")
            return fail("only {path}, {line} and {rev} in braces");
    }
    return "";
}

/// The command line as a user types it. A page may be published, so it shows no key.
std::string shown_command_line(std::span<const std::string> arguments) {
    std::string line = "abi-check";
    bool is_key = false;
    for (const auto& word : arguments) {
        const bool has_key = word.starts_with("--key=") || word.starts_with("-key=");
        line += " " + (is_key ? "..." : has_key ? word.substr(0, word.find('=') + 1) + "..." : shell_word(word));
        is_key = word == "--key" || word == "-key";
    }
    return line;
}

/// "@FILE" stands for the words in that file, as in clang's own tools. Behind "--" it is a flag like any other.
std::vector<std::string> expand_response_files(std::span<const std::string> words) {
    const auto flags = std::ranges::find(words, "--");
    llvm::BumpPtrAllocator memory;
    llvm::StringSaver saver(memory);
    llvm::SmallVector<const char*> expanded;
    for (const auto& word : std::span(words.begin(), flags)) expanded.push_back(word.c_str());
    llvm::cl::ExpandResponseFiles(saver, llvm::cl::TokenizeGNUCommandLine, expanded);
    std::vector<std::string> all(expanded.begin(), expanded.end());
    all.insert(all.end(), flags, words.end());
    return all;
}

}  // namespace

CommandLine parse_command_line(std::span<const std::string> arguments) {
    Reading reading;
    Options& options = reading.line.options;
    const auto words = expand_response_files(arguments);
    for (std::span<const std::string> rest = words; !rest.empty();) {
        const std::string& word = rest.front();
        rest = rest.subspan(1);
        if (word == "--") {
            options.has_flags = true;
            options.flags.assign(rest.begin(), rest.end());
            break;
        }
        if (word.size() > 1 && word.starts_with('-')) {
            read_option(take_apart(word), rest, reading);
        } else {
            options.words.push_back(word);
        }
    }
    find_command(reading);
    check_effects(reading);
    if (const auto mistake = mistake_in_source_url(options.source_url); !mistake.empty()) reading.fail(mistake);
    options.command_line = shown_command_line(arguments);
    if (reading.line.wants_help || reading.line.wants_version) reading.line.error.clear();
    return std::move(reading.line);
}

}  // namespace abi
