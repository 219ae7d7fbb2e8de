#include "tool/terms.h"

#include <filesystem>

#include "history/git.h"
#include "os/file.h"
#include "specfile/places.h"
#include "tool/past.h"
#include "tool/shown.h"

namespace abi {

Result<Terms> Terms::of_revision(const std::string& revision, const std::string& folder) {
    const auto root = git_root(folder);
    if (!root) return root.problems;
    const auto commit = git_commit(*root, revision);
    if (!commit) return commit.problems;
    auto files = files_at(*root, *commit);
    if (!files) return files.problems;
    Terms terms;
    terms.revision_ = revision == *commit ? short_name(revision) : revision + " (" + short_name(*commit) + ")";
    terms.files_ = std::move(*files);
    return terms;
}

bool Terms::exists(const std::string& path) const {
    std::error_code error;
    if (revision_.empty()) return std::filesystem::exists(path, error);
    const auto whole = std::filesystem::absolute(path).lexically_normal().string();
    return files_.find(whole).origin == Origin::revision;
}

Result<std::string> Terms::read(const std::string& path, const std::string& shown) const {
    if (revision_.empty()) return read_file(path, JsonLimits{}.bytes, shown);
    if (!exists(path)) return file_problem(shown, "a file that " + revision_ + " has (--config-from)", "none there");
    auto text = text_at(files_, path);
    if (!text) return file_problem(shown, "a file that can be read at " + revision_, "one that cannot");
    return std::move(*text);
}

std::vector<Finding> altered_terms(const Terms& terms, const std::vector<std::string>& paths) {
    std::vector<Finding> findings;
    if (terms.revision().empty()) return findings;
    for (const auto& path : paths) {
        const auto shown = shown_here(path);
        const auto then = terms.read(path, shown);
        const auto now = read_file(path, JsonLimits{}.bytes, shown);
        if (!then || (now && *now == *then)) continue;
        Finding finding;
        finding.rule = Rule::altered_terms;
        finding.level = row_of(Rule::altered_terms).level;
        finding.message =
            shown + (now ? " is altered" : " is gone") + ": this run asks what " + terms.revision() + " has";
        finding.place = {.file = shown, .line = now ? 1U : 0U};
        findings.push_back(std::move(finding));
    }
    return findings;
}

}  // namespace abi
