// The tables of readers and of the probe's languages, and every document that lists them.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "model/find.h"
#include "model/readers.h"
#include "model/words.h"
#include "specfile/schema.h"

namespace abi {
namespace {

using nlohmann::json;

const json& definition(const std::string& name) {
    static const json schema = json::parse(schema_text(SchemaName::config));
    return schema.at("definitions").at(name);
}

template <typename Rows>
std::vector<std::string> names_of(const Rows& rows) {
    std::vector<std::string> names;
    for (const auto& row : rows) names.emplace_back(row.name);
    return names;
}

/// The line of docs/readers.md that begins so.
std::string page_line(const std::string& begin) {
    std::ifstream page("docs/readers.md");
    for (std::string line; std::getline(page, line);) {
        if (line.starts_with(begin)) return line;
    }
    return "";
}

/// The row of its table of readers.
std::string reader_row(const std::string& reader) {
    return page_line("| `" + reader + "` |");
}

TEST_CASE("the schema of a configuration has the names of the tables, and no others") {
    CHECK(definition("reader").at("enum").get<std::vector<std::string>>() == names_of(reader_kinds));
    CHECK(definition("language").at("enum").get<std::vector<std::string>>() == names_of(probe_languages));
    for (const auto& reader : reader_kinds) {
        CAPTURE(reader.name);
        const auto text = definition("reader").at("description").get<std::string>();
        CHECK(text.find(reader.name) != std::string::npos);
        CHECK(text.find(reader.source) != std::string::npos);
    }
}

TEST_CASE("a target may name itself in the words of each of the probe's languages") {
    const json schema = json::parse(schema_text(SchemaName::config));
    const auto& members = schema.at("properties").at("targets").at("items").at("properties");
    std::vector<std::string> languages;
    for (const auto& [name, member] : members.items()) {
        if (member.value("$ref", "") == "#/definitions/own_target") languages.push_back(name);
    }
    auto expected = names_of(probe_languages);
    std::ranges::sort(languages);
    std::ranges::sort(expected);
    CHECK(languages == expected);
}

TEST_CASE("docs/readers.md has a row for each reader, and the probe's names each language") {
    for (const auto& reader : reader_kinds) {
        CAPTURE(reader.name);
        CHECK(!reader_row(std::string(reader.name)).empty());
    }
    for (const auto& language : probe_languages) {
        CAPTURE(language.title);
        CHECK(reader_row("probe").find(language.title) != std::string::npos);
    }
}

TEST_CASE("docs/readers.md has a row for each language of the probe, with the versions that were tested") {
    for (const auto& language : probe_languages) {
        CAPTURE(language.title);
        CHECK(!page_line("| " + std::string(language.title) + " | " + std::string(language.tested) + " |").empty());
    }
}

TEST_CASE("messages list the probe's languages in the table's order") {
    CHECK(list_names(probe_languages, "or", &ProbeLanguage::name) == "c, cpp, zig, rust, nim or go");
}

TEST_CASE("a name finds its row, and only its row") {
    for (const auto& reader : reader_kinds) CHECK(find_named(reader_kinds, reader.name) == &reader);
    for (const auto& language : probe_languages) CHECK(find_named(probe_languages, language.name) == &language);
    CHECK(find_named(reader_kinds, "dwar") == nullptr);
    CHECK(find_named(probe_languages, "") == nullptr);
}

}  // namespace
}  // namespace abi
