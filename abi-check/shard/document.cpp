#include "shard/document.h"

#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "llvm/Support/Base64.h"
#include "llvm/Support/Error.h"
#include "model/words.h"
#include "read/clang/unit_bytes.h"
#include "read/reading_bytes.h"
#include "specfile/document.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* mark = "abi_check_shard";
constexpr int format_version = 1;

/// Programs write reports, so they may be larger than files that people write. The size is still limited.
constexpr JsonLimits report_limits{.bytes = 1U << 30U, .levels = 20};

std::string text_of(const std::vector<Problem>& problems) {
    return llvm::encodeBase64(bytes_of(Reading{.problems = problems}));
}

Json term_json(const TermText& term) {
    return {{"path", term.path}, {"shown", term.shown}, {"text", term.text}};
}

Json altered_json(const Finding& altered) {
    return {{"message", altered.message}, {"file", altered.place.file}, {"line", altered.place.line}};
}

Json machine_json(const Target& target) {
    return {{"name", target.name}, {"triple", target.triple}};
}

Json key_json(const WitnessKey& key) {
    return {{"layer", key.layer}, {"target", key.target}, {"number", key.number}};
}

Json units_json(const clang_reader::FileUnits& file) {
    return {{"file", file.file},
            {"units", llvm::encodeBase64(clang_reader::bytes_of(file.units))},
            {"settings", file.settings}};
}

template <typename Value>
Json list_json(const std::vector<Value>& values, Json (*value_json)(const Value&)) {
    Json list = Json::array();
    for (const auto& value : values) list.push_back(value_json(value));
    return list;
}

Json asked_json(const Asked& asked) {
    const auto& [config, specs, layers, targets, rules, baseline, terms_from, terms, altered, machines, root, base] =
        asked;
    return {{"config", config},
            {"specs", specs},
            {"layers", layers},
            {"targets", targets},
            {"rules", rules},
            {"baseline", baseline},
            {"terms_from", terms_from},
            {"terms", list_json(terms, term_json)},
            {"altered", list_json(altered, altered_json)},
            {"machines", list_json(machines, machine_json)},
            {"root", root},
            {"base", base}};
}

Json split_json(const SplitWitness& split) {
    return {{"witness", key_json(split.witness)},
            {"files", split.files},
            {"problems", text_of(split.problems)},
            {"unread", text_of(split.unread)},
            {"units", list_json(split.units, units_json)}};
}

using nlohmann::json;

std::string text_in(const json& node, const char* key) {
    return node.at(key).get<std::string>();
}

std::vector<std::string> names_in(const json& node, const char* key) {
    return node.at(key).get<std::vector<std::string>>();
}

Asked asked_in(const json& node) {
    Asked made;
    auto& [config, specs, layers, targets, rules, baseline, terms_from, terms, altered, machines, root, base] = made;
    config = text_in(node, "config");
    specs = names_in(node, "specs");
    layers = names_in(node, "layers");
    targets = names_in(node, "targets");
    rules = names_in(node, "rules");
    baseline = text_in(node, "baseline");
    terms_from = text_in(node, "terms_from");
    for (const auto& one : node.at("terms")) {
        terms.push_back({text_in(one, "path"), text_in(one, "shown"), text_in(one, "text")});
    }
    for (const auto& one : node.at("altered")) {
        Finding finding;
        finding.rule = Rule::altered_terms;
        finding.level = row_of(Rule::altered_terms).level;
        finding.message = text_in(one, "message");
        finding.place = {.file = text_in(one, "file"), .line = one.at("line").get<unsigned>()};
        altered.push_back(std::move(finding));
    }
    for (const auto& one : node.at("machines")) {
        machines.push_back(
            {.name = text_in(one, "name"), .triple = text_in(one, "triple"), .sysroot = "", .flags = {}});
    }
    root = text_in(node, "root");
    base = text_in(node, "base");
    return made;
}

WitnessKey key_in(const json& node) {
    return {text_in(node, "layer"), text_in(node, "target"), node.at("number").get<std::size_t>()};
}

/// Reads what is base64 of bytes. One problem for all that is damaged.
class Bytes {
  public:
    bool is_damaged = false;

    Reading reading(const json& node, const char* key) { return taken(reading_of(decoded(text_in(node, key)))); }
    std::vector<Problem> problems(const json& node, const char* key) { return reading(node, key).problems; }
    std::vector<clang_reader::Unit> units(const json& node, const char* key) {
        return taken(clang_reader::units_of(decoded(text_in(node, key))));
    }

