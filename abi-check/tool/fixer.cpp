#include "tool/fixer.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "model/find.h"
#include "model/words.h"
#include "os/file.h"
#include "read/source_path.h"
#include "tool/baseline.h"
#include "tool/gate.h"
#include "tool/shown.h"

namespace abi {
namespace {

constexpr std::string_view generated_mark = "Made by `abi-check gen ";

bool is_read_by_clang(const Witness& witness) {
    return witness.reader == "clang";
}

/// The project with what the reader clang reads: only it can read texts in memory.
Project sources_of(Project project) {
    auto& layers = project.config.layers;
    for (auto& layer : layers) std::erase_if(layer.witnesses, [](const auto& one) { return !is_read_by_clang(one); });
    std::erase_if(layers, [](const Layer& layer) { return layer.witnesses.empty(); });
    project.is_partial = true;
    return project;
}

/// The errors and warnings that nothing accepts.
std::set<std::string> keys_of(const Comparison& comparison) {
    std::set<std::string> keys;
    for (const auto& finding : comparison.findings) {
        if (!is_accepted(finding) && finding.level != Level::note) keys.insert(key(finding));
    }
    return keys;
}

/// A warning about what the spec itself states: a record is packed.
bool is_of_spec(const Finding& finding) {
    return finding.rule == Rule::packed_misaligned;
}

/// What the edits made wrong, or that they mended nothing; "" if the findings are fewer and none is new.
std::string mistake(const Comparison& before, const Comparison& after) {
    const auto had = keys_of(before);
    const auto has = keys_of(after);
    for (const auto& finding : after.findings) {
        const bool counts = !is_accepted(finding) && finding.level != Level::note && !is_of_spec(finding);
        const bool is_new = counts && !had.contains(key(finding));
        if (is_new) return "the edited source has a new finding: " + finding.message;
    }
    return has.size() < had.size() ? "" : "the edited source has the same findings";
}

std::string signature(std::span<const Proposal> batch) {
    std::string text;
    for (const auto& one : batch) text += one.path + "\n" + one.sentence + "\n";
    return text;
}

}  // namespace

std::string other_reader(const Project& project, const std::string& name) {
    const auto* layer = find_named(project.config.layers, name);
    if (layer == nullptr || std::ranges::any_of(layer->witnesses, is_read_by_clang)) return "";
    const auto& witness = layer->witnesses.front();
    if (witness.language == "c" || witness.language == "cpp") {
        return "only a compiler reads this layer; name its sources for the reader clang, too";
    }
    const std::string what =
        witness.language.empty() ? "what the reader " + witness.reader + " reads" : witness.language;
    return "not for " + what + ": only C and C++ sources are edited";
}

Fixer::Fixer(const Project& project, const Options& options, const std::vector<Finding>& baseline)
    : project_(project), options_(options), baseline_(baseline), sources_(sources_of(project)) {}

Comparison Fixer::check(const Texts& texts) const {
    Sources sources;
    if (!texts.empty()) sources.edited = disk_with(texts);
    auto comparison = check_project(sources_, options_, sources);
    use_baseline(sources_, options_, baseline_, comparison);
    return comparison;
}

std::string Fixer::text_of(const std::string& path) {
    const auto edited = edited_.find(path);
    if (edited != edited_.end()) return edited->second;
    const auto [at, is_new] = originals_.try_emplace(path);
    if (is_new) {
        if (auto text = read_file(path)) at->second = std::move(*text);
    }
    return at->second;
}

std::string Fixer::refusal_of(const std::string& path) {
    if (!path.starts_with(project_.base + "/")) return "its file lies outside of " + project_.base;
    const auto text = text_of(path);
    if (text.empty()) return "its file cannot be read";
    const bool is_generated = text.substr(0, 2000).find(generated_mark) != std::string::npos;
    return is_generated ? "abi-check gen made its file: make it again from the spec" : "";
}

Proposals Fixer::propose_now() {
    return propose(comparison_,
                   {.absolute = [&](const std::string& file) { return join_paths(project_.base, file); },
                    .text = [&](const std::string& path) { return text_of(path); },
                    .refusal = [&](const std::string& path) { return refusal_of(path); },
                    .other_reader = [&](const std::string& layer) { return other_reader(project_, layer); }});
}

bool Fixer::make(std::span<const Proposal> batch) {
    if (batch.empty() || !tried_.insert(signature(batch)).second) return false;
    std::map<std::string, std::vector<fix::TextEdit>> edits;
    for (const auto& one : batch) edits[one.path].insert(edits[one.path].end(), one.edits.begin(), one.edits.end());
    Texts texts = edited_;
    for (const auto& [path, all] : edits) {
        auto text = fix::edited(text_of(path), all);
        if (!text) return false;  // two edits of one place: each is tried by itself
        texts[path] = std::move(*text);
    }
    auto comparison = check(texts);
    const auto why = mistake(comparison_, comparison);
    if (!why.empty()) {
        for (const auto& one : batch) {
            for (const auto& finding : one.finding.keys)
                disproved_[finding] = "an edit was tried (" + one.sentence + "), but " + why;
        }
        return false;
    }
    comparison_ = std::move(comparison);
    edited_ = std::move(texts);
    made_.insert(made_.end(), batch.begin(), batch.end());
    return true;
}

/// All together, else all of one record, else one alone.
bool Fixer::make_one_of(std::span<const Proposal> mends) {
    if (make(mends)) return true;
    for (const auto& first : mends) {
        std::vector<Proposal> of_record;
        std::ranges::copy_if(mends, std::back_inserter(of_record), [&](const Proposal& other) {
            return other.path == first.path && other.record == first.record;
        });
        if (make(of_record)) return true;
    }
    return std::ranges::any_of(mends, [&](const Proposal& one) { return make({&one, 1}); });
}

Fixed Fixer::run() {
    comparison_ = check({});
    auto proposals = propose_now();
    while (make_one_of(proposals.mends)) proposals = propose_now();

    Fixed fixed{.files = {}, .made = made_, .left = std::move(proposals.left), .comparison = comparison_};
    for (const auto& one : proposals.mends) {
        fixed.left.push_back(one.finding);
        for (const auto& finding : one.finding.keys) {
            const auto why = disproved_.find(finding);
            if (why != disproved_.end()) fixed.left.back().reason = why->second;
        }
    }
    for (const auto& [path, text] : edited_) {
        fixed.files.push_back({path, shown_from(project_.base, project_.base, path), originals_[path], text});
    }
    return fixed;
}

}  // namespace abi
