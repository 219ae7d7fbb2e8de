#include "read/clang/shared_units.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>

#include "read/clang/option_words.h"
#include "read/clang/parallel.h"
#include "read/clang/unit_trace.h"
#include "read/source_path.h"
#include "read/wanted_names.h"

namespace abi::clang_reader {
namespace {

namespace options = clang::driver::options;

using Members = std::vector<std::size_t>;  // indices of units

/// Units beyond the first representatives of a group are parsed without a comparison.
constexpr unsigned most_rounds = 3;

/// The options of a command that a trace does not cover. Macros and search paths change what the preprocessor makes of
/// a unit, and nothing else.
std::string options_beyond_trace(const BuildCommand& command) {
    constexpr std::array<unsigned, 7> covered{options::OPT_D,       options::OPT_U,      options::OPT_I,
                                              options::OPT_isystem, options::OPT_iquote, options::OPT_idirafter,
                                              options::OPT_include};
    const auto& words = command.arguments;
    std::string text = command.directory + "\n" + (words.empty() ? "" : words.front());
    for (const auto& option : options_of(words)) {
        if (is_any(option, covered)) continue;
        for (auto at = option.begin; at < option.end; ++at) text += "\n" + words[at];
    }
    const auto dot = command.file.rfind('.');
    return text + "\n" + (dot == std::string::npos ? "" : command.file.substr(dot));
}

/// The units that may be equal, in the order of the request: the same options, and the filter met a wanted name first
/// in the same file.
std::vector<Members> groups_of(const std::vector<BuildCommand>& commands, const std::vector<UnitChoice>& choices,
                               const Wishes& wishes) {
    const bool has_template =
        std::ranges::any_of(wishes.names, [](const auto& name) { return name.find('<') != std::string::npos; });
    std::map<std::string, std::size_t> known;
    std::vector<Members> groups;
    for (std::size_t at = 0; at < commands.size(); ++at) {
        if (choices[at].is_left_out) continue;
        const auto& place = choices[at].found_in;
        const bool is_alone = place.empty() || has_template || wishes.names.empty() || !wishes.macros.empty();
        const auto key = is_alone ? std::to_string(at) : place + "\n" + options_beyond_trace(commands[at]);
        const auto [group, is_new] = known.try_emplace(key, groups.size());
        if (is_new) groups.emplace_back();
        groups[group->second].push_back(at);
    }
    return groups;
}

/// The unit of a group that is parsed, and what the others are compared with.
struct Representative {
    std::string failure;      // why no other unit can be equal
    bool is_typical = false;  // the same holds for the others: they see the same declarations
    std::optional<WantedWords> words;
    std::optional<KnownTexts> texts;
    UnitTrace trace;
};

/// Why two traces are not equal, or "".
std::string difference(const UnitTrace& first, const UnitTrace& other) {
    if (!other.failure.empty()) return other.failure;
    for (std::size_t at = 0; at < std::max(first.sites.size(), other.sites.size()); ++at) {
        if (at == first.sites.size()) return other.sites[at].path + " only there";
        if (at == other.sites.size() || first.sites[at] != other.sites[at]) return first.sites[at].path + " differs";
    }
    for (const auto& file : other.asserting) {
        if (std::ranges::find(first.asserting, file) == first.asserting.end()) {
            return "static assertions in " + file.substr(0, file.rfind(' '));
        }
    }
    return "";
}

class SharedReading {
  public:
    SharedReading(const std::vector<BuildCommand>& commands, std::vector<UnitChoice>& choices, const Wishes& wishes,
                  const std::string& root, unsigned jobs, const FilesOfUnit& files_of)
        : commands_(commands),
          choices_(choices),
          wishes_(wishes),
          root_(root),
          jobs_(jobs),
          files_of_(files_of),
          words_(wishes.names),
          table_(words_),
          units_(commands.size()) {
        for (const auto& choice : choices) whys_.push_back(choice.why);
        for (const auto& name : wishes.names) wanted_.emplace_back(last_component(name));
    }

    std::vector<Unit> read() {
        auto groups = groups_of(commands_, choices_, wishes_);
        for (unsigned round = 0; round < most_rounds && !groups.empty(); ++round) groups = read_round(groups);
        Members rest;
        for (const auto& group : groups) rest.insert(rest.end(), group.begin(), group.end());
        for_each_index(jobs_, rest.size(), [&](std::size_t at) { parse(rest[at], nullptr); });
        return std::move(units_);
    }

