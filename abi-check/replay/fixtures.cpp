#include "replay/fixtures.h"

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>

#include "model/words.h"
#include "os/file.h"
#include "specfile/places.h"

namespace abi {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t key_bytes = 16;
/// A case fills one slot of a ring. Longer cases test that the rest is cut.
constexpr std::size_t case_limit_bytes = 4096;

/// A kept fixture file may hold thousands of packets (tool/replay_generated).
constexpr JsonLimits limits{.bytes = 256U << 20U};

std::string spell(const Json& value) {
    if (!value.is_primitive()) return value.is_array() ? "an array" : "an object";
    return value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

/// Reads members of JSON objects and collects problems.
struct Reader {
    const Layout& spec;
    const Places& places;
    std::vector<Problem> problems{};

    void fail(std::string pointer, std::string expected, std::string found) {
        Place place = place_of(places, pointer);
        problems.push_back({std::move(place), std::move(pointer), std::move(expected), std::move(found)});
    }

    /// Whether `value` is an object with no other members than `known`.
    bool is_object(const Json& value, const std::string& pointer, std::initializer_list<std::string_view> known) {
        if (!value.is_object()) {
            fail(pointer, "an object", spell(value));
            return false;
        }
        for (const auto& [name, member] : value.items()) {
            if (std::ranges::find(known, name) != known.end()) continue;
            fail(pointer + "/" + pointer_step(name), "one of " + join(known), spell(name));
        }
        return true;
    }

    std::string text(const Json& object, const char* name, const std::string& pointer, bool required) {
        const auto member = object.find(name);
        if (member != object.end() && member->is_string() &&
            (!required || !member->get_ref<const std::string&>().empty()))
            return member->get<std::string>();
        if (member != object.end()) {
            fail(pointer + "/" + name, required ? "a text that is not empty" : "a text", spell(*member));
        } else if (required) {
            fail(pointer, std::string("a member '") + name + "'", "none");
        }
        return {};
    }

    Bytes hex(const Json& object, const char* name, const std::string& pointer) {
        const auto member = object.find(name);
        if (member == object.end() || !member->is_string()) {
            const bool there = member != object.end();
            fail(there ? pointer + "/" + name : pointer,
                 there ? "a text of hexadecimal digits" : std::string("a member '") + name + "'",
                 there ? spell(*member) : "none");
            return {};
        }
        auto bytes = parse_hex(member->get_ref<const std::string&>());
        if (bytes) return std::move(*bytes);
        fail(pointer + "/" + name, bytes.problems[0].expected, bytes.problems[0].found);
        return {};
    }
};

/// An integer, as a JSON number or, for integers that JSON cannot hold exactly, as a text.
std::optional<Integer> integer_of(const Json& value) {
    if (value.is_number_unsigned()) return Integer{value.get<std::uint64_t>()};
    if (value.is_number_integer()) return parse_integer(std::to_string(value.get<std::int64_t>()));
    if (value.is_string()) return parse_integer(value.get_ref<const std::string&>());
    return std::nullopt;
}

/// Checks that the fields in the file have the values that the spec decodes from the bytes.
void check_fields(Reader& reader, const Json& fields, const std::vector<FieldValue>& decoded,
                  const std::string& pointer) {
    if (!fields.is_object()) return reader.fail(pointer, "an object", spell(fields));
    for (const auto& [name, value] : fields.items()) {
        const auto found = std::ranges::find(decoded, name, &FieldValue::path);
        const auto integer = integer_of(value);
        if (found == decoded.end()) {
            reader.fail(pointer + "/" + pointer_step(name), "a field of the record", spell(name));
        } else if (!integer) {
            reader.fail(pointer + "/" + pointer_step(name), "an integer such as 1024 or \"0x400\"", spell(value));
        } else if (*integer != found->value) {
            reader.fail(pointer + "/" + pointer_step(name), to_string(found->value) + ", the value in the bytes",
                        to_string(*integer));
        }
    }
}

FixtureCase read_case(Reader& reader, const Json& json, const Record& record, const Enum& verdicts,
                      const std::string& pointer) {
    FixtureCase made;
    made.place = place_of(reader.places, pointer);
    if (!reader.is_object(json, pointer, {"name", "doc", "bytes", "verdict", "fields", "fresh_boot"})) return made;
    made.name = reader.text(json, "name", pointer, true);
    made.doc = reader.text(json, "doc", pointer, false);
    made.bytes = reader.hex(json, "bytes", pointer);
    if (made.bytes.size() > case_limit_bytes) {
        reader.fail(pointer + "/bytes", "at most " + std::to_string(case_limit_bytes) + " bytes",
                    std::to_string(made.bytes.size()));
    }
    if (const auto fresh = json.find("fresh_boot"); fresh != json.end()) {
        if (!fresh->is_boolean()) reader.fail(pointer + "/fresh_boot", "true or false", spell(*fresh));
        made.fresh_boot = fresh->is_boolean() && fresh->get<bool>();
    }
    made.verdict = reader.text(json, "verdict", pointer, true);
    if (!made.verdict.empty() &&
        std::ranges::find(verdicts.enumerators, made.verdict, &Enumerator::name) == verdicts.enumerators.end()) {
        reader.fail(pointer + "/verdict", "an enumerator of " + verdicts.name, spell(made.verdict));
    }

    // The bytes as in the ring's slot: padded with zeros or cut.
    Bytes slot = made.bytes;
    slot.resize(*record.size_bytes, 0);
    auto decoded = decode(reader.spec, record, slot, reader.spec.byte_order);
    if (!decoded) {
        reader.problems.insert(reader.problems.end(), decoded.problems.begin(), decoded.problems.end());
        return made;
    }
    made.fields = std::move(*decoded);
    if (json.contains("fields")) check_fields(reader, json["fields"], made.fields, pointer + "/fields");
    return made;
}

/// The record of the cases, if it exists and can be decoded.
const Record* find_meant(Reader& reader, const std::string& name) {
    if (name.empty()) return nullptr;
    const Record* record = find_record(reader.spec, name);
    if (record == nullptr) {
        reader.fail("/record", "a record of " + reader.spec.origin, spell(name));
    } else if (!record->size_bytes || *record->size_bytes > case_limit_bytes) {
        reader.fail("/record", "a record of at most " + std::to_string(case_limit_bytes) + " bytes", spell(name));
        return nullptr;
    }
    return record;
}

}  // namespace

Result<FixtureSet> parse_fixtures(std::string_view text, const std::string& path, const Layout& spec) {
    Places places;
    if (auto problems = scan_json(path, std::string(text), limits, places); !problems.empty()) return problems;
    const Json json = Json::parse(text);

    Reader reader{spec, places};
    FixtureSet set;
    set.path = path;
    if (!reader.is_object(json, "", {"$schema", "doc", "record", "key", "cases"})) return reader.problems;
    set.record = reader.text(json, "record", "", true);
    const Record* record = find_meant(reader, set.record);
    set.key = reader.hex(json, "key", "");
    if (set.key.size() != key_bytes && reader.problems.empty()) {
        reader.fail("/key", std::to_string(key_bytes) + " bytes", std::to_string(set.key.size()));
    }
    const Enum* verdicts = find_enum(spec, "Verdict");
    if (verdicts == nullptr) reader.fail("", "an enum Verdict in " + spec.origin, "none");
    const auto cases = json.find("cases");
    if (cases == json.end() || !cases->is_array() || cases->empty()) {
        reader.fail("/cases", "an array of at least one case", cases == json.end() ? "none" : spell(*cases));
    }
    if (!reader.problems.empty() || record == nullptr || verdicts == nullptr) return reader.problems;

    std::set<std::string> names;
    for (std::size_t i = 0; i < cases->size(); ++i) {
        const std::string pointer = "/cases/" + std::to_string(i);
        set.cases.push_back(read_case(reader, (*cases)[i], *record, *verdicts, pointer));
        const std::string& name = set.cases.back().name;
        if (!name.empty() && !names.insert(name).second) {
            reader.fail(pointer + "/name", "a unique name", spell(name));
        }
    }
    if (!reader.problems.empty()) return reader.problems;
    return set;
}

Result<FixtureSet> read_fixtures(const std::string& path, const Layout& spec) {
    const auto text = read_file(path);
    if (!text) return text.problems;
    return parse_fixtures(*text, path, spec);
}

}  // namespace abi
