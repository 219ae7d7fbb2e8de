#include "merge/parts.h"

#include <array>
#include <cstdint>
#include <utility>

#include "merge/values.h"
#include "model/words.h"
#include "specfile/places.h"
#include "specfile/suggest.h"

namespace abi {
namespace {

using nlohmann::json;

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
    if (const auto proof = node.find("proof"); proof != node.end()) {
        const bool is_proved = proof->at("proved").get<bool>();
        finding.proof = Proof{is_proved, text_or_empty(*proof, is_proved ? "assertion" : "reason")};
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

template <typename Value, typename Read>
std::vector<Value> list_in(const json& node, const std::string& pointer, std::vector<Problem>& problems, Read read) {
    std::vector<Value> values;
    values.reserve(node.size());
    for (std::size_t at = 0; const auto& one : node) {
        values.push_back(read(one, pointer + "/" + std::to_string(at++), problems));
    }
    return values;
}

}  // namespace

Cell cell_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    Cell cell;
    cell.record = text_in(node, "record");
    cell.layer = text_in(node, "layer");
    cell.target = text_in(node, "target");
    cell.verdict = named(verdicts, text_in(node, "verdict"));
    cell.reason = text_in(node, "reason");
    for (const auto& one : node.at("evidence")) {
        cell.evidence.push_back(
            {text_in(one, "witness"), named(sights, text_in(one, "sight")), text_in(one, "reason")});
    }
    if (const json& actual = node.at("actual"); !actual.is_null()) {
        cell.actual = record_in(actual, pointer + "/actual", problems);
    }
    return cell;
}

FormsNode forms_in(const json& node, const std::string& pointer, std::vector<Problem>& problems) {
    FormsNode made{text_in(node, "record"), {}, {}};
    made.forms.number = node.at("number").get<std::size_t>();
    made.forms.layer = text_in(node, "layer");
    for (std::size_t at = 0; const auto& group : node.at("groups")) {
        const std::string own = pointer + "/groups/" + std::to_string(at++);
        SameForm form{text_in(group, "departure"), names_in(group.at("targets")), {}};
        if (form.targets.empty()) problems.push_back({{}, own + "/targets", "at least one target", "none"});
        made.is_of_cell.push_back(group.at("record").is_null());
        if (!made.is_of_cell.back()) form.record = record_in(group.at("record"), own + "/record", problems);
        made.forms.groups.push_back(std::move(form));
    }
    return made;
}

Comparison comparison_in(const json& root, std::vector<Problem>& problems) {
    Comparison made;
    made.title = text_in(root, "title");
    made.asked_by = text_or_empty(root, "asked_by");
    made.digest = text_or_empty(root, "digest");
    made.baseline = text_or_empty(root, "baseline");
    made.layers = names_in(root.at("layers"));
    made.targets = names_in(root.at("targets"));
    made.findings = list_in<Finding>(root.at("findings"), "/findings", problems, finding_in);
    made.facts = list_in<WitnessFacts>(root.at("facts"), "/facts", problems, facts_in);
    made.expected = layout_in(root.at("expected"), "/expected", problems);
    made.skipped = names_in(root.at("skipped"));
    made.incomplete = root.at("incomplete").get<bool>();
    if (root.contains("proofs")) made.proofs.emplace();  // its numbers are counted again
    return made;
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
    return run;
}

}  // namespace abi