  private:
    /// Reads the first unit of each group and those that are equal to it. Returns the others.
    std::vector<Members> read_round(const std::vector<Members>& groups) {
        std::vector<Representative> firsts(groups.size());
        for_each_index(jobs_, groups.size(), [&](std::size_t at) {
            if (groups[at].size() == 1) return parse(groups[at].front(), nullptr);
            represent(groups[at].front(), firsts[at]);
        });
        std::vector<std::pair<std::size_t, std::size_t>> others;  // group and unit
        for (std::size_t at = 0; at < groups.size(); ++at) {
            for (std::size_t member = 1; member < groups[at].size(); ++member)
                others.emplace_back(at, groups[at][member]);
        }
        std::vector<char> is_equal(others.size());
        for_each_index(jobs_, others.size(), [&](std::size_t at) {
            const auto [group, unit] = others[at];
            is_equal[at] = compare(groups[group].front(), firsts[group], unit) ? 1 : 0;
        });
        std::map<std::size_t, Members> left;
        for (std::size_t at = 0; at < others.size(); ++at) {
            if (is_equal[at] == 0) left[others[at].first].push_back(others[at].second);
        }
        std::vector<Members> rest;
        for (auto& [group, members] : left) {
            if (!firsts[group].is_typical) {
                rest.push_back(std::move(members));
            } else {
                for (const auto member : members) rest.push_back({member});
            }
        }
        return rest;
    }

    void parse(std::size_t at, Reliance* reliance) {
        units_[at] = read_unit(commands_[at], wishes_, root_, files_of_(at), reliance);
    }

    void represent(std::size_t at, Representative& first) {
        Reliance reliance;
        parse(at, &reliance);
        first.failure = reliance.failure;
        first.is_typical = units_[at].layout && !reliance.failure.empty();
        if (!units_[at].layout) first.failure = "it has an error";
        if (first.failure.empty() && !units_[at].layout->failed_assertions.empty())
            first.failure = "a static assertion failed";
        if (!first.failure.empty()) return;
        auto words = reliance.words;
        words.insert(words.end(), wanted_.begin(), wanted_.end());
        first.words.emplace(words);
        if (!first.words->are_known()) return void(first.failure = "a name is not an identifier");
        first.texts.emplace(*first.words);
        first.trace = trace_unit(commands_[at], table_, *first.texts, wanted_, files_of_(at), root_);
        first.failure = first.trace.failure;
        for (const auto& file : reliance.files) {
            const bool is_site = std::ranges::find(first.trace.sites, file, &Site::path) != first.trace.sites.end();
            if (first.failure.empty() && !is_site) first.failure = "a declaration in " + file;
        }
    }

    bool compare(std::size_t representative, Representative& first, std::size_t at) {
        const auto name = below_root(root_, commands_[representative].file);
        auto why = first.failure;
        if (why.empty()) {
            const auto trace = trace_unit(commands_[at], table_, *first.texts, wanted_, files_of_(at), root_);
            why = difference(first.trace, trace);
        }
        if (!why.empty()) {
            choices_[at].why = whys_[at] + "; it is not equal to " + name + ": " + why;
            return false;
        }
        units_[at].layout = units_[representative].layout;
        choices_[at].why = "it says the same as " + name + ": " + whys_[at];
        return true;
    }

    const std::vector<BuildCommand>& commands_;
    std::vector<UnitChoice>& choices_;
    const Wishes& wishes_;
    const std::string& root_;
    unsigned jobs_;
    const FilesOfUnit& files_of_;
    WantedWords words_;
    ScannedFiles table_;
    std::vector<std::string> wanted_;
    std::vector<std::string> whys_;  // of the filter
    std::vector<Unit> units_;
};

}  // namespace

std::vector<Unit> read_shared(const std::vector<BuildCommand>& commands, std::vector<UnitChoice>& choices,
                              const Wishes& wishes, const std::string& root, unsigned jobs,
                              const FilesOfUnit& files_of) {
    return SharedReading(commands, choices, wishes, root, jobs, files_of).read();
}

}  // namespace abi::clang_reader
