#include "tool/one_target.h"

#include <algorithm>

#include "model/find.h"
#include "model/on_target.h"
#include "model/words.h"
#include "specfile/digest.h"
#include "specfile/suggest.h"

namespace abi {
namespace {

/// The names of targets that are worth naming: each with a layout of its own, and whether there are others.
std::string known_targets(const Layout& spec) {
    const auto varies = names_that_vary(spec);
    const bool has_other = std::ranges::any_of(
        spec.records, [&](const Record& record) { return record.targets.empty() && contains(varies, record.name); });
    return join(targets_named(spec)) + (has_other ? ", or another target" : "");
}

}  // namespace

Result<Layout> spec_on_target(const Layout& spec, const std::string& path, const Options& options) {
    const auto varies = names_that_vary(spec);
    if (options.targets.size() > 1) return file_problem(path, "one --target", join(options.targets));
    if (options.targets.empty()) {
        if (varies.empty()) return spec;
        return file_problem(path, "--target NAME (these depend on the target: " + join(varies) + ")",
                            "none; the spec names " + known_targets(spec));
    }
    const std::string& target = options.targets.front();
    const auto named = targets_named(spec);
    const std::string hint = did_you_mean(target, named);
    if (!contains(named, target) && !hint.empty()) {
        return file_problem(path, "a target of the spec: " + known_targets(spec), in_quotes(target) + hint);
    }
    Layout here = on_target(spec, target, ByteOrder::native);
    if (here.records.empty() && here.enums.empty() && here.constants.empty()) {
        return file_problem(path, "a target of the spec: " + known_targets(spec), in_quotes(target));
    }
    return here;
}

std::vector<SpecOnTargets> specs_on_targets(const Layout& spec, const std::vector<std::string>& targets) {
    if (names_that_vary(spec).empty()) return {{"", spec}};
    std::vector<std::string> asked = targets;
    if (asked.empty()) {
        asked = targets_named(spec);
        asked.emplace_back();
    }
    std::vector<SpecOnTargets> made;
    std::vector<std::string> digests;
    for (const auto& target : asked) {
        Layout here = on_target(spec, target, ByteOrder::native);
        here.target.clear();
        const std::string name = target.empty() ? "other targets" : target;
        const auto known = std::ranges::find(digests, digest(here));
        if (known != digests.end()) {
            made[static_cast<std::size_t>(known - digests.begin())].targets += ", " + name;
        } else {
            digests.push_back(digest(here));
            made.push_back({name, std::move(here)});
        }
    }
    return made;
}

}  // namespace abi
