#include "test/mutate/tally.h"

#include <algorithm>
#include <array>

namespace abi::mutate {
namespace {

std::string padded(std::string text, std::size_t width, bool right) {
    if (text.size() < width) text.insert(right ? 0 : text.size(), width - text.size(), ' ');
    return text;
}

std::string line(const Row& row, const std::array<std::string, 8>& numbers) {
    const auto& [witness, language, target] = row;
    std::string text = padded(witness, 16, false) + padded(language, 6, false) + padded(target, 9, false);
    for (const auto& number : numbers) text += padded(number, 11, true);
    return text + "\n";
}

std::array<std::string, 8> in_words(const Count& count) {
    return {std::to_string(count.mutations),  std::to_string(count.caught),      std::to_string(count.unverified),
            std::to_string(count.escapes),    std::to_string(count.misnamed),    std::to_string(count.clean),
            std::to_string(count.unanswered), std::to_string(count.false_alarms)};
}

std::string to_text(const Wrong& wrong) {
    const char* what = wrong.outcome == Outcome::escape     ? "escape"
                       : wrong.outcome == Outcome::misnamed ? "misnamed"
                                                            : "false alarm";
    const auto& [witness, language, target] = wrong.row;
    std::string text = std::string("\n") + what + ": " + witness + ", " + language + " on " + target + ", record " +
                       wrong.record + ": " + wrong.mutation + "\n";
    for (const auto& one : wrong.expected) text += "    differs: " + one + "\n";
    for (const auto& one : wrong.findings) text += "    found:   " + one + "\n";
    return text + wrong.source + "again: " + wrong.again + "\n";
}

}  // namespace

void add(Count& to, Outcome outcome) {
    const bool is_mutated = outcome <= Outcome::misnamed;
    to.mutations += is_mutated ? 1 : 0;
    switch (outcome) {
    case Outcome::caught: ++to.caught; break;
    case Outcome::unverified: ++to.unverified; break;
    case Outcome::escape: ++to.escapes; break;
    case Outcome::misnamed: ++to.misnamed; break;
    case Outcome::clean: ++to.clean; break;
    case Outcome::unanswered: ++to.unanswered; break;
    case Outcome::false_alarm: ++to.false_alarms; break;
    }
}

void add(Count& to, const Count& from) {
    to.mutations += from.mutations;
    to.caught += from.caught;
    to.unverified += from.unverified;
    to.escapes += from.escapes;
    to.misnamed += from.misnamed;
    to.clean += from.clean;
    to.unanswered += from.unanswered;
    to.false_alarms += from.false_alarms;
}

void add(Tally& to, const Tally& from) {
    to.proofs.proved += from.proofs.proved;
    to.proofs.not_provable += from.proofs.not_provable;
    to.proofs.dropped += from.proofs.dropped;
    to.dropped.insert(to.dropped.end(), from.dropped.begin(), from.dropped.end());
    for (const auto& [reason, count] : from.not_provable) to.not_provable[reason] += count;
    for (const auto& [row, count] : from.counts) add(to.counts[row], count);
    to.mutations += from.mutations;
    truth::add(to.absent, from.absent);
    for (const auto& one : from.wrong) {
        const bool is_known = std::ranges::any_of(
            to.wrong, [&](const Wrong& other) { return other.row == one.row && other.outcome == one.outcome; });
        if (!is_known) to.wrong.push_back(one);
    }
}

Count sum_of(const Tally& tally) {
    Count sum;
    for (const auto& [row, count] : tally.counts) add(sum, count);
    return sum;
}

std::string to_text(const Tally& tally, std::size_t shown) {
    std::string text = line({"witness", "", "target"}, {"mutations", "caught", "unverified", "escapes", "misnamed",
                                                        "clean", "unanswered", "false"});
    for (const auto& [row, count] : tally.counts) text += line(row, in_words(count));
    text += line({"all", "", ""}, in_words(sum_of(tally)));
    for (const auto& one : tally.absent) text += "not asked: " + one.what + ": " + one.why + "\n";
    for (std::size_t i = 0; i < tally.wrong.size() && i < shown; ++i) text += to_text(tally.wrong[i]);
    return text;
}

}  // namespace abi::mutate
