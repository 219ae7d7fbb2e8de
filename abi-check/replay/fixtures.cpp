#include "replay/fixtures.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
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

/// The record and the verdicts of the cases.
struct Meant {
    const Record& record;
    const Enum* verdicts;  // null if the spec has none
    const std::string& verdicts_name;
};

/// An enumerator's name, or a number.
std::string read_verdict(Reader& reader, const Json& json, const Meant& meant, const std::string& pointer) {
    const auto member = json.find("verdict");
    if (member == json.end()) {
        if (!json.contains("answer")) reader.fail(pointer, "a member 'verdict' or 'answer'", "none");
        return {};
    }
    if (member->is_number_integer()) return to_string(*integer_of(*member));
    const std::string name = reader.text(json, "verdict", pointer, true);
    if (name.empty()) return {};
    if (meant.verdicts == nullptr) {
        reader.fail(pointer + "/verdict",
                    "a number, because " + reader.spec.origin + " has no enum " + meant.verdicts_name, spell(*member));
    } else if (std::ranges::find(meant.verdicts->enumerators, name, &Enumerator::name) ==
               meant.verdicts->enumerators.end()) {
        reader.fail(pointer + "/verdict", "an enumerator of " + meant.verdicts->name, spell(name));
    }
    return name;
}

/// The values are checked with the record of results (cases.cpp).
std::vector<ExpectedField> read_answer(Reader& reader, const Json& json, const std::string& pointer) {
    std::vector<ExpectedField> answer;
    const auto member = json.find("answer");
    if (member == json.end()) return answer;
    if (!member->is_object()) {
        reader.fail(pointer + "/answer", "an object", spell(*member));
        return answer;
    }
    for (const auto& [path, value] : member->items()) {
        const std::string at = pointer + "/answer/" + pointer_step(path);
        if (value.is_number_integer()) {
            answer.push_back({path, to_string(*integer_of(value)), place_of(reader.places, at), at});
        } else if (value.is_string()) {
            answer.push_back({path, value.get<std::string>(), place_of(reader.places, at), at});
        } else {
            reader.fail(at, "an integer such as -22, or a text such as \"0x400\" or \"00ff\"", spell(value));
        }
    }
    return answer;
}

/// Reads the members that each packet has.
void read_packet(Reader& reader, const Json& json, const Meant& meant, const std::string& pointer, FixtureCase& made) {
    made.place = place_of(reader.places, pointer);
    made.bytes = reader.hex(json, "bytes", pointer);
    if (made.bytes.size() > case_limit_bytes) {
        reader.fail(pointer + "/bytes", "at most " + std::to_string(case_limit_bytes) + " bytes",
                    std::to_string(made.bytes.size()));
    }
    made.verdict = read_verdict(reader, json, meant, pointer);
    made.answer = read_answer(reader, json, pointer);

    // The bytes as in the ring's slot: padded with zeros or cut.
    Bytes slot = made.bytes;
    slot.resize(*meant.record.size_bytes, 0);
    auto decoded = decode(reader.spec, meant.record, slot, reader.spec.byte_order);
    if (!decoded) {
        reader.problems.insert(reader.problems.end(), decoded.problems.begin(), decoded.problems.end());
        return;
    }
    made.fields = std::move(*decoded);
    if (json.contains("fields")) check_fields(reader, json["fields"], made.fields, pointer + "/fields");
}

bool read_flag(Reader& reader, const Json& json, const char* name, const std::string& pointer) {
    const auto member = json.find(name);
    if (member == json.end()) return false;
    if (!member->is_boolean()) reader.fail(pointer + "/" + name, "true or false", spell(*member));
    return member->is_boolean() && member->get<bool>();
}

