#include "specfile/check_names.h"

#include <algorithm>
#include <unordered_map>

#include "model/find.h"
#include "model/name_index.h"
#include "model/on_target.h"
#include "model/words.h"
#include "specfile/type_name.h"

namespace abi {
namespace {

std::string step(const char* list, std::size_t index) {
    return std::string("/") + list + "/" + std::to_string(index);
}

/// Names that must differ from each other wherever they share a target. Each has its first place.
class Namespace {
  public:
    Namespace(std::string what, std::vector<Problem>& problems) : what_(std::move(what)), problems_(problems) {}

    /// `extent`: where the name is used.
    void add(const std::string& name, const std::string& pointer, const Extent& extent = {}) {
        auto& known = known_[name];
        const auto twin = std::ranges::find_if(known, [&](const Known& one) { return overlap(one.extent, extent); });
        if (twin != known.end() && !extent.only.empty()) {
            const auto shared = std::ranges::find_if(
                extent.only, [&](const std::string& target) { return holds_on(twin->extent, target); });
            problems_.push_back({{},
                                 pointer,
                                 "one declaration of " + name + " on a target",
                                 "another one on " + *shared + " (first at " + twin->pointer + ")"});
            return;
        }
        if (twin != known.end()) {
            problems_.push_back({{}, pointer, what_, in_quotes(name) + " again (first at " + twin->pointer + ")"});
            return;
        }
        known.push_back({pointer, extent});
    }

  private:
    std::string what_;
    std::vector<Problem>& problems_;
    struct Known {
        std::string pointer;
        Extent extent;
    };
    std::unordered_map<std::string, std::vector<Known>> known_;
};

void check_identifier(const std::string& name, const std::string& pointer, std::vector<Problem>& problems) {
    if (is_identifier(name)) return;
    problems.push_back(
        {{}, pointer, "a name of letters, digits and _ that does not begin with a digit", in_quotes(name)});
}

void check_fields(const std::vector<Field>& fields, const RecordPointers& pointers, std::vector<Problem>& problems) {
    Namespace names("field names that differ within a record", problems);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const bool has_own = i < pointers.fields.size();
        const std::string at = (has_own ? pointers.fields[i] : pointers.record + step("fields", i)) + "/name";
        check_identifier(fields[i].name, at, problems);
        names.add(fields[i].name, at);
    }
}

void check_record_names(const Record& record, const RecordPointers& pointers, std::vector<Problem>& problems) {
    const std::string& pointer = pointers.record;
    check_fields(record.fields, pointers, problems);
    Namespace labels("labels that differ within a history", problems);
    for (std::size_t i = 0; i < record.history.size(); ++i) {
        const std::string at = pointer + step("history", i);
        labels.add(record.history[i].name, at + "/label");
        check_fields(record.history[i].fields, {at, {}}, problems);
    }
    Namespace targets("each target once", problems);
    for (std::size_t i = 0; i < record.targets.size(); ++i) {
        targets.add(record.targets[i], pointer + step("targets", i));
    }
}

/// A record can exist only on targets on which all records nested in it exist.
void check_targets(const RecordTargets& all, const Record& record, const RecordPointers& pointers,
                   std::vector<Problem>& problems) {
    for (std::size_t i = 0; i < record.fields.size(); ++i) {
        if (record.fields[i].type.kind != Kind::record) continue;
        const std::string& inner = record.fields[i].type.name;
        const auto targets = all.of(inner);
        const bool is_everywhere = targets.empty();
        const auto exists = [&](const auto& target) { return contains(targets, target); };
        if (is_everywhere || (!record.targets.empty() && std::ranges::all_of(record.targets, exists))) continue;
        problems.push_back({.place = {},
                            .pointer = pointers.fields[i] + "/type",
                            .expected = "a record that exists wherever " + record.name + " does",
                            .found = inner + ", which exists on " + join(targets) + " only"});
    }
}

void check_type_name(const std::string& name, const std::string& pointer, std::vector<Problem>& problems) {
    check_identifier(name, pointer, problems);
    if (!is_builtin_type(name)) return;
    problems.push_back({{}, pointer, "a name that is not a built-in type", in_quotes(name)});
}

/// Constants have different names, and so have the enumerators of an enum. A constant and an enumerator may not share a
/// name. Two enums may: their enumerators are told apart by the enum.
void check_numbers(const Layout& layout, std::vector<Problem>& problems) {
    Namespace constants("names of constants and enumerators that differ", problems);
    const Extents extents(layout.constants);
    for (std::size_t i = 0; i < layout.constants.size(); ++i) {
        const Constant& each = layout.constants[i];
        const std::string at = step("constants", i) + "/name";
        check_identifier(each.name, at, problems);
        constants.add(each.name, at, extents.of(each));
    }
    const NameIndex by_name(layout.constants);
    for (std::size_t i = 0; i < layout.enums.size(); ++i) {
        const Enum& each = layout.enums[i];
        Namespace own("names of enumerators that differ within an enum", problems);
        for (std::size_t j = 0; j < each.enumerators.size(); ++j) {
            const std::string& name = each.enumerators[j].name;
            const std::string at = step("enums", i) + step("values", j) + "/name";
            check_identifier(name, at, problems);
            own.add(name, at);
            const Constant* constant = by_name.find(name);
            if (constant == nullptr) continue;
            const auto index = static_cast<std::size_t>(constant - layout.constants.data());
            problems.push_back({{},
                                at,
                                "names of constants and enumerators that differ",
                                in_quotes(name) + " again (first at " + step("constants", index) + "/name)"});
        }
    }
}

/// Finds records that contain themselves: it walks down the nested records until it meets its own path. It has a stack
/// of its own and is not recursive, because a spec may nest thousands of records.
class Nesting {
  public:
    Nesting(const Layout& layout, const std::vector<RecordPointers>& pointers, std::vector<Problem>& problems)
        : layout_(layout), pointers_(pointers), problems_(problems) {
        for (std::size_t i = 0; i < layout.records.size(); ++i) index_[layout.records[i].name].push_back(i);
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
        std::size_t next_layout;  // of the record in that field
    };

