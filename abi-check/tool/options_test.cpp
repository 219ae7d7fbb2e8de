#include "tool/options.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <utility>

#include "gen/gen.h"
#include "model/words.h"
#include "report/report.h"
#include "test/folder.h"
#include "tool/commands.h"

using namespace abi;

namespace {

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
    return parts;
}

/// Parses words that stand in one line, separated by a blank each.
CommandLine parse(const std::string& line) {
    return parse_command_line(split(line, ' '));
}

std::string on_one_line(const std::string& text) {
    std::string line;
    std::istringstream words(text);
    for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
    return line;
}

bool has_effect(const OptionRow& row, Command command) {
    return (row.serves & command_bit(command)) != 0;
}

/// What has to stand before an option so that `command` runs.
std::string prefix(Command command) {
    if (command == Command::gate) return "";
    return std::string(command_row(command).name) + " ";
}

/// Parses words as a shell reads them, quotes included.
CommandLine parse_as_shell(const std::string& arguments) {
    const test::Folder folder;
    return parse_command_line(std::vector<std::string>{"@" + folder.write("words", arguments)});
}

/// The code in a Markdown file: each line of a fenced or an indented block, and each text between two backticks.
std::vector<std::string> code_of(const std::string& path) {
    std::vector<std::string> code;
    std::string prose;  // of one paragraph: code may continue in the next line
    bool is_fenced = false;
    std::ifstream file(path);
    REQUIRE(file);
    for (std::string line; std::getline(file, line);) {
        const bool is_fence = line.starts_with("```");
        if (is_fence) is_fenced = !is_fenced;
        if (line.empty() || is_fence) {
            const auto parts = split(std::exchange(prose, ""), '`');
            for (std::size_t at = 1; at < parts.size(); at += 2) code.push_back(parts[at]);
        } else if (is_fenced || line.starts_with("    ")) {
            code.push_back(line.substr(is_fenced ? 0 : 4));
        } else {
            prose += line + " ";
        }
    }
    return code;
}

/// The value of a member as text.
struct Show {
    const Options& options;
    std::string operator()(bool Options::* member) const { return options.*member ? "true" : "false"; }
    std::string operator()(std::optional<bool> Options::* member) const {
        return !(options.*member) ? "" : *(options.*member) ? "true" : "false";
    }
    std::string operator()(unsigned Options::* member) const { return std::to_string(options.*member); }
    std::string operator()(std::string Options::* member) const { return options.*member; }
    std::string operator()(std::vector<std::string> Options::* member) const {
        return (options.*member).empty() ? "" : (options.*member).back();
    }
    std::string operator()(std::vector<ReportOption> Options::* member) const {
        return (options.*member).empty() ? "" : (options.*member).back().format;
    }
};

std::string shown(const OptionRow& row, const Options& options) {
    return std::visit(Show{options}, row.member);
}

void check_spelling(const OptionRow& row, const std::string& spelled, const std::string& expected) {
    for (const auto& command : command_table()) {
        if (!has_effect(row, command.command) || command_of(row)) continue;
        // replay keeps only generated cases in a file.
        const bool keeps_generated = command.command == Command::replay && row.name == "o";
        // --fix only with a patch.
        const std::string more = command.command == Command::fix && row.name == "o" ? "--fix=patch "
                                 : row.name == "shard"                              ? "--report json=x "
                                                                                    : "";
        const std::string before = more.empty() ? prefix(command.command) : more;
        const std::string line = before + (keeps_generated ? "--generate 1:1 " : "") + spelled;
        CAPTURE(line);
        const auto parsed = parse(line);
        CHECK(parsed.error.empty());
        CHECK(parsed.options.command == command.command);
        CHECK(shown(row, parsed.options) == expected);
    }
}

}  // namespace

