#include "read/probe/rust_crate.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <ranges>

#include "os/file.h"
#include "read/probe/names.h"

namespace abi::probe {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view own_name = "abi_probe_crate";
constexpr std::string_view place_mark = "abi_probe is in ";

/// The files of the first rule in a file of dependencies, as make(1) reads it: "out: a.rs b\ c.rs".
std::vector<std::string> prerequisites(std::string_view rule) {
    std::vector<std::string> files;
    rule = rule.substr(0, rule.find('\n'));
    const auto colon = rule.find(": ");
    if (colon == std::string_view::npos) return files;
    std::string file;
    for (auto at = colon + 2; at <= rule.size(); ++at) {
        const bool is_escaped = at + 1 < rule.size() && rule[at] == '\\' && rule[at + 1] == ' ';
        if (at == rule.size() || rule[at] == ' ') {
            if (!file.empty()) files.push_back(std::move(file));
            file.clear();
        } else {
            at += is_escaped ? 1 : 0;
            file += rule[at];
        }
    }
    return files;
}

/// Whether rustc may read items from the file. What include_str! reads need not be Rust.
bool may_be_source(const std::string& path) {
    constexpr std::array endings{".rs", ".in", ".inc"};
    return std::ranges::any_of(endings, [&](const char* ending) { return path.ends_with(ending); });
}

/// A module of a file that gets questions.
struct Slot {
    std::size_t file = 0;
    std::size_t module = 0;  // of the scanned file
    RustPart part{};
};

/// The types that macros of the crate declare, by macro.
std::map<std::string, std::set<std::string>> macros_of(const std::vector<RustFile>& files) {
    std::map<std::string, std::set<std::string>> macros;
    for (const auto& file : files) {
        for (const auto& [macro, names] : file.scan.macros) macros[macro].insert(names.begin(), names.end());
    }
    return macros;
}

std::set<std::string> common(const std::set<std::string>& some, const std::set<std::string>& others) {
    std::set<std::string> both;
    std::ranges::set_intersection(some, others, std::inserter(both, both.end()));
    return both;
}

/// The modules that declare a wanted name, or may do so by a macro; the root in any case, and first.
std::vector<Slot> find_slots(const std::vector<RustFile>& files, const std::set<std::string>& wanted) {
    const auto macros = macros_of(files);
    std::vector<Slot> slots;
    for (std::size_t f = 0; f < files.size(); ++f) {
        for (std::size_t m = 0; m < files[f].scan.modules.size(); ++m) {
            const auto& module = files[f].scan.modules[m];
            Slot slot{f, m, {}};
            slot.part.file = files[f].path;
            slot.part.declared = common(module.declared, wanted);
            slot.part.maybe = common(module.mentioned, wanted);
            for (const auto& macro : module.macros) {
                const auto made = macros.find(macro);
                if (made != macros.end()) slot.part.maybe.merge(common(made->second, wanted));
            }
            const bool is_root = f == 0 && m == 0;
            if (is_root || !slot.part.declared.empty() || !slot.part.maybe.empty()) slots.push_back(std::move(slot));
        }
    }
    return slots;
}

std::string slot_text(const std::string& folder, std::size_t part) {
    return "#[path = " + quoted_text(question_file(folder, part)) + "] mod abi_probe_" + std::to_string(part) + ";";
}

/// The text of a file with its slots. Lines keep their numbers.
std::string with_slots(const RustFile& file, std::size_t number, const std::vector<Slot>& slots,
                       const std::string& folder) {
    std::string text = file.text;
    std::vector<std::pair<std::size_t, std::string>> added;
    for (std::size_t k = 0; k < slots.size(); ++k) {
        if (slots[k].file != number) continue;
        const auto& module = file.scan.modules[slots[k].module];
        const auto own = slot_text(folder, k);
        added.emplace_back(module.end, module.is_file ? "\n" + own + "\n" : " " + own + " ");
    }
    std::ranges::stable_sort(added, std::greater(), &std::pair<std::size_t, std::string>::first);
    for (const auto& [at, own] : added) text.insert(std::min(at, text.size()), own);
    return text;
}

/// Adds the folders that a path goes through before "..".
std::optional<Problem> add_detours(const std::string& named, MirrorFolder& mirror) {
    for (auto at = named.find("/.."); at != std::string::npos; at = named.find("/..", at + 1)) {
        auto problem = mirror.add_folder(fs::path(named.substr(0, at)).lexically_normal().string());
        if (problem) return problem;
    }
    return std::nullopt;
}

/// Writes the files of the mirror: those with slots changed, all others as links.
std::optional<Problem> write_copy(const std::vector<RustFile>& files, const std::vector<Slot>& slots,
                                  const std::string& features, const std::string& folder, MirrorFolder& mirror) {
    for (std::size_t f = 0; f < files.size(); ++f) {
        std::optional<std::string> text;
        if (std::ranges::count(slots, f, &Slot::file) != 0) text = with_slots(files[f], f, slots, folder);
        if (text && f == 0 && !features.empty()) text->insert(files[f].scan.top, "#![feature(" + features + ")] ");
        auto problem = mirror.write(files[f].path, text);
        if (!problem && !text) problem = mirror.link(files[f].path);
        if (!problem) problem = add_detours(files[f].named, mirror);
        if (problem) return problem;
    }
    return std::nullopt;
}

/// Whether a variable of the environment tells a crate where its own files are. Others, as HOME, stay as they are.
bool locates_sources(const std::string& name) {
    if (name == "CARGO_MANIFEST_DIR" || name == "CARGO_MANIFEST_PATH" || name == "OUT_DIR") return true;
    return !name.starts_with("CARGO") && !name.starts_with("RUST") && std::getenv(name.c_str()) == nullptr;
}

/// The environment in which the paths of changed files are those of the mirror, for `include!(env!("OUT_DIR") …)`.
std::vector<std::string> mirrored(const std::vector<std::string>& environment, const std::vector<RustFile>& files,
                                  const std::vector<Slot>& slots, const MirrorFolder& mirror) {
    std::vector<std::string> changed;
    for (const auto& word : environment) {
        const auto equals = std::min(word.find('='), word.size() - 1);
        const auto value = word.substr(equals + 1);
        const bool holds_one = std::ranges::any_of(slots, [&](const Slot& slot) {
            return files[slot.file].path == value || files[slot.file].path.starts_with(value + "/");
        });
        const bool is_changed = value.starts_with('/') && holds_one && locates_sources(word.substr(0, equals));
        changed.push_back(is_changed ? word.substr(0, equals + 1) + mirror.mirrored(value) : word);
    }
    return changed;
}

/// Links what may be read beside the files of the crate, by macros for example.
std::optional<Problem> link_neighbours(const RustCrate& crate, const std::vector<Slot>& slots,
                                       const std::vector<RustFile>& files, MirrorFolder& mirror) {
    if (crate.package.empty()) return std::nullopt;
    std::set<std::string> folders{crate.package};
    for (const auto& slot : slots) folders.insert(fs::path(files[slot.file].path).parent_path().string());
    for (const auto& folder : folders) {
        if (auto problem = mirror.link_all_in(folder)) return problem;
    }
    return std::nullopt;
}

std::vector<std::string> words_of(std::string_view path) {
    std::vector<std::string> words;
    for (const auto word : std::views::split(path, std::string_view("::")))
        words.emplace_back(word.begin(), word.end());
    return words;
}

/// Where rustc found the slots.
struct Survey {
    std::map<std::size_t, std::string> places{};  // by slot: "crate::a::abi_probe_3"
    std::set<std::size_t> twice{};                // slots of files that are several modules
    std::set<std::string> broken{};               // real paths of files with other errors
};

Survey evaluate(const CompilerRun& run, const std::string& folder, std::size_t slots, const MirrorFolder& mirror) {
    Survey survey;
    std::map<std::string, std::size_t> slot_of;
    for (std::size_t k = 0; k < slots; ++k) slot_of.emplace(question_file(folder, k), k);
    for (const auto& message : compiler_messages(run.printed)) {
        if (!message.is_error || message.place.file.empty()) continue;
        const auto slot = slot_of.find(message.place.file);
        if (slot == slot_of.end()) {
            survey.broken.insert(mirror.real_paths(message.place.file));
        } else if (message.text.starts_with(place_mark)) {
            const bool is_first = survey.places.emplace(slot->second, message.text.substr(place_mark.size())).second;
            if (!is_first) survey.twice.insert(slot->second);
        }
    }
    return survey;
}

/// Keeps the slots that rustc found in one place, and sets their modules. The root always is one.
std::vector<Slot> located(std::vector<Slot> slots, const Survey& survey) {
    std::vector<Slot> kept;
    for (std::size_t k = 0; k < slots.size(); ++k) {
        const auto place = survey.places.find(k);
        if (place == survey.places.end() || survey.twice.contains(k)) continue;
        auto path = words_of(place->second);
        path.erase(path.begin());
        if (!path.empty()) path.pop_back();
        slots[k].part.module = std::move(path);
        kept.push_back(std::move(slots[k]));
    }
    return kept;
}

std::vector<std::string> survey_command(const RustCrate& crate, const RustFile& root, const MirrorFolder& mirror,
                                        const std::string& folder) {
    auto words = crate.command;
    const auto names = name_words(crate, root);
    words.insert(words.end(), names.begin(), names.end());
    words.insert(words.end(), {"--crate-type=lib", "--emit=dep-info=" + folder + "/survey.d", "--error-format=short",
                               "--cap-lints=allow", mirror.mirrored(root.path)});
    return words;
}

/// Asks rustc where the slots are: each has a file that reports its module by an error. A problem if the crate has
/// another error that hides them.
Result<Survey> run_survey(const Request& request, const RustCrate& crate, const std::vector<RustFile>& files,
                          std::size_t slots, const RustCopy& copy, const std::string& folder) {
    const auto text = "compile_error!(concat!(\"" + std::string(place_mark) + "\", module_path!()));\n";
    for (std::size_t k = 0; k < slots; ++k) {
        if (auto problem = write_file(question_file(folder, k), text)) return std::move(*problem);
    }
    auto run =
        run_compiler(request, "Rust", survey_command(crate, files.front(), copy.mirror, folder), copy.environment);
    auto survey = evaluate(run, folder, slots, copy.mirror);
    if (survey.places.contains(0)) return survey;
    run.printed = copy.mirror.real_paths(run.printed);
    return first_error(request, run, folder);
}

}  // namespace

