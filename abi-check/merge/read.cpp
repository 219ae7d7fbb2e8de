#include "merge/read.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "merge/values.h"
#include "model/find.h"
#include "model/words.h"
#include "os/file.h"
#include "specfile/document.h"
#include "specfile/suggest.h"

namespace abi {
namespace {

using nlohmann::json;

/// Programs write reports, so they may be larger than files that people write. The size is still limited.
constexpr JsonLimits report_limits{.bytes = 1U << 30U, .levels = 100};

std::string text_in(const json& node, const char* key) {
    return node.at(key).get<std::string>();
}

Rule rule_in(const std::string& id, const std::string& pointer, std::vector<Problem>& problems) {
    const auto rule = parse_rule(id);
    if (!rule) {
        std::vector<std::string> ids;
        for (const auto& row : rule_table()) ids.emplace_back(row.id);
        problems.push_back({{}, pointer, "the id of a rule", in_quotes(id) + did_you_mean(id, ids)});
    }
    return rule.value_or(Rule{});
}

Change change_in(const json& node) {
    if (node.is_null()) return Change::none;
    for (const Change change : {Change::breaking, Change::compatible, Change::cosmetic}) {
        if (to_string(change) == node.get<std::string>()) return change;
    }
    return Change::none;
}

/// The members of a finding that are texts of the same name in its JSON.
constexpr std::array texts{
    std::pair{"record", &Finding::record},   std::pair{"field", &Finding::field},
    std::pair{"layer", &Finding::layer},     std::pair{"target", &Finding::target},
    std::pair{"witness", &Finding::witness}, std::pair{"expected", &Finding::expected},
    std::pair{"actual", &Finding::actual},   std::pair{"message", &Finding::message},
};

/// An entry of a baseline has only these members and its rule.
Finding entry_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    Finding entry;
    entry.rule = rule_in(text_in(node, "rule"), pointer + "/rule", problems);
    for (const auto& [name, member] : texts) entry.*member = text_in(node, name);
    return entry;
}

Finding finding_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    Finding finding = entry_in(node, pointer, problems);
    finding.level = *parse_level(text_in(node, "level"));
    finding.change = change_in(node.at("change"));
    finding.cause = text_or_empty(node, "cause");
    finding.leads = node.at("leads").get<bool>();
    finding.remedy = text_in(node, "remedy");
    finding.known = node.at("known").get<bool>();
    finding.waived = text_or_empty(node, "waived");
    finding.place = place_in(node.at("place"));
    finding.at = node.at("order").get<std::uint64_t>();
    if (const auto id = text_or_empty(node, "instead_of"); !id.empty()) {
        finding.instead_of = rule_in(id, pointer + "/instead_of", problems);
    }
    for (const auto& related : node.at("related")) {
        finding.related.push_back(
            {place_in(related.at("place")), text_in(related, "message"), text_or_empty(related, "revision")});
    }
    return finding;
}

template <typename Value, std::size_t Count>
Value named(const std::array<Value, Count>& values, const std::string& text) {
    for (const auto value : values) {
        if (to_string(value) == text) return value;
    }
    return values.front();
}

constexpr std::array verdicts{Verdict::conforms,       Verdict::differs, Verdict::unverified,
                              Verdict::not_applicable, Verdict::waived,  Verdict::known};
constexpr std::array sights{WitnessState::seen,    WitnessState::contradicts, WitnessState::fields_unknown,
                            WitnessState::nothing, WitnessState::asked,       WitnessState::other_target};

Cell cell_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    Cell cell;
    cell.record = text_in(node, "record");
    cell.layer = text_in(node, "layer");
    cell.target = text_in(node, "target");
    cell.verdict = named(verdicts, text_in(node, "verdict"));
    cell.reason = text_in(node, "reason");
    for (const auto& one : node.at("evidence")) {
        cell.evidence.push_back({text_in(one, "witness"), named(sights, text_in(one, "sight")), text_in(one, "reason")});
    }
    if (const json& actual = node.at("actual"); !actual.is_null()) {
        cell.actual = record_in(actual, pointer + "/actual", problems);
    }
    return cell;
}

WitnessFacts facts_in(const json& node, const std::string&, std::vector<Problem>&) {
    WitnessFacts made{text_in(node, "layer"), text_in(node, "target"), text_in(node, "witness"), {}};
    const json& known = node.at("facts");
    for (const auto& row : fact_table()) {
        const auto value = known.find(std::string(row.key));
        if (value != known.end()) made.facts[row.fact] = value->get<std::string>();
    }
    return made;
}