TEST_CASE("each option of the table is read in each spelling") {
    for (const auto& row : option_table()) {
        const std::string name(row.name);
        if (row.value.empty()) {
            const bool is_color = row.name == "use-color";
            const std::string before = shown(row, {});
            const std::string after = is_color || before == "false" ? "true" : "false";
            for (const std::string dashes : {"--", "-"}) {
                check_spelling(row, dashes + name, after);
                check_spelling(row, dashes + name + "=true", after);
                check_spelling(row, dashes + name + "=0", is_color ? "false" : before);
            }
            continue;
        }
        for (const std::string dashes : {"--", "-"}) {
            const std::string value = row.name == "source-url" ? "https://host/{path}"
                                      : row.name == "depfile"  ? "a.stamp=a.d"
                                      : row.name == "shard"    ? "2/7"
                                                               : "7";
            check_spelling(row, dashes + name + " " + value, value);
            check_spelling(row, dashes + name + "=" + value, value);
        }
    }
    CHECK(parse("-j4").options.jobs == 4);
    CHECK(parse("init -j12 a.c").options.jobs == 12);
}

TEST_CASE("--diff takes a value, or none") {
    for (const auto& [line, against] : {std::pair{"--diff", ""},
                                        {"--diff HEAD~1", "HEAD~1"},
                                        {"-diff=HEAD~1", "HEAD~1"},
                                        {"--diff --quiet", ""},
                                        {"--diff -- -DX", ""}}) {
        CAPTURE(line);
        const auto parsed = parse(line);
        CHECK(parsed.options.command == Command::diff);
        CHECK(parsed.options.diff_against == against);
    }
}

TEST_CASE("--fix changes the sources, or is a patch, which only a value behind = can ask for") {
    for (const auto& [line, as] : {std::pair{"--fix", ""}, {"--fix=patch", "patch"}, {"--fix --quiet", ""}}) {
        CAPTURE(line);
        const auto parsed = parse(line);
        CHECK(parsed.error.empty());
        CHECK(parsed.options.command == Command::fix);
        CHECK(parsed.options.fix_as == as);
    }
    CHECK(parse("--fix patch.c").options.words == std::vector<std::string>{"patch.c"});
    CHECK(parse("--fix=patch -o x").error.empty());
    CHECK(parse("--fix -o x").error == "-o has no effect on --fix: it keeps the patch of --fix=patch");
    CHECK(parse("--fix=all").error == "--fix: expected --fix or --fix=patch, found \"all\"");
    CHECK(parse("--fix --diff").error == "--fix and --diff are two commands; give one of them");
    CHECK(parse("--fix init a.h").error == "--fix and 'init' are two commands; give one of them");
    CHECK(parse("--fix --report json").error.starts_with("--report has no effect on --fix"));
}

TEST_CASE("a command may stand behind options, and flags are kept as they are") {
    const auto parsed = parse("-p build init --extra-arg -DX a.h --extra-arg=-DY -- --quiet -- @x");
    CHECK(parsed.error.empty());
    CHECK(parsed.options.command == Command::init);
    CHECK(parsed.options.words == std::vector<std::string>{"a.h"});
    CHECK(parsed.options.extra_args == std::vector<std::string>{"-DX", "-DY"});
    CHECK(parsed.options.flags == std::vector<std::string>{"--quiet", "--", "@x"});
    CHECK_FALSE(parsed.options.quiet);
    CHECK(parse("explain -").options.words == std::vector<std::string>{"-"});
    CHECK(parse("--report html=a=b.html").options.reports.front().file == "a=b.html");
}

TEST_CASE("@FILE stands for the words in the file") {
    const test::Folder folder;
    const auto parsed = parse("@" + folder.write("words", "init 'a b.h' -o x.json -- -DX") + " -DY");
    CHECK(parsed.options.command == Command::init);
    CHECK(parsed.options.words == std::vector<std::string>{"a b.h"});
    CHECK(parsed.options.output == "x.json");
    CHECK(parsed.options.flags == std::vector<std::string>{"-DX", "-DY"});
}

