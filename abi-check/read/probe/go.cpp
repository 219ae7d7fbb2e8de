// Go: a program in programs/go/, which runs on this machine, asks the go command of the user. See its head.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <sstream>

#include "llvm/Support/JSON.h"
#include "model/words.h"
#include "os/file.h"
#include "os/temporary_folder.h"
#include "read/probe/ask.h"
#include "read/probe/embedded.h"
#include "read/probe/layout.h"
#include "read/probe/run.h"
#include "read/probe/target_words.h"
#include "read/probe/usual_compiler.h"

namespace abi::probe {
namespace {

namespace fs = std::filesystem;

using Words = std::vector<std::string>;

/// The first run compiles the program of the probe, and each run all that the package imports.
constexpr unsigned runs_in_one = 10;

/// The parts of "linux/arm/7", the target's own word.
GoTarget target_of_word(const std::string& word) {
    std::istringstream parts(word);
    GoTarget target;
    std::getline(parts, target.system, '/');
    std::getline(parts, target.architecture, '/');
    std::getline(parts, target.version);
    return target;
}

/// The variables that choose the target; none if the request has no target. Flags for C compilers are those of cgo.
Result<Words> environment_of(const Request& request) {
    const auto& word = request.target_word;
    const auto& triple = request.target.triple;
    Words variables;
    if (!word.empty() || !triple.empty()) {
        const auto target = word.empty() ? go_target(triple) : target_of_word(word);
        if (target.system.empty() || target.architecture.empty()) {
            const std::string what = target.architecture.empty() ? "a processor" : "a system";
            return Problem{first_file(request), "",
                           what + " that Go knows (\"go\": \"GOOS/GOARCH\" of the target names it)",
                           word.empty() ? triple : word};
        }
        variables = {"GOOS=" + target.system, "GOARCH=" + target.architecture};
        if (!target.version.empty()) variables.push_back("GOARM=" + target.version);
    }
    const auto& flags = request.target.flags;
    if (!flags.empty()) variables.push_back("CGO_CFLAGS=" + join(flags, " ", [](const auto& flag) { return flag; }));
    return variables;
}

/// The go command; a path to it is absolute, because it runs in the folder of the package.
Words go_command(const Request& request) {
    auto words = compiler_of(request, usual_go);
    if (words.front().find('/') != std::string::npos) words.front() = (fs::path(request.root) / words.front()).string();
    return words;
}

/// A package to ask about: a folder and those of its files that were named. No file: the folder itself was.
struct Package {
    std::string folder;
    Words files;

