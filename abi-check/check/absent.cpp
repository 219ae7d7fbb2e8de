#include "check/absent.h"

#include <algorithm>

#include "check/causes.h"
#include "check/claim.h"
#include "check/nameless.h"
#include "check/witnesses.h"
#include "model/find.h"

namespace abi {
namespace {

constexpr int most_levels = 16;  // a dump may nest records in a circle

/// The record that `name`, "Packet::header", is a part of, if its fields are not known. A part without a name of its
/// own is only found through the field that holds it.
const Record* blind_owner(const std::string& name, const RecordIndex& seen) {
    for (auto at = name.rfind("::"); at != std::string::npos && at != 0; at = name.rfind("::", at - 1)) {
        const Record* owner = seen.find(name.substr(0, at));
        if (owner != nullptr && lacks_fields(*owner)) return owner;
    }
    return nullptr;
}

/// Whether a field of the layer is raw memory where the spec's `parent` nests `name`. Then nothing shows its members.
bool is_raw_memory_of(const std::string& name, const Record& parent, const Field& field) {
    const bool is_bytes = field.type.kind == Kind::byte || (!field.type.extents.empty() && field.type.width_bits == 8);
    return is_bytes && std::ranges::any_of(parent.fields, [&](const Field& nested) {
               return nested.type.kind == Kind::record && nested.type.name == name &&
                      nested.offset_bits >= field.offset_bits &&
                      nested.offset_bits + size_bits(nested) <= field.offset_bits + size_bits(field);
           });
}

const Record* holder_at(const RecordIndex& spec, const std::string& name, const WitnessAnswer& combined,
                        const RecordIndex& seen, int depth) {
    for (const Record* holder : spec.holders_of(name)) {
        const Record& parent = *holder;
        if (depth > most_levels || !contains(combined.records, parent.name)) continue;
        const Record* actual = seen.find(parent.name);
        if (actual == nullptr) actual = holder_at(spec, parent.name, combined, seen, depth + 1);
        const auto is_nested = [&](const Field& field) {
            const bool is_nameless = field.type.kind == Kind::record && field.type.name.empty();
            return is_nameless || field.type.name == name || is_raw_memory_of(name, parent, field);
        };
        const bool holds = actual != nullptr && actual->size_bytes && !lacks_fields(*actual) &&
                           std::ranges::none_of(actual->fields, is_nested);
        if (holds) return actual;
    }
    return nullptr;
}

}  // namespace

Finding absent(const RecordIndex& spec, const Record& expected, const Record* declared, const WitnessAnswer& answer,
               const RecordIndex& seen) {
    if (declared != nullptr) {
        Finding finding = make_finding(Rule::unverified, answer, expected.name);
        finding.message = expected.name + " is only declared, so its layout is unknown";
        finding.place = declared->place;
        return finding;
    }
    if (const Record* owner = blind_owner(expected.name, seen)) {
        Finding finding = make_finding(Rule::unverified, answer, expected.name);
        finding.message =
            expected.name + " is a part of " + owner->name + ", whose fields are not known: " + owner->fields_unknown;
        finding.place = owner->place.file.empty() ? expected.place : owner->place;
        return finding;
    }
    if (const auto holder = holder_without_name(spec, expected.name, seen); !holder.empty()) {
        Finding finding = make_finding(Rule::unverified, answer, expected.name);
        finding.message = expected.name + " has no name in " + holder + ", so its fields are unknown";
        finding.remedy = "name the type, or add a witness that lists members (clang, dwarf)";
        finding.place = expected.place;
        return finding;
    }
    if (answer.problems.empty()) {
        Finding finding = make_finding(Rule::missing_record, answer, expected.name);
        finding.message = expected.name + " is not declared in layer " + answer.layer;
        finding.claim = claim_of_missing_record(expected.name);
        finding.remedy = "declare it, add an alias to the layer, or name the layer's records in the configuration";
        finding.place = expected.place;
        return finding;
    }
    Finding finding = make_finding(Rule::unverified, answer, expected.name);
    const Problem& problem = answer.problems.front();
    finding.message = expected.name + " is not in any file that could be read";
    finding.place = expected.place;
    finding.cause = unread_cause(problem);
    finding.related.push_back({problem.place, "this could not be read"});
    return finding;
}

const Record* holder_of(const RecordIndex& spec, const std::string& name, const WitnessAnswer& combined,
                        const RecordIndex& seen) {
    return holder_at(spec, name, combined, seen, 0);
}

std::string holder_text(const RecordIndex& spec, const std::string& name, const Record& holder) {
    const Record* meant = spec.find(holder.name);
    bool is_nested = false;
    bool is_reached = false;
    for (const auto& field : meant == nullptr ? std::vector<Field>() : meant->fields) {
        if (field.type.kind != Kind::record || field.type.name != name) continue;
        is_nested = true;
        is_reached = is_reached || field.offset_bits < *holder.size_bytes * 8;
    }
    if (is_nested && !is_reached) return "not declared: " + holder.name + " ends before it here";
    return "not declared by itself: its bytes are compared as part of " + holder.name;
}

}  // namespace abi
