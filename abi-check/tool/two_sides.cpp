#include "tool/two_sides.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "check/last_part.h"
#include "check/pairing.h"
#include "model/find.h"
#include "model/readers.h"
#include "model/words.h"
#include "os/file.h"
#include "read/dump/reader.h"
#include "read/object/machine.h"
#include "read/probe/source_names.h"
#include "specfile/glob.h"
#include "tool/inputs.h"
#include "tool/probe_request.h"
#include "tool/shown.h"

namespace abi {

std::vector<Layout> layouts_of(const Side& side) {
    std::vector<Layout> layouts;
    layouts.reserve(side.answers.size());
    for (const auto& answer : side.answers) layouts.push_back(answer.layout);
    return layouts;
}

namespace {

namespace fs = std::filesystem;

/// What decides how a file is read.
struct FileKind {
    std::string reader;
    std::string language;  // of a probe
    std::string title;

    friend auto operator<=>(const FileKind&, const FileKind&) = default;
};

std::string suffix_of(const fs::path& path) {
    const auto suffix = path.extension().string();
    return suffix.empty() ? "" : suffix.substr(1);
}

bool is_c_suffix(std::string_view suffix) {
    constexpr std::array<std::string_view, 10> all{"h", "hh", "hpp", "hxx", "inc", "c", "cc", "cpp", "cxx", "m"};
    return contains(all, suffix);
}

/// The kind of a file that a suffix or its content shows. A file that the user names is C or C++ if nothing else is
/// known.
FileKind kind_of(const fs::path& path) {
    const auto suffix = suffix_of(path);
    if (suffix == "json") return {"dump", "", "JSON"};
    if (const auto* language = probed_language(path.string())) {
        return {"probe", std::string(language->name), std::string(language->title)};
    }
    const auto reader = is_c_suffix(suffix) ? std::string() : reader_of_compiled(path.string());
    if (reader == "codeview") return {reader, "", "compiled files with CodeView"};
    if (reader == "btf") return {reader, "", "compiled files with BTF"};
    if (!reader.empty()) return {reader, "", "compiled files"};
    return {"clang", "", "C or C++"};
}

/// Whether a file of a folder is read at all. A compiled file needs no suffix.
bool is_input(const fs::path& path) {
    const auto suffix = suffix_of(path);
    // A folder of sources often has JSON files that are no dumps, and packages below it that nobody named.
    if (suffix == "json" || path.filename() == "Cargo.toml") return false;
    return is_c_suffix(suffix) || kind_of(path).reader != "clang";
}

/// The files below a folder that match a pattern there, as the user would name them.
std::vector<std::string> files_below(const std::string& folder, const std::string& pattern) {
    std::vector<std::string> files;
    for (const auto& file : expand_on_disk(folder.empty() ? "." : folder, pattern).files) {
        files.push_back((fs::path(folder) / file).lexically_normal().string());
    }
    return files;
}

std::vector<std::string> files_in_folder(const std::string& folder) {
    auto files = files_below(folder, "**/*");
    std::erase_if(files, [](const std::string& file) {
        std::error_code error;
        return !fs::is_regular_file(file, error) || !is_input(file);
    });
    return files;
}

/// The files that a word of the command line names.
std::vector<std::string> files_of_pattern(const std::string& word) {
    if (!has_wild_card(word)) return {word};
    const auto folder = literal_folder(word);
    return files_below(folder,
                       word.substr(folder.empty() || folder.ends_with('/') ? folder.size() : folder.size() + 1));
}

/// The file from which a Rust crate in a folder is read: its root names all others.
std::string root_of_crate(const std::string& folder) {
    for (const char* name : {"lib.rs", "src/lib.rs", "main.rs", "src/main.rs", "mod.rs"}) {
        const auto path = fs::path(folder) / name;
        if (std::error_code error; fs::exists(path, error)) return path.lexically_normal().string();
    }
    return "";
}

std::string without_slash(std::string word) {
    while (word.size() > 1 && word.ends_with('/')) word.pop_back();
    return word;
}

/// A path as places show it: relative if it lies below the base.
std::string shown(const fs::path& path) {
    std::error_code error;
    const auto base = base_folder();
    const auto full = fs::weakly_canonical(path, error).string();
    return full == base ? "." : shown_from(base, base, full);
}

/// What counts as the side's own declarations: those of a folder, or of a header. Those of a source are in its headers.
std::vector<std::string> own_of(const std::string& word, const FileKind& kind, bool is_folder) {
    if (kind.reader != "clang") return {};
    const fs::path path = has_wild_card(word) ? fs::path(literal_folder(word)) : fs::path(word);
    const auto suffix = suffix_of(path);
    const bool is_header = suffix.starts_with('h') && !is_folder;
    if (is_header) return {shown(path)};
    const auto folder = shown(is_folder || has_wild_card(word) ? path : path.parent_path());
    return folder == "." || folder.empty() ? std::vector<std::string>() : std::vector{folder + "/"};
}

Result<std::vector<std::string>> paths_of(const std::string& word, const Options& options) {
    std::error_code error;
    if (!has_wild_card(word) && !fs::exists(word, error)) {
        return file_problem(shown_here(word), "a file, a folder or a pattern of files", "no such file");
    }
    const auto manifest = (fs::path(word) / "Cargo.toml").lexically_normal().string();
    if (fs::exists(manifest, error)) return std::vector{manifest};
    auto files = fs::is_directory(word, error) ? files_in_folder(word) : files_of_pattern(word);
    std::erase_if(files, [&](const std::string& file) {
        return std::ranges::any_of(options.exclude, [&](const auto& glob) {
            return matches_path(glob, file) || matches_path("**/" + glob, file);
        });
    });
    if (files.empty()) return file_problem(shown_here(word), "a source, a compiled file or a dump", "none");
    return files;
}

}  // namespace

Result<SideFiles> files_of_side(const std::string& word, const Options& options,
                                const std::vector<std::string>& flags) {
    auto files = paths_of(word, options);
    if (!files) return files.problems;
    std::error_code error;
    const bool is_folder = fs::is_directory(word, error);
    std::map<FileKind, std::string> kinds;  // and a file of each
    for (const auto& file : *files) kinds.try_emplace(kind_of(file), file);
    if (kinds.size() > 1) {
        std::vector<std::string> found;
        found.reserve(kinds.size());
        for (const auto& [kind, file] : kinds) found.push_back(kind.title + " (" + file + ")");
        return file_problem(shown_here(word),
                            "files of one kind; name them by a pattern, such as " +
                                in_quotes(without_slash(is_folder ? word : ".") + "/**/*.h"),
                            list_names(found, "and"));
    }
    const FileKind kind = kinds.begin()->first;
    if (kind.language == "rust" && files->size() > 1) {
        const auto root = is_folder ? root_of_crate(word) : "";
        if (root.empty()) {
            return file_problem(shown_here(word), "one Rust file, such as the root of the crate",
                                counted(files->size(), "file") + ", and no lib.rs or main.rs");
        }
        files = std::vector{root};
    }
    SideFiles side{without_slash(word), {}, std::move(*files), own_of(without_slash(word), kind, is_folder)};
    side.witness.reader = kind.reader;
    side.witness.language = kind.language;
    for (const auto& file : side.files) side.witness.inputs.push_back({file, {}});
    if (kind.reader == "clang") {
        side.witness.flags = options.flags;
        if (is_folder) side.witness.flags.insert(side.witness.flags.begin(), "-I" + without_slash(word));
    }
    side.witness.flags.insert(side.witness.flags.end(), flags.begin(), flags.end());
    return side;
}

namespace {

/// A dump has its own targets, so they need not be named.
void add_targets_of_dumps(const SideFiles& side, std::vector<std::string>& names) {
    if (side.witness.reader != "dump") return;
    for (const auto& file : side.files) {
        const auto layouts = dump::read(file);
        if (!layouts) continue;  // the reader reports it
        for (const auto& layout : *layouts) {
            if (!layout.target.empty() && !contains(names, layout.target)) names.push_back(layout.target);
        }
    }
}

Result<std::vector<Target>> targets_of_sides(const Options& options, const SideFiles& first, const SideFiles& second) {
    std::vector<std::string> dumped;
    add_targets_of_dumps(first, dumped);
    add_targets_of_dumps(second, dumped);
    if (options.targets.empty() && !dumped.empty()) {
        std::vector<Target> targets;
        targets.reserve(dumped.size());
        for (const auto& name : dumped) targets.push_back({name, name, "", {}});
        return targets;
    }
    Witness sources;
    Witness objects;
    for (const auto* side : {&first, &second}) {
        const bool is_compiled = reads_compiled(side->witness);
        auto& inputs = is_compiled ? objects.inputs : sources.inputs;
        if (!is_compiled && side->witness.reader != "clang") continue;
        inputs.insert(inputs.end(), side->witness.inputs.begin(), side->witness.inputs.end());
    }
    sources.flags = options.flags;
    return targets_of(options, sources, objects);
}

/// The names that the sources of a probe declare, each once, also those of one target only.
probe::DeclaredNames names_in(const Project& project, const Options& options, const SideFiles& side) {
    probe::DeclaredNames all;
    std::vector<std::string> files;
    for (const auto& file : side.files) files.push_back((fs::path(project.root) / file).lexically_normal().string());
    const auto add = [](auto& from, auto& to) {
        for (auto& name : from) {
            if (!contains(to, name)) to.push_back(std::move(name));
        }
    };
    for (const auto& target : project.config.targets) {
        auto found = probe::source_names(probe_request(project, options, side.witness, target, files));
        add(found.records, all.records);
        add(found.enums, all.enums);
        add(found.constants, all.constants);
        add(found.fields, all.fields);
        if (side.witness.language != "rust") break;  // the texts are the same on all targets
    }
    return all;
}

/// The macros in the text of the sources.
std::vector<std::string> macros_in(const SideFiles& side) {
    std::vector<std::string> all;
    for (const auto& file : side.files)
        std::ranges::move(probe::declared_names_in(file, "c").constants, std::back_inserter(all));
    return all;
}

/// The declarations of the other side by name and by plain_key.
template <typename Value>
class Others {
  public:
    Others(const std::vector<Layout>& layouts, std::vector<Value> Layout::* member) {
        for (const auto& layout : layouts) {
            for (const auto& one : layout.*member) {
                by_name_.try_emplace(one.name, &one);
                by_key_.try_emplace(plain_key(one.name), &one);
            }
        }
    }
    Value like(const std::string& name) const {
        const auto exact = by_name_.find(name);
        const auto close = by_key_.find(plain_key(name));
        Value value;
        if (exact != by_name_.end()) {
            value = *exact->second;
        } else if (close != by_key_.end()) {
            value = *close->second;
        }
        value.name = name;
        return value;
    }

