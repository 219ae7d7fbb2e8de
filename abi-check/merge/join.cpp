#include "merge/join.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <tuple>
#include <utility>

#include "check/baseline.h"
#include "check/gate.h"
#include "check/run.h"
#include "check/waive.h"
#include "merge/same_answers.h"
#include "model/find.h"
#include "model/words.h"

namespace abi {
namespace {

/// Adds the names that `all` lacks. They stand behind the names that precede them in `more`, else at the end.
void add_names(const std::vector<std::string>& more, std::vector<std::string>& all) {
    auto at = all.end();
    for (const auto& name : more) {
        const auto known = std::ranges::find(all, name);
        at = known != all.end() ? known + 1 : all.insert(at, name) + 1;
    }
}

/// The names of `order` that `keep` holds for.
template <typename Keep>
std::vector<std::string> names_where(const std::vector<std::string>& order, const Keep& keep) {
    std::vector<std::string> names;
    std::ranges::copy_if(order, std::back_inserter(names), keep);
    return names;
}

std::size_t rank(const std::vector<std::string>& order, const std::string& name) {
    return static_cast<std::size_t>(std::ranges::find(order, name) - order.begin());
}

/// Findings that `join` computes again: those that compare targets, and those about waivers and the baseline.
bool is_of_whole_run(const Finding& finding) {
    return finding.rule == Rule::target_dependent || is_about_acceptance(finding.rule);
}

/// What the parts were asked for, as one run.
class RunJoiner {
  public:
    explicit RunJoiner(const std::vector<Part>& parts) {
        for (const auto& part : parts) {
            add_names(part.comparison.run->layers, run.layers);
            add_names(part.comparison.run->targets, run.targets);
        }
        run.checked_nothing = true;
    }

    void add(const Run& part) {
        for (const auto& [layer, targets] : part.checked) {
            auto known = std::ranges::find(run.checked, layer, &CheckedLayer::layer);
            if (known == run.checked.end()) known = run.checked.insert(known, CheckedLayer{layer, {}});
            for (const auto& target : targets) {
                if (!contains(known->targets, target)) known->targets.push_back(target);
            }
        }
        run.checked_nothing = run.checked_nothing && part.checked_nothing;
        run.has_unread = run.has_unread || part.has_unread;
        run.today = std::max(run.today, part.today);
        run.levels = part.levels;  // equal in all parts
        for (const auto& waiver : part.waivers) add(waiver);
        for (std::size_t at = 0; at < part.baseline.size(); ++at) add(part, part.baseline[at], at);
        for (const auto& forms : part.forms) add(forms);
    }

    void sort() {
        std::ranges::sort(run.checked, {}, [&](const CheckedLayer& one) { return rank(run.layers, one.layer); });
        const auto rank_of_target = [&](const std::string& target) { return rank(run.targets, target); };
        for (auto& [layer, targets] : run.checked) std::ranges::sort(targets, {}, rank_of_target);
        for (auto& forms : run.forms) {
            for (auto& group : forms.groups) std::ranges::sort(group.targets, {}, rank_of_target);
            std::ranges::sort(forms.groups, {}, [&](const SameForm& one) { return rank_of_target(one.targets[0]); });
        }
        std::ranges::sort(run.forms, {},
                          [&](const RecordForms& one) { return std::pair(one.number, rank(run.layers, one.layer)); });
    }

    Run run;

  private:
    /// A waiver may name a file. It has the form of printed paths where a finding has that file.
    void add(const Waiver& waiver) {
        const auto identity = [](const Waiver& one) {
            return std::tie(one.rule, one.layer, one.target, one.witness, one.reason, one.expires, one.place);
        };
        const auto known =
            std::ranges::find_if(run.waivers, [&](const Waiver& one) { return identity(one) == identity(waiver); });
        if (known == run.waivers.end()) {
            run.waivers.push_back(waiver);
        } else if (waiver.used && !known->used) {
            *known = waiver;
        }
    }

    /// The same for an entry of the baseline. The part that checked its layer on its target has the right form.
    void add(const Run& part, const Finding& entry, std::size_t at) {
        if (at == run.baseline.size()) {
            run.baseline.push_back(entry);
        } else if (has_checked(part, entry.layer, entry.target)) {
            run.baseline[at] = entry;
        }
    }