  private:
    std::string decoded(const std::string& text) {
        std::vector<char> bytes;
        if (auto error = llvm::decodeBase64(text, bytes)) {
            llvm::consumeError(std::move(error));
            is_damaged = true;
        }
        return {bytes.begin(), bytes.end()};
    }
    template <typename Value>
    Value taken(std::optional<Value> value) {
        is_damaged = is_damaged || !value;
        return value ? std::move(*value) : Value{};
    }
};

SplitWitness split_in(const json& node, Bytes& bytes) {
    SplitWitness made{key_in(node.at("witness")),
                      names_in(node, "files"),
                      bytes.problems(node, "problems"),
                      bytes.problems(node, "unread"),
                      {}};
    for (const auto& one : node.at("units")) {
        made.units.push_back({text_in(one, "file"), bytes.units(one, "units"),
                              one.at("settings").get<std::vector<clang_reader::Settings>>()});
    }
    return made;
}

Result<ShardReport> report_in(const std::string& path, const json& root) {
    ShardReport made;
    made.shard = {root.at("number").get<unsigned>(), root.at("count").get<unsigned>()};
    if (const auto shard = parse_shard(to_string(made.shard)); !shard) {
        return Problem{{.file = path}, "/number", shard.problems.front().expected, shard.problems.front().found};
    }
    made.version = text_in(root, "version");
    made.commit = text_in(root, "commit");
    made.today = text_in(root, "today");
    made.asked = asked_in(root.at("asked"));
    Bytes bytes;
    for (const auto& one : root.at("whole")) {
        made.whole[key_in(one.at("witness"))] = {bytes.reading(one, "reading"), bytes.problems(one, "problems")};
    }
    for (const auto& one : root.at("split")) made.split.push_back(split_in(one, bytes));
    if (bytes.is_damaged) {
        return file_problem(path, "the report of a shard as abi-check wrote it", "one that was changed or cut off");
    }
    return made;
}

/// A document of another version has one problem, not one for each key.
std::vector<Problem> problems_of_kind(const std::string& path, const json& root, const std::string& version) {
    if (!root.is_object() || root.value(mark, json()) != format_version) {
        return {{{.file = path},
                 std::string("/") + mark,
                 std::to_string(format_version) + ", the version that this abi-check reads",
                 root.is_object() && root.contains(mark) ? describe(root[mark]) : "none"}};
    }
    const auto theirs = root.value("version", json());
    if (theirs == version) return {};
    return {{{.file = path}, "/version", "the shard of a run of " + version + ", which merges now", describe(theirs)}};
}

}  // namespace

std::string shard_json(const ShardReport& report) {
    const auto& [shard, version, commit, today, asked, whole, split] = report;
    Json all = Json::array();
    for (const auto& [key, heard] : whole) {
        all.push_back({{"witness", key_json(key)},
                       {"problems", text_of(heard.problems)},
                       {"reading", llvm::encodeBase64(bytes_of(heard.reading))}});
    }
    const Json root{{mark, format_version},       {"number", shard.number},  {"count", shard.count},
                    {"version", version},         {"commit", commit},        {"today", today},
                    {"asked", asked_json(asked)}, {"whole", std::move(all)}, {"split", list_json(split, split_json)}};
    return root.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

bool is_shard_report(const std::string& text) {
    const std::string key = std::string("\"") + mark + "\"";
    constexpr std::string_view blanks = " \t\r\n";
    const auto brace = text.find_first_not_of(blanks);
    if (brace == std::string::npos || text[brace] != '{') return false;
    const auto first = text.find_first_not_of(blanks, brace + 1);
    return first != std::string::npos && text.compare(first, key.size(), key) == 0;
}

Result<ShardReport> parse_shard_report(const std::string& path, const std::string& text, const std::string& version) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        if (auto problems = check_json(path, text, report_limits); !problems.empty()) {
            return for_reading(std::move(problems));
        }
        const json root = json::parse(text, nullptr, false);
        if (auto problems = problems_of_kind(path, root, version); !problems.empty()) return problems;
        if (auto problems = validate(root, SchemaName::shard); !problems.empty()) {
            return located(path, text, std::move(problems), report_limits);
        }
        return report_in(path, root);
    } catch (const std::exception& error) {
        return file_problem(path, "the report of a shard", error.what());
    }
}

}  // namespace abi