Waiver waiver_in(const json& node, const std::string&, std::vector<Problem>&) {
    Waiver made;
    auto& [rule, record, field, layer, target, witness, reason, expires, place, used] = made;
    rule = text_in(node, "rule");
    record = text_in(node, "record");
    field = text_in(node, "field");
    layer = text_in(node, "layer");
    target = text_in(node, "target");
    witness = text_in(node, "witness");
    reason = text_in(node, "reason");
    expires = text_in(node, "expires");
    place = place_in(node.at("place"));
    used = node.at("used").get<bool>();
    return made;
}

RecordForms forms_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    RecordForms forms;
    forms.number = node.at("number").get<std::size_t>();
    forms.layer = text_in(node, "layer");
    for (std::size_t at = 0; const auto& group : node.at("groups")) {
        const std::string own = pointer + "/groups/" + std::to_string(at++);
        SameForm form{text_in(group, "departure"), names_in(group.at("targets")), {}};
        if (form.targets.empty()) problems.push_back({{}, own + "/targets", "at least one target", "none"});
        // Without a name, the record is that of a cell.
        if (!group.at("record").is_null()) form.record = record_in(group.at("record"), own + "/record", problems);
        forms.groups.push_back(std::move(form));
    }
    return forms;
}

template <typename Value, typename Read>
std::vector<Value> list_in(const json& node, const std::string& pointer, std::vector<Problem>& problems, Read read) {
    std::vector<Value> values;
    values.reserve(node.size());
    for (std::size_t at = 0; const auto& one : node) {
        values.push_back(read(one, pointer + "/" + std::to_string(at++), problems));
    }
    return values;
}

Run run_in(const json& node, std::vector<Problem>& problems) {
    Run run;
    run.layers = names_in(node.at("layers"));
    run.targets = names_in(node.at("targets"));
    for (const auto& one : node.at("checked")) {
        run.checked.push_back({text_in(one, "layer"), names_in(one.at("targets"))});
    }
    run.checked_nothing = node.at("checked_nothing").get<bool>();
    run.has_unread = node.at("has_unread").get<bool>();
    run.today = text_in(node, "today");
    for (const auto& [id, level] : node.at("levels").items()) {
        const Rule rule = rule_in(id, "/run/levels/" + pointer_step(id), problems);
        run.levels[rule] = *parse_level(level.get<std::string>());
    }
    run.waivers = list_in<Waiver>(node.at("waivers"), "/run/waivers", problems, waiver_in);
    run.baseline = list_in<Finding>(node.at("baseline"), "/run/baseline", problems, entry_in);
    run.forms = list_in<RecordForms>(node.at("forms"), "/run/forms", problems, forms_in);
    return run;
}

/// What the schema cannot say: names must refer to what the report has.
class References {
  public:
    References(const Comparison& comparison, std::vector<Problem>& problems)
        : comparison_(comparison), problems_(problems) {
        for (const auto& record : comparison.expected.records) records_.insert(record.name);
        for (const auto& cell : comparison.cells) cells_[name_of(cell.record, cell.layer, cell.target)] = &cell;
    }

    void check_cells() {
        std::set<std::string> seen;
        for (std::size_t at = 0; const auto& cell : comparison_.cells) {
            const std::string pointer = "/cells/" + std::to_string(at++);
            const std::string subject = cell.record + " in " + cell.layer + " on " + cell.target;
            if (!records_.contains(cell.record)) {
                problems_.push_back({{}, pointer + "/record", "a record of \"expected\"", in_quotes(cell.record)});
            }
            if (!is_checked(cell.layer, cell.target)) {
                problems_.push_back({{}, pointer, "a layer and a target of \"checked\"", subject});
            }
            if (!seen.insert(name_of(cell.record, cell.layer, cell.target)).second) {
                problems_.push_back({{}, pointer, "each record once in a layer on a target", subject + " again"});
            }
        }
    }

    void check_checked() {
        for (std::size_t at = 0; const auto& [layer, targets] : comparison_.run->checked) {
            const std::string pointer = "/run/checked/" + std::to_string(at++);
            if (!contains(comparison_.run->layers, layer)) {
                problems_.push_back({{}, pointer + "/layer", "a layer of the run", in_quotes(layer)});
            }
            for (const auto& target : targets) {
                if (contains(comparison_.run->targets, target)) continue;
                problems_.push_back({{}, pointer + "/targets", "a target of the run", in_quotes(target)});
            }
        }
    }

