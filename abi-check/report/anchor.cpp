#include "report/anchor.h"

#include <algorithm>
#include <utility>

namespace abi {
namespace {

Anchor with_line(Place place, std::string remark) {
    if (place.file.starts_with("./")) place.file.erase(0, 2);
    if (place.line == 0) {
        if (remark.empty()) remark = "the line is not known";
        place.line = 1;
    }
    place.end_line = std::max(place.end_line, place.line);
    return {std::move(place), std::move(remark)};
}

}  // namespace

Anchor anchor_of(const Comparison& comparison, const Place& place) {
    if (!place.file.empty()) return with_line(place, "");
    return with_line({.file = comparison.asked_by}, "it belongs to no file");
}

Anchor anchor_of(const Comparison& comparison, const Finding& finding) {
    if (!finding.place.file.empty()) return with_line(finding.place, "");
    const auto has_file = [](const Related& related) { return !related.place.file.empty(); };
    const auto related = std::ranges::find_if(finding.related, has_file);
    if (related == finding.related.end()) return anchor_of(comparison, finding.place);
    const Place place = related->revision.empty() ? related->place : Place{.file = related->place.file};
    return with_line(place, "this place is a related one: " + related->message);
}

std::vector<Gap> gaps(const Comparison& comparison) {
    std::vector<Gap> all;
    if (comparison.incomplete && comparison.problems.empty()) {
        all.push_back({{}, "not everything could be checked; results of abi-unverified say why"});
    }
    for (const auto& problem : comparison.problems) {
        const std::string pointer = problem.pointer.empty() ? "" : problem.pointer + ": ";
        all.push_back({problem.place, pointer + sentence(problem)});
    }
    for (const auto& unread : comparison.unread) {
        all.push_back({{}, unread + " was not compared: it could not be read"});
    }
    return all;
}

}  // namespace abi
