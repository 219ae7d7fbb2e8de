#include "merge/read.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <string_view>
#include <utility>

#include "merge/parts.h"
#include "merge/references.h"
#include "merge/values.h"
#include "model/words.h"
#include "os/file.h"
#include "specfile/document.h"

namespace abi {
namespace {

using nlohmann::json;

/// Programs write reports, so they may be larger than files that people write. The size is still limited.
constexpr JsonLimits report_limits{.bytes = 1U << 30U, .levels = 100};
constexpr std::size_t most_problems = 100;

/// Reads the long lists of a report element by element while it is parsed. The tree of all values would take several
/// times the memory of the comparison, so the parser drops each element when it was read.
class LongLists {
  public:
    std::vector<Cell> cells;
    std::vector<Record> records;
    std::vector<FormsNode> forms;
    std::vector<Problem> problems;

    /// What nlohmann's parser calls. Returns whether the value stays in the tree.
    bool take(int depth, json::parse_event_t event, json& value) {
        if (event == json::parse_event_t::key && depth == 1) outer_ = value.get<std::string>();
        if (event == json::parse_event_t::key && depth == 2) inner_ = value.get<std::string>();
        if (event != json::parse_event_t::object_end || problems.size() >= most_problems) return true;
        if (depth == 2 && outer_ == "cells") return read(value, "/cells/", cell_check_, cells, cell_in);
        if (depth != 3) return true;
        if (outer_ == "expected" && inner_ == "records") {
            return read(value, "/expected/records/", record_check_, records, record_in);
        }
        if (outer_ == "run" && inner_ == "forms") return read(value, "/run/forms/", forms_check_, forms, forms_in);
        return true;
    }

  private:
    template <typename Value, typename Read>
    bool read(const json& value, const char* list, const DefinitionCheck& check, std::vector<Value>& into,
              Read read_one) {
        const std::string pointer = list + std::to_string(into.size());
        auto found = check.problems_of(value, pointer);
        into.push_back(found.empty() ? read_one(value, pointer, found) : Value{});
        std::ranges::move(found, std::back_inserter(problems));
        return false;
    }

    std::string outer_;  // the last key of the report
    std::string inner_;  // and of an object in it
    DefinitionCheck cell_check_{SchemaName::report, "cell"};
    DefinitionCheck record_check_{SchemaName::report, "record"};
    DefinitionCheck forms_check_{SchemaName::report, "forms"};
};

/// Why `merge` cannot use a report that is valid under the schema.
std::vector<Problem> refusals(const json& root) {
    std::vector<Problem> problems;
    const auto refuse = [&](const char* pointer, std::string found) {
        problems.push_back({{}, pointer, "a report of the gate", std::move(found)});
    };
    if (root.at("is_diff").get<bool>()) {
        refuse("/is_diff", "one of --diff");
    } else if (!root.at("first_side").is_null()) {
        refuse("/first_side", "one of `compare`");
    } else if (root.at("run").is_null()) {
        refuse("/run", "null");
    }
    return problems;
}

/// A document of another kind or version has one problem, not one for each key.
std::vector<Problem> problems_of_kind(const json& root) {
    const char* const key = "abi_check_report";
    if (!root.is_object() || !root.contains(key)) {
        return {{{}, "", "a JSON report of abi-check, which has the key \"abi_check_report\"", "none"}};
    }
    if (root[key] == 1) return {};
    return {{{}, "/abi_check_report", "1, the version that this abi-check reads", describe(root[key])}};
}

Result<Comparison> read_root(const json& root, LongLists& lists) {
    if (auto problems = problems_of_kind(root); !problems.empty()) return problems;
    std::vector<Problem> problems = validate(root, SchemaName::report);
    std::ranges::move(lists.problems, std::back_inserter(problems));
    if (problems.empty()) problems = refusals(root);
    if (!problems.empty()) return problems;
    Comparison comparison = comparison_in(root, problems);
    comparison.cells = std::move(lists.cells);
    comparison.expected.records = std::move(lists.records);
    auto run = std::make_shared<Run>(run_in(root.at("run"), problems));
    comparison.run = run;
    check_references(comparison, problems);
    run->forms = complete(std::move(lists.forms), comparison, problems);
    if (!problems.empty()) return problems;
    return comparison;
}

}  // namespace

Result<Comparison> parse_report(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        if (auto problems = check_json(path, text, report_limits); !problems.empty()) {
            return for_reading(std::move(problems));
        }
        LongLists lists;
        const auto take = [&](int depth, json::parse_event_t event, json& value) {
            return lists.take(depth, event, value);
        };
        const json root = json::parse(text, take, false);
        auto comparison = read_root(root, lists);
        if (comparison) return comparison;
        return located(path, text, std::move(comparison.problems), report_limits);
    } catch (const std::exception& error) {
        return file_problem(path, "a JSON report of abi-check", error.what());
    }
}

Result<Comparison> read_report(const std::string& path, const std::string& shown) {
    const auto& name = shown.empty() ? path : shown;
    const auto text = read_file(path, report_limits.bytes, name);
    if (!text) return text.problems;
    return parse_report(name, *text);
}

}  // namespace abi
