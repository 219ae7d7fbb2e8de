#include "tool/one_target.h"

#include <algorithm>
#include <map>

#include "model/find.h"
#include "model/on_target.h"
#include "model/words.h"
#include "read/facts.h"
#include "specfile/digest.h"
#include "specfile/suggest.h"

namespace abi {
namespace {

/// What the name of a target tells: that of an architecture, or a triple such as "mips64el-linux-gnuabi64".
TargetFacts facts_of_name(const std::string& target) {
    TargetFacts facts;
    set_machine(llvm::Triple(target), facts);
    return facts;
}

/// The names of targets that are worth naming: each with a layout of its own, and whether there are others.
std::string known_targets(const Layout& spec) {
    const auto varies = names_that_vary(spec);
    const bool has_other = std::ranges::any_of(
        spec.records, [&](const Record& record) { return record.targets.empty() && contains(varies, record.name); });
    return join(targets_named(spec)) + (has_other ? ", or another target" : "");
}

/// The names of what has several values on the targets that the spec names, with those of constants whose expressions
/// have several.
std::vector<std::string> names_that_differ(const Layout& spec) {
    auto names = names_that_vary(spec);
    const auto targets = targets_named(spec);
    std::map<std::string, Integer> values;
    for (const auto& target : targets) {
        for (const auto& one : on_target(spec, target, ByteOrder::native, facts_of_name(target)).constants) {
            if (!one.expression || one.expression->argument.host_sized) continue;
            const auto [known, is_new] = values.emplace(one.name, one.value);
            if (!is_new && known->second != one.value && !contains(names, one.name)) names.push_back(one.name);
        }
    }
    return names;
}

}  // namespace

ByteOrder machine_order(const std::string& target) {
    const auto facts = facts_of_name(target);
    const std::string& word = facts[Fact::byte_order];
    if (facts[Fact::architecture].empty()) return ByteOrder::native;
    return word == "little" ? ByteOrder::little : word == "big" ? ByteOrder::big : ByteOrder::native;
}

Result<Layout> spec_on_target(const Layout& spec, const std::string& path, const Options& options) {
    const auto varies = names_that_differ(spec);
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
    Layout here = on_target(spec, target, ByteOrder::native, facts_of_name(target));
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