    /// The next layout of the record in the field, or nothing: then the step goes on with the next field.
    std::optional<std::size_t> next_inner(const Field& field, Step& at) const {
        const auto found = index_.find(field.type.name);
        if (field.type.kind == Kind::record && found != index_.end() && at.next_layout < found->second.size()) {
            return found->second[at.next_layout++];
        }
        ++at.next_field;
        at.next_layout = 0;
        return std::nullopt;
    }

    void walk(std::size_t start) {
        std::vector<Step> path{{start, 0, 0}};
        states_[start] = State::open;
        while (!path.empty()) {
            const auto& [record, next_field, next_layout] = path.back();
            const auto& fields = layout_.records[record].fields;
            if (next_field == fields.size()) {
                states_[record] = State::done;
                path.pop_back();
                continue;
            }
            const Field& field = fields[next_field];
            const std::string at = pointers_[record].fields[next_field] + "/type";
            const auto inner = next_inner(field, path.back());
            if (!inner) continue;
            if (states_[*inner] == State::open) {
                problems_.push_back({.place = {},
                                     .pointer = at,
                                     .expected = "a record that does not contain itself",
                                     .found = describe(path, *inner)});
            } else if (states_[*inner] == State::unseen) {
                states_[*inner] = State::open;
                path.push_back({*inner, 0, 0});
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
    const std::vector<RecordPointers>& pointers_;
    std::vector<Problem>& problems_;
    std::unordered_map<std::string, std::vector<std::size_t>> index_;  // all layouts of a name
    std::vector<State> states_;
};

}  // namespace

void check_names(const Layout& layout, const std::vector<RecordPointers>& pointers, std::vector<Problem>& problems) {
    Namespace types("names of records and enums that differ", problems);
    check_numbers(layout, problems);
    const Extents enums(layout.enums);
    const Extents records(layout.records);
    const RecordTargets targets(layout);
    for (std::size_t i = 0; i < layout.enums.size(); ++i) {
        const Enum& each = layout.enums[i];
        check_type_name(each.name, step("enums", i) + "/name", problems);
        types.add(each.name, step("enums", i) + "/name", enums.of(each));
    }
    for (std::size_t i = 0; i < layout.records.size(); ++i) {
        const Record& record = layout.records[i];
        const std::string at = pointers[i].record + "/name";
        check_type_name(record.name, at, problems);
        // A layout has no name of its own in the file.
        types.add(record.name, record.targets.empty() ? at : pointers[i].record + "/targets", records.of(record));
        check_record_names(record, pointers[i], problems);
        check_targets(targets, record, pointers[i], problems);
    }
    Nesting(layout, pointers, problems).check();
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