std::string question_file(const std::string& folder, std::size_t part) {
    return folder + "/probe" + (part == 0 ? "" : std::to_string(part)) + ".rs";
}

std::vector<std::string> name_words(const RustCrate& crate, const RustFile& root) {
    const bool is_named = root.scan.names_crate || std::ranges::any_of(crate.command, [](const std::string& word) {
                              return word.starts_with("--crate-name");
                          });
    return is_named ? std::vector<std::string>() : std::vector{"--crate-name=" + std::string(own_name)};
}

Result<std::vector<RustFile>> find_rust_files(const Request& request, const RustCrate& crate,
                                              const std::string& folder) {
    const auto rule = folder + "/crate.d";
    const auto text = read_file(crate.root);
    if (!text) return text.problems;
    std::vector<RustFile> files{{crate.root, crate.root, *text, scan_rust(*text)}};
    auto words = crate.command;
    const auto names = name_words(crate, files.front());
    words.insert(words.end(), names.begin(), names.end());
    words.insert(words.end(), {"--crate-type=lib", "--emit=dep-info=" + rule, "--error-format=short",
                               "--cap-lints=allow", crate.root});
    const auto run = run_compiler(request, "Rust", words, crate.environment);
    if (!run.succeeded) return first_error(request, run, folder);
    const auto rules = read_file(rule);
    if (!rules) return rules.problems;
    for (const auto& name : prerequisites(*rules)) {
        const auto named = fs::path(folder_of(request)) / name;
        const auto path = named.lexically_normal().string();
        if (std::ranges::count(files, path, &RustFile::path) != 0) continue;
        auto& file = files.emplace_back(RustFile{path, named.string(), "", {}});
        const auto content = may_be_source(path) ? read_file(path) : Result<std::string>(Problem{});
        if (content) file = {path, named.string(), *content, scan_rust(*content)};
    }
    return files;
}