    void add(const RecordForms& forms) {
        const auto [known, is_new] = form_at_.try_emplace({forms.number, forms.layer}, run.forms.size());
        if (is_new) return run.forms.push_back(forms);
        for (const auto& group : forms.groups) add(group, run.forms[known->second].groups);
    }

    /// The record of a group is that of its first target.
    void add(const SameForm& group, std::vector<SameForm>& groups) const {
        const auto same = std::ranges::find(groups, group.departure, &SameForm::departure);
        if (same == groups.end()) return groups.push_back(group);
        if (rank(run.targets, group.targets[0]) < rank(run.targets, same->targets[0])) same->record = group.record;
        for (const auto& target : group.targets) {
            if (!contains(same->targets, target)) same->targets.push_back(target);
        }
    }

    std::map<std::pair<std::size_t, std::string>, std::size_t> form_at_;  // in run.forms, by number and layer
};

/// What a part says about the layers and targets that no part before has.
void add_answers(Comparison part, const Run& before, Comparison& joined) {
    const auto is_new = [&](const auto& one) { return !has_checked(before, one.layer, one.target); };
    for (auto& cell : part.cells) {
        if (is_new(cell)) joined.cells.push_back(std::move(cell));
    }
    std::ranges::copy_if(part.facts, std::back_inserter(joined.facts), is_new);
    for (auto& finding : part.findings) {
        if (is_of_whole_run(finding) || !is_new(finding)) continue;
        if (finding.target.empty() && contains(joined.findings, finding)) continue;
        joined.findings.push_back(std::move(finding));
    }
    for (auto& remark : part.skipped) {
        if (remark != partial_remark() && !contains(joined.skipped, remark)) joined.skipped.push_back(remark);
    }
}

/// "hal on armv7, riscv64; core on armv7": what one of the layers lacks of the targets.
std::string gaps_of(const Run& run, const std::vector<std::string>& targets) {
    std::vector<std::string> gaps;
    for (const auto& [layer, its] : run.checked) {
        const auto missing = names_where(targets, [&](const std::string& one) { return !contains(its, one); });
        if (!missing.empty()) gaps.push_back(layer + " on " + join(missing));
    }
    return join(gaps, "; ");
}

}  // namespace

Result<Comparison> join_reports(std::vector<Part> parts) {
    if (auto problems = contradictions(parts); !problems.empty()) return problems;
    Comparison joined;
    const Comparison& first = parts.front().comparison;
    joined.title = first.title;
    joined.asked_by = first.asked_by;
    joined.digest = first.digest;
    joined.baseline = first.baseline;
    joined.expected = first.expected;
    const bool is_proved = first.proofs.has_value();
    RunJoiner joiner(parts);
    for (auto& part : parts) {
        const auto run = part.comparison.run;
        add_answers(std::move(part.comparison), joiner.run, joined);
        joiner.add(*run);
    }
    joiner.sort();
    Run& run = joiner.run;

    joined.layers = names_where(run.layers, [&](const std::string& name) {
        return std::ranges::find(run.checked, name, &CheckedLayer::layer) != run.checked.end();
    });
    joined.targets = names_where(run.targets, [&](const std::string& target) {
        return std::ranges::any_of(run.checked, [&](const CheckedLayer& one) { return contains(one.targets, target); });
    });
    sort_cells(joined);
    std::ranges::stable_sort(joined.facts, {}, [&](const WitnessFacts& one) {
        return std::pair(rank(joined.layers, one.layer), rank(joined.targets, one.target));
    });
    std::ranges::move(findings_across_targets(joined.expected, run.forms), std::back_inserter(joined.findings));
    run.waivers = settle(joined, run.levels, std::move(run.waivers), run.today);
    if (is_proved) joined.proofs = count_proofs(joined.findings);
    finish(run, joined);
    if (const auto gaps = gaps_of(run, joined.targets); !gaps.empty()) {
        joined.skipped.push_back("no report has " + gaps);
    }
    if (!joined.baseline.empty()) apply_baseline(joined, run.baseline, gone_level(run));
    joined.run = std::make_shared<const Run>(std::move(run));
    return joined;
}

}  // namespace abi
