#include "check/places.h"

#include "model/find.h"
#include "model/name_index.h"

namespace abi {
namespace {

void take(const Place& known, Place& place) {
    if (place.line == 0 && known.line != 0) place = known;
}

/// Takes the places of members that both have.
template <typename Member>
void take_members(const std::vector<Member>& known, std::vector<Member>& members) {
    for (auto& member : members) {
        if (member.place.line != 0) continue;
        if (const auto* same = find_named(known, member.name)) take(same->place, member.place);
    }
}

void take(const Record& known, Record& record) {
    take_members(known.fields, record.fields);
    take(known.place, record.place);
}

void take(const Enum& known, Enum& one) {
    take_members(known.enumerators, one.enumerators);
    take(known.place, one.place);
}

void take(const Constant& known, Constant& constant) {
    take(known.place, constant.place);
}

template <typename Declaration>
void complete(const std::vector<Declaration>& known, std::vector<Declaration>& declarations) {
    const NameIndex<Declaration> by_name{known};
    for (auto& one : declarations) {
        if (const auto* same = by_name.find(one.name)) take(*same, one);
    }
}

/// The place of a member, else that of the declaration.
template <typename Members>
const Place& place_in(const Place& owner, const Members& members, const std::string& name) {
    const auto* member = find_named(members, name);
    return member != nullptr && member->place.line != 0 ? member->place : owner;
}

/// The declarations of a layout by their names.
struct Declarations {
    explicit Declarations(const Layout& layout)
        : records(layout.records), enums(layout.enums), constants(layout.constants) {}

    NameIndex<Record> records;
    NameIndex<Enum> enums;
    NameIndex<Constant> constants;

    /// Where the layout declares what a finding is about. Null: nowhere.
    const Place* place_of(const Finding& finding) const {
        if (const Record* record = records.find(finding.record))
            return &place_in(record->place, record->fields, finding.field);
        if (const Enum* one = enums.find(finding.record)) return &place_in(one->place, one->enumerators, finding.field);
        const Constant* constant = constants.find(finding.record);
        return constant == nullptr ? nullptr : &constant->place;
    }
};

}  // namespace

void complete_places(std::span<const WitnessAnswer> witnesses, Layout& combined) {
    for (const auto& witness : witnesses) {
        complete(witness.layout.records, combined.records);
        complete(witness.layout.enums, combined.enums);
        complete(witness.layout.constants, combined.constants);
    }
    // A member that no witness finds lies in its record.
    for (auto& record : combined.records) {
        for (auto& field : record.fields) take(record.place, field.place);
    }
    for (auto& one : combined.enums) {
        for (auto& value : one.enumerators) take(one.place, value.place);
    }
}

void complete_places(const Layout& spec, const Layout& combined, std::vector<Finding>& findings) {
    const Declarations declared{combined};
    const Declarations wanted{spec};
    for (auto& finding : findings) {
        if (finding.place.line != 0) continue;
        const Place* known = declared.place_of(finding);
        if (known != nullptr) take(*known, finding.place);
        if (!finding.place.file.empty()) continue;
        if (known != nullptr && !known->file.empty()) {
            finding.place = *known;
        } else if (const Place* meant = wanted.place_of(finding)) {
            finding.place = *meant;
        }
    }
}

}  // namespace abi
