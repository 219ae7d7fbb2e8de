#include "tool/prove.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "check/run.h"
#include "check/waive.h"
#include "model/find.h"
#include "model/on_target.h"
#include "tool/output.h"
#include "tool/probe_question.h"
#include "tool/prove_places.h"

namespace abi {
namespace {

/// What is missing must be missing in every unit. More units than these are not compiled for it.
constexpr std::size_t most_units = 64;

bool is_error(const Finding& finding) {
    return finding.level == Level::error && !is_accepted(finding);
}

/// The errors of one layer on one target that have a claim, and what is known of them.
class LayerProof {
  public:
    LayerProof(const Project& project, const Layer& layer, const WitnessAnswers& witnesses, Comparison& comparison)
        : layer_(layer), witnesses_(witnesses), spec_(on_target(project.spec, target(), ByteOrder::little)) {
        for (const auto& one : project.specs) generated_.specs.push_back(one.name);
        for (auto& finding : comparison.findings) {
            const bool is_here = finding.layer == layer.name && finding.target == target();
            if (is_here && is_error(finding) && finding.claim) open_.push_back({&finding});
        }
    }

    bool is_empty() const { return open_.empty(); }
    const std::string& target() const { return witnesses_.front().target; }

    void ask(const std::vector<ProvePlace>& places) {
        for (const auto& place : places) ask_at(place, places.size());
        for (auto& one : open_) {
            if (!one.answer) one.answer = ClaimAnswer{ClaimAnswer::State::not_asked, "no compiler judges this layer"};
        }
    }

    void settle() {
        for (const auto& [finding, answer] : open_) {
            const auto text = assertion_text(*finding->claim);
            if (answer->state == ClaimAnswer::State::refuted) {
                drop(*finding, text);
            } else {
                const bool is_proved = answer->state == ClaimAnswer::State::proved;
                finding->proof = Proof{is_proved, is_proved ? text : answer->why};
            }
        }
    }

  private:
    struct Open {
        Finding* finding = nullptr;
        std::optional<ClaimAnswer> answer{};
    };

    static void drop(Finding& finding, const std::string& text) {
        finding.message = "abi-check was wrong about " + subject(finding) + ": the compiler of layer " + finding.layer +
                          " accepts `" + text + "`, although a finding was: " + finding.message;
        finding.rule = Rule::refuted;
        finding.level = Level::error;
        finding.cause.clear();
        finding.leads = false;
        finding.remedy =
            "compare the flags of the layer's witnesses with those of its compiler; if they are equal, report a fault "
            "of abi-check";
        finding.proof.reset();
    }

    /// The layer's own names of what a claim is about. A record that a witness saw has the names that it saw.
    std::vector<std::string> names(const Claim& claim) const {
        std::vector<std::string> own;
        bool means_another = false;
        for (const auto& witness : witnesses_) {
            means_another = means_another || witness.source_names.contains(claim.name);
            for (const auto& [name, meant] : witness.source_names) {
                if (meant == claim.name && !contains(own, name)) own.push_back(name);
            }
        }
        const bool is_missing = is_about_absence(claim) && claim.what != Claim::What::field;
        if (!own.empty() && !is_missing) {
            if (!means_another) own.push_back(claim.name);
            return own;
        }
        return names_to_ask(spec_, layer_, generated_, claim);
    }

    bool concerns(const Open& one, const ProvePlace& place, std::size_t places) const {
        const Claim& claim = *one.finding->claim;
        const bool is_missing = is_about_absence(claim) && claim.what != Claim::What::field;
        if (is_missing) return places <= most_units;
        if (one.answer && one.answer->state == ClaimAnswer::State::proved) return false;
        // If the finding does not tell its unit, one that has the expected value refutes nothing: it may be of another.
        const bool may_be_elsewhere = claim.unit.empty() && places <= most_units;
        if (one.answer && one.answer->state == ClaimAnswer::State::refuted && !may_be_elsewhere) return false;
        return place.unit.empty() || claim.unit.empty() || claim.unit == place.unit;
    }

    void add_subject(const Claim& claim, probe::Request& request) const {
        const auto add = [&](auto& list, const auto& value) {
            if (find_named(list, value.name) == nullptr) list.push_back(value);
        };
        switch (claim.what) {
        case Claim::What::constant:
        case Claim::What::value:
            // In C and C++, the assertion itself names it.
            if (request.language == "rust") add(request.constants, Constant{.name = claim.name});
            return;
        case Claim::What::enum_size:
        case Claim::What::enum_sign: add(request.enums, Enum{.name = claim.name}); return;
        default: break;
        }
        Record record;
        record.name = claim.name;
        add(request.records, record);
    }

    void ask_at(const ProvePlace& place, std::size_t places) {
        auto request = place.request;
        generated_.language = request.language;
        std::vector<Open*> owners;
        for (auto& one : open_) {
            if (!concerns(one, place, places)) continue;
            for (const auto& name : names(*one.finding->claim)) {
                request.claims.push_back(*one.finding->claim);
                request.claims.back().name = name;
                add_subject(request.claims.back(), request);
                owners.push_back(&one);
            }
        }
        if (owners.empty()) return;
        auto reading = probe::read(request);
        const auto why = reading.problems.empty() ? "" : sentence(reading.problems.front());
        std::map<Open*, ClaimAnswer> here;
        for (std::size_t i = 0; i < owners.size(); ++i) {
            const Claim& claim = *owners[i]->finding->claim;
            // What could not be read may declare it.
            if (is_about_absence(claim) && !why.empty()) reading.claims[i] = {ClaimAnswer::State::not_asked, why};
            const auto [known, is_new] = here.try_emplace(owners[i], reading.claims[i]);
            if (!is_new) known->second = both(claim, known->second, reading.claims[i]);
        }
        for (auto& [one, answer] : here) {
            one->answer = one->answer ? both(*one->finding->claim, *one->answer, answer) : answer;
        }
    }

    const Layer& layer_;
    const WitnessAnswers& witnesses_;
    Layout spec_;
    GeneratedNames generated_;
    std::vector<Open> open_;
};

}  // namespace

void prove(const Project& project, const Options& options, const AllAnswers& answers, Comparison& comparison) {
    Progress progress(options.quiet);
    for (const auto& witnesses : answers.by_witness) {
        const auto* const layer = find_named(project.config.layers, witnesses.front().layer);
        const auto* const target = find_named(project.config.targets, witnesses.front().target);
        if (layer == nullptr || target == nullptr) continue;
        LayerProof proof(project, *layer, witnesses, comparison);
        if (proof.is_empty()) continue;
        progress.show("proving the errors of layer " + layer->name + " on " + target->name);
        proof.ask(prove_places(project, options, *layer, *target));
        proof.settle();
    }
    comparison.proofs = count_proofs(comparison.findings);
    if (comparison.proofs->dropped == 0) return;
    set_verdicts(comparison);
    sort_findings(comparison.findings);
}

}  // namespace abi
