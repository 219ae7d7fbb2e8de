#include "specfile/read.h"

#include <map>

#include "os/file.h"
#include "specfile/check_names.h"
#include "specfile/check_record.h"
#include "specfile/digest.h"
#include "specfile/document.h"
#include "specfile/layout_json.h"

namespace abi {

Result<Spec> parse_spec(const std::string& path, const std::string& text) {
    // nlohmann throws on failure. No exception leaves this function.
    try {
        const auto document = read_document(path, text, SchemaName::spec);
        if (!document) return document.problems;

        std::vector<Problem> problems;
        Spec spec{.path = path, .name = document->root.at("name").get<std::string>(), .layout = {}, .digest = {}};
        spec.layout = read_layout(document->root, "", Dialect::spec, document->places, problems);
        spec.layout.origin = path;
        spec.layout.target.clear();
        check_names(spec.layout, problems);
        check_records(spec.layout, problems);
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

Result<Spec> read_spec(const std::string& path) {
    const auto text = read_file(path, JsonLimits{}.bytes);
    if (!text) return text.problems;
    return parse_spec(path, *text);
}

Result<Layout> merge_specs(const std::vector<Spec>& specs) {
    Layout merged;
    std::map<std::string, Place> places;
    std::vector<Problem> problems;
    const auto take = [&](const auto& values, auto& into) {
        for (const auto& value : values) {
            const auto [known, is_new] = places.try_emplace(value.name, value.place);
            if (is_new) continue;
            problems.push_back(
                {value.place, "", "one declaration of " + value.name, "another at " + to_string(known->second)});
        }
        into.insert(into.end(), values.begin(), values.end());
    };
    for (const auto& spec : specs) {
        const Layout& layout = spec.layout;
        take(layout.records, merged.records);
        take(layout.enums, merged.enums);
        take(layout.constants, merged.constants);
        if (!merged.origin.empty() && merged.byte_order != layout.byte_order) {
            problems.push_back(
                {{spec.path, 1, 1, 0, 0}, "/byte_order", "the byte order of " + merged.origin, "another one"});
        }
        merged.origin += (merged.origin.empty() ? "" : ", ") + spec.path;
        merged.byte_order = layout.byte_order;
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
