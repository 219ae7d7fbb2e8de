#include "read/probe/cargo.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <ranges>

#include "os/file.h"
#include "os/mirror_folder.h"
#include "read/probe/cargo_problem.h"
#include "read/probe/embedded.h"
#include "read/probe/names.h"
#include "read/probe/run.h"
#include "read/probe/rust_command.h"
#include "read/probe/usual_compiler.h"

namespace abi::probe {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

/// Cargo may have to fetch and to compile all dependencies.
constexpr unsigned cargo_seconds = 1800;

/// The flags of a request: those of cargo, and behind "--" those of rustc for the crate.
struct Flags {
    Words cargo;
    Words rustc;
};

/// The flags of a layer are cargo's, up to "--". Those of a target are rustc's.
Flags flags_of(const Request& request) {
    Flags flags{.cargo = {}, .rustc = request.target.flags};
    auto own = request.flags;
    const auto compiler = request.target.compilers.find(request.language);
    const Words of_target = compiler == request.target.compilers.end() ? Words() : compiler->second.flags;
    if (own.size() >= of_target.size()) own.resize(own.size() - of_target.size());
    const auto dashes = std::ranges::find(own, "--");
    flags.cargo.assign(own.begin(), dashes);
    if (dashes != own.end()) flags.rustc.insert(flags.rustc.end(), dashes + 1, own.end());
    flags.rustc.insert(flags.rustc.end(), of_target.begin(), of_target.end());
    return flags;
}

bool is_rustc(const std::string& word) {
    return fs::path(word).filename().string().starts_with("rustc");
}

/// The words before the subcommand: "cargo", "cargo +nightly".
Words cargo_words(const Request& request) {
    if (request.compiler.empty()) return {usual_cargo};
    Words words = request.compiler;
    if (is_rustc(words.front())) words.front() = "cargo";
    return words;
}

/// One run of `cargo rustc`.
struct Run {
    const Request& request;
    std::string manifest;  // absolute
    std::string folder;    // of the probe
    std::string target;    // in rustc's words; may be empty
    Flags flags;
    bool is_locked = true;
};

bool states(const Words& flags, std::string_view option) {
    return std::ranges::find(flags, option) != flags.end();
}

/// The options that name the crate: package, features, library or program.
void add_package(const CargoPackage& package, bool wants_library, Words& words) {
    if (!package.package.empty()) words.insert(words.end(), {"--package", package.package});
    for (const auto& feature : package.features) words.insert(words.end(), {"--features", feature});
    if (!package.default_features) words.emplace_back("--no-default-features");
    if (!package.program.empty()) {
        words.insert(words.end(), {"--bin", package.program});
    } else if (wants_library) {
        words.emplace_back("--lib");
    }
}

Words command_of(const Run& run, bool wants_library) {
    auto words = cargo_words(run.request);
    words.insert(words.end(), {"rustc", "--manifest-path", run.manifest, "--target-dir",
                               run.request.cargo_folder.empty() ? run.folder + "/target" : run.request.cargo_folder});
    add_package(run.request.cargo, wants_library, words);
    if (!run.target.empty()) words.insert(words.end(), {"--target", run.target});
    if (run.is_locked && !states(run.flags.cargo, "--locked") && !states(run.flags.cargo, "--frozen")) {
        words.emplace_back("--locked");
    }
    words.insert(words.end(), run.flags.cargo.begin(), run.flags.cargo.end());
    words.insert(words.end(), {"--", "--cfg", "abi_probe_final"});
    words.insert(words.end(), run.flags.rustc.begin(), run.flags.rustc.end());
    return words;
}

Words environment_of(const Run& run) {
    const char* wrapper = std::getenv("RUSTC_WRAPPER");
    Words words{"CARGO_TERM_COLOR=never",
                "CARGO_TERM_PROGRESS_WHEN=never",
                "CARGO_INCREMENTAL=0",
                "RUSTC_WRAPPER=" + run.folder + "/rustc_wrapper.sh",
                "ABI_PROBE_FOLDER=" + run.folder,
                std::string("ABI_PROBE_REFUSES=") + (run.request.runs_build_scripts ? "" : "yes"),
                std::string("ABI_PROBE_WRAPPER=") + (wrapper == nullptr ? "" : wrapper)};
    const auto& compiler = run.request.compiler;
    if (!compiler.empty() && is_rustc(compiler.front()) && compiler.front() != "rustc") {
        words.push_back("RUSTC=" + compiler.front());
    }
    return words;
}

CompilerRun run_cargo(const Run& run) {
    auto request = run.request;
    request.folder = fs::path(run.manifest).parent_path().string();
    request.time_limit_seconds = std::max(request.time_limit_seconds, cargo_seconds);
    auto result = run_compiler(request, "Rust", command_of(run, true), environment_of(run));
    const bool lacks_library = result.printed.find("no library targets found") != std::string::npos;
    if (!lacks_library) return result;
    return run_compiler(request, "Rust", command_of(run, false), environment_of(run));
}

/// Makes a copy of all folders on the way to Cargo.lock, with links to all but that file.
Result<MirrorFolder> copy_for_lock(const Run& run) {
    auto words = cargo_words(run.request);
    words.insert(words.end(),
                 {"locate-project", "--workspace", "--message-format", "plain", "--manifest-path", run.manifest});
    auto request = run.request;
    request.folder = fs::path(run.manifest).parent_path().string();
    const auto located = run_compiler(request, "Rust", words);
    if (!located.succeeded) return cargo_problem(run.request, located);
    std::error_code code;
    const auto base = fs::canonical(run.folder, code);
    MirrorFolder mirror((code ? fs::path(run.folder) : base).string() + "/workspace");
    const fs::path root = located.printed.substr(
        located.printed.find('/'), located.printed.find_last_not_of(" \n") + 1 - located.printed.find('/'));
    for (const auto& end : {root.parent_path(), fs::path(run.manifest).parent_path()}) {
        fs::path at;
        for (const auto& part : end) {
            at /= part;
            if (auto problem = mirror.link_all_in(at.string())) return std::move(*problem);
        }
    }
    const auto lock = (root.parent_path() / "Cargo.lock").string();
    const auto text = read_file(lock);
    auto problem = mirror.write(lock, text ? std::optional(*text) : std::nullopt);
    if (problem) return std::move(*problem);
    return mirror;
}

/// The texts of a file that have a NUL behind them, with real paths.
Words texts_of(const std::string& path, const MirrorFolder& mirror) {
    Words words;
    const auto text = read_file(path);
    if (!text) return words;
    for (const auto word : std::views::split(std::string_view(*text), '\0')) {
        words.push_back(mirror.real_paths(std::string(word.begin(), word.end())));
    }
    if (!words.empty()) words.pop_back();
    return words;
}

std::string value_of(const Words& environment, std::string_view name) {
    for (const auto& word : environment) {
        if (word.starts_with(name) && word.substr(name.size()).starts_with('=')) return word.substr(name.size() + 1);
    }
    return "";
}

/// The crate whose command the wrapper noted; nothing if it did not.
std::optional<RustCrate> noted_crate(const std::string& folder, const MirrorFolder& mirror, Request& rustc) {
    auto words = texts_of(folder + "/command", mirror);
    const auto where = read_file(folder + "/folder");
    const auto root = std::ranges::find_if(
        words, [](const std::string& word) { return word.ends_with(".rs") && !word.starts_with("-"); });
    if (root == words.end() || !where) return std::nullopt;
    rustc.folder = mirror.real_paths(where->substr(0, where->find('\n')));
    RustCrate crate;
    crate.root = (fs::path(rustc.folder) / *root).lexically_normal().string();
    words.erase(root);
    const auto mark = std::ranges::find(words, "abi_probe_final");
    if (mark != words.end()) words.erase(mark - 1, mark + 1);
    crate.edition = edition_of(words);
    if (crate.edition.empty()) crate.edition = "2015";
    crate.command = layout_options(words);
    crate.environment = texts_of(folder + "/environment", mirror);
    crate.package = value_of(crate.environment, "CARGO_MANIFEST_DIR");
    return crate;
}

}  // namespace

