#include "specfile/document.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace abi {
namespace {

constexpr std::size_t most_problems = 100;

}  // namespace

std::vector<Problem> for_reading(std::vector<Problem> problems) {
    std::ranges::stable_sort(problems, [](const Problem& a, const Problem& b) {
        return std::tie(a.place.line, a.place.column) < std::tie(b.place.line, b.place.column);
    });
    if (problems.size() > most_problems) {
        const std::size_t more = problems.size() - most_problems;
        problems.resize(most_problems);
        const std::string path = problems.front().place.file;
        problems.push_back(file_problem(path, "", std::to_string(more) + " more problems that are not shown"));
    }
    return problems;
}

Result<Document> read_document(const std::string& path, const std::string& text, SchemaName schema,
                               const JsonLimits& limits) {
    Document document;
    if (auto problems = scan_json(path, text, limits, document.places); !problems.empty()) {
        return for_reading(std::move(problems));
    }
    document.root = nlohmann::json::parse(text, nullptr, false);
    if (auto problems = validate(document.root, schema); !problems.empty()) {
        locate(problems, document.places);
        return for_reading(std::move(problems));
    }
    return document;
}

std::vector<Problem> located(const std::string& path, const std::string& text, std::vector<Problem> problems,
                             const JsonLimits& limits) {
    Places places;
    scan_json(path, text, limits, places);
    locate(problems, places);
    return for_reading(std::move(problems));
}

}  // namespace abi
