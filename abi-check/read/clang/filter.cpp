#include "read/clang/filter.h"

#include <algorithm>
#include <set>

#include "read/clang/parallel.h"
#include "read/clang/pasting.h"
#include "read/clang/unit_scan.h"
#include "read/clang/wanted_words.h"
#include "read/source_path.h"

namespace abi::clang_reader {
namespace {

UnitChoice parsed(std::string why) {
    return {.is_left_out = false, .why = std::move(why)};
}

UnitChoice parsed_for_name(const UnitScan& scan, const std::string& root) {
    return {.is_left_out = false, .why = "it has " + scan.wanted, .found_in = below_root(root, scan.wanted_in)};
}

UnitChoice left_out(const UnitScan& scan, std::string_view beside) {
    return {.is_left_out = true,
            .why = "none of its " + std::to_string(scan.files.size()) + " files can declare a wanted name" +
                   std::string(beside)};
}

/// The files of the units that the texts alone do not decide.
std::vector<const ScannedFile*> all_files(const std::vector<UnitScan>& scans) {
    std::set<const ScannedFile*> files;
    for (const auto& scan : scans) {
        if (scan.failure.empty() && scan.wanted.empty()) files.insert(scan.files.begin(), scan.files.end());
    }
    return {files.begin(), files.end()};
}

}  // namespace

std::vector<UnitChoice> choose_units(const std::vector<BuildCommand>& commands, const std::vector<std::string>& names,
                                     const std::string& root, unsigned jobs, const FilesOfUnit& files_of) {
    std::vector<UnitChoice> choices(commands.size());
    if (names.empty()) return choices;
    const WantedWords words(names);
    if (!words.are_known()) {
        for (auto& choice : choices) choice.why = "a wanted name is not an identifier";
        return choices;
    }
    ScannedFiles table(words);
    std::vector<UnitScan> scans(commands.size());
    for_each_index(jobs, commands.size(),
                   [&](std::size_t at) { scans[at] = scan_unit(commands[at], table, files_of(at), root); });
    const Pasting pasting(all_files(scans), words);
    for_each_index(jobs, commands.size(), [&](std::size_t at) {
        const auto& scan = scans[at];
        auto& choice = choices[at];
        if (!scan.failure.empty()) return void(choice = parsed(scan.failure));
        if (!scan.wanted.empty()) return void(choice = parsed_for_name(scan, root));
        const auto made_words = pasting.possible_in(scan.files);
        auto has = scan.words;
        auto declared = scan.declared;
        has |= made_words;
        declared |= made_words;
        if (scan.is_certain && words.first_name(has, declared) == nullptr) return void(choice = left_out(scan, ""));
        const auto whole = preprocess_unit(commands[at], table, files_of(at), root);
        const auto* made = whole.failure.empty() ? words.first_name(whole.words, whole.words) : nullptr;
        if (!whole.failure.empty()) return void(choice = parsed(whole.failure));
        choice = made != nullptr ? parsed("the preprocessor makes " + *made)
                                 : left_out(scan, ", and the preprocessor makes none");
    });
    return choices;
}

}  // namespace abi::clang_reader