TEST_CASE("what cannot be meant is refused in a sentence") {
    for (const auto& [line, error] : {
             std::pair{"--reprot json", R"(unknown option "--reprot", did you mean "--report"?)"},
             {"-reprot=json", R"(unknown option "--reprot", did you mean "--report"?)"},
             {"--hlep", R"(unknown option "--hlep", did you mean "--help"?)"},
             {"--jobs 4", R"(unknown option "--jobs"; abi-check --help and abi-check COMMAND --help list the options)"},
             {"-x", R"(unknown option "-x"; abi-check --help and abi-check COMMAND --help list the options)"},
             {"-jx", R"(unknown option "--jx"; abi-check --help and abi-check COMMAND --help list the options)"},
             {"expalin", R"(expected a command or a source file, found "expalin", did you mean "explain"?)"},
             {"help expalin", R"(expected a command or a source file, found "expalin", did you mean "explain"?)"},
             {"nothing",
              R"(expected a command or a source file, found "nothing"; abi-check --help lists the commands)"},
             {"-j abc", R"(-j: expected a whole number, found "abc")"},
             {"-j -1", R"(-j: expected a whole number, found "-1")"},
             {"-j=1.5", R"(-j: expected a whole number, found "1.5")"},
             {"-j 99999999999", R"(-j: expected a whole number, found "99999999999")"},
             {"replay --time-limit=x", R"(--time-limit: expected a whole number, found "x")"},
             {"--quiet=x", R"(--quiet: expected true or false, found "x")"},
             {"--use-color=auto", R"(--use-color: expected true or false, found "auto")"},
             {"--report", "--report needs a value: FORMAT[=FILE]"},
             {"--report html=q --report json=q", R"(--report: expected a file for each report, found "json=q")"},
             {"--config=", R"(--config: expected a value that is not empty, found "")"},
             {"--layer -- -DX", "--layer needs a value: NAME"},
             {"--diff=", R"(--diff: expected a value that is not empty, found "")"},
             {"--config a --config b", "--config may be given only once"},
             {"--quiet --quiet", "--quiet may be given only once"},
             {"dump --diff", "--diff and 'dump' are two commands; give one of them"},
             {"--report html=q --report json=./q", R"(--report: expected a file for each report, found "json=./q")"},
             {"--report html=a/../q --report json=q", R"(--report: expected a file for each report, found "json=q")"},
             {"replay f.json -o q --generate 1:1 --report json=./q",
              R"(--report: expected another file than that of -o, found "./q")"},
             {"replay f.json -o q",
              "-o has no effect on 'replay' without --generate: it keeps a generated case that fails"},
             {"dump --report json",
              "--report has no effect on 'dump'; it works with the gate, --diff, compare, explain, merge and replay"},
             {"-o x", "-o has no effect on the gate; it works with --fix, dump, gen, init, replay, rules and docs"},
             {"--kernel=x --diff", "--kernel has no effect on --diff; it works with replay"},
             {"gen c -- -DX",
              "flags after '--' have no effect on 'gen'; they work with the gate, --diff, --fix, dump, compare and "
              "init"},
             {"-- -DX", "flags after '--' need source files before it"},
             {"--shard 3/2 --report json", R"(--shard: expected I/N with 1 <= I <= N, such as 2/4, found "3/2")"},
             {"--shard 1/2", "--shard needs --report json=FILE: 'abi-check merge' reads the files of all shards"},
             {"--shard 1/2 --report json --report html=x",
              "--shard writes what it read, as json; 'abi-check merge' writes --report html"},
             {"--shard 1/2 --report json --prove", "--shard takes no --prove, which needs all findings"},
             {"--shard 1/2 --report json --write-baseline",
              "--shard takes no --write-baseline, which needs all findings"},
             {"--shard 1/2 --check-config", "--shard takes no --check-config, which reads nothing"},
             {"--shard 1/2 --report json --depfile a=b",
              "--shard takes no --depfile, which names the files of a whole run"},
             {"--shard 1/2 --report json ./a.c",
              "--shard takes no source files: they replace the configuration that it splits"},
             {"--shard 1/2 --diff", "--shard has no effect on --diff; it works with the gate"},
             {"merge --shard 1/2 a", "--shard has no effect on 'merge'; it works with the gate"},
             {"--watch --shard 1/2 --report json=a", "--watch takes no --shard: it runs the whole gate"},
             {"--watch --check-config", "--watch takes no --check-config, which reads no sources"},
             {"--watch --write-baseline", "--watch takes no --write-baseline: a baseline accepts what one run finds"},
             {"--watch --depfile a=b", "--watch takes no --depfile: a build system runs the gate itself"},
             {"--watch --config-from main", "--watch takes no --config-from: a revision is no file that changes"},
             {"--watch --report json", "--watch shows the text; write the other report to a file: --report json=FILE"},
             {"--watch --diff", "--watch has no effect on --diff; it works with the gate"},
             {"dump --watch", "--watch has no effect on 'dump'; it works with the gate"},
             {"--spec s.json --", "flags after '--' need source files before it"},
             {"--config c.json a.c",
              "--config has no effect when source files are named: they replace the configuration"},
             {"dump --layer hal a.c",
              "--layer has no effect when source files are named: they replace the configuration"},
         }) {
        CAPTURE(line);
        CHECK(parse(line).error == error);
    }
}

