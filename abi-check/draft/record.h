// Drafts one record of a source for a spec.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "draft/draft.h"
#include "draft/names.h"

namespace abi {

/// What the fields of records may refer to.
struct DraftScope {
    const DraftNames& names;
    std::map<std::string, Enum> enums;             // drafted enumerations, by the spec's name
    std::map<std::string, const Record*> records;  // the source's records that are drafted, by the spec's name
};

struct RecordDraft {
    Record record;
    std::vector<Question> questions;
    bool is_aligned_less = false;  // drafted as packed only because the target aligns numbers less than their size
};

/// Returns why a record cannot be in a spec, as a phrase that follows its name; empty if it can.
std::string reason_to_leave_out(const Record& record);

/// The record with the spec's names and types, and with its padding in fields. reason_to_leave_out(record) must be
/// empty.
RecordDraft draft_record(const Record& record, const DraftScope& scope);

}  // namespace abi
