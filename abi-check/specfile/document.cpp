#include "specfile/document.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "llvm/Support/MemoryBuffer.h"

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
        problems.push_back({.place = {.file = problems.front().place.file},
                            .pointer = {},
                            .expected = {},
                            .found = std::to_string(more) + " more problems that are not shown"});
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

Result<std::string> read_text(const std::string& path, std::size_t limit_bytes) {
    const auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
    if (!buffer) {
        return Problem{.place = {.file = path},
                       .pointer = {},
                       .expected = "a file that can be read",
                       .found = buffer.getError().message()};
    }
    if ((*buffer)->getBufferSize() > limit_bytes) {
        return Problem{.place = {.file = path},
                       .pointer = {},
                       .expected = "at most " + std::to_string(limit_bytes) + " bytes",
                       .found = std::to_string((*buffer)->getBufferSize())};
    }
    return (*buffer)->getBuffer().str();
}

}  // namespace abi
