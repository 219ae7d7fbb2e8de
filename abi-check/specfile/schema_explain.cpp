// Explains the common faults against a schema in plain words.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "model/words.h"
#include "specfile/places.h"
#include "specfile/schema.h"
#include "specfile/suggest.h"

namespace abi {
namespace {

using nlohmann::json;

constexpr std::size_t shown_characters = 60;

constexpr std::array<std::pair<const char*, const char*>, 7> type_words{{{"object", "an object"},
                                                                         {"array", "an array"},
                                                                         {"string", "text"},
                                                                         {"integer", "a whole number"},
                                                                         {"number", "a number"},
                                                                         {"boolean", "true or false"},
                                                                         {"null", "null"}}};

std::string word_of(const std::string& type) {
    const auto found = std::ranges::find(type_words, type, [](const auto& row) { return std::string(row.first); });
    return found == type_words.end() ? type : found->second;
}

bool is_of_type(const json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "boolean") return value.is_boolean();
    return value.is_null();
}

/// The schema's types in words ("`text` or a whole number"), and whether the value has one of them.
std::pair<std::string, bool> expected_type(const json& value, const json& type) {
    const json types = type.is_array() ? type : json::array({type});
    const bool matches =
        std::ranges::any_of(types, [&](const json& each) { return is_of_type(value, each.get<std::string>()); });
    return {join(types, " or ", [](const json& each) { return word_of(each.get<std::string>()); }), matches};
}

std::string described(const json& schema) {
    return schema.contains("description") ? " (" + schema.at("description").get<std::string>() + ")" : "";
}

/// Explains an object that has no complete set of keys: "anyOf": [{"required": ["a", "b"]}, {"required": ["c"]}]. It
/// then lacks the other keys of the set that it began, or it has none of them. A key that was misspelt is one fault, so
/// `hints` may name it.
void explain_choice(const json& value, const json& schema, const std::string& pointer, const std::string& hints,
                    std::vector<Problem>& problems) {
    if (!schema.contains("anyOf")) return;
    std::vector<std::string> all;    // keys of any set
    std::vector<std::string> begun;  // what the set lacks of which most keys are there
    std::size_t most = 0;
    for (const auto& branch : schema.at("anyOf")) {
        if (!branch.contains("required")) return;
        std::vector<std::string> missing;
        for (const auto& each : branch.at("required")) {
            const auto key = in_quotes(each.get<std::string>());
            all.push_back(key);
            const bool is_there = value.contains(each.get<std::string>()) || hints.find(key) != std::string::npos;
            if (!is_there) missing.push_back(key);
        }
        if (missing.empty()) return;
        const auto present = branch.at("required").size() - missing.size();
        if (present > most) begun = std::move(missing);
        most = std::max(most, present);
    }
    for (const auto& key : begun) problems.push_back({{}, pointer, "the key " + key, "no such key"});
    if (most == 0) problems.push_back({{}, pointer, "the key " + list_names(all, "or"), "none of them"});
}

void explain_object(const json& value, const json& schema, const std::string& pointer, std::vector<Problem>& problems) {
    std::vector<std::string> known;
    std::string hints;  // a key that was misspelt is one fault, and not a missing key as well
    if (schema.contains("properties")) {
        for (const auto& property : schema.at("properties").items()) known.push_back(property.key());
    }
    if (schema.contains("additionalProperties") && schema.at("additionalProperties") == false) {
        for (const auto& property : value.items()) {
            if (std::ranges::find(known, property.key()) != known.end()) continue;
            std::vector<std::string> absent;  // a key that is already there cannot be what was meant
            std::ranges::copy_if(known, std::back_inserter(absent),
                                 [&](const std::string& k) { return !value.contains(k); });
            const std::string hint = did_you_mean(property.key(), absent);
            hints += hint;
            problems.push_back({.place = {},
                                .pointer = pointer + "/" + pointer_step(property.key()),
                                .expected = "only keys that the schema knows",
                                .found = describe(property.key()) + hint});
        }
    }
    explain_choice(value, schema, pointer, hints, problems);
    if (!schema.contains("required")) return;
    for (const auto& name : schema.at("required")) {
        const auto key = name.get<std::string>();
        if (value.contains(key) || hints.find("\"" + key + "\"") != std::string::npos) continue;
        problems.push_back({{}, pointer, "the key \"" + key + "\"", "no such key"});
    }
}

void explain_bound(const json& value, const json& schema, const std::string& pointer, std::vector<Problem>& problems) {
    const auto out_of = [&](const std::string& expected, const std::string& found) {
        problems.push_back({{}, pointer, expected, found});
    };
    if (value.is_number()) {
        const double number = value.get<double>();
        if (schema.contains("minimum") && number < schema.at("minimum").get<double>()) {
            out_of("at least " + schema.at("minimum").dump(), describe(value));
        }
        if (schema.contains("maximum") && number > schema.at("maximum").get<double>()) {
            out_of("at most " + schema.at("maximum").dump(), describe(value));
        }
    }
    if (value.is_string()) {
        const std::size_t length = value.get_ref<const std::string&>().size();
        if (schema.contains("minLength") && length < schema.at("minLength").get<std::size_t>()) {
            out_of("text that is not empty" + described(schema), describe(value));
        }
        if (schema.contains("maxLength") && length > schema.at("maxLength").get<std::size_t>()) {
            out_of("at most " + schema.at("maxLength").dump() + " characters", std::to_string(length));
        }
    }
    if (value.is_array() && schema.contains("minItems") && value.size() < schema.at("minItems").get<std::size_t>()) {
        out_of("at least " + schema.at("minItems").dump() + (schema.at("minItems") == 1 ? " item" : " items"),
               value.empty() ? "an empty array" : std::to_string(value.size()));
    }
}

}  // namespace

std::string describe(const json& value) {
    if (value.is_object()) return "an object";
    if (value.is_array()) return "an array";
    std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    if (text.size() > shown_characters) {
        std::size_t end = shown_characters;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
            --end;  // a UTF-8 character is whole
        text = text.substr(0, end) + "…";
    }
    return text;
}

std::vector<Problem> explain(const json& value, const json& schema, const std::string& pointer) {
    std::vector<Problem> problems;
    if (!schema.is_object()) return problems;
    if (schema.contains("type")) {
        const auto [words, matches] = expected_type(value, schema.at("type"));
        if (!matches) {
            problems.push_back({{}, pointer, words, describe(value)});
            return problems;
        }
    }
    if (schema.contains("enum")) {
        const std::string words = join(schema.at("enum"), ", ", [](const json& each) { return each.dump(); });
        std::vector<std::string> texts;
        bool found = false;
        for (const auto& each : schema.at("enum")) {
            if (each.is_string()) texts.push_back(each.get<std::string>());
            found = found || each == value;
        }
        if (!found) {
            const std::string hint = value.is_string() ? did_you_mean(value.get<std::string>(), texts) : "";
            problems.push_back({{}, pointer, "one of " + words, describe(value) + hint});
        }
    }
    if (value.is_object()) explain_object(value, schema, pointer, problems);
    explain_bound(value, schema, pointer, problems);
    return problems;
}

}  // namespace abi