Result<RustCopy> copy_rust_crate(const Request& request, const RustCrate& crate, const std::vector<RustFile>& files,
                                 const std::set<std::string>& wanted, const std::string& features,
                                 const std::string& folder) {
    RustCopy copy{.mirror = MirrorFolder(folder + "/mirror")};
    auto slots = find_slots(files, wanted);
    if (auto problem = link_neighbours(crate, slots, files, copy.mirror)) return std::move(*problem);
    constexpr int most_surveys = 4;
    for (int i = 0; i < most_surveys; ++i) {
        if (auto problem = write_copy(files, slots, features, folder, copy.mirror)) return std::move(*problem);
        copy.environment = mirrored(crate.environment, files, slots, copy.mirror);
        auto survey = run_survey(request, crate, files, slots.size(), copy, folder);
        if (!survey) return survey.problems;
        copy.name = words_of(survey->places.at(0)).front();
        const auto broken = [&](const Slot& slot) {
            return slot.file != 0 && survey->broken.contains(files[slot.file].path);
        };
        // The crate includes such a file as an expression, so it cannot hold a module.
        if (std::erase_if(slots, broken) != 0) continue;
        slots = located(std::move(slots), *survey);
        break;
    }
    if (auto problem = write_copy(files, slots, features, folder, copy.mirror)) return std::move(*problem);
    copy.environment = mirrored(crate.environment, files, slots, copy.mirror);
    for (auto& slot : slots) copy.parts.push_back(std::move(slot.part));
    return copy;
}

}  // namespace abi::probe
