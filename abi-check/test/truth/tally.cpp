#include "test/truth/tally.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "test/truth/machine.h"

namespace abi::truth {
namespace {

std::string padded(std::string text, std::size_t width, bool right) {
    if (text.size() < width) text.insert(right ? 0 : text.size(), width - text.size(), ' ');
    return text;
}

std::string line(const std::string& pair, const std::string& machine, const std::array<std::string, 4>& numbers) {
    std::string text = padded(pair, 34, false) + padded(machine, 9, false);
    for (const auto& number : numbers) text += padded(number, 12, true);
    return text + "\n";
}

}  // namespace

std::string to_string(const Pair& pair) {
    if (pair.first == pair.second) return std::string(to_string(pair.first));
    return std::string(to_string(pair.first)) + " / " + std::string(to_string(pair.second));
}

std::vector<Pair> pairs_among(const std::vector<Witness>& witnesses) {
    const auto family = [](Witness witness) {
        if (witness < Witness::gcc_table) return 0;
        return witness < Witness::own_table ? 1 : 2;
    };
    std::vector<Pair> pairs;
    for (auto a = witnesses.begin(); a != witnesses.end(); ++a) {
        for (auto b = std::next(a); b != witnesses.end(); ++b) {
            const Pair pair{*a, *b};
            const bool are_tables = pair == Pair{Witness::clang_table, Witness::gcc_table};
            if (family(*a) == family(*b) || are_tables) pairs.push_back(pair);
        }
    }
    return pairs;
}

std::string_view to_string(Language language) {
    static constexpr std::array<std::string_view, 7> names{"c", "cpp", "zig", "rust", "nim", "go", "cargo"};
    return names.at(static_cast<std::size_t>(language));
}

Absent absent(Witness table, Language language, const std::string& machine, std::string why, bool is_fault) {
    return {std::string(to_string(table)) + " of " + std::string(to_string(language)) + " on " + machine,
            std::move(why), is_fault};
}

void add(std::vector<Absent>& to, const std::vector<Absent>& from) {
    for (const auto& one : from) {
        if (std::ranges::find(to, one) == to.end()) to.push_back(one);
    }
}

std::size_t faults_of(const std::vector<Absent>& absent, const std::string& may_lack) {
    if (may_lack == "all") return 0;
    const auto names = "," + may_lack + ",";
    return static_cast<std::size_t>(std::ranges::count_if(absent, [&](const Absent& one) {
        return one.is_fault && names.find("," + one.what + ",") == std::string::npos;
    }));
}

void add(Tally& to, const Tally& from) {
    for (const auto& [key, count] : from.counts) {
        auto& sum = to.counts[key];
        sum.records += count.records;
        sum.fields += count.fields;
        sum.mismatches += count.mismatches;
        sum.unknown += count.unknown;
    }
    for (const auto& [key, count] : from.differences) to.differences[key] += count;
    for (const auto& [key, count] : from.generated) to.generated[key] += count;
    add(to.absent, from.absent);
    to.mismatches.insert(to.mismatches.end(), from.mismatches.begin(), from.mismatches.end());
}

std::size_t mismatches_of(const Tally& tally) {
    std::size_t sum = 0;
    for (const auto& [key, count] : tally.counts) sum += count.mismatches;
    return sum;
}

std::string to_text(const Tally& tally) {
    std::string text = line("pair of witnesses", "target", {"records", "fields", "mismatches", "unknown"});
    for (const auto& [key, count] : tally.counts) {
        const auto& [pair, machine] = key;
        text += line(to_string(pair), machine,
                     {std::to_string(count.records), std::to_string(count.fields), std::to_string(count.mismatches),
                      std::to_string(count.unknown)});
    }
    if (!tally.differences.empty()) text += "\nGCC and clang lay out differently:\n";
    for (const auto& [key, count] : tally.differences) {
        text +=
            padded(std::to_string(count), 8, true) + " records on " + padded(key.second, 9, false) + key.first + "\n";
    }
    for (const auto& one : tally.absent) text += "not compared: " + one.what + ": " + one.why + "\n";
    return text;
}

}  // namespace abi::truth
