#include "specfile/read.h"

#include "specfile/check_names.h"
#include "specfile/check_record.h"
#include "specfile/digest.h"
#include "specfile/document.h"
#include "specfile/layout_json.h"

namespace abi {

Result<Spec> parse_spec(const std::string& path, const std::string& text) {
    // nlohmann reports what it cannot do by throwing; nothing of that leaves this room.
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
        return Problem{.place = {.file = path}, .pointer = {}, .expected = "a spec", .found = error.what()};
    }
}

Result<Spec> read_spec(const std::string& path) {
    const auto text = read_text(path, JsonLimits{}.bytes);
    if (!text) return text.problems;
    return parse_spec(path, *text);
}

}  // namespace abi