/// The packets of one case.
std::vector<FixtureCase> read_case(Reader& reader, const Json& json, const Meant& meant, const std::string& pointer) {
    FixtureCase made;
    made.place = place_of(reader.places, pointer);
    const bool has_packets = json.is_object() && json.contains("packets");
    const bool is_object =
        has_packets ? reader.is_object(json, pointer, {"name", "doc", "packets", "fresh_boot", "optional"})
                    : reader.is_object(
                          json, pointer,
                          {"name", "doc", "bytes", "verdict", "fields", "answer", "packets", "fresh_boot", "optional"});
    if (!is_object) return {made};
    made.name = reader.text(json, "name", pointer, true);
    made.doc = reader.text(json, "doc", pointer, false);
    made.fresh_boot = read_flag(reader, json, "fresh_boot", pointer);
    made.optional = read_flag(reader, json, "optional", pointer);
    if (!has_packets) {
        read_packet(reader, json, meant, pointer, made);
        return {made};
    }
    const Json& packets = json["packets"];
    if (!packets.is_array() || packets.empty()) {
        reader.fail(pointer + "/packets", "an array of at least one packet", spell(packets));
        return {made};
    }
    std::vector<FixtureCase> all;
    for (std::size_t i = 0; i < packets.size(); ++i) {
        const std::string at = pointer + "/packets/" + std::to_string(i);
        FixtureCase& packet = all.emplace_back(made);
        packet.name += ", packet " + std::to_string(i + 1) + " of " + std::to_string(packets.size());
        packet.fresh_boot = made.fresh_boot && i == 0;
        packet.more = i + 1 < packets.size();
        if (reader.is_object(packets[i], at, {"bytes", "verdict", "fields", "answer"})) {
            read_packet(reader, packets[i], meant, at, packet);
        }
    }
    return all;
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

/// The fields that the target decodes and returns.
void read_decoded(Reader& reader, const Json& json, FixtureSet& set) {
    const auto member = json.find("decoded");
    if (member == json.end()) return;
    const auto is_text = [](const Json& one) { return one.is_string(); };
    if (!member->is_array() || !std::ranges::all_of(*member, is_text)) {
        reader.fail("/decoded", "an array of names of fields", spell(*member));
        return;
    }
    set.decoded = member->get<std::vector<std::string>>();
}

}  // namespace

Result<FixtureSet> parse_fixtures(std::string_view text, const std::string& path, const Layout& spec) {
    Places places;
    if (auto problems = scan_json(path, std::string(text), limits, places); !problems.empty()) return problems;
    const Json json = Json::parse(text);

    Reader reader{spec, places};
    FixtureSet set;
    set.path = path;
    if (!reader.is_object(json, "", {"$schema", "doc", "record", "result", "verdicts", "decoded", "key", "cases"}))
        return reader.problems;
    set.record = reader.text(json, "record", "", true);
    const Record* record = find_meant(reader, set.record);
    set.key = json.contains("key") ? reader.hex(json, "key", "") : Bytes(key_bytes);
    if (set.key.size() != key_bytes && reader.problems.empty()) {
        reader.fail("/key", std::to_string(key_bytes) + " bytes", std::to_string(set.key.size()));
    }
    set.result = reader.text(json, "result", "", json.contains("result"));
    if (json.contains("verdicts")) set.verdicts = reader.text(json, "verdicts", "", true);
    const Enum* verdicts = find_enum(spec, set.verdicts);
    if (verdicts == nullptr && json.contains("verdicts") && !set.verdicts.empty()) {
        reader.fail("/verdicts", "an enum of " + spec.origin, spell(set.verdicts));
    }
    read_decoded(reader, json, set);
    const auto cases = json.find("cases");
    if (cases == json.end() || !cases->is_array() || cases->empty()) {
        reader.fail("/cases", "an array of at least one case", cases == json.end() ? "none" : spell(*cases));
    }
    if (!reader.problems.empty() || record == nullptr) return reader.problems;

    std::set<std::string> names;
    const Meant meant{*record, verdicts, set.verdicts};
    for (std::size_t i = 0; i < cases->size(); ++i) {
        const std::string pointer = "/cases/" + std::to_string(i);
        auto packets = read_case(reader, (*cases)[i], meant, pointer);
        const std::string& name = packets.front().name;
        if (!name.empty() && !names.insert(name).second) {
            reader.fail(pointer + "/name", "a unique name", spell(name));
        }
        std::ranges::move(packets, std::back_inserter(set.cases));
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
