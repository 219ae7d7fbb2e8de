#include "test/truth/arguments.h"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace abi::truth {

void print(const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

std::optional<int> help_or_error(const std::string& program, const std::vector<std::string>& words,
                                 std::string_view usage, const std::string& error) {
    if (std::ranges::find(words, "--help") != words.end()) {
        print(std::string(usage));
        return 0;
    }
    if (error.empty()) return std::nullopt;
    std::fprintf(stderr, "%s: error: %s\n%s", program.c_str(), error.c_str(), std::string(usage).c_str());
    return 2;
}

std::optional<std::uint64_t> number_of(const std::string& text) {
    std::uint64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, value);
    if (text.empty() || read.ec != std::errc() || read.ptr != end) return std::nullopt;
    return value;
}

std::optional<Piece> piece_of(const std::string& text) {
    const auto colon = text.find(':');
    if (colon == std::string::npos) return std::nullopt;
    const auto index = number_of(text.substr(colon + 1));
    for (const auto language : all_languages) {
        if (index && text.substr(0, colon) == to_string(language)) return Piece{language, *index};
    }
    return std::nullopt;
}

std::string add_machines(const std::string& names, std::vector<const Machine*>& machines) {
    for (std::size_t at = 0; at <= names.size();) {
        const auto end = std::min(names.find(',', at), names.size());
        const auto name = names.substr(at, end - at);
        const auto found = std::ranges::find(all_machines(), name, [](const Machine& one) { return one.target.name; });
        if (found == all_machines().end()) return "there is no target \"" + name + "\"";
        machines.push_back(&*found);
        at = end + 1;
    }
    return "";
}

std::string add_languages(const std::string& names, std::vector<Language>& languages) {
    std::istringstream list(names);
    for (std::string name; std::getline(list, name, ',');) {
        const auto found =
            std::ranges::find(all_languages, name, [](Language one) { return std::string(to_string(one)); });
        if (found == std::end(all_languages)) return "there is no language \"" + name + "\"";
        languages.push_back(*found);
    }
    return "";
}

std::string read_seeds(const std::string& path, std::vector<Piece>& pieces) {
    std::ifstream file(path);
    if (!file) return path + " cannot be read";
    unsigned number = 0;
    for (std::string line; std::getline(file, line);) {
        ++number;
        std::istringstream words(line.substr(0, line.find('#')));
        std::string seed;
        std::string unit;
        std::string records;
        std::string machine;
        if (!(words >> seed)) continue;
        words >> unit >> records >> machine;
        auto piece = piece_of(unit);
        std::vector<const Machine*> machines;
        const bool is_right = piece && number_of(seed) && number_of(records) && add_machines(machine, machines).empty();
        if (!is_right) return path + ":" + std::to_string(number) + ": expected seed, unit, records and target";
        piece->seed = number_of(seed);
        piece->records = static_cast<std::size_t>(*number_of(records));
        piece->machine = machines.front();
        pieces.push_back(*piece);
    }
    return "";
}

}  // namespace abi::truth
