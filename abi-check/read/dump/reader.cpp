#include "read/dump/reader.h"

#include <utility>

#include "os/file.h"
#include "specfile/check_names.h"
#include "specfile/document.h"
#include "specfile/layout_json.h"

namespace abi::dump {
namespace {

/// Programs write dumps, so they may be larger than files that people write. The size is still limited.
constexpr JsonLimits dump_limits{.bytes = 256U << 20U, .levels = 100};

}  // namespace

Result<std::vector<Layout>> parse(const std::string& path, const std::string& text) {
    // nlohmann throws exceptions for errors. None leaves this reader.
    try {
        const auto document = read_document(path, text, SchemaName::dump, dump_limits);
        if (!document) return document.problems;
        std::vector<Layout> layouts;
        std::vector<Problem> problems;
        for (std::size_t i = 0; const auto& node : document->root.at("layouts")) {
            const std::string pointer = "/layouts/" + std::to_string(i++);
            layouts.push_back(read_layout(node, pointer, Dialect::dump, document->places, problems));
            check_dump_names(layouts.back(), pointer, problems);
        }
        if (problems.empty()) return layouts;
        locate(problems, document->places);
        return for_reading(std::move(problems));
    } catch (const std::exception& error) {
        return file_problem(path, "a dump", error.what());
    }
}

Result<std::vector<Layout>> read(const std::string& path, const std::string& shown) {
    const auto& name = shown.empty() ? path : shown;
    const auto text = read_file(path, dump_limits.bytes, name);
    if (!text) return text.problems;
    return parse(name, *text);
}

}  // namespace abi::dump
