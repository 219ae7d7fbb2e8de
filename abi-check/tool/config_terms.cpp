#include "tool/config_terms.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "read/source_path.h"

namespace abi {
namespace {

constexpr std::array sentences{&Finding::record, &Finding::field,   &Finding::expected,
                               &Finding::actual, &Finding::message, &Finding::cause};

bool continues_path(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '/';
}

/// Replaces a path that is not a part of a longer one.
void replace_path(const std::string& from, const std::string& to, std::string& text) {
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
        const auto end = at + from.size();
        const bool begins = at == 0 || !(continues_path(text[at - 1]) || text[at - 1] == '.');
        const bool ends = end == text.size() || !continues_path(text[end]);
        if (begins && ends) text.replace(at, from.size(), to);
        at += begins && ends ? to.size() : 1;
    }
}

/// What identifies a finding in a baseline.
auto identity(const Finding& finding) {
    return std::tuple(key(finding), finding.expected, finding.actual, finding.message);
}

}  // namespace

Finding in_config_terms(const Project& project, Finding finding) {
    if (project.root == project.base) return finding;
    std::set<std::string> files{finding.place.file};
    for (const auto& related : finding.related) files.insert(related.place.file);
    for (const auto& file : files) {
        if (file.empty()) continue;
        const auto own = below_root(project.root, join_paths(project.base, file));
        for (const auto member : sentences) replace_path(file, own, finding.*member);
    }
    return finding;
}

std::vector<Finding> entries_as_printed(const Project& project, std::vector<Finding> entries,
                                        const std::vector<Finding>& findings) {
    if (project.root == project.base) return entries;
    std::map<decltype(identity(Finding())), const Finding*> by_own_name;
    for (const auto& finding : findings) by_own_name.emplace(identity(in_config_terms(project, finding)), &finding);
    for (auto& entry : entries) {
        const auto printed = by_own_name.find(identity(entry));
        if (printed == by_own_name.end()) continue;
        for (const auto member : sentences) entry.*member = printed->second->*member;
    }
    return entries;
}

std::vector<Waiver> waivers_as_printed(const Project& project, const std::vector<Finding>& findings) {
    auto waivers = project.config.waivers;
    const auto use_printed = [&](std::string& name, std::string Finding::* member) {
        const auto printed = shown(project, name);
        const bool is_own = std::ranges::any_of(findings, [&](const Finding& one) { return one.*member == name; });
        const bool is_file = std::ranges::any_of(findings, [&](const Finding& one) { return one.*member == printed; });
        if (!is_own && is_file) name = printed;
    };
    if (project.root == project.base) return waivers;
    for (auto& waiver : waivers) {
        use_printed(waiver.record, &Finding::record);
        use_printed(waiver.field, &Finding::field);
    }
    return waivers;
}

}  // namespace abi