  private:
    std::unordered_map<std::string, const Value*> by_name_;
    std::unordered_map<std::string, const Value*> by_key_;
};

/// Gives fields the records that the text names as their types, where the name is that of one record only.
void add_types(const probe::DeclaredNames& names, std::vector<Record>& records) {
    std::map<std::string, std::vector<std::string>> by_last;
    for (const auto& name : names.records) by_last[std::string(last_part(name))].push_back(name);
    for (const auto& [owner, field, type] : names.fields) {
        const auto meant = by_last.find(type);
        const auto record = std::ranges::find(records, owner, &Record::name);
        if (meant == by_last.end() || meant->second.size() != 1 || record == records.end()) continue;
        const auto known = std::ranges::find(record->fields, field, &Field::name);
        if (known != record->fields.end() && known->type.kind != Kind::record) continue;
        Field& one = known != record->fields.end() ? *known : record->fields.emplace_back();
        one.name = field;
        one.type.kind = Kind::record;
        one.type.name = meant->second.front();
    }
}

/// The question for a probe, in the form of a spec: what the text of its sources declares, with the fields and values
/// that the other side has. The compiler lists further fields.
Layout question_for(const probe::DeclaredNames& names, const std::vector<Layout>& other) {
    const Others<Record> records(other, &Layout::records);
    const Others<Enum> enums(other, &Layout::enums);
    Layout question;
    std::map<std::string, std::string> own;  // by plain_key
    for (const auto& name : names.records) own.try_emplace(plain_key(name), name);
    for (const auto& name : names.records) {
        auto record = records.like(name);
        for (auto& field : record.fields) {
            const auto nested = own.find(plain_key(field.type.name));
            if (field.type.kind == Kind::record && nested != own.end()) field.type.name = nested->second;
        }
        question.records.push_back(std::move(record));
    }
    add_types(names, question.records);
    for (const auto& name : names.enums) {
        auto one = enums.like(name);
        if (one.type.width_bits == 0) one.type = {.kind = Kind::unsigned_integer, .width_bits = 32};
        question.enums.push_back(std::move(one));
    }
    for (const auto& name : names.constants) {
        Constant constant;
        constant.name = name;
        constant.type = {.kind = Kind::unsigned_integer, .width_bits = 64};
        question.constants.push_back(std::move(constant));
    }
    return question;
}

/// Reads one side on all targets. `other`: what is known of the other side.
Side ask_side(const SideFiles& files, const std::vector<Target>& targets, const Options& options,
              const std::vector<Layout>& other, std::vector<Problem>& problems) {
    Project project;
    std::error_code error;
    project.root = fs::weakly_canonical(fs::current_path(error), error).string();
    project.base = base_folder();
    project.config.folder = ".";
    project.config.targets = targets;
    project.config.compile_commands = options.build_folder;
    Layer layer;
    layer.name = files.name;
    layer.witnesses = {files.witness};
    project.config.layers = {layer};
    Scope scope{.every_record = true, .in_spec_names = false, .macros = {}, .typedefs = true};
    if (files.witness.reader == "probe") project.spec = question_for(names_in(project, options, files), other);
    if (files.witness.reader == "clang") scope.macros = macros_in(files);
    auto answers = ask_for_layouts(project, options, scope);
    problems.insert(problems.end(), answers.problems.begin(), answers.problems.end());
    return {files.name, files.own, std::move(answers.combined)};
}

}  // namespace

Result<TwoSides> read_sides(const Options& options) {
    auto first = files_of_side(options.words[0], options, options.first_flags);
    auto second = files_of_side(options.words[1], options, options.second_flags);
    std::vector<Problem> problems = first.problems;
    problems.insert(problems.end(), second.problems.begin(), second.problems.end());
    if (!problems.empty()) return problems;
    if (first->name == second->name) {
        first->name += " (A)";
        second->name += " (B)";
    }
    auto targets = targets_of_sides(options, *first, *second);
    if (!targets) return targets.problems;
    TwoSides sides{std::move(*targets), {}, {}, {}};
    // A probe is asked last: it knows no names by itself.
    const bool second_first = first->witness.reader == "probe" && second->witness.reader != "probe";
    if (second_first) sides.second = ask_side(*second, sides.targets, options, {}, sides.problems);
    sides.first = ask_side(*first, sides.targets, options, layouts_of(sides.second), sides.problems);
    if (!second_first)
        sides.second = ask_side(*second, sides.targets, options, layouts_of(sides.first), sides.problems);
    return sides;
}

}  // namespace abi
