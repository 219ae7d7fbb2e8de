#include "lsp/diagnostics.h"

#include <utility>

#include "lsp/position.h"
#include "lsp/uri.h"
#include "report/anchor.h"
#include "report/group.h"
#include "report/words.h"

namespace abi::lsp {
namespace {

using nlohmann::json;

/// DiagnosticSeverity.
int severity_of(Level level) {
    switch (level) {
    case Level::error: return 1;
    case Level::warning: return 2;
    default: return 3;
    }
}

/// The texts of files, each read once.
class Texts {
  public:
    explicit Texts(const Files& files) : files_(files) {}

    json range(const std::string& path, const Place& place) { return lines(path).line_range(place); }

  private:
    const Lines& lines(const std::string& path) {
        const auto [at, is_new] = texts_.try_emplace(path);
        if (is_new) at->second = {files_.text(path), {}};
        if (!at->second.second) at->second.second.emplace(at->second.first);
        return *at->second.second;
    }

    const Files& files_;
    std::map<std::string, std::pair<std::string, std::optional<Lines>>> texts_;
};

json related_of(const Diagnostic& diagnostic, const Files& files, Texts& texts) {
    json all = json::array();
    for (const auto& related : diagnostic.related) {
        if (related.place.file.empty() || !related.revision.empty()) continue;
        const auto path = files.absolute(related.place.file);
        all.push_back({{"location", {{"uri", uri_of_path(path)}, {"range", texts.range(path, related.place)}}},
                       {"message", related.message}});
    }
    return all;
}

}  // namespace

std::vector<Diagnostic> diagnostics_of(const Comparison& comparison) {
    std::vector<Diagnostic> all;
    for (const auto& group : group_findings(comparison)) {
        if (is_accepted(*group.lead)) continue;
        auto anchor = anchor_of(comparison, *group.lead);
        auto message = whole_message(group);
        if (!anchor.remark.empty()) message += "\n(" + anchor.remark + ")";
        all.push_back({std::move(anchor.place), group.level, std::string(row_of(group.lead->rule).id),
                       std::move(message), group.lead->related});
    }
    for (const auto& gap : gaps(comparison)) {
        all.push_back({anchor_of(comparison, gap.place).place, Level::warning, "", gap.text});
    }
    for (const auto& skipped : comparison.skipped) {
        all.push_back({anchor_of(comparison, Place{}).place, Level::note, "", skipped});
    }
    return all;
}

std::vector<Diagnostic> diagnostics_of(std::span<const Problem> problems) {
    std::vector<Diagnostic> all;
    for (const auto& problem : problems) {
        const std::string pointer = problem.pointer.empty() ? "" : problem.pointer + ": ";
        all.push_back({problem.place, Level::error, "", pointer + sentence(problem)});
    }
    return all;
}

std::map<std::string, json> by_file(std::span<const Diagnostic> diagnostics, const Files& files) {
    std::map<std::string, json> lists;
    Texts texts(files);
    for (const auto& one : diagnostics) {
        if (one.place.file.empty()) continue;
        const auto path = files.absolute(one.place.file);
        json shown{{"range", texts.range(path, one.place)},
                   {"severity", severity_of(one.level)},
                   {"source", "abi-check"},
                   {"message", one.message}};
        if (!one.code.empty()) shown["code"] = one.code;
        if (auto related = related_of(one, files, texts); !related.empty())
            shown["relatedInformation"] = std::move(related);
        lists.try_emplace(path, json::array()).first->second.push_back(std::move(shown));
    }
    return lists;
}

}  // namespace abi::lsp