    std::string first_path() const { return files.empty() ? folder : (fs::path(folder) / files.front()).string(); }
};

std::vector<Package> packages_of(const Request& request) {
    std::map<std::string, Words> by_folder;
    for (const auto& file : request.files) {
        std::error_code error;
        const fs::path path(file);
        if (fs::is_directory(path, error)) {
            by_folder[path.string()].clear();
        } else {
            by_folder[path.parent_path().string()].push_back(path.filename().string());
        }
    }
    std::vector<Package> packages;
    for (auto& [folder, files] : by_folder) packages.push_back({folder, std::move(files)});
    return packages;
}

template <typename Named>
llvm::json::Array names_in(const std::vector<Named>& all) {
    llvm::json::Array names;
    for (const auto& one : all) names.push_back(one.name);
    return names;
}

/// The question for the program.
std::string question_of(const Request& request, const Package& package, const Words& environment,
                        const std::string& out) {
    llvm::json::Object question{{"Go", llvm::json::Array(go_command(request))},
                                {"Flags", llvm::json::Array(request.flags)},
                                {"Env", llvm::json::Array(environment)},
                                {"Folder", package.folder},
                                {"Files", llvm::json::Array(package.files)},
                                {"Out", out},
                                {"Records", names_in(request.records)},
                                {"Constants", names_in(request.constants)},
                                {"Enums", names_in(request.enums)}};
    std::string text;
    llvm::raw_string_ostream stream(text);
    stream << llvm::json::Value(std::move(question));
    return text;
}

/// Writes the program and its question to a folder. Returns the words that run it.
Result<Words> program_in(const std::string& folder, const Request& request, const std::string& question) {
    constexpr std::array files{
        std::pair{"probe.go", embedded::probe_go},    std::pair{"command.go", embedded::command_go},
        std::pair{"names.go", embedded::names_go},    std::pair{"kinds.go", embedded::kinds_go},
        std::pair{"facts.go", embedded::facts_go},    std::pair{"questions.go", embedded::questions_go},
        std::pair{"answers.go", embedded::answers_go}};
    auto words = go_command(request);
    words.emplace_back("run");
    fs::create_directory(folder + "/program");
    for (const auto& [name, text] : files) {
        words.push_back(folder + "/program/" + name);
        if (auto problem = write_file(words.back(), std::string(text))) return std::move(*problem);
    }
    words.push_back(folder + "/question.json");
    if (auto problem = write_file(words.back(), question)) return std::move(*problem);
    return words;
}

/// Why the program gave no answer. What the go command says before it can start the program has no "error:".
Problem refusal(const Request& request, const CompilerRun& run, const std::string& folder) {
    const auto messages = compiler_messages(run.printed);
    const bool has_error = std::ranges::any_of(messages, &CompilerMessage::is_error);
    if (run.problem || has_error) return first_error(request, run, folder);
    std::istringstream lines(run.printed);
    std::string all;
    for (std::string line; std::getline(lines, line);) {
        line.erase(0, line.find_first_not_of(" \t"));
        if (line.empty() || line.starts_with("exit status") || line.starts_with("go: downloading")) continue;
        all += (all.empty() ? "" : " ") + line;
    }
    return {first_file(request), "", "", all.empty() ? "the go command failed without a word" : all};
}

Result<std::string> text_in(const Request& request, const std::string& folder, const std::string& name) {
    auto text = read_file(folder + "/" + name);
    if (!text) return Problem{first_file(request), "", "answers of the Go compiler", "no file " + name};
    return *text;
}

/// Runs the program for one package. It leaves its answers in the folder.
std::optional<Problem> run_program(const Request& request, const Package& package, const std::string& folder) {
    const auto environment = environment_of(request);
    if (!environment) return environment.problems.front();
    const auto words = program_in(folder, request, question_of(request, package, *environment, folder));
    if (!words) return words.problems.front();
    auto inside = request;
    if (program_exists(words->front(), request.root)) inside.root = package.folder;
    inside.time_limit_seconds *= runs_in_one;
    // The program itself is for this machine.
    const auto run = run_compiler(inside, "Go", *words, {"GOOS=", "GOARCH=", "GOARM="});
    return run.succeeded ? std::nullopt : std::optional(refusal(request, run, folder));
}

Result<Answers> answers_for(const Request& request, const std::string& folder) {
    const auto facts = text_in(request, folder, "facts");
    const auto bytes = text_in(request, folder, "answers");
    if (!facts || !bytes) return facts ? bytes.problems : facts.problems;
    Answers answers;
    auto problem = read_facts(*facts, answers.facts);
    if (!problem) problem = read_chunks(*bytes, ByteOrder::little, answers);
    if (problem) {
        problem->place = first_file(request);
        return std::move(*problem);
    }
    const bool is_big = answers.facts[Fact::byte_order] == "big";
    answers.byte_order = is_big ? ByteOrder::big : ByteOrder::little;
    return answers;
}

/// A line of the program's places: what, owner, name, line, column, file, with tabs between them.
struct PlaceLine {
    std::string what;
    std::string owner;
    std::string name;
    Place place;
};

std::vector<PlaceLine> places_in(const Request& request, const std::string& text) {
    std::vector<PlaceLine> all;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        PlaceLine one;
        std::string number;
        std::getline(words, one.what, '\t');
        std::getline(words, one.owner, '\t');
        std::getline(words, one.name, '\t');
        words >> one.place.line >> one.place.column;
        std::getline(words, number, '\t');
        std::getline(words, one.place.file);
        one.place.file = shown_path(request.root, one.place.file);
        all.push_back(std::move(one));
    }
    return all;
}

template <typename Named>
void set_place(std::vector<Named>& all, const std::string& name, const Place& place) {
    const auto found = std::ranges::find(all, name, &Named::name);
    if (found != all.end()) found->place = place;
}

void set_places(const std::vector<PlaceLine>& places, Layout& layout) {
    for (const auto& one : places) {
        if (one.what == "r") set_place(layout.records, one.owner, one.place);
        if (one.what == "v") set_place(layout.constants, one.name, one.place);
        const auto record = std::ranges::find(layout.records, one.owner, &Record::name);
        if (one.what == "f" && record != layout.records.end()) set_place(record->fields, one.name, one.place);
        const auto values = std::ranges::find(layout.enums, one.owner, &Enum::name);
        if (one.what == "v" && values != layout.enums.end()) set_place(values->enumerators, one.name, one.place);
    }
}

bool is_blank(const Field& field) {
    return field.name.starts_with("(unnamed");
}

/// cgo writes blank fields where C has bit-fields, so it does not tell which bits they have.
void hide_bit_fields(const Record& asked, Record& record) {
    for (const auto& field : asked.fields) {
        if (!field.bit_width || std::ranges::count(record.fields, field.name, &Field::name) != 0) continue;
        const bool is_covered = std::ranges::any_of(record.fields, [&](const Field& other) {
            return is_blank(other) && other.offset_bits <= field.offset_bits &&
                   field.offset_bits < other.offset_bits + size_bits(other);
        });
        if (!is_covered) continue;
        record.fields_unknown = "cgo leaves out bit-fields, such as " + field.name;
        record.fields.clear();
        return;
    }
}

/// What the answers do not tell: that blank fields are padding, and why fields are unknown.
void finish(const Request& request, const Answers& answers, Layout& layout) {
    for (auto& record : layout.records) {
        for (auto& field : record.fields) {
            if (is_blank(field)) field.role = Role::padding;
        }
        if (record.fields_unknown.empty()) continue;
        record.fields_unknown = record.kind == RecordKind::union_
                                    ? "cgo writes a union as bytes"
                                    : "its package hides some of its fields from the package that is asked";
    }
    for (const auto& answer : answers.records) {
        if (answer.item >= request.records.size() || !answer.name.starts_with("_Ctype_")) continue;
        const auto& asked = request.records[answer.item];
        const auto record = std::ranges::find(layout.records, asked.name, &Record::name);
        if (record != layout.records.end()) hide_bit_fields(asked, *record);
    }
}

Reading ask_package(const Request& request, const Package& package) {
    const TemporaryFolder folder("probe");
    if (folder.path.empty()) return failed(no_folder(folder));
    if (auto problem = run_program(request, package, folder.path)) return failed(std::move(*problem));
    const auto answers = answers_for(request, folder.path);
    if (!answers) return failed(answers.problems.front());
    const auto places = text_in(request, folder.path, "places");
    if (!places) return failed(places.problems.front());
    auto reading = lay_out_reflected(request, package.first_path(), *answers);
    finish(request, *answers, reading.layout);
    set_places(places_in(request, *places), reading.layout);
    if (package.files.empty()) reading.units.push_back(shown_path(request.root, package.folder));
    for (const auto& file : package.files) {
        reading.units.push_back(shown_path(request.root, (fs::path(package.folder) / file).string()));
    }
    return reading;
}

}  // namespace

Reading ask_go(const Request& request) {
    Reading reading;
    for (const auto& package : packages_of(request)) {
        auto one = request;
        one.files = {package.first_path()};
        add_reading(ask_package(one, package), reading);
    }
    return reading;
}

}  // namespace abi::probe
