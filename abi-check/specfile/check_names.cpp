#include "specfile/check_names.h"

#include <algorithm>
#include <unordered_map>

#include "model/words.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

std::string step(const char* list, std::size_t index) {
    return std::string("/") + list + "/" + std::to_string(index);
}

/// Names that must differ from each other, each with its first place.
class Namespace {
  public:
    Namespace(std::string what, std::vector<Problem>& problems) : what_(std::move(what)), problems_(problems) {}

    void add(const std::string& name, const std::string& pointer) {
        const auto [first, added] = first_.emplace(name, pointer);
        if (added) return;
        problems_.push_back({{}, pointer, what_, in_quotes(name) + " again (first at " + first->second + ")"});
    }

  private:
    std::string what_;
    std::vector<Problem>& problems_;
    std::unordered_map<std::string, std::string> first_;
};

void check_identifier(const std::string& name, const std::string& pointer, std::vector<Problem>& problems) {
    if (is_identifier(name)) return;
    problems.push_back(
        {{}, pointer, "a name of letters, digits and _ that does not begin with a digit", in_quotes(name)});
}

void check_fields(const std::vector<Field>& fields, const std::string& pointer, std::vector<Problem>& problems) {
    Namespace names("field names that differ within a record", problems);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::string at = pointer + step("fields", i) + "/name";
        check_identifier(fields[i].name, at, problems);
        names.add(fields[i].name, at);
    }
}

void check_record_names(const Record& record, const std::string& pointer, std::vector<Problem>& problems) {
    check_fields(record.fields, pointer, problems);
    Namespace labels("labels that differ within a history", problems);
    for (std::size_t i = 0; i < record.history.size(); ++i) {
        const std::string at = pointer + step("history", i);
        labels.add(record.history[i].name, at + "/label");
        check_fields(record.history[i].fields, at, problems);
    }
    Namespace targets("each target once", problems);
    for (std::size_t i = 0; i < record.targets.size(); ++i) {
        targets.add(record.targets[i], pointer + step("targets", i));
    }
}

/// A record can exist only on targets on which all records nested in it exist.
void check_targets(const Layout& layout, std::size_t index, std::vector<Problem>& problems) {
    const Record& record = layout.records[index];
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        const Record* inner = find_record(layout, record.fields[i].type.name);
        if (record.fields[i].type.kind != Kind::record || inner == nullptr || inner->targets.empty()) continue;
        const auto exists = [&](const auto& target) {
            return std::ranges::find(inner->targets, target) != inner->targets.end();
        };
        if (!record.targets.empty() && std::ranges::all_of(record.targets, exists)) continue;
        problems.push_back({.place = {},
                            .pointer = step("records", index) + step("fields", i) + "/type",
                            .expected = "a record that exists wherever " + record.name + " does",
                            .found = inner->name + ", which exists on " + join(inner->targets) + " only"});
    }
}

void check_type_name(const std::string& name, const std::string& pointer, std::vector<Problem>& problems) {
    check_identifier(name, pointer, problems);
    if (!is_builtin_type(name)) return;
    problems.push_back({{}, pointer, "a name that is not a built-in type", in_quotes(name)});
}

/// Finds records that contain themselves: it walks down the nested records until it meets its own path. It has a stack
/// of its own and is not recursive, because a spec may nest thousands of records.
class Nesting {
  public:
    Nesting(const Layout& layout, std::vector<Problem>& problems) : layout_(layout), problems_(problems) {
        for (std::size_t i = 0; i < layout.records.size(); ++i) index_.emplace(layout.records[i].name, i);
        states_.resize(layout.records.size(), State::unseen);
    }

    void check() {
        for (std::size_t i = 0; i < layout_.records.size(); ++i) {
            if (states_[i] == State::unseen) walk(i);
        }
    }

  private:
    enum class State { unseen, open, done };
    struct Step {
        std::size_t record;
        std::size_t next_field;
    };

    void walk(std::size_t start) {
        std::vector<Step> path{{start, 0}};
        states_[start] = State::open;
        while (!path.empty()) {
            auto& [record, next_field] = path.back();
            const auto& fields = layout_.records[record].fields;
            if (next_field == fields.size()) {
                states_[record] = State::done;
                path.pop_back();
                continue;
            }
            const Field& field = fields[next_field++];
            const auto inner = index_.find(field.type.name);
            if (field.type.kind != Kind::record || inner == index_.end()) continue;
            if (states_[inner->second] == State::open) {
                problems_.push_back({.place = {},
                                     .pointer = step("records", record) + step("fields", next_field - 1) + "/type",
                                     .expected = "a record that does not contain itself",
                                     .found = describe(path, inner->second)});
            } else if (states_[inner->second] == State::unseen) {
                states_[inner->second] = State::open;
                path.push_back({inner->second, 0});
            }
        }
    }

    /// "A contains B contains A".
    std::string describe(const std::vector<Step>& path, std::size_t first) const {
        std::string text;
        bool inside = false;
        for (const auto& each : path) {
            inside = inside || each.record == first;
            if (inside) text += layout_.records[each.record].name + " contains ";
        }
        return text + layout_.records[first].name;
    }

    const Layout& layout_;
    std::vector<Problem>& problems_;
    std::unordered_map<std::string, std::size_t> index_;
    std::vector<State> states_;
};

}  // namespace

void check_names(const Layout& layout, std::vector<Problem>& problems) {
    Namespace types("names of records and enums that differ", problems);
    Namespace numbers("names of constants and enumerators that differ", problems);
    for (std::size_t i = 0; i < layout.constants.size(); ++i) {
        const std::string at = step("constants", i) + "/name";
        check_identifier(layout.constants[i].name, at, problems);
        numbers.add(layout.constants[i].name, at);
    }
    for (std::size_t i = 0; i < layout.enums.size(); ++i) {
        const Enum& each = layout.enums[i];
        check_type_name(each.name, step("enums", i) + "/name", problems);
        types.add(each.name, step("enums", i) + "/name");
        for (std::size_t j = 0; j < each.enumerators.size(); ++j) {
            const std::string at = step("enums", i) + step("values", j) + "/name";
            check_identifier(each.enumerators[j].name, at, problems);
            numbers.add(each.enumerators[j].name, at);
        }
    }
    for (std::size_t i = 0; i < layout.records.size(); ++i) {
        const std::string at = step("records", i);
        check_type_name(layout.records[i].name, at + "/name", problems);
        types.add(layout.records[i].name, at + "/name");
        check_record_names(layout.records[i], at, problems);
        check_targets(layout, i, problems);
    }
    Nesting(layout, problems).check();
}

void check_dump_names(const Layout& layout, const std::string& pointer, std::vector<Problem>& problems) {
    Namespace types("names of records and enums that differ", problems);
    Namespace constants("names of constants that differ", problems);
    for (std::size_t i = 0; i < layout.constants.size(); ++i) {
        constants.add(layout.constants[i].name, pointer + step("constants", i) + "/name");
    }
    for (std::size_t i = 0; i < layout.enums.size(); ++i) {
        types.add(layout.enums[i].name, pointer + step("enums", i) + "/name");
    }
    for (std::size_t i = 0; i < layout.records.size(); ++i) {
        types.add(layout.records[i].name, pointer + step("records", i) + "/name");
    }
}

}  // namespace abi
