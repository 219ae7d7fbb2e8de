#include "tool/terms.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "history/git.h"
#include "os/file.h"
#include "specfile/places.h"
#include "tool/past.h"
#include "tool/shown.h"

namespace abi {
namespace {

std::string whole(const std::string& path) {
    return std::filesystem::absolute(path).lexically_normal().string();
}

const TermText* find_copy(const std::optional<Asked>& copies, const std::string& path) {
    if (!copies) return nullptr;
    const auto copy = std::ranges::find(copies->terms, path, &TermText::path);
    return copy == copies->terms.end() ? nullptr : &*copy;
}

}  // namespace

Result<Terms> Terms::of_revision(const std::string& revision, const std::string& folder) {
    const auto root = git_root(folder);
    if (!root) return root.problems;
    const auto commit = git_commit(*root, revision);
    if (!commit) return commit.problems;
    auto files = files_at(*root, *commit);
    if (!files) return files.problems;
    const auto name = short_name(*commit);
    return of_files(revision == *commit ? name : revision + " (" + name + ")", std::move(*files));
}

Terms Terms::of_files(std::string name, Revision files) {
    Terms terms;
    terms.revision_ = std::move(name);
    terms.files_ = std::move(files);
    return terms;
}

Terms Terms::of_shard(const Asked& asked) {
    Terms terms;
    terms.revision_ = asked.terms_from;
    terms.copies_ = asked;
    return terms;
}

std::string Terms::shown(const std::string& path) const {
    const auto* copy = find_copy(copies_, path);
    return copy == nullptr ? shown_here(path) : copy->shown;
}

bool Terms::exists(const std::string& path) const {
    if (copies_) return find_copy(copies_, path) != nullptr;
    if (seen_ != nullptr) seen_->add(path);
    std::error_code error;
    if (revision_.empty()) return std::filesystem::exists(path, error);
    return files_.find(whole(path)).origin == Origin::revision;
}

bool Terms::lacks(const std::string& path) const {
    return !revision_.empty() && files_.find(whole(path)).origin == Origin::nothing;
}

Result<std::string> Terms::read(const std::string& path, const std::string& shown) const {
    if (copies_) {
        const auto* copy = find_copy(copies_, path);
        if (copy == nullptr) return file_problem(shown, "a file that the report of a shard holds", "none there");
        return copy->text;
    }
    if (seen_ != nullptr) seen_->add(path);
    if (revision_.empty()) return read_file(path, JsonLimits{}.bytes, shown);
    if (!exists(path)) return file_problem(shown, "a file that " + revision_ + " has (--config-from)", "none there");
    auto text = text_at(files_, path);
    if (!text) return file_problem(shown, "a file that can be read at " + revision_, "one that cannot");
    return std::move(*text);
}

std::vector<Finding> altered_terms(const Terms& terms, const std::vector<std::string>& paths,
                                   const std::string& effect) {
    if (const auto* known = terms.altered()) return *known;
    std::vector<Finding> findings;
    if (terms.revision().empty()) return findings;
    std::set<std::string> seen;
    for (const auto& path : paths) {
        const auto shown = shown_here(path);
        if (!seen.insert(shown).second) continue;
        const auto then = terms.read(path, shown);
        const auto now = read_file(path, JsonLimits{}.bytes, shown);
        const bool is_new = now && terms.lacks(path);
        if (!is_new && (!then || (now && *now == *then))) continue;
        Finding finding;
        finding.rule = Rule::altered_terms;
        finding.level = row_of(Rule::altered_terms).level;
        finding.message = shown + " is " + (is_new ? "new" : now ? "altered" : "gone") + effect;
        finding.place = {.file = shown, .line = now ? 1U : 0U};
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace abi
