#include "read/probe/text_places.h"

#include <algorithm>
#include <array>
#include <map>

#include "read/declared_places.h"
#include "read/probe/imported_files.h"
#include "read/source_path.h"

namespace abi::probe {
namespace {

/// The sources in which a declaration of a file may be, by that file.
class Sources {
  public:
    Sources(const Request& request, const Reading& reading) : request_(request) {
        for (const auto& unit : reading.units) units_.push_back(join_paths(request.root, unit));
    }

    const std::vector<std::string>& of(const std::string& shown) {
        // rustc has told all files of the crate.
        if (request_.language == "rust") return units_;
        const auto [known, is_new] = by_file_.try_emplace(shown);
        if (is_new) known->second = with_imported_files(request_, join_paths(request_.root, shown));
        return known->second;
    }

  private:
    const Request& request_;
    std::vector<std::string> units_;
    std::map<std::string, std::vector<std::string>> by_file_;
};

}  // namespace

void set_text_places(const Request& request, Reading& reading) {
    constexpr std::array<std::string_view, 3> languages{"zig", "rust", "nim"};
    if (std::ranges::find(languages, request.language) == languages.end()) return;
    Sources sources(request, reading);
    DeclaredPlaces places(request.root, request.language);
    const auto set = [&](auto& declarations) {
        for (auto& one : declarations) {
            if (one.place.line == 0 && !one.place.file.empty()) places.set(sources.of(one.place.file), one);
        }
    };
    set(reading.layout.records);
    set(reading.other_definitions);
    set(reading.layout.enums);
    set(reading.layout.constants);
}

}  // namespace abi::probe
