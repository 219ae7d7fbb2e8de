#include "specfile/extend.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "specfile/places.h"
#include "specfile/read.h"
#include "specfile/write.h"

namespace abi {
namespace {

/// A part of the text, in bytes, and what takes its place.
struct Edit {
    std::size_t begin;
    std::size_t end;
    std::string text;
};

/// Lines and columns count from 1, and columns count bytes.
std::size_t offset_of(const std::string& text, unsigned line, unsigned column) {
    std::size_t begin = 0;
    for (unsigned at = 1; at < line; ++at) begin = text.find('\n', begin) + 1;
    return begin + column - 1;
}

std::string joined(const std::vector<std::string>& rows) {
    std::string text;
    for (const auto& row : rows) text += (text.empty() ? "" : ",") + std::string("\n    ") + row;
    return text;
}

/// Appends `rows` to the list `key` of the spec.
class Inserter {
  public:
    Inserter(const std::string& text, const Places& places)
        : text_(text), places_(places), root_(nlohmann::json::parse(text)) {}

    void append(const std::string& key, const std::vector<std::string>& rows) {
        if (rows.empty()) return;
        const std::string pointer = "/" + key;
        if (!root_.contains(key)) {
            edits_.push_back({last_end(), last_end(), ",\n  \"" + key + "\": [" + joined(rows) + "\n  ]"});
        } else if (root_.at(key).empty()) {
            const Place& list = places_.by_pointer.at(pointer);
            edits_.push_back({offset_of(text_, list.line, list.column), end_of(list), "[" + joined(rows) + "\n  ]"});
        } else {
            const auto last = pointer + "/" + std::to_string(root_.at(key).size() - 1);
            const auto end = end_of(places_.by_pointer.at(last));
            edits_.push_back({end, end, "," + joined(rows)});
        }
    }

    std::string result() {
        std::ranges::stable_sort(edits_, {}, &Edit::begin);
        std::string made = text_;
        for (auto edit = edits_.rbegin(); edit != edits_.rend(); ++edit) {
            made.replace(edit->begin, edit->end - edit->begin, edit->text);
        }
        return made;
    }

  private:
    std::size_t end_of(const Place& place) const { return offset_of(text_, place.end_line, place.end_column); }

    /// The end of the last member of the spec.
    std::size_t last_end() const {
        std::size_t end = 0;
        for (const auto& [key, value] : root_.items()) {
            end = std::max(end, end_of(places_.by_pointer.at("/" + pointer_step(key))));
        }
        return end;
    }

    const std::string& text_;
    const Places& places_;
    nlohmann::json root_;
    std::vector<Edit> edits_;
};

/// Removes from `values` those whose names are in `known`, and appends their names to `common`.
template <typename Value>
void remove_known(const std::set<std::string>& known, std::vector<Value>& values, std::vector<std::string>& common) {
    std::erase_if(values, [&](const Value& value) {
        if (!known.contains(value.name)) return false;
        if (common.empty() || common.back() != value.name) common.push_back(value.name);
        return true;
    });
}

std::set<std::string> names_of(const Layout& spec) {
    std::set<std::string> names;
    for (const auto& one : spec.records) names.insert(one.name);
    for (const auto& one : spec.enums) names.insert(one.name);
    for (const auto& one : values_of(spec)) names.insert(one.name);
    return names;
}

/// A declaration that a new one needs must be as wide as it was drafted, so what is wrong with the whole is a problem
/// of the draft, not of the user's text.
Problem misfit(const std::string& path, const Problem& problem) {
    return file_problem(path, "declarations that fit to those of this spec", sentence(problem));
}

}  // namespace

Result<ExtendedSpec> extend_spec(const std::string& path, const std::string& text, const Layout& draft) {
    const auto spec = parse_spec(path, text);
    if (!spec) return spec.problems;
    if (spec->layout.byte_order != draft.byte_order) {
        return file_problem(path,
                            "the byte order " + std::string(to_string(draft.byte_order)) + ", as the sources have",
                            std::string(to_string(spec->layout.byte_order)));
    }
    ExtendedSpec made{text, 0, {}};
    Layout added = draft;
    const auto known = names_of(spec->layout);
    remove_known(known, added.records, made.common);
    remove_known(known, added.enums, made.common);
    remove_known(known, added.constants, made.common);
    made.added = added.records.size() + added.enums.size() + added.constants.size();
    if (made.added == 0) return made;

    Places places;
    auto problems = scan_json(path, text, {}, places);
    if (!problems.empty()) return problems;
    Inserter inserter(text, places);
    const auto rows = rows_of(added);
    inserter.append("constants", rows.constants);
    inserter.append("enums", rows.enums);
    inserter.append("records", rows.records);
    made.text = inserter.result();
    const auto whole = parse_spec(path, made.text);
    if (!whole) return misfit(path, whole.problems.front());
    return made;
}

}  // namespace abi
