#include "check/causes.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "model/find.h"
#include "model/name_index.h"

namespace abi {
namespace {

/// The finding about the size of each record.
using Sizes = std::unordered_map<std::string_view, Finding*>;

/// The record that a field of the spec nests, if the finding is about the size of that field; else an empty name.
std::string_view nested_record(const Finding& finding, const RecordIndex& spec) {
    if (finding.rule != Rule::width || finding.field.empty()) return "";
    const Record* record = spec.find(finding.record);
    const Field* field = record == nullptr ? nullptr : find_named(record->fields, finding.field);
    return field != nullptr && field->type.kind == Kind::record ? std::string_view(field->type.name) : "";
}

/// The finding that a report shows for the size of a record.
Finding& cause_of(Finding& size) {
    if (size.cause.empty()) {
        size.cause = size.message;
        size.leads = true;
    }
    return size;
}

}  // namespace

void name_causes(const std::vector<Edit>& edits, std::span<Finding> findings) {
    for (const auto& edit : edits) {
        // An edit needs two known sides.
        const auto is_open = [&](std::size_t at) {
            return findings[at].rule == Rule::unverified || findings[at].rule == Rule::unknown;
        };
        if (std::ranges::any_of(edit.follows, is_open)) continue;
        for (const auto at : edit.follows) findings[at].cause = edit.sentence;
        findings[edit.follows.front()].leads = true;
    }
}

void follow_nested(const Layout& spec, std::vector<Finding>& findings) {
    const RecordIndex records{spec};
    Sizes sizes;
    for (auto& finding : findings) {
        if (finding.rule == Rule::size) sizes.emplace(finding.record, &finding);
    }
    // The cause that is replaced, by its record -> the cause that takes its place.
    std::unordered_map<std::string, std::string> replaced;
    for (auto& finding : findings) {
        const auto size = sizes.find(nested_record(finding, records));
        if (size == sizes.end()) continue;
        const std::string& cause = cause_of(*size->second).cause;
        if (finding.cause.empty()) {
            finding.cause = cause;
        } else {
            replaced.emplace(finding.cause, cause);
        }
    }
    // A record may be nested in one that is nested itself. A dump may nest records in a circle.
    const auto last_of = [&](const std::string& cause) {
        const std::string* last = &cause;
        for (std::size_t level = 0; level <= replaced.size(); ++level) {
            const auto next = replaced.find(*last);
            if (next == replaced.end()) return std::string(*last);
            last = &next->second;
        }
        return cause;
    };
    for (auto& finding : findings) {
        if (finding.cause.empty()) continue;
        std::string last = last_of(finding.cause);
        if (last == finding.cause) continue;
        finding.cause = std::move(last);
        finding.leads = false;
    }
}

std::string unread_cause(const Problem& problem) {
    return (problem.place.file.empty() ? "a file" : problem.place.file) + " could not be read: " + sentence(problem);
}

}  // namespace abi