TEST_CASE("an option that only tunes is accepted by every command") {
    for (const auto& command : command_table()) {
        for (const std::string option : {"--quiet", "-j2", "--no-cache", "--no-filter", "--use-color=false"}) {
            CHECK(parse(prefix(command.command) + option).error.empty());
        }
    }
}

TEST_CASE("a watch takes reports in files, and the text") {
    CHECK(parse("--watch --report html=a --report json=b --report text").error.empty());
    CHECK(parse("--watch").options.watches);
    CHECK_FALSE(parse("").options.watches);
}

TEST_CASE("help comes before any error, and belongs to the command") {
    for (const auto& [line, command] : {std::pair{"--help", Command::gate},
                                        {"-h", Command::gate},
                                        {"help", Command::gate},
                                        {"init --help", Command::init},
                                        {"--help init", Command::init},
                                        {"help init", Command::init},
                                        {"--diff -h", Command::diff},
                                        {"dump --reprot -help", Command::dump},
                                        {"gen --kernel x --help", Command::gen}}) {
        CAPTURE(line);
        const auto parsed = parse(line);
        CHECK(parsed.wants_help);
        CHECK(parsed.error.empty());
        CHECK(parsed.options.command == command);
    }
    CHECK(parse("--version").wants_version);
    CHECK_FALSE(parse("a.c -- --help --version").wants_help);
}

TEST_CASE("the help of a command names its options and no others, in 80 columns") {
    for (const auto& command : command_table()) {
        CAPTURE(command.name);
        std::set<std::string> expected{"-h,"};
        for (const auto& row : option_table()) {
            if (has_effect(row, command.command)) expected.insert(spelling(row));
        }
        std::set<std::string> named;
        bool is_option = false;
        for (const auto& line : split(help_page(command.command), '\n')) {
            CHECK(line.size() <= 80);
            CHECK_FALSE(line.ends_with(' '));
            if (!line.starts_with(' ')) is_option = line.starts_with("Options");
            if (is_option && line.starts_with("  -")) named.insert(line.substr(2, line.find_first_of(" [", 2) - 2));
        }
        CHECK(named == expected);
        const bool names_version = help_page(command.command).find("-h, --help, --version ") != std::string::npos;
        CHECK(names_version == (command.command == Command::gate));
        CHECK(split(help_page(command.command), '\n').size() <= 56);  // each option of the gate has a line
    }
}

TEST_CASE("help lists each command, report format and language") {
    const std::string page = on_one_line(help_page(Command::gate));
    for (const auto& row : typed_commands())
        CHECK(page.find(" " + std::string(row.name) + " " + std::string(row.summary)) != std::string::npos);
    CHECK(page.find("Write " + list_names(formats(), "or", &Format::name)) != std::string::npos);
    for (const auto& language : languages()) {
        const std::string gen_page = on_one_line(help_page(Command::gen));
        CHECK(gen_page.find(" " + std::string(language.name), gen_page.find("LANGUAGE is")) != std::string::npos);
    }
    CHECK(on_one_line(help_page(Command::explain)).find("Write text or html to FILE") != std::string::npos);
    for (const auto& command : command_table()) {
        CHECK(help_page(command.command).find("{formats}") == std::string::npos);
        CHECK(help_page(command.command).find("{languages}") == std::string::npos);
    }
}

