// One record of a source, as a spec writes it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "draft/draft.h"
#include "draft/names.h"

namespace abi {

/// What the fields of records may refer to.
struct DraftScope {
    const DraftNames& names;
    std::map<std::string, Enum> enums;             // drafted, by the spec's name
    std::map<std::string, const Record*> records;  // of the source, by the spec's name; those that are drafted
};

struct RecordDraft {
    std::optional<Record> record;  // nothing: left out, and the questions say why
    std::vector<Question> questions;
};

/// Why a record cannot be in a spec, in words; empty if it can.
std::string reason_to_leave_out(const Record& record);

/// The record with spec's names and types, its padding in fields. It exists: reason_to_leave_out has nothing to say.
RecordDraft draft_record(const Record& record, const DraftScope& scope);

}  // namespace abi
