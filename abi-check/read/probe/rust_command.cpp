#include "read/probe/rust_command.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <ranges>

#include "read/probe/target_words.h"
#include "read/probe/usual_compiler.h"

namespace abi::probe {
namespace {

/// The targets that the compiler knows. A compiler that does not print them gets the triple as it is.
std::vector<std::string> known_targets(const Request& request) {
    auto words = compiler_of(request, usual_rust);
    words.insert(words.end(), {"--print", "target-list"});
    const auto run = run_compiler(request, "Rust", words);
    std::vector<std::string> names;
    if (!run.succeeded) return names;
    for (const auto line : std::views::split(run.printed, '\n')) {
        if (!line.empty()) names.emplace_back(line.begin(), line.end());
    }
    return names;
}

/// The Cargo.toml in a folder above the only file, as messages show it; empty: there is none, or the file is one.
std::string manifest_above(const Request& request) {
    namespace fs = std::filesystem;
    if (request.files.size() != 1 || request.files.front().ends_with(".toml")) return "";
    std::error_code code;
    const auto file = fs::absolute(request.files.front(), code).lexically_normal();
    for (auto folder = file.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
        const auto manifest = folder / "Cargo.toml";
        if (fs::is_regular_file(manifest, code)) return shown_path(request.root, manifest.string());
    }
    return "";
}

/// What rustc writes, how it reports, and lints. None can change a layout.
constexpr std::array left_out{"--emit",
                              "--crate-type",
                              "--error-format",
                              "--json",
                              "--out-dir",
                              "--cap-lints",
                              "--color",
                              "--diagnostic-width",
                              "-o",
                              "-A",
                              "-W",
                              "-D",
                              "-F",
                              "--allow",
                              "--warn",
                              "--deny",
                              "--forbid",
                              "--force-warn"};

/// Whether an option of code generation decides only what rustc writes.
bool is_of_output(std::string_view codegen) {
    constexpr std::array names{"incremental",   "metadata",      "extra-filename", "lto",        "linker-plugin-lto",
                               "embed-bitcode", "codegen-units", "debuginfo",      "save-temps", "prefer-dynamic"};
    const auto name = codegen.substr(0, codegen.find('='));
    return std::ranges::find(names, name) != names.end();
}

/// Whether the word is an option that is left out, and its value is the next word.
bool takes_value(std::string_view word) {
    return std::ranges::find(left_out, word) != left_out.end();
}

/// Whether the word is an option that is left out, with its value: "--emit=link", "-Dwarnings".
bool is_left_out(std::string_view word) {
    if (word.starts_with("-C") && is_of_output(word.substr(2))) return true;
    return word == "--test" || std::ranges::any_of(left_out, [&](std::string_view option) {
               const bool is_short = option.size() == 2;
               return word.starts_with(option) && (is_short || word.substr(option.size()).starts_with('='));
           });
}

std::optional<std::string> target_of_flags(const Request& request) {
    constexpr std::array<std::string_view, 2> options{"--target=", "--target"};
    auto words = request.compiler;
    add_flags(request, words);
    return stated_target(words, options);
}

}  // namespace

std::string rust_target_remedy(const Request& request) {
    auto target = request.target_word;
    if (target.empty()) target = target_of_flags(request).value_or("");
    if (target.empty()) return "a Rust that has the target of this machine";
    return "a Rust that has the target " + target + " (rustup target add " + target + ")";
}

std::optional<Problem> choose_rust_target(Request& request) {
    const auto stated = target_of_flags(request);
    const auto& triple = request.target.triple;
    if (request.target_word.empty() && triple.empty()) return std::nullopt;
    const auto known = known_targets(request);
    const auto ours = request.target_word.empty() ? rust_target(triple, known) : request.target_word;
    if (!stated) {
        request.target_word = ours;
        return std::nullopt;
    }
    request.target_word.clear();
    if (*stated == ours || rust_target(*stated, known) == ours) return std::nullopt;
    return two_targets(request, ours, *stated);
}

std::optional<Problem> rust_too_old(const Request& request) {
    constexpr unsigned needed_minor = 77;
    auto words = compiler_of(request, usual_rust);
    words.emplace_back("--version");
    const auto run = run_compiler(request, "Rust", words);
    constexpr std::string_view begin = "rustc ";
    const auto at = run.printed.find(begin);
    if (!run.succeeded || at == std::string::npos) return std::nullopt;
    const auto version = std::string_view(run.printed).substr(at + begin.size());
    constexpr std::string_view major = "1.";
    if (!version.starts_with(major)) return std::nullopt;
    unsigned minor = needed_minor;
    std::from_chars(version.data() + major.size(), version.data() + version.size(), minor);
    if (minor >= needed_minor) return std::nullopt;
    return Problem{first_file(request), "", "rustc 1.77 or newer, the first with offset_of!, to ask",
                   "rustc " + std::string(version.substr(0, version.find_first_of(" \n")))};
}

Problem rust_problem(const Request& request, Problem problem) {
    const bool lacks_library = problem.found.find("can't find crate for `std`") != std::string::npos ||
                               problem.found.find("can't find crate for `core`") != std::string::npos;
    if (lacks_library) problem.expected = rust_target_remedy(request);
    const bool lacks_crate = problem.found.find("in the crate root") != std::string::npos ||
                             problem.found.find("unresolved import `crate") != std::string::npos;
    const auto manifest = lacks_crate ? manifest_above(request) : "";
    if (!manifest.empty()) problem.expected = "a whole crate (this file is part of one: name " + manifest + ")";
    return problem;
}

std::vector<std::string> layout_options(const std::vector<std::string>& options) {
    std::vector<std::string> kept;
    for (std::size_t at = 0; at < options.size(); ++at) {
        const std::string_view word = options[at];
        const bool is_codegen = word == "-C" || word == "--codegen";
        if (is_codegen && at + 1 < options.size()) {
            if (!is_of_output(options[at + 1])) kept.insert(kept.end(), {options[at], options[at + 1]});
            ++at;
        } else if (takes_value(word)) {
            ++at;
        } else if (!is_left_out(word)) {
            kept.push_back(options[at]);
        }
    }
    return kept;
}

std::string edition_of(const std::vector<std::string>& options) {
    constexpr std::array<std::string_view, 2> names{"--edition=", "--edition"};
    return stated_target(options, names).value_or("");
}

RustCrate crate_of_file(const Request& request) {
    RustCrate crate;
    crate.root = request.files.front();
    std::vector<std::string> flags;
    add_flags(request, flags);
    flags = layout_options(flags);
    crate.command = compiler_of(request, usual_rust);
    // The compiler's words may be a script that names the edition.
    auto stated = crate.command;
    stated.insert(stated.end(), flags.begin(), flags.end());
    crate.edition = edition_of(stated);
    if (crate.edition.empty()) {
        crate.edition = "2021";
        crate.command.emplace_back("--edition=2021");
    }
    if (!request.target_word.empty()) crate.command.push_back("--target=" + request.target_word);
    crate.command.insert(crate.command.end(), flags.begin(), flags.end());
    return crate;
}

std::vector<std::string> rust_object_command(const RustCrate& crate, const RustFile& root, const RustCopy& copy,
                                             const std::string& object) {
    auto words = crate.command;
    const auto names = name_words(crate, root);
    words.insert(words.end(), names.begin(), names.end());
    // Lints of the crate must not refuse questions. The one that is asked for is a warning.
    words.insert(words.end(),
                 {"--crate-type=lib", "--emit=obj", "--error-format=short", "--cap-lints=warn", "-Ccodegen-units=1",
                  "-Cembed-bitcode=no", "-o", object, copy.mirror.mirrored(root.path)});
    return words;
}

}  // namespace abi::probe