bool is_manifest(const std::string& path) {
    return fs::path(path).filename() == "Cargo.toml";
}

Request rustc_request(const Request& request) {
    auto rustc = request;
    if (!request.compiler.empty() && !is_rustc(request.compiler.front())) {
        // "cargo +nightly" has the compiler "rustc +nightly".
        rustc.compiler = {"rustc"};
        std::ranges::copy_if(request.compiler, std::back_inserter(rustc.compiler),
                             [](const std::string& word) { return word.starts_with('+'); });
    }
    rustc.folder = fs::path(request.files.front()).parent_path().string();
    auto flags = flags_of(request);
    rustc.flags = flags.cargo;
    rustc.flags.insert(rustc.flags.end(), flags.rustc.begin(), flags.rustc.end());
    rustc.target.flags.clear();
    return rustc;
}

Result<RustCrate> cargo_crate(const Request& request, Request& rustc, const std::string& folder) {
    const auto wrapper = folder + "/rustc_wrapper.sh";
    if (auto problem = write_file(wrapper, std::string(embedded::rustc_wrapper_sh))) return std::move(*problem);
    std::error_code code;
    fs::permissions(wrapper, fs::perms::owner_all, code);
    Run run{request, request.files.front(), folder, rustc.target_word, flags_of(request)};
    MirrorFolder mirror(folder + "/no_workspace");
    auto result = run_cargo(run);
    const bool user_locks = states(run.flags.cargo, "--locked") || states(run.flags.cargo, "--frozen");
    if (!user_locks && result.printed.find("--locked was passed") != std::string::npos) {
        auto copy = copy_for_lock(run);
        if (!copy) return copy.problems;
        mirror = *copy;
        run.manifest = mirror.mirrored(request.files.front());
        run.is_locked = false;
        result = run_cargo(run);
        result.printed = mirror.real_paths(result.printed);
    }
    if (auto crate = noted_crate(folder, mirror, rustc)) return std::move(*crate);
    const auto refused = read_file(folder + "/refused");
    if (refused) return refused_problem(request, refused->substr(0, refused->find('\n')));
    return cargo_problem(request, result);
}

}  // namespace abi::probe