    /// Fills in the records that are those of cells.
    void complete(std::vector<RecordForms>& forms, const json& nodes) {
        for (std::size_t at = 0; at < forms.size(); ++at) {
            const std::string pointer = "/run/forms/" + std::to_string(at);
            const auto& records = comparison_.expected.records;
            const std::string name = nodes[at].at("record").get<std::string>();
            if (forms[at].number >= records.size() || records[forms[at].number].name != name) {
                problems_.push_back(
                    {{}, pointer + "/number", "the index of " + name + " in \"records\" of \"expected\"",
                     std::to_string(forms[at].number)});
                continue;
            }
            for (std::size_t i = 0; i < forms[at].groups.size(); ++i) {
                complete(name, forms[at], i, nodes[at].at("groups")[i].at("record"), pointer);
            }
        }
    }

  private:
    static std::string name_of(const std::string& record, const std::string& layer, const std::string& target) {
        return record + '\0' + layer + '\0' + target;
    }
    bool is_checked(const std::string& layer, const std::string& target) const {
        const auto& checked = comparison_.run->checked;
        const auto found = std::ranges::find(checked, layer, &CheckedLayer::layer);
        return found != checked.end() && contains(found->targets, target);
    }
    void complete(const std::string& record, RecordForms& forms, std::size_t at, const json& node,
                  const std::string& pointer) {
        SameForm& group = forms.groups[at];
        const std::string own = pointer + "/groups/" + std::to_string(at);
        for (const auto& target : group.targets) {
            if (is_checked(forms.layer, target)) continue;
            problems_.push_back({{}, own + "/targets", "a target on which " + forms.layer + " was checked",
                                 in_quotes(target)});
        }
        if (!node.is_null() || group.targets.empty()) return;
        const auto cell = cells_.find(name_of(record, forms.layer, group.targets.front()));
        if (cell == cells_.end() || !cell->second->actual) {
            problems_.push_back({{}, own + "/record", "a record, because no cell has one of " + record, "null"});
            return;
        }
        group.record = *cell->second->actual;
    }

    const Comparison& comparison_;
    std::vector<Problem>& problems_;
    std::set<std::string> records_;
    std::map<std::string, const Cell*> cells_;
};

Comparison comparison_in(const json& root, std::vector<Problem>& problems) {
    Comparison made;
    made.title = text_in(root, "title");
    made.asked_by = text_or_empty(root, "asked_by");
    made.digest = text_or_empty(root, "digest");
    made.baseline = text_or_empty(root, "baseline");
    made.layers = names_in(root.at("layers"));
    made.targets = names_in(root.at("targets"));
    made.findings = list_in<Finding>(root.at("findings"), "/findings", problems, finding_in);
    made.cells = list_in<Cell>(root.at("cells"), "/cells", problems, cell_in);
    made.facts = list_in<WitnessFacts>(root.at("facts"), "/facts", problems, facts_in);
    made.expected = layout_in(root.at("expected"), "/expected", problems);
    made.skipped = names_in(root.at("skipped"));
    made.incomplete = root.at("incomplete").get<bool>();
    return made;
}

/// Why `merge` cannot use a report that is valid under the schema.
std::vector<Problem> refusals(const json& root) {
    std::vector<Problem> problems;
    const auto refuse = [&](const char* pointer, std::string found) {
        problems.push_back({{}, pointer, "a report of the gate", std::move(found)});
    };
    if (root.at("is_diff").get<bool>()) {
        refuse("/is_diff", "one of --diff");
    } else if (!root.at("first_side").is_null()) {
        refuse("/first_side", "one of `compare`");
    } else if (root.at("run").is_null()) {
        refuse("/run", "null");
    }
    return problems;
}

Result<Comparison> read_root(const json& root) {
    auto problems = refusals(root);
    if (!problems.empty()) return problems;
    Comparison comparison = comparison_in(root, problems);
    auto run = std::make_shared<Run>(run_in(root.at("run"), problems));
    comparison.run = run;
    References references(comparison, problems);
    references.check_checked();
    references.check_cells();
    references.complete(run->forms, root.at("run").at("forms"));
    if (!problems.empty()) return problems;
    return comparison;
}

}  // namespace

Result<Comparison> parse_report(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        const auto root = read_root_of(path, text, SchemaName::report, report_limits);
        if (!root) return root.problems;
        auto comparison = read_root(*root);
        if (comparison) return comparison;
        return located(path, text, std::move(comparison.problems), report_limits);
    } catch (const std::exception& error) {
        return file_problem(path, "a JSON report of abi-check", error.what());
    }
}

Result<Comparison> read_report(const std::string& path, const std::string& shown) {
    const auto& name = shown.empty() ? path : shown;
    const auto text = read_file(path, report_limits.bytes, name);
    if (!text) return text.problems;
    return parse_report(name, *text);
}

}  // namespace abi
