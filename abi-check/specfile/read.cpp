#include "specfile/read.h"

#include <algorithm>
#include <map>

#include "model/on_target.h"
#include "os/file.h"
#include "specfile/check_names.h"
#include "specfile/check_record.h"
#include "specfile/digest.h"
#include "specfile/document.h"
#include "specfile/layout_json.h"

namespace abi {
namespace {

/// States the order of the layout in its records, if the merged layout has another one.
void keep_order(ByteOrder merged, Layout& layout) {
    if (layout.byte_order == merged) return;
    for (auto& record : layout.records) {
        if (!record.byte_order) record.byte_order = layout.byte_order;
        for (auto& old : record.history) {
            if (!old.byte_order) old.byte_order = layout.byte_order;
        }
    }
}

}  // namespace

Result<Spec> parse_spec(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        const auto document = read_document(path, text, SchemaName::spec);
        if (!document) return document.problems;

        std::vector<Problem> problems;
        Spec spec{.path = path, .name = document->root.at("name").get<std::string>(), .layout = {}, .digest = {}};
        std::vector<RecordPointers> pointers;
        spec.layout = read_layout(document->root, "", Dialect::spec, document->places, problems, &pointers);
        spec.layout.origin = path;
        spec.layout.target.clear();
        check_names(spec.layout, pointers, problems);
        check_records(spec.layout, pointers, problems);
        if (!problems.empty()) {
            locate(problems, document->places);
            return for_reading(std::move(problems));
        }
        spec.digest = digest(spec.layout);
        return spec;
    } catch (const std::exception& error) {
        return file_problem(path, "a spec", error.what());
    }
}

Result<Spec> read_spec(const std::string& path, const std::string& shown) {
    const auto& name = shown.empty() ? path : shown;
    const auto text = read_file(path, JsonLimits{}.bytes, name);
    if (!text) return text.problems;
    auto spec = parse_spec(name, *text);
    if (spec) spec->path = path;
    return spec;
}

Result<Layout> merge_specs(const std::vector<Spec>& specs) {
    Layout merged;
    std::map<std::string, std::vector<std::pair<Place, Extent>>> known;
    std::vector<Problem> problems;
    const auto take = [&](const auto& values, auto& into) {
        const Extents extents(values);
        for (const auto& value : values) {
            const Extent extent = extents.of(value);
            auto& others = known[value.name];
            const auto twin =
                std::ranges::find_if(others, [&](const auto& one) { return overlap(one.second, extent); });
            if (twin != others.end()) {
                problems.push_back(
                    {value.place, "", "one declaration of " + value.name, "another at " + to_string(twin->first)});
            }
            others.emplace_back(value.place, extent);
        }
        into.insert(into.end(), values.begin(), values.end());
    };
    for (const auto& spec : specs) {
        Layout layout = spec.layout;
        if (merged.origin.empty()) merged.byte_order = layout.byte_order;
        keep_order(merged.byte_order, layout);
        take(layout.records, merged.records);
        take(layout.enums, merged.enums);
        take(layout.constants, merged.constants);
        merged.origin += (merged.origin.empty() ? "" : ", ") + spec.path;
    }
    if (!problems.empty()) return problems;
    return merged;
}

std::string digest_text(const std::vector<Spec>& specs) {
    if (specs.size() == 1) return specs[0].digest;
    std::string text;
    for (const auto& spec : specs) text += (text.empty() ? "" : " ") + spec.name + "=" + spec.digest;
    return text;
}

}  // namespace abi