TEST_CASE("help says which options may be repeated") {
    for (const auto& row : option_table()) {
        CAPTURE(row.name);
        if (row.value.empty() || command_of(row)) continue;
        const Command command =
            std::ranges::find_if(command_table(), [&](const auto& c) { return has_effect(row, c.command); })->command;
        const std::string once = prefix(command) + spelling(row) + " 7";
        const bool is_accepted = parse(once + " " + spelling(row) + " 7").error.empty();
        // `gen` reads one spec and `compare` writes one; they refuse more than one themselves.
        const bool is_written = command == Command::compare && row.name == "spec";
        CHECK(is_accepted == (row.help.ends_with("(repeatable)") || command == Command::gen || is_written));
    }
}

TEST_CASE("rows of one option fill one member") {
    for (const auto& row : option_table()) {
        for (const auto& other : option_table()) {
            CHECK((row.name == other.name) == (row.member == other.member));
            CHECK((row.name != other.name || &row == &other || (row.serves & other.serves) == 0));
        }
    }
}

TEST_CASE("each example of the help is a command line that the tool accepts") {
    for (const auto& command : command_table()) {
        std::size_t examples = 0;
        for (const auto& line : split(std::string(command.examples), '\n')) {
            const auto at = line.find("abi-check ");
            if (at == std::string::npos) continue;
            CAPTURE(line);
            const auto parsed = parse_as_shell(line.substr(at + std::string("abi-check ").size()));
            CHECK(parsed.error.empty());
            CHECK(parsed.options.command == command.command);
            ++examples;
        }
        CHECK(examples == 2);
    }
}

TEST_CASE("documents name only options and commands that exist") {
    for (const std::string path : {"README.md", "ARCHITECTURE.md", "fixtures/README.md", "fixtures/ghost/README.md",
                                   "refkernel/README.md", "reports/README.md", "spec/rules.md"}) {
        for (const auto& text : code_of(path)) {
            CAPTURE(path);
            CAPTURE(text);
            const std::size_t at = text.starts_with("abi-check ") ? 0 : text.find(" abi-check ");
            if (at != std::string::npos) {
                const std::string arguments =
                    text.substr(text.find("abi-check ", at) + std::string("abi-check ").size());
                CHECK(parse_as_shell(arguments.substr(0, arguments.find(" # "))).error.empty());
            } else if (text.starts_with("-")) {
                const std::string name = text.substr(0, text.find_first_of(" =["));
                const bool is_single = name.size() == 2 && name != "--";
                const bool is_double = name.size() > 2 && name.starts_with("--");
                if (!is_single && !is_double) continue;  // "-no-reboot" is QEMU's
                CHECK(std::ranges::any_of(option_table(), [&](const auto& row) { return spelling(row) == name; }));
            }
        }
    }
}

std::string text_of(const std::string& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

TEST_CASE("documents list each report format and language") {
    const std::string formats_list = "`--report " + join(formats(), "|", &Format::name) + "[=FILE]`";
    const std::string all_languages = "# " + join(languages(), " ", &Language::name) + "\n";
    CHECK(text_of("docs/gate.md").find(formats_list) != std::string::npos);
    CHECK(text_of("docs/init-and-gen.md").find(all_languages) != std::string::npos);
}

TEST_CASE("docs/reports.md has the exit statuses of each command, as its help says them") {
    const auto page = text_of("docs/reports.md");
    for (const auto& command : command_table()) {
        CAPTURE(command.name);
        CHECK(page.find("\n## " + std::string(command.name) + "\n") != std::string::npos);
        for (const auto& line : split(std::string(command.exit_status), '\n')) {
            if (line.size() < 5) continue;
            const auto row = "| " + line.substr(2, 1) + " | " + line.substr(5) + " |";
            CAPTURE(row);
            CHECK(page.find(row) != std::string::npos);
        }
    }
}

TEST_CASE("reports/README.md says what each format is for") {
    const auto readme = text_of("reports/README.md");
    for (const auto& format : formats()) {
        const std::string row = "| `" + std::string(format.name) + "` | " + std::string(format.purpose);
        CAPTURE(row);
        CHECK(readme.find(row) != std::string::npos);
    }
}
